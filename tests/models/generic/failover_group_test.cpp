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

TEST_CASE("a failover that hangs takes as long as people need") {
  const auto design = design_from(group(", coverage: 70 %, manual_failover: 2 h"));
  const ScriptedRun run(*design, script(*design, {{"a", "failure", {}, hours(6)}}), 400);
  const auto rto = run.rto();
  const auto hung = std::count(rto.begin(), rto.end(), 7200.0);
  CHECK(std::count(rto.begin(), rto.end(), 90.0) + hung == 400);
  // 30 % of 400, within four standard deviations of a binomial.
  CHECK(std::abs(static_cast<double>(hung) - 120) < 4 * std::sqrt(400 * 0.3 * 0.7));
}
