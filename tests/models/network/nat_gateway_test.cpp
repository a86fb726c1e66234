// NAT gateways: what one of them takes along, and what it takes to have another.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

const std::string network =
    "design: net\n"
    "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
    "stacks:\n  s:\n"
    "    igw: {type: internet_gateway}\n"
    "    nat: {type: nat_gateway, zone: a, gateway: igw, creation: 100 s}\n"
    "journeys:\n  out: {success: primary.nat}\n";

bool out(Bench& bench, std::size_t zone) {
  const Region& region = bench.design().regions[0];
  return bench.as<Provider>("primary.nat").provides(bench.world(), {region.domain, region.zones[zone].domain});
}

}  // namespace

// Fact nat.scope: redundant inside one zone only; other zones depend on that zone.
TEST_CASE("A gateway falls with its zone, and takes the healthy zone's way out along") {
  Bench bench(network);
  bench.run(hours(1));
  CHECK(out(bench, 0));
  CHECK(out(bench, 1));
  bench.strike("primary.zone-2", "power_loss");
  CHECK(out(bench, 0));
  CHECK_FALSE(out(bench, 1));
  bench.relent("primary.zone-2", "power_loss");
  bench.strike("primary.zone-1", "power_loss");
  CHECK_FALSE(out(bench, 1));
  bench.relent("primary.zone-1", "power_loss");
  CHECK(out(bench, 1));
  CHECK(bench.settled("primary.nat"));
}

TEST_CASE("Its own outage, a detached internet gateway and a cut-off region all end egress") {
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"primary.nat", "outage"}, {"primary.igw", "detached"}, {"primary", "isolation"}};
  for (const auto& [component, mode] : faults) {
    INFO(component);
    Bench bench(network);
    bench.run(hours(1));
    CHECK(bench.strike(component, mode));
    CHECK_FALSE(out(bench, 0));
    CHECK_FALSE(out(bench, 1));
    bench.relent(component, mode);
    CHECK(out(bench, 0));
  }
}

// Facts nat.failover (routes are static: someone has to act), nat.create.
TEST_CASE("A new gateway in a living zone takes its creation time and the control plane") {
  Bench bench(network);
  bench.run(hours(1));
  CHECK(bench.operate("primary.nat", "recreate") == Operable::Outcome::refused);  // nothing is wrong
  bench.strike("primary.zone-1", "power_loss");
  bench.strike("primary", "control_plane_loss");
  CHECK(bench.operate("primary.nat", "recreate") == Operable::Outcome::unavailable);
  bench.relent("primary", "control_plane_loss");
  CHECK(bench.operate("primary.nat", "recreate") == Operable::Outcome::started);
  bench.run(seconds(99));
  CHECK_FALSE(out(bench, 1));
  bench.run(seconds(2));
  CHECK(out(bench, 1));
}

TEST_CASE("A gateway that is broken twice works again when both faults are over") {
  Bench bench(network);
  bench.run(hours(1));
  CHECK(bench.strike("primary.nat", "outage"));
  CHECK_FALSE(bench.strike("primary.nat", "outage"));
  bench.relent("primary.nat", "outage");
  CHECK_FALSE(out(bench, 0));
  bench.relent("primary.nat", "outage");
  CHECK(out(bench, 0));
}

// Price book: 0.045 USD an hour and a GB in us-east-1; 730 h a month.
TEST_CASE("A month of one gateway costs 32.85 USD before any data") {
  const auto design = testing::design_from(network);
  CHECK(testing::dollars_for(testing::bill_of(*design, "primary.nat"), "nat.hour") == Approx(32.85));
  CHECK(testing::dollars_for(testing::bill_of(*design, "primary.nat"), "ipv4.public") == Approx(3.65));
}

// Fact nat.cost.dimensions: of 100 GB half comes from the other zone, and is paid on both sides at 0.01 USD.
TEST_CASE("A gateway for two zones is billed for what comes from the other one, one per zone is not") {
  const auto dollars = [](const std::string& routes, const std::string& egress) {
    const auto design = testing::design_from(
        "design: net\n"
        "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
        "stacks:\n  s:\n"
        "    nat-a: {type: nat_gateway, zone: a, processed: 100 GB}\n"
        "    nat-b: {type: nat_gateway, zone: b, processed: 0 GB}\n"
        "    rooms: {type: subnets, tier: private, zones: [a, b], route: " + routes + "}\n"
        "    web: {type: ecs_fargate_service, zones: [a, b], egress: " + egress + ", tasks: {min: 2, max: 2}}\n"
        "journeys:\n  ask: {path: [primary.web], rate: 1 /s}\n");
    return testing::dollars_for(testing::bill_of(*design, "primary.nat-a"), "dt.inter_az.each_direction");
  };
  CHECK(dollars("[nat-a]", "rooms") == Approx(1));
  CHECK(dollars("[nat-a, nat-b]", "rooms") == 0);
  CHECK(dollars("[nat-b]", "nat-a") == Approx(1));
  CHECK(dollars("[nat-b]", "rooms") == 0);
}
