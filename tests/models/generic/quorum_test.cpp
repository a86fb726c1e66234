// Quorums: units of several pools counted together.
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

const char* const consensus = R"(
design: consensus
components:
  power: {type: node}
  west: {type: pool, units: 3, needed: 0, requires: [power]}
  east: {type: pool, units: 2, needed: 0}
  group: {type: quorum, of: [west, east], needed: 3}
journeys: {write: {success: group}}
)";

double rto(const std::vector<ScriptedFault>& faults) {
  const auto design = design_from(consensus);
  return ScriptedRun(*design, script(*design, faults), 1).rto().front();
}

}  // namespace

TEST_CASE("a quorum holds while enough units of all pools together are up") {
  CHECK(rto({{"west", "failure", {}, minutes(10), 2}}) == 0);
  CHECK(rto({{"west", "failure", {}, minutes(10), 3}}) == 600);
  // Two of the west and one of the east: below three only while both last.
  CHECK(rto({{"west", "failure", {}, minutes(10), 2}, {"east", "failure", minutes(5), minutes(20), 1}}) == 600);
}

TEST_CASE("units whose pool lacks what it requires do not count") { CHECK(rto({{"power", "failure", {}, minutes(4)}}) == 240); }

TEST_CASE("a quorum that is lost as such comes back with the end of the fault") {
  CHECK(rto({{"group", "failure", {}, minutes(3)}}) == 180);
}
