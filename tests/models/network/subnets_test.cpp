// Subnets: which zone reaches the internet through which gateway.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string with_routes(const std::string& subnets) {
  return "design: net\n"
         "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
         "stacks:\n  s:\n"
         "    igw: {type: internet_gateway}\n"
         "    nat-a: {type: nat_gateway, zone: a, gateway: igw}\n"
         "    nat-b: {type: nat_gateway, zone: b, gateway: igw}\n"
         "    private: {type: subnets, " +
         subnets +
         "}\n"
         "journeys:\n  out: {success: primary.private}\n";
}

bool gets_out(Bench& bench, std::size_t zone) {
  const Region& region = bench.design().regions[0];
  return bench.as<Provider>("primary.private").provides(bench.world(), {region.domain, region.zones[zone].domain});
}

}  // namespace

// Fact nat.scope: one per zone with routes inside the zone is the documented pattern.
TEST_CASE("One gateway for all zones is a common fate; one per zone is not") {
  Bench single(with_routes("tier: private, route: [nat-a]"));
  single.run(hours(1));
  CHECK(gets_out(single, 1));
  single.strike("primary.nat-a", "outage");
  CHECK_FALSE(gets_out(single, 0));
  CHECK_FALSE(gets_out(single, 1));
  Bench each(with_routes("tier: private, route: [nat-a, nat-b]"));
  each.run(hours(1));
  each.strike("primary.nat-a", "outage");
  CHECK_FALSE(gets_out(each, 0));
  CHECK(gets_out(each, 1));
  each.strike("primary.igw", "detached");
  CHECK_FALSE(gets_out(each, 1));
}

TEST_CASE("Isolated subnets have no way out; public ones go by the internet gateway alone") {
  Bench isolated(with_routes("tier: isolated"));
  isolated.run(hours(1));
  CHECK_FALSE(gets_out(isolated, 0));
  Bench open(with_routes("tier: public, route: [igw]"));
  open.run(hours(1));
  open.strike("primary.zone-1", "power_loss");
  CHECK_FALSE(gets_out(open, 0));
  CHECK(gets_out(open, 1));
}

TEST_CASE("A zone without a subnet has no way out") {
  Bench bench(with_routes("tier: private, zones: [a], route: [nat-a]"));
  bench.run(hours(1));
  CHECK(gets_out(bench, 0));
  CHECK_FALSE(gets_out(bench, 1));
}

TEST_CASE("Route tables that cannot be are refused where they are written") {
  CHECK(testing::problems_of(with_routes("tier: isolated, route: [nat-a]")).find("no route to the internet") !=
        std::string::npos);
  CHECK(testing::problems_of(with_routes("tier: public")).find("need a route") != std::string::npos);
  CHECK(testing::problems_of(with_routes("tier: private, zones: [a, b], route: [nat-a, nat-b, igw]"))
            .find("3 gateways for 2 zones") != std::string::npos);
  CHECK(testing::problems_of(with_routes("tier: private, route: [nat-a], cidrs: [10.0.0.0/24]"))
            .find("1 address blocks for 2 zones") != std::string::npos);
}
