// Failover groups: how long a failover takes, what cancels it, and when the old member takes over again.
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

std::string group(const std::string& more) {
  return "design: g\ncomponents:\n  a: {type: node}\n  b: {type: node}\n  g: {type: failover_group, members: [a, b], "
         "failover: 90 s" +
         more + "}\njourneys: {j: {success: g}}\n";
}

}  // namespace

TEST_CASE("the second member serves after the failover, and keeps serving when the first is back") {
  const auto design = design_from(group(""));
  const Plan plan = script(*design, {{"a", "failure", {}, hours(3)}});
  const ScriptedRun run(*design, plan, 1);
  CHECK(run.rto() == std::vector<double>{90});
  CHECK(run.values("g.failover_seconds") == std::vector<double>{90});
  const Plan back = script(*design, {{"a", "failure", {}, minutes(10)}, {"b", "failure", minutes(20), minutes(30)}});
  // The loss of the second member, 20 min later, costs a failover of its own back to the first.
  CHECK(ScriptedRun(*design, back, 1).rto() == std::vector<double>{20 * 60 + 90});
}

TEST_CASE("losing the target cancels a failover") {
  const auto design = design_from(group(""));
  const Plan plan = script(*design, {{"a", "failure", {}, minutes(5)}, {"b", "failure", seconds(60), hours(1)}});
  // Nothing is usable from 60 s on; the first member returns at 300 s and a failover to it begins.
  CHECK(ScriptedRun(*design, plan, 1).rto() == std::vector<double>{300 + 90});
}

TEST_CASE("a broken switch serves nobody") {
  const auto design = design_from(group(""));
  const Plan plan = script(*design, {{"g", "switch_failure", {}, minutes(4)}});
  CHECK(ScriptedRun(*design, plan, 1).rto() == std::vector<double>{240});
}
