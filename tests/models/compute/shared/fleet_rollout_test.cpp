// Roll-outs of a bad version: who notices, what stays in service, what turns back.
#include <catch2/catch.hpp>

#include "tests/support/bench.h"

namespace windtunnel {
namespace {

using testing::Bench;

std::string shop(const std::string& service, const std::string& path = "primary.alb, primary.app") {
  return R"(
design: shop
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    alb: {type: application_load_balancer, zones: all, targets: app}
    app: {zones: all, )" +
         service + R"(}
journeys:
  order: {path: [)" +
         path + R"(], rate: 60 /s}
)";
}
const std::string tasks = "type: ecs_fargate_service, tasks: {min: 4, max: 4}";
const std::string group =
    "type: auto_scaling_group, instances: {min: 4, max: 4}, launch: {instance: 30 s, bootstrap: 30 s, application_start: 0 s}";

}  // namespace

TEST_CASE("with all old tasks kept until new ones pass, a bad version hurts nobody, and goes on failing for ever") {
  // ecs.deploy.min 100 %, ecs.deploy.max 200 %, ecs.unhealthy.order: old tasks stay until new ones are healthy.
  Bench bench(shop(tasks));
  bench.run(minutes(1));
  REQUIRE(bench.strike("primary.app", "bad_deployment"));
  for (int i = 0; i < 36; ++i) {
    bench.run(minutes(5));
    CHECK(bench.sli() > 0.999);
  }
  CHECK(!bench.settled("primary.app"));
  CHECK(bench.values("primary.app", "rollback_seconds").empty());
  bench.relent("primary.app", "bad_deployment");
  bench.run(hours(1));
  CHECK(bench.settled("primary.app"));
  CHECK(bench.values("primary.app", "rollback_seconds").size() == 1);
}

// Facts ecs.deploy.min and asg.refresh.min_healthy: how many units must stay in service meanwhile is what the deployment says.
TEST_CASE("a version that works replaces the one before, and users notice where too few units stay in service") {
  const auto least_sli = [](const std::string& service) {
    Bench bench(shop(service));
    bench.run(minutes(1));
    REQUIRE(bench.strike("primary.app", "deployment"));
    double least = 1;
    for (int i = 0; i < 360; ++i) {
      bench.run(seconds(10));
      least = std::min(least, bench.sli());
    }
    CHECK(bench.settled("primary.app"));
    CHECK(bench.values("primary.app", "deployment_seconds").size() == 1);
    CHECK(bench.values("primary.app", "rollback_seconds").empty());
    return least;
  };
  CHECK(least_sli(tasks) > 0.999);
  CHECK(least_sli(group + ", refresh: {minimum_healthy: 75 %}") > 0.999);  // 60 /s on three of four, which bear 40 /s each
  CHECK(least_sli(group + ", refresh: {minimum_healthy: 0 %}") < 0.01);
}

TEST_CASE("the circuit breaker goes back after three failed tasks or half of those wanted") {
  // ecs.circuit_breaker: clamp(ceil(0.5 desired), 3, 200); a task fails at its second failed check (30 s apart).
  for (const int wanted : {4, 10}) {
    Bench bench(shop("type: ecs_fargate_service, deployment: {circuit_breaker: true}, tasks: {min: " + std::to_string(wanted) +
                     ", max: " + std::to_string(wanted) + "}"));
    bench.run(minutes(1));
    REQUIRE(bench.strike("primary.app", "bad_deployment"));
    bench.run(hours(1));
    CHECK(bench.sli() > 0.999);
    CHECK(bench.settled("primary.app"));
    const auto back = bench.values("primary.app", "rollback_seconds");
    REQUIRE(back.size() == 1);
    // Start (about 40 s), two failed probes (30 to 60 s), and 300 s in which the failed targets drain.
    CHECK(back[0] > 40);
    CHECK(back[0] < 300);
    CHECK(bench.values("primary.app", "deployment_seconds").empty());
  }
}

TEST_CASE("without a check between, a bad version replaces the good one") {
  // ecs.hc.no_check_wait: a task counts as healthy 40 s after its start.
  Bench bare(R"(
design: shop
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    app: {type: ecs_fargate_service, zones: all, tasks: {min: 4, max: 4}}
journeys:
  order: {path: [primary.app], rate: 60 /s}
)");
  bare.run(minutes(1));
  REQUIRE(bare.strike("primary.app", "bad_deployment"));
  bare.run(minutes(10));
  CHECK(bare.sli() < 0.01);
  CHECK(bare.values("primary.app", "deployment_seconds").size() == 1);
  bare.relent("primary.app", "bad_deployment");
  bare.run(minutes(10));
  CHECK(bare.sli() > 0.999);
  CHECK(bare.settled("primary.app"));
}

TEST_CASE("an instance refresh stops at the first instance that its balancer refuses, and is given up after an hour") {
  // asg.refresh.min_healthy: 90 %, terminate first, fails after about an hour without progress, no auto rollback.
  Bench bench(shop(group + ", health_check_type: elb"));
  bench.run(minutes(1));
  REQUIRE(bench.strike("primary.app", "bad_deployment"));
  bench.run(minutes(50));
  CHECK(bench.sli() > 0.999);
  CHECK(bench.as<Provider>("primary.app").provides(bench.world(), Site::internet()));
  bench.relent("primary.app", "bad_deployment");
  bench.run(hours(1));
  CHECK(bench.settled("primary.app"));
  CHECK(bench.values("primary.app", "rollback_seconds").size() == 1);
  CHECK(bench.values("primary.app", "failed_launches").empty());
}

TEST_CASE("a group that looks at instances only refreshes itself into an outage, and then nothing more changes") {
  // asg.hc.elb_default: what fails the balancer's checks counts as healthy.
  Bench bench(shop(group));
  bench.run(minutes(1));
  REQUIRE(bench.strike("primary.app", "bad_deployment"));
  bench.run(hours(2));
  CHECK(bench.values("primary.app", "deployment_seconds").size() == 1);
  CHECK(bench.sli() < 0.01);
  CHECK(bench.settled("primary.app"));
  bench.relent("primary.app", "bad_deployment");
  bench.run(hours(2));
  CHECK(bench.sli() > 0.999);
  CHECK(bench.settled("primary.alb"));
}

TEST_CASE("an instance that runs but does not serve, and that its group keeps, lets a run come to its end") {
  Bench bench(shop(group));
  bench.run(minutes(1));
  REQUIRE(bench.strike("primary.app", "instance_failing", 1, 1));
  CHECK(!bench.settled("primary.alb"));
  bench.run(minutes(5));
  CHECK(bench.settled("primary.app"));
  CHECK(bench.settled("primary.alb"));
  CHECK(bench.sli() > 0.999);
}

TEST_CASE("Fargate starts a hundred tasks at once and twenty a second after that") {
  // ecs.fargate.rate.burst 100, ecs.fargate.rate.sustained 20: 300 tasks take 10 s longer than 100.
  const auto slowest = [](int tasks) {
    Bench bench(shop("type: ecs_fargate_service, tasks: {min: 0, desired: 0, max: 300}, "
                     "launch: {provisioning: 6 s, container_start: 6 s, application_start: 1 s, slowest_pull: 0.4 Gbps, "
                     "fastest_pull: 0.4 Gbps}, unchecked_wait: 0 s"));
    bench.run(minutes(1));
    bench.operate("primary.app", "scale", tasks);
    bench.run(minutes(10));
    const auto values = bench.values("primary.app", "launch_seconds");
    REQUIRE(values.size() == static_cast<std::size_t>(tasks));
    return *std::max_element(values.begin(), values.end());
  };
  // 4 s + 6 s + 200 MB at 50 MB/s + 6 s + 1 s, then up to 30 s until the first probe.
  CHECK(slowest(100) == Approx(21 + 30).margin(1));
  // The last of them are few: their slowest first probe is a little below 30 s.
  CHECK(slowest(300) == Approx(21 + 30 + 10 - 1.5).margin(1.5));
}

}  // namespace windtunnel
