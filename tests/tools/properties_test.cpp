// What must hold of any design whatever the figures are, on the shipped ones.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

Json runs(const std::string& arguments) {
  const Folder folder;
  const std::string file = folder / "result.json";
  const Ended ended = windtunnel_program("run --quiet --no-ends --years 0 --output json='" + file + "' " + arguments);
  INFO(ended.out);
  REQUIRE(ended.status == 0);
  return Json::parse(text_of(file))["runs"];
}

const std::string designs = WINDTUNNEL_SOURCE_DIR "/models/designs/";

}  // namespace

TEST_CASE("synchronous replication loses nothing in any loss of a zone or host") {
  // Every documented design whose database has a standby or a shared volume in other zones.
  const std::map<std::string, std::size_t> expected = {
      {"kasha", 4}, {"ecia-prod", 5}, {"ecs-aurora-cfn", 6}, {"ecs-aurora-active-active", 6}};
  for (const auto& [design, count] : expected) {
    std::size_t measured = 0;
    for (const char* scenario : {"zone-loss", "database-zone-loss", "database-crash"})
      for (const Json& run : runs("--replications 20 --designs " + design + " --scenarios " + scenario)) {
        if (run["design"] != design) continue;  // variants that claims compare with run, too
        INFO(design << ", " << run["scenario"]);
        CHECK(run["rpo"]["lost_writes"] == 0.0);
        CHECK(run["rpo"]["seconds"]["max"] == 0.0);
        ++measured;
      }
    CHECK(measured == count);  // each zone, the database's zone, its host
  }
}

TEST_CASE("a second NAT gateway hurts in no replication of any loss of a zone") {
  // Common random numbers: the same fault at the same time on both designs, so that replications can be compared in
  // pairs.
  const Json all = runs("--replications 20 --scenarios zone-loss --designs 'kasha*'");
  std::size_t pairs = 0;
  for (const Json& one : all) {
    if (one["design"] != "kasha") continue;
    for (const Json& two : all) {
      if (two["design"] != "kasha-two-nat" || two["scenario"] != one["scenario"]) continue;
      for (const auto& [journey, values] : one["replication_values"]["rto_seconds"].items())
        for (std::size_t r = 0; r < values.size(); ++r, ++pairs) {
          const Json& with_one = values[r];
          const Json& with_two = two["replication_values"]["rto_seconds"][journey][r];
          INFO(one["scenario"] << ", " << journey << ", replication " << r << ": " << with_one
                               << " s with one gateway, " << with_two << " s with two");
          if (with_one.is_null()) continue;
          REQUIRE_FALSE(with_two.is_null());
          CHECK(with_two.get<double>() <= with_one.get<double>() * 1.001 + 0.1);
        }
    }
  }
  CHECK(pairs > 50);
}

TEST_CASE("a standby, a reader or room to grow lengthens the recovery of no design") {
  // Pairs of replications share their faults; what is drawn on the way to recovery may differ, so means are compared. lamp-dr
  // keeps its zones here: with a standby its region lives on by half without the zone of its only gateway, which keeps sending
  // DNS back and forth, while without one users are sent to the other region for good.
  const std::vector<std::array<std::string, 3>> cases = {
      {"lamp-dr", "db: {standby_zone: b}", "database-crash"},
      {"multi-region", "app: {instances: {max: 12}}", "surge"},
      {"ecia-prod", "app: {instances: {max: 16}}", "surge"},
      {"ecs-aurora-active-active", "db: {instances: [a, b, a]}", "database-crash"},
      {"ecs-aurora-cfn", "db: {instances: [a, b, a]}", "database-crash"},
      {"kasha", "backend: {tasks: {max: 20}}", "surge"},
      {"ecia-staging", "db: {standby_zone: b}", "database-zone-loss"},
      {"ecia-dev", "db: {standby_zone: b}", "database-zone-loss"},
  };
  for (const auto& [design, more, scenario] : cases) {
    const Folder folder;
    const std::string file = folder.write("more.yaml", "design: more\nextends: " + design +
                                                           "\nregions: {primary: {with: {" + more + "}}}\n");
    std::map<std::string, double> without, with;
    for (const Json& run : runs("'" + file + "' --replications 40 --scenarios " + scenario))
      for (const auto& [journey, figures] : run["journeys"].items())
        if (run["design"] == "more") with[run["scenario"].get<std::string>() + ", " + journey] = figures["rto_seconds"]["mean"];
    for (const Json& run : runs("--designs " + design + " --replications 40 --scenarios " + scenario))
      for (const auto& [journey, figures] : run["journeys"].items())
        if (run["design"] == design) without[run["scenario"].get<std::string>() + ", " + journey] = figures["rto_seconds"]["mean"];
    REQUIRE(with.size() == without.size());
    for (const auto& [name, seconds] : with) {
      INFO(design << " with " << more << ", " << name << ": " << without[name] << " s, with more " << seconds << " s");
      CHECK(seconds <= without[name] * 1.1 + 5);
    }
  }
}

TEST_CASE("more traffic never makes a journey better, from well below saturation to well above") {
  const Folder folder;
  const std::vector<std::string> factors = {"0.5", "1", "1.5", "2", "3", "4", "6", "8"};
  for (const std::string& factor : factors)
    folder.write("load-" + factor + ".yaml", "scenario: load-" +
                                                 std::string(factor == "0.5"   ? "0-5"
                                                             : factor == "1.5" ? "1-5"
                                                                               : factor) +
                                                 "\ntitle: Steady load\nreplications: 20\nhorizon: 2 h\ntraffic:\n"
                                                 "  - {journeys: \"*\", factor: " +
                                                 factor + ", at: busiest time of day, ramp: 1 s, for: 1 h}\n");
  for (const char* design : {"kasha", "multi-region", "lamp-dr", "ecia-prod", "ecia-staging", "ecia-dev", "ecs-aurora-cfn",
                             "ecs-aurora-active-active"}) {
    const Json all = runs("'" + (folder / "") + "' --replications 20 --designs " + design);
    // Where DNS swings between regions, one replication at a higher load may by chance fare better: means are compared.
    std::map<std::string, double> before;
    for (const std::string& factor : factors)
      for (const Json& run : all) {
        const std::string name = "load-" + std::string(factor == "0.5" ? "0-5" : factor == "1.5" ? "1-5" : factor);
        if (run["scenario"] != name) continue;
        for (const auto& [journey, figures] : run["journeys"].items()) {
          const double least = figures["availability"]["low"];
          INFO(design << ", " << journey << " at " << factor << " times the peak: at least " << least);
          if (before.contains(journey)) CHECK(least <= before[journey] + 1e-3);
          before[journey] = figures["availability"]["high"];
        }
      }
    CHECK_FALSE(before.empty());
  }
}

TEST_CASE("an incident costs what runs beyond health, and nothing where nothing happens") {
  const std::string kasha = "'" + designs + "kasha.yaml' --replications 5 --scenarios ";
  const auto extra = [&](const std::string& scenario) {
    for (const Json& run : runs(kasha + scenario))
      if (run["design"] == "kasha" && run["status"] == "measured") return run["cost"]["incident_extra"].get<double>();
    return std::nan("");
  };
  CHECK(extra("quiet-week") == Approx(0).margin(0.01));
  CHECK(extra("surge") > 0.01);
  // Six hours without the tasks of both services, each 0.25 vCPU and 0.5 GB at the list prices of Fargate in us-east-1
  // (0.04048 and 0.004445 USD an hour): at least 4 x 6 x 0.0123 USD less.
  CHECK(extra("region-loss") < -4 * 6 * 0.0123);
}
