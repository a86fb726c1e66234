// Baselines as a pipeline uses them: recorded, checked, and failing for the right change only.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

/// The shipped design, and the same under its name with a gateway in each zone.
class Project {
 public:
  Project() {
    folder_.write("dark.yaml", "scenario: dark\ntitle: A zone loses power\nfaults:\n  - {strike: component primary.zone-1, "
                               "mode: power_loss, at: random time of week, for: 2 h}\n");
    one_gateway();
  }
  void one_gateway() const { folder_.write("kasha.yaml", shipped()); }
  /// With a gateway in each zone and, where asked for, some words of the design replaced.
  void two_gateways(const std::string& what = "", const std::string& by = "") const {
    std::string text = shipped();
    if (!what.empty()) replace(text, what, by), replace(text, what, by);
    replace(text, "    public-subnets:", "    nat-2: {type: nat_gateway, zone: b, gateway: igw, processed: 0 GB}\n    public-subnets:");
    replace(text, "tier: private, zones: [a, b], route: [nat]", "tier: private, zones: [a, b], route: [nat, nat-2]");
    replace(text, "tier: private, zones: [a, b], route: [nat]", "tier: private, zones: [a, b], route: [nat, nat-2]");
    folder_.write("kasha.yaml", text);
  }
  std::string file(const std::string& name) const { return folder_ / name; }
  Ended create(const std::string& options = "") const {
    return windtunnel_program("baseline create '" + (folder_ / "kasha.yaml") + "' '" + (folder_ / "dark.yaml") +
                              "' --output '" + (folder_ / "baseline.json") + "' --replications 50 --years 0 " + cached(options));
  }
  Ended check(const std::string& options = "") const {
    return windtunnel_program("baseline check '" + (folder_ / "baseline.json") + "' '" + (folder_ / "kasha.yaml") + "' '" +
                              (folder_ / "dark.yaml") + "' " + cached(options));
  }
  Json checked(const std::string& options = "") const {
    (void)check("--output json='" + (folder_ / "check.json") + "' " + options);
    return Json::parse(text_of(folder_ / "check.json"));
  }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }

 private:
  static std::string shipped() { return text_of(WINDTUNNEL_SOURCE_DIR "/models/designs/kasha.yaml"); }
  static void replace(std::string& text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    text.replace(at, what.size(), by);
  }
  /// The options, with a cache of the project's own unless they want none.
  std::string cached(const std::string& options) const {
    return options.find("--no-cache") == std::string::npos ? options + " --cache '" + (folder_ / "cache") + "'" : options;
  }
  Folder folder_;
};

/// The row of one measure's mean, or of its p95.
Json row_of(const Json& check, const std::string& measure, const std::string& journey,
            const std::string& statistic = "mean") {
  for (const Json& row : check.at("rows"))
    if (row.at("measure") == measure && row.at("journey") == journey && row.at("statistic") == statistic) return row;
  return nullptr;
}

}  // namespace

TEST_CASE("a gateway moved out fails the check, which names the fields and the paired difference") {
  const Project project;
  project.two_gateways();
  REQUIRE(project.create().status == 0);
  project.one_gateway();
  const Ended ended = project.check();
  INFO(ended.out);
  CHECK(ended.status == 3);
  CHECK(ended.out.rfind("Worse than the baseline", 0) == 0);
  CHECK(ended.out.find("primary.nat-2 removed (nat_gateway)") != std::string::npos);
  CHECK(ended.out.find("primary.frontend-subnets.route: [nat, nat-2] -> [nat]") != std::string::npos);
  const Json check = project.checked();
  const Json row = row_of(check, "rto", "order");
  REQUIRE(row.is_object());
  CHECK(row.at("change") == "worse");
  CHECK(row.at("pairs") == 30);  // a first look settles it
  CHECK(row.at("look") == 1);
  // Tasks of the other zone cannot start until power is back: most of the two hours are lost in most replications.
  CHECK(row.at("difference").at("mean").get<double>() > 600);
  CHECK(row.at("difference").at("low").get<double>() > 0);
  CHECK(row.at("difference").at("low").get<double>() < row.at("difference").at("mean").get<double>());
  double sum = row.at("remainder").get<double>();
  for (const Json& c : row.at("contributions"))
    if (!c.at("effect").is_null()) sum += c.at("effect").get<double>();
  CHECK(sum == Approx(row.at("difference").at("mean").get<double>()).epsilon(0.01));
  CHECK(row.at("contributions").at(0).at("path").get<std::string>().find("subnets.route") != std::string::npos);
  // A bill of one gateway less is a lower one.
  CHECK(row_of(check, "monthly_cost", "", "amount").at("change") == "better");
}

TEST_CASE("a gateway moved in is better, and costs fail only who asks for it") {
  const Project project;
  REQUIRE(project.create().status == 0);
  project.two_gateways();
  const Ended ended = project.check();
  INFO(ended.out);
  CHECK(ended.status == 0);
  CHECK(ended.out.find("Better") != std::string::npos);
  const Json check = project.checked();
  CHECK(row_of(check, "rto", "order").at("change") == "better");
  CHECK(row_of(check, "monthly_cost", "", "amount").at("change") == "worse");
  CHECK(project.check("--strict-cost").status == 3);
}

TEST_CASE("twenty other seeds give the same verdicts", "[baseline-seeds]") {
  const Project project;
  for (int seed = 101; seed <= 120; ++seed) {
    INFO("seed " << seed);
    const std::string option = "--seed " + std::to_string(seed);
    project.two_gateways();
    REQUIRE(project.create(option).status == 0);
    CHECK(project.check().status == 0);  // unchanged
    project.one_gateway();
    CHECK(project.check().status == 3);
    REQUIRE(project.create(option).status == 0);
    CHECK(project.check().status == 0);  // unchanged
    project.two_gateways();
    CHECK(project.check().status == 0);
  }
}

TEST_CASE("a baseline is sorted, and the same whoever writes it") {
  const Project project;
  REQUIRE(project.create("--jobs 1").status == 0);
  const std::string first = text_of(project.file("baseline.json"));
  REQUIRE(project.create("--jobs 2 --no-cache").status == 0);
  CHECK(text_of(project.file("baseline.json")) == first);
  // One field stands on one line, so that what a change did is one line of a difference.
  CHECK(first.find("\"zone\": \"a\"") != std::string::npos);
  CHECK(first.find("\"schema\": \"windtunnel-baseline/1\"") != std::string::npos);
  const Json baseline = Json::parse(first);
  CHECK(baseline.at("seed") == 1);
  CHECK(baseline.at("replications") == 50);
  CHECK(baseline.at("designs").at("kasha").at("runs").at("dark").at("rto of order").at("count") == 50);
}

TEST_CASE("what the program has moved is told apart from what a design has") {
  const Project project;
  REQUIRE(project.create().status == 0);
  Json baseline = Json::parse(text_of(project.file("baseline.json")));
  baseline["catalogue"] = "0.0.9+0000000000000000";
  Json& figure = baseline["designs"]["kasha"]["runs"]["dark"]["rto of order"];
  for (const char* key : {"mean", "low", "high"}) figure[key] = figure[key].get<double>() / 100;
  project.write("baseline.json", baseline.dump(1));
  const Ended ended = project.check();
  INFO(ended.out);
  CHECK(ended.status == 0);  // no design has changed
  CHECK(ended.out.find("The catalogue has changed") != std::string::npos);
  CHECK(ended.out.find("moves 1 of") != std::string::npos);
  CHECK(ended.out.find("rto of order in dark") != std::string::npos);
}

TEST_CASE("a default that the baseline had keeps acting on its side") {
  const Project project;
  REQUIRE(project.create().status == 0);
  Json baseline = Json::parse(text_of(project.file("baseline.json")));
  // As if the catalogue had another default when the baseline was written.
  baseline["designs"]["kasha"]["resolved"]["stacks"]["primary"]["frontend"]["launch"]["patience"] = "1 s";
  project.write("baseline.json", baseline.dump(1));
  const Ended ended = project.check();
  INFO(ended.out);
  CHECK(ended.out.find("primary.frontend.launch.patience: 1 s -> 3 min") != std::string::npos);
}

TEST_CASE("a newer catalogue that moves figures says so, apart from what designs have changed") {
  const Project project;
  // As an older catalogue would have left it: five failed probes where today's default is two, and no file says either.
  project.two_gateways("health_check: {interval: 30 s}", "health_check: {interval: 30 s, unhealthy_threshold: 5}");
  REQUIRE(project.create().status == 0);
  Json baseline = Json::parse(text_of(project.file("baseline.json")));
  REQUIRE(baseline["defaults"]["application_load_balancer"]["health_check"]["unhealthy_threshold"] == 2);
  baseline["defaults"]["application_load_balancer"]["health_check"]["unhealthy_threshold"] = 5;
  baseline["catalogue"] = "0.0.9+0000000000000000";
  project.write("baseline.json", baseline.dump(1));

  project.two_gateways();
  const Ended same = project.check();
  INFO(same.out);
  CHECK(same.status == 0);
  CHECK(same.out.find("No design has changed.") != std::string::npos);
  CHECK(same.out.find("The catalogue has changed (0.0.9+0000000000000000 -> ") != std::string::npos);
  CHECK(same.out.find("application_load_balancer.health_check.unhealthy_threshold: 5 -> 2") != std::string::npos);
  CHECK(same.out.find("kasha: rto of browse in dark: ") != std::string::npos);
  const Json moved = project.checked();
  CHECK(moved.at("rows").empty());
  REQUIRE(moved.at("defaults").size() == 1);
  CHECK(moved.at("designs").at(0).at("status") == "unchanged");
  REQUIRE(!moved.at("shifts").empty());
  for (const Json& shift : moved.at("shifts"))
    if (shift.at("figure") == "rto of browse") CHECK(shift.at("now").get<double>() < shift.at("recorded").get<double>() - 30);

  // A change of the design is judged with today's default on both sides, and nothing is blamed on the catalogue.
  project.one_gateway();
  const Ended worse = project.check();
  INFO(worse.out);
  CHECK(worse.status == 3);
  const Json check = project.checked();
  const Json row = row_of(check, "rto", "order");
  for (const Json& c : row.at("contributions"))
    CHECK(c.at("path").get<std::string>().find("unhealthy_threshold") == std::string::npos);
  CHECK(row.at("before").get<double>() < 180);
  CHECK(check.at("defaults").size() == 1);
}

TEST_CASE("an expectation on an increase is judged pair by pair against the baseline's design") {
  const Project project;
  project.two_gateways();
  REQUIRE(project.create().status == 0);
  const auto judged = [&](const std::string& options) {
    const Ended ended = windtunnel_program("run '" + project.file("kasha.yaml") + "' '" + project.file("dark.yaml") + "' '" +
                                           project.file("gate.yaml") + "' --replications 30 --years 0 --no-ends --cache '" +
                                           project.file("cache") + "' --output json='" + project.file("run.json") + "' " +
                                           options);
    Json rows = Json::array();
    if (ended.status <= 2) rows = Json::parse(text_of(project.file("run.json"))).at("expectations");
    return std::pair(ended, rows);
  };
  const std::string against = "--baseline '" + project.file("baseline.json") + "'";
  project.write("gate.yaml", "policy: gate\nexpect:\n  - {scenario: dark, journey: order, rto: {increase: <= 10 %}}\n"
                             "  - {monthly_cost: {increase: <= 0 %}}\n");
  // Nothing has changed: exactly nothing has increased, whatever the seed, though single recoveries differ by far.
  for (int seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    const auto [ended, rows] = judged(against + " --seed " + std::to_string(seed));
    INFO(ended.out);
    CHECK(ended.status == 0);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].at("measured") == 0);
  }
  project.one_gateway();
  const auto [worse, rows] = judged(against);
  INFO(worse.out);
  CHECK(worse.status == 1);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].at("verdict") == "refuted");
  CHECK(rows[0].at("because").get<std::string>().find("on the baseline's design over the same 30 replications") !=
        std::string::npos);
  CHECK(rows[1].at("verdict") == "upheld");  // a gateway less costs less
  // Without a baseline nothing is judged, and that is not a pass.
  const auto [open, unjudged] = judged("");
  CHECK(open.status == 2);
  CHECK(unjudged[0].at("verdict") == "not_measured");
  // What the baseline does not hold does not apply.
  Json baseline = Json::parse(text_of(project.file("baseline.json")));
  baseline["designs"] = Json::object();
  project.write("other.json", baseline.dump(1));
  const auto [other, inapplicable] = judged("--baseline '" + project.file("other.json") + "'");
  CHECK(inapplicable[0].at("verdict") == "not_applicable");
}

TEST_CASE("designs that have not changed since this program wrote the baseline need no run") {
  const Project project;
  REQUIRE(project.create().status == 0);
  const Ended ended = project.check("--no-cache --time-limit '1 ms'");
  INFO(ended.out);
  CHECK(ended.status == 0);
  CHECK(ended.out.find("No design has changed.") != std::string::npos);
}

TEST_CASE("a time limit leaves open what it cut, and passes nothing") {
  const Project project;
  REQUIRE(project.create("--no-cache").status == 0);
  project.two_gateways();
  Json baseline = Json::parse(text_of(project.file("baseline.json")));
  baseline["replications"] = 1000000;
  project.write("baseline.json", baseline.dump(1));
  const Ended ended = project.check("--no-cache --time-limit '2 s'");
  INFO(ended.out);
  CHECK(ended.status == 2);
  CHECK(ended.out.rfind("Inconclusive", 0) == 0);
}

TEST_CASE("baselines that are missing or no such are refused") {
  const Folder folder;
  CHECK(windtunnel_program("baseline check '" + (folder / "none.json") + "'").status == 66);
  const std::string file = folder.write("a.json", "{\"schema\": \"other\"}");
  const Ended ended = windtunnel_program("baseline check '" + file + "'");
  CHECK(ended.status == 65);
  CHECK(ended.out.find("is no baseline of windtunnel: /schema") != std::string::npos);
  CHECK(windtunnel_program("baseline create --output /no/such/folder/b.json").status == 64);
  CHECK(windtunnel_program("baseline").status == 64);
}
