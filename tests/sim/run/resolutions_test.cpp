// What models do does not depend on the resolution of the traffic that they do it to.
#include <catch2/catch.hpp>
#include <set>

#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

TEST_CASE("faults and their ends come at their own times, request by request as in the flow") {
  const auto design = design_from(R"(
design: line
components:
  first: {type: pool, units: 4, needed: 1, service_time: 50 ms}
  second: {type: pool, units: 4, needed: 1, service_time: 50 ms}
journeys:
  ask: {path: [first, second], rate: 20 /s, objective: {success: 99 %, within: 1 s}}
)");
  // Between two ends of seconds, and two at once: none may come earlier for want of other events.
  Plan plan = script(*design, {{"first", "failure", Duration{}, from_seconds(90.25), 4},
                               {"second", "failure", from_seconds(30.5), from_seconds(59.75), 4}});
  plan.lead = minutes(5);
  plan.quiet = minutes(5);
  const DesignLabels labels(*design);
  const HealthyWeek week(*design, 1);
  const auto told = [&](TrafficResolution resolution) {
    Drill drill(week, labels, 1, resolution);
    Story story;
    drill.run(plan, 0, &story);
    std::vector<std::pair<double, std::string>> lines;
    for (const Story::Line& line : story.lines) lines.emplace_back((line.time - story.fault).seconds(), line.component + ": " + line.text);
    return lines;
  };
  const auto lines = told(TrafficResolution::flow);
  std::set<double> times;
  for (const auto& [time, text] : lines) times.insert(time);
  CHECK(times == std::set<double>{0, 30.5, 90.25});
  CHECK(told(TrafficResolution::request) == lines);
}
