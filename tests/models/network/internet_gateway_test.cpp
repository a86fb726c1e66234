// Internet gateways span the zones of their region.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

TEST_CASE("An internet gateway outlives any one zone, but not its region or its attachment") {
  Bench bench(
      "design: net\n"
      "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
      "stacks:\n  s:\n    igw: {type: internet_gateway}\n"
      "journeys:\n  out: {success: primary.igw}\n");
  const auto& igw = bench.as<Provider>("primary.igw");
  const Region& region = bench.design().regions[0];
  const Site in_b{region.domain, region.zones[1].domain};
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  CHECK(igw.provides(bench.world(), Site::internet()));
  CHECK(igw.provides(bench.world(), in_b));
  bench.relent("primary.zone-1", "power_loss");
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"primary.igw", "detached"}, {"primary", "isolation"}, {"primary", "loss"}};
  for (const auto& [component, mode] : faults) {
    INFO(component << " " << mode);
    bench.strike(component, mode);
    CHECK_FALSE(igw.provides(bench.world(), Site::internet()));
    CHECK_FALSE(igw.provides(bench.world(), in_b));
    bench.relent(component, mode);
    CHECK(igw.provides(bench.world(), in_b));
  }
  CHECK(bench.settled("primary.igw"));
}
