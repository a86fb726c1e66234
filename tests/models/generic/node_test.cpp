// Nodes: their own faults and those of what they require.
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

TEST_CASE("a node is down while its fault lasts, and while what it requires is down") {
  const auto design = design_from(R"(
design: two
components:
  power: {type: node}
  server: {type: node, requires: [power]}
journeys:
  ask: {success: server, rate: 1 /s}
)");
  const Plan own = script(*design, {{"server", "failure", {}, minutes(10)}});
  CHECK(ScriptedRun(*design, own, 1).rto() == std::vector<double>{600});
  const Plan required = script(*design, {{"power", "failure", {}, minutes(7)}});
  CHECK(ScriptedRun(*design, required, 1).rto() == std::vector<double>{420});
  // Causes that overlap: the end of one does not heal the other.
  const Plan both = script(*design, {{"server", "failure", {}, minutes(10)}, {"power", "failure", minutes(5), minutes(20)}});
  CHECK(ScriptedRun(*design, both, 1).rto() == std::vector<double>{1500});
}

TEST_CASE("a second blow on a node that is down changes nothing") {
  const auto design = design_from("design: one\ncomponents: {n: {type: node}}\njourneys: {j: {success: n}}\n");
  const Plan plan = script(*design, {{"n", "failure", {}, minutes(10)}, {"n", "failure", minutes(1), minutes(2)}});
  CHECK(ScriptedRun(*design, plan, 1).rto() == std::vector<double>{600});
}
