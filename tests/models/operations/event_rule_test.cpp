// Event rules: what is done each day, and what becomes of it while the target cannot be called.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string shop_with_rule(const std::string& rule) {
  return "design: shop\n"
         "regions:\n  primary: {name: us-east-1, zones: [a], stack: s}\n"
         "stacks:\n  s:\n"
         "    jump: {type: bastion, zone: a}\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 2, max: 2}}\n"
         "    night: {type: event_rule, " + rule + "}\n"
         "journeys:\n  order: {path: [primary.web], rate: 10 /s}\n";
}

}  // namespace

// Fact eb.latency: tenths of a second, at most 5 s.
TEST_CASE("a scheduled rule stops its target at midnight of the time zone") {
  Bench bench(shop_with_rule("at: \"00:00 Asia/Kolkata\", do: stop, on: jump"));  // 18:30 UTC
  bench.run(hours(18) + minutes(29));
  CHECK(bench.as<Provider>("primary.jump").provides(bench.world(), Site::internet()));
  bench.run(minutes(5));
  CHECK(!bench.as<Provider>("primary.jump").provides(bench.world(), Site::internet()));
  const auto called = bench.values("primary.night", "called_seconds");
  REQUIRE(called.size() == 1);
  CHECK(called[0] >= 0.02);
  CHECK(called[0] <= 5);
  bench.run(days(1));
  CHECK(bench.values("primary.night", "called_seconds").size() == 2);
}

// Fact eb.retry: 24 h, then the event is dropped.
TEST_CASE("while the target cannot be called the rule tries again, for a day") {
  Bench bench(shop_with_rule("at: \"01:00 UTC\", do: stop, on: jump"));
  bench.run(minutes(30));
  bench.strike("primary", "control_plane_loss");
  bench.run(hours(3));
  CHECK(bench.values("primary.night", "called_seconds").empty());
  bench.relent("primary", "control_plane_loss");
  bench.run(minutes(10));
  const auto called = bench.values("primary.night", "called_seconds");
  REQUIRE(called.size() == 1);
  CHECK(called[0] == Approx(2.5 * 3600).margin(480));
  Bench lost(shop_with_rule("at: \"01:00 UTC\", do: stop, on: jump, give_up: 2 h"));
  lost.run(minutes(30));
  lost.strike("primary", "control_plane_loss");
  lost.run(hours(4));
  CHECK(lost.values("primary.night", "given_up").size() == 1);
}

TEST_CASE("operations that the target does not have are errors") {
  CHECK(testing::problems_of(shop_with_rule("at: \"01:00 UTC\", do: stopp, on: jump")).find("did you mean \"stop\"?") != std::string::npos);
  CHECK(testing::problems_of(shop_with_rule("at: \"01:00 UTC\", do: stop")).find("belong together") != std::string::npos);
}

TEST_CASE("a rule without a time of day acts when an alarm fires, and passes it on") {
  Bench bench(
      "design: shop\n"
      "regions:\n  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
      "stacks:\n  s:\n"
      "    alb: {type: application_load_balancer, targets: web}\n"
      "    web: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 4}}\n"
      "    ill: {type: alarm, on: alb, metric: unhealthy_hosts, threshold: 1, notify: [rule]}\n"
      "    rule: {type: event_rule, do: scale, on: web, argument: 4, notify: [people]}\n"
      "    people: {type: runbook, acknowledge: 1 min, decide: 100 h, steps: [{do: roll_back, on: web}]}\n"
      "journeys:\n  order: {path: [primary.alb, primary.web], rate: 10 /s}\n");
  bench.strike("primary", "capacity_shortage");  // so that the failing task stays, and the alarm with it
  bench.strike("primary.web", "task_failing", 1, 1);
  bench.run(minutes(20));
  CHECK(bench.as<Scalable>("primary.web").desired() == 4);
  CHECK(bench.values("primary.rule", "called_seconds").size() == 1);
  CHECK(bench.values("primary.people", "noticed_seconds").size() == 1);
}
