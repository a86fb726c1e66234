// ECS services on EC2 instances: losses of tasks, of instances, of zones, and where replacements find room.
#include <catch2/catch.hpp>

#include "tests/support/bench.h"

namespace windtunnel {
namespace {

using testing::Bench;

std::string cluster_of(const std::string& instances, const std::string& tasks) {
  return R"(
design: shop
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    alb: {type: application_load_balancer, zones: all, targets: app}
    machines: {type: auto_scaling_group, zones: all, instance_type: t3.micro, instances: {)" +
         instances + R"(}, launch: {instance: 25 s, bootstrap: 60 s, application_start: 0 s, refused_in_zone_loss: 0 %}}
    provider: {type: ecs_capacity_provider, instances: machines, instance_type: t3.micro, agent_start: 10 s}
    app: {type: ecs_ec2_service, zones: all, capacity: provider, cpu: 0.5 vCPU, memory: 200 MiB, tasks: {)" +
         tasks + R"(}}
journeys:
  order: {path: [primary.alb, primary.app], rate: 60 /s}
)";
}

}  // namespace

TEST_CASE("a lost task finds room at once where instances have some") {
  Bench bench(cluster_of("min: 2, max: 4", "min: 4, max: 4"));
  bench.run(minutes(1));
  REQUIRE(bench.strike("primary.app", "task_loss", 1, 1));
  bench.run(minutes(10));
  CHECK(bench.values("primary.app", "replacement_seconds").size() == 1);
  CHECK(bench.values("primary.app", "held_by_room_seconds").empty());
  CHECK(bench.settled("primary.app"));
  CHECK(bench.settled("primary.machines"));
}

TEST_CASE("tasks go with their instance, and come back on what room there is") {
  Bench bench(cluster_of("min: 2, max: 4", "min: 4, max: 4"));
  bench.run(minutes(1));
  REQUIRE(bench.strike("primary.machines", "instance_loss", 1, 1));
  bench.run(minutes(1));
  CHECK(bench.values("primary.app", "notice_seconds").size() == 2);
  // Four tasks fit on the other instance: nobody waits for a new one.
  bench.run(minutes(10));
  const auto replaced = bench.values("primary.app", "replacement_seconds");
  REQUIRE(replaced.size() == 2);
  for (const double seconds : replaced) CHECK(seconds < 25 + 60 + 10);
  bench.run(hours(1));
  CHECK(bench.sli() > 0.999);
  CHECK(bench.settled("primary.app"));
}

TEST_CASE("where the other instances are full, replacements wait for a new one") {
  Bench bench(cluster_of("min: 2, max: 4", "min: 8, max: 8"));
  bench.run(minutes(1));
  REQUIRE(bench.strike("primary.machines", "instance_loss", 1, 1));
  bench.run(hours(1));
  const auto held = bench.values("primary.app", "held_by_room_seconds");
  REQUIRE(held.size() == 4);
  for (const double seconds : held) CHECK(seconds >= 25 + 60 + 10);
  CHECK(bench.sli() > 0.999);
  CHECK(bench.settled("primary.app"));
}

TEST_CASE("a zone's loss takes instances and tasks; both come back in the other, and at last in both") {
  Bench bench(cluster_of("min: 2, max: 6", "min: 8, max: 8"));
  bench.run(minutes(1));
  REQUIRE(bench.strike("primary.zone-1", "power_loss"));
  bench.run(hours(1));
  CHECK(bench.sli() > 0.999);
  CHECK(bench.as<Scalable>("primary.app").desired() == 8);
  bench.relent("primary.zone-1", "power_loss");
  bench.run(hours(8));
  CHECK(bench.sli() > 0.999);
  CHECK(bench.settled("primary.app"));
  CHECK(bench.settled("primary.provider"));
  CHECK(bench.settled("primary.machines"));
}

TEST_CASE("a start needs an instance with room, whatever the region still has") {
  Bench bench(cluster_of("min: 2, max: 4", "min: 8, max: 10"));
  bench.run(minutes(1));
  REQUIRE(bench.strike("primary", "capacity_shortage"));
  bench.operate("primary.app", "scale", 10);
  bench.run(hours(1));
  CHECK(bench.values("primary.app", "scale_out_seconds").empty());
  bench.relent("primary", "capacity_shortage");
  bench.run(hours(1));
  CHECK(bench.values("primary.app", "scale_out_seconds").size() == 1);
}

}  // namespace windtunnel
