// Registries: launches need them, what runs does not.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string with_registry(const std::string& registry) {
  return "design: net\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
         "  standby: {name: us-west-2, zones: [a, b]}\n"
         "stacks:\n  s:\n    registry: {type: container_registry" + registry + "}\n"
         "journeys:\n  pull: {success: primary.registry}\n";
}

}  // namespace

TEST_CASE("A regional registry goes with its region, a public one does not") {
  for (const bool open : {false, true}) {
    Bench bench(with_registry(open ? ", public: true" : ""));
    bench.run(hours(1));
    const auto& registry = bench.as<Provider>("primary.registry");
    const Site standby{bench.design().regions[1].domain, bench.design().regions[1].zones[0].domain};
    CHECK(registry.provides(bench.world(), standby));
    bench.strike("primary", "loss");
    CHECK(registry.provides(bench.world(), standby) == open);
    bench.relent("primary", "loss");
    CHECK(bench.strike("primary.registry", "outage"));
    CHECK_FALSE(registry.provides(bench.world(), standby));
    CHECK_FALSE(bench.settled("primary.registry"));
    bench.relent("primary.registry", "outage");
    CHECK(registry.provides(bench.world(), standby));
  }
}

TEST_CASE("Nobody pays for images of a public registry") {
  const auto own = testing::design_from(with_registry(", stored: 10 GB"));
  CHECK(testing::dollars_for(testing::bill_of(*own, "primary.registry"), "ecr.storage") == Approx(1.0));  // 0.10 USD a GB-month
  const auto open = testing::design_from(with_registry(", public: true"));
  CHECK(testing::bill_of(*open, "primary.registry").empty());
}
