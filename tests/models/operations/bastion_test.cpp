// Bastions: a way in while they run.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string shop(const std::string& bastion) {
  return "design: shop\n"
         "regions:\n  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
         "stacks:\n  s:\n"
         "    jump: {type: bastion, zone: a" + bastion + "}\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 2, max: 2}}\n"
         "journeys:\n  order: {path: [primary.web], rate: 10 /s}\n";
}
bool open(Bench& bench) { return bench.as<Provider>("primary.jump").provides(bench.world(), Site::internet()); }

}  // namespace

// Fact ec2.start_from_stopped: 20.7 to 21.2 s.
TEST_CASE("a stopped bastion lets nobody in until somebody has started it") {
  Bench bench(shop(", running: false"));
  CHECK(!open(bench));
  CHECK(bench.operate("primary.jump", "start") == Operable::Outcome::started);
  CHECK(bench.operate("primary.jump", "start") == Operable::Outcome::unavailable);
  bench.run(milliseconds(20'600));
  CHECK(!open(bench));
  bench.run(milliseconds(700));
  CHECK(open(bench));
  CHECK(bench.operate("primary.jump", "start") == Operable::Outcome::done);
}

TEST_CASE("it goes with its zone, and starts need the control plane and capacity") {
  Bench bench(shop(""));
  bench.strike("primary.zone-1", "power_loss");
  CHECK(!open(bench));
  CHECK(bench.operate("primary.jump", "start") == Operable::Outcome::unavailable);
  bench.relent("primary.zone-1", "power_loss");
  bench.run(hours(3));
  CHECK(open(bench));
  CHECK(bench.settled("primary.jump"));
  CHECK(bench.operate("primary.jump", "stop") == Operable::Outcome::started);
  bench.run(minutes(2));
  bench.strike("primary", "capacity_shortage");
  CHECK(bench.operate("primary.jump", "start") == Operable::Outcome::unavailable);
  bench.relent("primary", "capacity_shortage");
  bench.strike("primary", "control_plane_loss");
  CHECK(bench.operate("primary.jump", "start") == Operable::Outcome::unavailable);
}

TEST_CASE("nights off are saved") {
  const auto all = testing::design_from(shop("")), days_only = testing::design_from(shop(", hours_running: 50 %"));
  const double full = testing::dollars_for(testing::bill_of(*all, "primary.jump"), "ec2.t3.micro.linux.ondemand");
  CHECK(full == Approx(730 * 0.0104));
  CHECK(testing::dollars_for(testing::bill_of(*days_only, "primary.jump"), "ec2.t3.micro.linux.ondemand") == Approx(full / 2));
}
