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

TEST_CASE("work breaks only the member that serves, and what broke is repaired") {
  const auto design = design_from(R"(
design: pair
components:
  a: {type: node, time_to_failure_in_use: exponential(30 d), time_to_repair: 20 min}
  b: {type: node, time_to_failure_in_use: exponential(30 d), time_to_repair: 20 min}
  alone: {type: node, time_to_failure_in_use: exponential(30 d), time_to_repair: 20 min}
  pair: {type: failover_group, members: [a, b], failover: 1 h}
journeys: {use: {success: pair}, other: {success: alone}}
)");
  const auto rto = [&](const std::string& struck, std::size_t journey) {
    return ScriptedRun(*design, script(*design, {{struck, "wear", {}, {}}}), 1).rto(journey).front();
  };
  CHECK(rto("a", 0) == 3600);  // the failover; b goes on to serve
  CHECK(rto("b", 0) == 0);     // it stands by
  CHECK(rto("alone", 1) == 1200);
}

TEST_CASE("only memoryless laws describe failures by work") {
  CHECK(problems_of("design: d\ncomponents: {n: {type: node, time_to_failure_in_use: 90 d}}\njourneys: {j: {success: n}}\n")
            .find("expected an exponential law") != std::string::npos);
}
