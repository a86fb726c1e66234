// Plans: one per target, with times, modes and units resolved, or the reason why there is nothing to do.
#include "sim/scenario/planner.h"

#include <catch2/catch.hpp>

#include "tests/support/small_catalogue.h"

using namespace windtunnel;
using testing::small_design;

namespace {

Scenario scenario_from(const std::string& yaml) {
  Diagnostics diagnostics;
  std::optional<Scenario> scenario;
  if (const auto document = parse_document("scenario.yaml", yaml, diagnostics))
    scenario = load_scenario(*document, testing::SmallCatalogue(), diagnostics);
  INFO(testing::text_of(diagnostics));
  REQUIRE(scenario);
  return *scenario;
}

std::vector<Plan> plans(const std::string& yaml, const Design& design) {
  Diagnostics diagnostics;
  const auto result = plan(scenario_from(yaml), design, diagnostics);
  INFO(testing::text_of(diagnostics));
  CHECK(diagnostics.ok());
  return result;
}

std::string problems(const std::string& yaml, const Design& design) {
  Diagnostics diagnostics;
  CHECK(plan(scenario_from(yaml), design, diagnostics).empty());
  return testing::text_of(diagnostics);
}

}  // namespace

TEST_CASE("each target is a run of its own, named after it") {
  const auto design = small_design(testing::two_regions);
  const auto all =
      plans("scenario: zone-loss\nfaults: [{strike: each zone of primary, mode: power_loss, for: 2 h}]\n", *design);
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "zone-loss@east.zone-1");
  CHECK(all[1].name == "zone-loss@east.zone-2");
  CHECK(all[0].scenario == "zone-loss");
  CHECK(all[0].design == "twins");
  REQUIRE(all[1].blows.size() == 1);
  CHECK(design->component(all[1].blows[0].component).name() == "east.zone-2");
  CHECK(all[1].blows[0].strike.duration == hours(2));
  CHECK(all[1].start.kind == StartTime::Kind::random_of_week);
}

TEST_CASE("every target is struck in one run") {
  const auto design = small_design(testing::two_regions);
  const auto all = plans("scenario: all-zones\nfaults: [{strike: every zone, mode: power_loss, for: 2 h}]\n", *design);
  REQUIRE(all.size() == 1);
  CHECK(all[0].name == "all-zones");
  CHECK(all[0].blows.size() == 4);
}

TEST_CASE("where no unit runs, none can be lost, unless something has happened before") {
  const auto design = small_design(R"(
design: pilot-light
regions:
  east: {name: us-east-1, zones: [a, b], stack: web}
  west: {name: us-west-2, zones: [a, c], stack: web, with: {web: {count: 0}}}
stacks:
  web:
    front: {type: balancer, targets: web}
    web: {type: service, count: 4}
components:
  names: {type: names, endpoints: [east.front, west.front]}
journeys:
  look: {path: [names, front, web], rate: 10 /s}
)");
  const auto alone = plans("scenario: s\nfaults: [{strike: each service, mode: task_loss}]\n", *design);
  REQUIRE(alone.size() == 2);
  CHECK(alone[0].not_applicable.empty());
  CHECK(alone[1].not_applicable == "west.web runs no unit before something else has happened");
  CHECK(alone[1].blows.empty());
  const auto after = plans(R"(
scenario: s
faults:
  - {strike: region east, mode: loss, for: 4 h}
  - {strike: service standby, mode: task_loss, at: 1 h}
)",
                           *design);
  REQUIRE(after.size() == 1);
  CHECK(after[0].blows.size() == 2);
  const auto surge = plans("scenario: s\ntraffic: [{journeys: look, factor: 10, for: 2 h}]\n"
                           "faults: [{strike: service standby, mode: task_loss, at: 1 h}]\n",
                           *design);
  CHECK(surge.at(0).not_applicable.empty());
  const auto whole = plans("scenario: s\nfaults: [{strike: service standby, mode: deployment, for: 1 h}]\n", *design);
  CHECK(whole.at(0).blows.size() == 1);
}

TEST_CASE("two faults with each run in every combination") {
  const auto design = small_design(testing::two_regions);
  const auto all = plans(R"(
scenario: storm
faults:
  - {strike: each region, mode: loss, for: 1 h}
  - {strike: each service, mode: task_loss, at: 10 min}
)",
                         *design);
  REQUIRE(all.size() == 4);
  CHECK(all[1].name == "storm@east+west.web");
  CHECK(all[1].blows.size() == 2);
  CHECK(all[1].blows[1].at == minutes(10));
}

TEST_CASE("a target suffers the first of the modes that it knows") {
  const auto design = small_design(testing::two_regions);
  const auto all = plans("scenario: s\nfaults: [{strike: first service, mode: crash|task_loss}]\n", *design);
  REQUIRE(all.size() == 1);
  CHECK(all[0].blows.at(0).strike.mode == 0);
  CHECK(all[0].blows.at(0).strike.duration == Duration{});
}

TEST_CASE("a target without the mode, and a selector without target, say why there is nothing to do") {
  const auto design = small_design(testing::two_regions);
  const auto without_mode = plans("scenario: s\nfaults: [{strike: first service, mode: outage, for: 1 h}]\n", *design);
  REQUIRE(without_mode.size() == 1);
  CHECK(without_mode[0].not_applicable ==
        "east.web is of type service, which does not know outage but task_loss, deployment");
  CHECK(without_mode[0].blows.empty());
  const auto without_target = plans(
      "scenario: s\nfaults: [{strike: first region, mode: loss, for: 1 h}, {strike: each queue, mode: outage, for: 1 "
      "h}]\n",
      *design);
  REQUIRE(without_target.size() == 1);
  CHECK(without_target[0].not_applicable == "the design has no queue");
  CHECK(without_target[0].blows.empty());
}

TEST_CASE("a design without regions has a row that says so, however many regions are struck") {
  const auto design = small_design("design: global\ncomponents: {front: {type: provider}}\njourneys: {use: {success: front}}\n");
  for (const std::string number : {"", "each ", "every "}) {
    const auto all = plans("scenario: s\nfaults: [{strike: " + number + "region, mode: loss, for: 1 h}]\n", *design);
    REQUIRE(all.size() == 1);
    CHECK(all[0].not_applicable == "the design has no regions");
    CHECK(all[0].blows.empty());
  }
}

TEST_CASE("shares of units are counted from the units at the start, upwards") {
  const auto design = small_design(testing::two_regions);  // four units each
  const auto units = [&](const std::string& count) {
    return plans("scenario: s\nfaults: [{strike: first service, mode: task_loss, units: " + count + "}]\n", *design)
        .at(0)
        .blows.at(0)
        .strike.units;
  };
  CHECK(units("all") == 0);
  CHECK(units("3") == 3);
  CHECK(units("50 %") == 2);
  CHECK(units("51 %") == 3);
  CHECK(units("1 %") == 1);
  const auto whole =
      plans("scenario: s\nfaults: [{strike: first database, mode: slow, units: 1, for: 1 h}]\n", *design);
  CHECK(whole.at(0).not_applicable == "slow strikes east.db as a whole, not some of its units");
}

TEST_CASE("the first fault names the time of week, and the others count from it") {
  const auto design = small_design(testing::two_regions);
  const auto start = [&](const std::string& at) {
    return plans("scenario: s\nfaults: [{strike: region primary, mode: loss, at: " + at + ", for: 1 h}]\n", *design)
        .at(0)
        .start;
  };
  CHECK(start("random time of day").kind == StartTime::Kind::random_of_day);
  CHECK(start("0 s").kind == StartTime::Kind::random_of_week);
  // 20:00 in New York on a Tuesday in winter is 01:00 UTC; times of a day are kept within the Tuesday.
  CHECK(start("20:00 America/New_York").time == Time{} + days(1) + hours(1));
  // The design's peak is at 20:00 in New York, its trough twelve hours away.
  CHECK(start("busiest time of day").time == Time{} + days(1) + hours(1));
  CHECK(start("quietest time of day").time == Time{} + days(1) + hours(13));
}

TEST_CASE("traffic and clients change by globs of journeys") {
  const auto design = small_design(testing::two_regions);
  const auto all = plans(R"(
scenario: surge
traffic: [{journeys: "*", factor: 3, at: busiest time of day, ramp: 5 min, for: 30 min}]
clients: [{journeys: ord*, retries: 3, timeout: 5 s, backoff: 200 ms, retry_budget: 0.2}]
)",
                         *design);
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].traffic.size() == 2);
  CHECK(all[0].traffic[1].journey == 1);
  CHECK(all[0].traffic[1].factor == 3);
  CHECK(all[0].traffic[1].at == Duration{});
  CHECK(all[0].traffic[1].ramp == minutes(5));
  CHECK(all[0].traffic[1].lasts == minutes(30));
  CHECK(all[0].start.kind == StartTime::Kind::fixed);
  REQUIRE(all[0].clients.size() == 1);
  CHECK(all[0].clients[0].retries == 3);
  CHECK(all[0].clients[0].timeout_seconds == 5.0);
  CHECK(all[0].clients[0].backoff_seconds.value() == Approx(0.2));
  CHECK(all[0].clients[0].retry_budget == 0.2);
  CHECK(plans("scenario: s\ntraffic: [{journeys: pay, factor: 2, for: 1 h}]\n", *design).at(0).not_applicable ==
        "the design has no journey \"pay\"");
}

TEST_CASE("a scenario runs on the designs that its globs name") {
  const auto design = small_design(testing::two_regions);
  CHECK(plans("scenario: s\ndesigns: [other, tw*]\n", *design).size() == 1);
  CHECK(plans("scenario: s\ndesigns: other\n", *design).empty());
}

TEST_CASE("what a design that is named outright does not have is an error, and so is a choice among several") {
  const auto design = small_design(testing::two_regions);
  CHECK(problems("scenario: s\ndesigns: twins\nfaults:\n  - {strike: component east.gatway, mode: outage, for: 1 h}\n",
                 *design) ==
        "scenario.yaml:4:14: error: design twins: the design has no component \"east.gatway\"; did you mean "
        "\"east.gateway\"?\n");
  CHECK(problems("scenario: s\ndesigns: twins\nfaults:\n  - {strike: zone q of primary, mode: power_loss, for: 1 h}\n",
                 *design) == "scenario.yaml:4:14: error: design twins: the design has no zone \"q\"\n");
  CHECK(plans("scenario: s\nfaults: [{strike: component east.gatway, mode: outage, for: 1 h}]\n", *design)
            .at(0)
            .not_applicable == "the design has no component \"east.gatway\"");
  CHECK(problems("scenario: s\nfaults:\n  - {strike: region, mode: loss, for: 1 h}\n", *design)
            .find("matches east, west in design twins") != std::string::npos);
}

TEST_CASE("targets of several faults multiply, up to as many runs as anybody waits for") {
  const auto design = small_design(testing::two_regions);
  std::string faults = "scenario: storm\nfaults:\n";
  for (int i = 0; i < 6; ++i) faults += "  - {strike: each zone, mode: power_loss, for: 1 h}\n";
  CHECK(plans(faults, *design).size() == 4096);  // four zones, six times
  faults += "  - {strike: each zone, mode: power_loss, for: 1 h}\n";
  CHECK(problems(faults, *design).find("scenario.yaml:9:14: error: design twins: expected at most 10000 runs") == 0);
}
