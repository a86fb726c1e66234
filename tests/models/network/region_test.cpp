// Regions: their loss takes every zone, the loss of their control plane takes nothing that runs.
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

constexpr const char* two_regions = R"(
design: regions
regions:
  primary: {name: us-east-1, zones: [a, b], stack: s}
  standby: {name: us-west-2, zones: [a, b], stack: s}
stacks:
  s:
    nat: {type: nat_gateway, zone: a}
journeys:
  out: {success: primary.nat}
  either: {success: {any: [primary.nat, standby.nat]}}
)";

}  // namespace

TEST_CASE("the loss of a region takes its zones and leaves the other region alone") {
  const auto design = design_from(two_regions);
  const Plan plan = script(*design, {{"primary", "loss", {}, hours(3)}});
  const ScriptedRun run(*design, plan, 1);
  CHECK(run.rto(0) == std::vector<double>{10800});
  CHECK(run.rto(1) == std::vector<double>{0});
}

TEST_CASE("what runs does not need the control plane") {
  const auto design = design_from(two_regions);
  const Plan plan = script(*design, {{"primary", "control_plane_loss", {}, hours(3)}});
  const ScriptedRun run(*design, plan, 1);
  CHECK(run.rto(0) == std::vector<double>{0});
  CHECK(run.records().front().struck == Struck::changed);
}
