// Zones: what loses power with them, and what a fault's end undoes.
#include "tests/support/bench.h"

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

namespace {

const std::string shop = R"(
design: shop
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks:
  s:
    alb: {type: application_load_balancer, zones: all, targets: web}
    web: {type: ecs_fargate_service, zones: all, tasks: {min: 4, max: 4}}
journeys:
  order: {path: [primary.alb, primary.web], rate: 20 /s, objective: {within: 1 s}}
)";

}  // namespace

// Fact fault.gray.az_slowdown: latency below the checks' time-out is seen by users and by no health check.
TEST_CASE("a grey zone hurts its share of users, and no check sees it unless it is slower than the check's patience") {
  Bench slow(shop);
  slow.run(minutes(1));
  slow.strike("primary.zone-1", "slow", 3);
  slow.run(hours(1));
  CHECK(slow.sli() == Approx(0.5).margin(0.01));
  CHECK(slow.values("primary.alb", "detection_seconds").empty());
  slow.relent("primary.zone-1", "slow", 3);
  slow.run(minutes(10));
  CHECK(slow.sli() > 0.999);
  CHECK(slow.settled("primary.zone-1"));
  Bench glacial(shop);
  glacial.run(minutes(1));
  glacial.strike("primary.zone-1", "slow", 6);  // alb.hc.timeout: 5 s
  glacial.run(minutes(5));
  CHECK(glacial.values("primary.alb", "detection_seconds").size() >= 2);
}

TEST_CASE("faults of a zone that overlap add up, and the last to end leaves nothing") {
  Bench bench(shop);
  const auto& zone = bench.world().domain(bench.design().regions[0].zones[0].domain);
  bench.strike("primary.zone-1", "slow", 1);
  bench.strike("primary.zone-1", "slow", 0.5);
  bench.strike("primary.zone-1", "lossy", 0.2);
  bench.strike("primary.zone-1", "lossy", 0.1);
  CHECK(zone.added_latency == Approx(1.5));
  CHECK(zone.loss == Approx(0.3));
  bench.relent("primary.zone-1", "slow", 1);
  bench.relent("primary.zone-1", "lossy", 0.2);
  CHECK(zone.added_latency == Approx(0.5));
  CHECK(zone.loss == Approx(0.1));
  bench.relent("primary.zone-1", "slow", 0.5);
  bench.relent("primary.zone-1", "lossy", 0.1);
  CHECK(zone.added_latency == 0);
  CHECK(zone.loss == 0);
}

TEST_CASE("in a zone without capacity starts go to the others, and in a region without capacity they wait") {
  Bench zone(shop);
  zone.run(minutes(1));
  zone.strike("primary.zone-1", "capacity_shortage");
  zone.strike("primary.web", "task_loss", 1, 2);
  zone.run(minutes(10));
  CHECK(zone.values("primary.web", "replacement_seconds").size() == 2);
  Bench region(shop);
  region.run(minutes(1));
  region.strike("primary", "capacity_shortage");
  region.strike("primary.web", "task_loss", 1, 2);
  region.run(hours(1));
  CHECK(region.values("primary.web", "replacement_seconds").empty());
  region.relent("primary", "capacity_shortage");
  region.run(minutes(30));
  CHECK(region.values("primary.web", "replacement_seconds").size() == 2);
}
