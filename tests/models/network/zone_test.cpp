// Zones: what loses power with them, and what a fault's end undoes.
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

constexpr const char* two_zones = R"(
design: zones
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks:
  s:
    nat: {type: nat_gateway, zone: a}
journeys:
  out: {success: nat}
  zone: {success: {any: [primary.zone-1, primary.zone-2]}}
)";

}  // namespace

TEST_CASE("the loss of a zone takes what lies in it, and nothing else") {
  const auto design = design_from(two_zones);
  const Plan mine = script(*design, {{"primary.zone-1", "power_loss", {}, hours(2)}});
  const ScriptedRun struck(*design, mine, 1);
  CHECK(struck.rto(0) == std::vector<double>{7200});
  CHECK(struck.rto(1) == std::vector<double>{0});
  const Plan other = script(*design, {{"primary.zone-2", "power_loss", {}, hours(2)}});
  CHECK(ScriptedRun(*design, other, 1).rto(0) == std::vector<double>{0});
}

TEST_CASE("a second loss of a dark zone changes nothing, and ends with the last") {
  const auto design = design_from(two_zones);
  const Plan plan = script(*design, {{"primary.zone-1", "power_loss", {}, hours(1)},
                                     {"primary.zone-1", "power_loss", minutes(30), hours(2)}});
  CHECK(ScriptedRun(*design, plan, 1).rto(0) == std::vector<double>{9000});
}

TEST_CASE("catalogue rates give as many losses a year as the published count") {
  // failure_rates.az_outage_major: 0.03 a zone and year.
  const auto design = design_from(two_zones);
  const Nature nature = design->component(design->find("primary.zone-1")).nature(0);
  CHECK(365.0 * 86400 / nature.interval.mean_seconds() == Approx(0.03));
  CHECK(nature.duration.quantile(0.5).seconds() == Approx(4.4 * 3600));
}
