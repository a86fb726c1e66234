// External services: as available as is said, and as late.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string shop_with_bank(const std::string& service, const std::string& call = "{call: bank}") {
  return "design: shop\n"
         "regions:\n  primary: {name: us-east-1, zones: [a], stack: s}\n"
         "stacks:\n  s:\n    web: {type: ecs_fargate_service, tasks: {min: 2, max: 2}}\n"
         "components:\n  bank: {type: external_service, " + service + "}\n"
         "journeys:\n  order: {path: [primary.web, " + call + "], rate: 10 /s, objective: {within: 1 s}}\n";
}

}  // namespace

TEST_CASE("nature has it down for the share of the time that its availability leaves") {
  const auto design = testing::design_from(shop_with_bank("availability: 99 %, outage_duration: 1 h"));
  const Nature nature = design->component(design->find("bank")).nature(0);
  const double up = nature.interval.mean_seconds(), down = nature.duration.mean_seconds();
  CHECK(down == Approx(3600));
  CHECK(up / (up + down) == Approx(0.99));
  const auto perfect = testing::design_from(shop_with_bank("availability: 100 %"));
  CHECK(perfect->component(perfect->find("bank")).nature(0).interval == DurationDistribution());
}

TEST_CASE("an outage fails what needs it, and costs nothing where it can be done without") {
  Bench needed(shop_with_bank("latency: 50 ms"));
  needed.strike("bank", "outage");
  needed.run(minutes(1));
  CHECK(needed.sli() < 0.001);
  needed.relent("bank", "outage");
  needed.run(minutes(1));
  CHECK(needed.sli() > 0.99);
  Bench optional(shop_with_bank("latency: 50 ms", "{call: bank, optional: true}"));
  optional.strike("bank", "outage");
  optional.run(minutes(1));
  CHECK(optional.sli() > 0.99);
}

TEST_CASE("a slow service makes its callers late") {
  Bench bench(shop_with_bank("latency: 50 ms"));
  bench.strike("bank", "slow", 2);
  bench.run(minutes(1));
  CHECK(bench.sli() < 0.01);
  CHECK(bench.as<Provider>("bank").provides(bench.world(), Site::internet()));
  bench.relent("bank", "slow", 2);
  bench.run(minutes(1));
  CHECK(bench.settled("bank"));
  CHECK(bench.sli() > 0.99);
}
