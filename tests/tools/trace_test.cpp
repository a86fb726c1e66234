// The story of a replication: the recovery's phases add up, and detection is where the documents say.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

TEST_CASE("the trace of a region's loss tells detection, propagation and a critical path that adds up") {
  const Ended ended = windtunnel_program("trace multi-region region-loss --replication 3");
  REQUIRE(ended.status == 0);
  CHECK(ended.out.find("the checkers say that the primary is unhealthy") != std::string::npos);
  CHECK(ended.out.find("the time to live is over: only clients that ignore it still hold the old answer") !=
        std::string::npos);
  CHECK(ended.out.find("What it waited for") != std::string::npos);
  // "in all: notice 12.3, decide ..." after the sum of the links: the parts make up the whole.
  const std::regex sum(
      R"(([0-9.]+) s  in all: notice ([0-9.]+), decide ([0-9.]+), act ([0-9.]+), propagate ([0-9.]+), warm up ([0-9.]+), drain ([0-9.]+))");
  int found = 0;
  for (std::sregex_iterator it(ended.out.begin(), ended.out.end(), sum), end; it != end; ++it, ++found) {
    double parts = 0;
    for (std::size_t i = 2; i <= 7; ++i) parts += std::stod((*it)[i]);
    CHECK(parts == Approx(std::stod((*it)[1])).margin(0.35));  // six figures rounded to a tenth
  }
  CHECK(found >= 1);
}

TEST_CASE("a trace is the same each time") {
  const std::string arguments = "trace kasha zone-loss@primary.zone-1 --replication 7";
  CHECK(windtunnel_program(arguments).out == windtunnel_program(arguments).out);
}

TEST_CASE("a scenario from a file is told like one by name, also without fault or target") {
  Folder folder;
  const std::string design =
      folder.write("pair.yaml",
                   "design: pair\ncomponents:\n  left: {type: node}\n  right: {type: node}\njourneys:\n"
                   "  ask: {success: {any: [left, right]}, rate: 10 /s}\n");
  const std::string crowd = folder.write(
      "crowd@noon.yaml",
      "scenario: crowd\ntitle: A crowd\ntraffic:\n  - {journeys: \"*\", factor: 2, at: 1 h, ramp: 1 min, for: 1 h}\n");
  const Ended calm = windtunnel_program("trace '" + design + "' '" + crowd + "'");
  CHECK(calm.status == 0);
  CHECK(calm.out.find("A crowd (crowd) on pair") != std::string::npos);
  CHECK(calm.out.find("Journey ask: never fell below its recovery level.") != std::string::npos);

  const std::string each = folder.write(
      "each.yaml",
      "scenario: one-node\ntitle: One node\nfaults:\n  - {strike: each type node, mode: failure, for: 1 h}\n");
  const Ended first = windtunnel_program("trace '" + design + "' '" + each + "'");
  CHECK(first.status == 0);
  CHECK(first.out.find("One node (one-node@left) on pair") != std::string::npos);
  CHECK(first.out.find("name another target as " + each + "@TARGET") != std::string::npos);
  CHECK(windtunnel_program("trace '" + design + "' '" + each + "@right'").out.find("(one-node@right)") !=
        std::string::npos);
}

TEST_CASE("a target that a scenario does not have is refused with those that it has") {
  const Ended ended = windtunnel_program("trace kasha zone-loss@primary.zone-3");
  CHECK(ended.status == 66);
  CHECK(ended.out.find("did you mean \"primary.zone-1\"?") != std::string::npos);
  CHECK(windtunnel_program("trace kasha region-loss@primary").out.find("has one run on kasha, without target") !=
        std::string::npos);
  CHECK(windtunnel_program("trace multi-region load-10m")
            .out.find("does not run on multi-region: its designs are kasha") != std::string::npos);
}

TEST_CASE("clocks are rounded as the durations beside them, and a wait is no work") {
  const Ended ended = windtunnel_program("trace kasha nat-loss");
  REQUIRE(ended.status == 0);
  // "back ... after 7849.2 s" beside "+2:10:49.2", the clock of the last link.
  const std::regex back("Journey [a-z]+: back at its recovery level after ([0-9]+)\\.([0-9]) s");
  int journeys = 0;
  for (std::sregex_iterator it(ended.out.begin(), ended.out.end(), back), end; it != end; ++it, ++journeys) {
    const long tenths = 10 * std::stol((*it)[1]) + std::stol((*it)[2]);
    char clock[40];
    std::snprintf(clock, sizeof clock, "+%ld:%02ld:%02ld.%ld ", tenths / 36000, tenths / 600 % 60, tenths / 10 % 60, tenths % 10);
    INFO(clock);
    CHECK(ended.out.find(clock, static_cast<std::size_t>(it->position())) != std::string::npos);
  }
  CHECK(journeys == 2);
  CHECK(ended.out.find(": its next step or attempt begins\n") != std::string::npos);
}

TEST_CASE("the base of an overlay is found beside it, by whatever reads the overlay") {
  Folder folder;
  folder.write("pair.yaml", "design: pair\ncomponents: {left: {type: node}, right: {type: node}}\njourneys:\n"
                            "  ask: {success: {any: [left, right]}, rate: 10 /s}\n");
  folder.write("alone.yaml", "design: alone\nextends: pair\njourneys: {ask: {success: left}}\n");
  const std::string lonely = "'" + folder.write("lonely.yaml", "design: lonely\nextends: alone\n") + "'";
  CHECK(windtunnel_program("validate " + lonely).status == 0);
  CHECK(windtunnel_program("availability " + lonely + " --years 10").status == 0);
  const std::string crowd = folder.write(
      "crowd.yaml", "scenario: crowd\ntitle: A crowd\ntraffic:\n  - {journeys: \"*\", factor: 2, ramp: 1 min, for: 1 h}\n");
  CHECK(windtunnel_program("trace " + lonely + " '" + crowd + "'").out.find("A crowd (crowd) on lonely") != std::string::npos);
  // A file of that name which holds another design is no base.
  folder.write("pair.yaml", "design: couple\n");
  CHECK(windtunnel_program("validate " + lonely + " 2>&1").out.find("unknown design \"pair\"") != std::string::npos);
}

TEST_CASE("the command by which a run is told again finds its base wherever that is, and simulates requests where the run did") {
  Folder folder;
  std::filesystem::create_directories(folder / "teams/shop");
  std::filesystem::create_directories(folder / "platform");
  folder.write("platform/common.yaml", "design: pair\ncomponents: {left: {type: node}, right: {type: node}}\njourneys:\n"
                                       "  ask: {success: {any: [left, right]}, rate: 10 /s}\n");
  folder.write("teams/shop/alone.yaml", "design: alone\nextends: pair\njourneys: {ask: {success: left}}\n");
  folder.write("teams/shop/loss.yaml",
               "scenario: loss\ntitle: A loss\nfaults:\n  - {strike: component left, mode: failure, for: 1 h}\n"
               "expect:\n  - {journey: ask, rto: {p50: <= 1 s}, level: error, why: a test}\n");
  for (const std::string resolution : {"", " --resolution request"}) {
    const Ended ended = shell("cd '" + (folder / "") + "' && '" WINDTUNNEL_BINARY "' run platform teams -n 20 --years 0 --designs alone "
                              "--no-cache --output json=result.json --quiet" + resolution);
    INFO(ended.out);
    CHECK(ended.status == 1);
    const auto rows = nlohmann::json::parse(text_of(folder / "result.json")).at("expectations");
    const std::string command = rows.at(0).at("replay");
    INFO(command);
    CHECK((command.find("--resolution request") != std::string::npos) == !resolution.empty());
    const Ended told = shell("cd '" + (folder / "") + "' && '" WINDTUNNEL_BINARY "' " + command.substr(std::string("windtunnel ").size()));
    INFO(told.out);
    CHECK(told.status == 0);
    CHECK(told.out.find("A loss (loss) on alone") != std::string::npos);
  }
  CHECK(windtunnel_program("availability '" + (folder / "teams/shop/alone.yaml") + "' --years 10").status == 65);
  const std::string base = " --base '" + (folder / "platform/common.yaml") + "'";
  CHECK(windtunnel_program("availability '" + (folder / "teams/shop/alone.yaml") + "' --years 10" + base).status == 0);
  CHECK(windtunnel_program("availability kasha --years 1 --base '" + (folder / "teams/shop/loss.yaml") + "'").status == 65);
  const Ended none =
      windtunnel_program("trace kasha zone-loss --base '" + (folder / "none.yaml") + "' --base '" + (folder / "two.yaml") + "'");
  CHECK(none.status == 66);
  CHECK(none.out.find("two.yaml") != std::string::npos);
}

TEST_CASE("a story tells when traffic rises and when it goes back, once for all journeys that it is of") {
  const Folder folder;
  const std::string design = folder.write(
      "two.yaml",
      "design: two\ncomponents: {front: {type: pool, units: 4, service_time: 50 ms, workers: 10}}\n"
      "journeys:\n  look: {path: [front], rate: 4 /s}\n  order: {path: [front], rate: 4 /s}\n");
  const std::string crowd = folder.write(
      "crowd.yaml",
      "scenario: crowd\ntitle: A crowd\ntraffic:\n"
      "  - {journeys: \"*\", factor: 2.5, at: busiest time of day, ramp: 2 min, for: 10 min}\n"
      "  - {journeys: look, factor: 1, at: 3 min, ramp: 1 min, for: 10 min}\n");
  const Ended told = windtunnel_program("trace '" + design + "' '" + crowd + "'");
  INFO(told.out);
  CHECK(told.out.find("The scenario strikes on ") != std::string::npos);
  CHECK(told.out.find("+0:00:00.0  users: traffic of look, order goes to 2.5 times its usual course within 2 min\n") != std::string::npos);
  CHECK(told.out.find("+0:12:00.0  users: traffic of look, order goes back to its usual course within 2 min\n") != std::string::npos);
  CHECK(told.out.find("traffic of look goes") == std::string::npos);  // it stays as it is
}
