// Endpoints: the way to a service that no NAT gateway is on.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string with_endpoint(const std::string& endpoint) {
  return "design: net\n"
         "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
         "stacks:\n  s:\n"
         "    registry: {type: container_registry}\n"
         "    door: {type: vpc_endpoint, target: registry, " + endpoint + "}\n"
         "journeys:\n  j: {success: primary.door}\n";
}

bool reached(Bench& bench, std::size_t zone) {
  const Region& region = bench.design().regions[0];
  return bench.as<Provider>("primary.door").provides(bench.world(), {region.domain, region.zones[zone].domain});
}

}  // namespace

// Fact nat.az_loss.breaks: gateway and interface endpoints are unaffected by the loss of a NAT gateway.
TEST_CASE("An endpoint lives in its zones and needs the service behind it") {
  Bench bench(with_endpoint("kind: interface, zones: [a]"));
  bench.run(hours(1));
  CHECK(reached(bench, 0));
  CHECK(reached(bench, 1));  // over the network, from the other zone
  bench.strike("primary.zone-1", "power_loss");
  CHECK_FALSE(reached(bench, 1));
  bench.relent("primary.zone-1", "power_loss");
  bench.strike("primary.registry", "outage");
  CHECK_FALSE(reached(bench, 1));
  Bench gateway(with_endpoint("kind: gateway"));
  gateway.run(hours(1));
  gateway.strike("primary.zone-1", "power_loss");
  CHECK(reached(gateway, 1));
}

// Price book: 0.01 USD an hour and zone, 0.01 USD a GB; gateway endpoints are free.
TEST_CASE("Interfaces are paid by zone and hour, gateway endpoints not at all") {
  const auto paid = testing::design_from(with_endpoint("kind: interface, processed: 100 GB"));
  const auto bill = testing::bill_of(*paid, "primary.door");
  CHECK(testing::dollars_for(bill, "vpce.interface.hour") == Approx(14.6));
  CHECK(testing::dollars_for(bill, "vpce.interface.gb") == Approx(1));
  CHECK(testing::bill_of(*testing::design_from(with_endpoint("kind: gateway")), "primary.door").empty());
}
