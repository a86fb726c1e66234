// Capacity providers: when the group is told to grow or shrink, and what becomes of tasks whose instance goes.
#include <catch2/catch.hpp>

#include "tests/support/bench.h"

namespace windtunnel {
namespace {

using testing::Bench;

/// Two tasks fit on an instance (2 cores, 1 GiB of which nine tenths count).
std::string cluster(const std::string& tasks, const std::string& provider = "", const std::string& instances = "min: 2, max: 6") {
  return R"(
design: shop
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    alb: {type: application_load_balancer, zones: all, targets: app}
    machines: {type: auto_scaling_group, zones: all, instance_type: t3.micro, instances: {)" +
         instances + R"(}, launch: {instance: 25 s, bootstrap: 60 s, application_start: 0 s}}
    provider: {type: ecs_capacity_provider, instances: machines, instance_type: t3.micro, metric_delay: 60 s, agent_start: 10 s)" +
         provider + R"(}
    app: {type: ecs_ec2_service, zones: all, capacity: provider, cpu: 1 vCPU, memory: 400 MiB, tasks: {)" +
         tasks + R"(}, launch: {placement: 2 s, container_start: 2 s, application_start: 5 s}}
journeys:
  order: {path: [primary.alb, primary.app], rate: 60 /s}
)";
}

}  // namespace

// A machine of the group's own type: of an m5.large (2 cores, 8 GiB) two of these tasks have 3 GiB each, of a t3.micro none.
TEST_CASE("what tasks can take of a machine is what the group's instance type has") {
  std::string large = cluster("min: 4, max: 4");
  const auto change = [&](const std::string& from, const std::string& to) {
    const auto at = large.find(from);
    REQUIRE(at != std::string::npos);
    large.replace(at, from.size(), to);
  };
  change("instance_type: t3.micro", "instance_type: m5.large");
  CHECK(testing::problems_of(large).find("instance_type: \"machines\" runs instances of m5.large, not of t3.micro") != std::string::npos);
  change(", instance_type: t3.micro", "");
  change("memory: 400 MiB", "memory: 3 GiB");
  Bench bench(large);
  bench.run(minutes(30));
  CHECK(bench.settled("primary.app"));
  CHECK(bench.as<Scalable>("primary.machines").desired() == 2);
}

TEST_CASE("tasks without room make the group grow at the next published need, and both launches add up") {
  // ecs.cas.metric_period 60 s: noticed within 0 to 60 s, and 60 s of delay here.
  std::vector<double> noticed, scaled;
  for (std::uint64_t replication = 0; replication < 60; ++replication) {
    Bench bench(cluster("min: 4, max: 8"), replication);
    bench.run(minutes(1));
    CHECK(bench.settled("primary.provider"));
    CHECK(bench.settled("primary.app"));
    CHECK(bench.operate("primary.app", "scale", 8) == Operable::Outcome::started);
    bench.run(hours(1));
    CHECK(bench.as<Scalable>("primary.machines").desired() == 4);
    for (const double value : bench.values("primary.provider", "need_noticed_seconds")) noticed.push_back(value);
    for (const double value : bench.values("primary.app", "scale_out_seconds")) scaled.push_back(value);
    // Instance 25 s, bootstrap 60 s, agent 10 s; then the task: 2 s, 200 MB at 25 to 60 MB/s, 2 s, 5 s, first probe 0 to 30 s.
    const auto room = bench.values("primary.provider", "room_found_seconds");
    REQUIRE(room.size() == 1);
    CHECK(room[0] == Approx(bench.values("primary.provider", "need_noticed_seconds")[0] + 95).margin(1e-3));
  }
  std::sort(noticed.begin(), noticed.end());
  std::sort(scaled.begin(), scaled.end());
  REQUIRE(noticed.size() == 60);
  CHECK(noticed.front() >= 60);
  CHECK(noticed.back() <= 120);
  CHECK(noticed[30] == Approx(90).margin(12));
  REQUIRE(scaled.size() == 60);
  CHECK(scaled.front() >= 60 + 95 + 2 + 3 + 2 + 5);
  CHECK(scaled.back() <= 120 + 95 + 2 + 8 + 2 + 5 + 30);
}

TEST_CASE("instances that no task needs go after a quarter of an hour, not all at once") {
  // ecs.cas.scale_in: 15 minutes, at most half at a time.
  Bench bench(cluster("min: 2, max: 2", "", "min: 1, desired: 6, max: 6"));
  bench.run(minutes(15));
  CHECK(bench.as<Scalable>("primary.machines").desired() == 6);
  bench.run(minutes(3));
  CHECK(bench.as<Scalable>("primary.machines").desired() == 3);
  bench.run(hours(1));
  CHECK(bench.as<Scalable>("primary.machines").desired() >= 1);
  CHECK(bench.as<Scalable>("primary.machines").desired() <= 2);
  CHECK(bench.sli() > 0.999);
  bench.run(hours(2));
  CHECK(bench.settled("primary.provider"));
  CHECK(bench.settled("primary.machines"));
  CHECK(bench.settled("primary.app"));
}

TEST_CASE("without managed scaling tasks wait for room until somebody makes it") {
  Bench bench(cluster("min: 4, max: 8", ", managed_scaling: false"));
  bench.run(minutes(1));
  bench.operate("primary.app", "scale", 6);
  bench.run(minutes(20));
  CHECK(bench.as<Scalable>("primary.machines").desired() == 2);
  CHECK(bench.values("primary.app", "scale_out_seconds").empty());
  bench.operate("primary.machines", "scale", 3);
  bench.run(minutes(5));
  CHECK(bench.values("primary.app", "scale_out_seconds").size() == 1);
}

TEST_CASE("a group at its greatest size is not asked again and again") {
  Bench bench(cluster("min: 4, max: 20", "", "min: 2, max: 3"));
  bench.run(minutes(1));
  bench.operate("primary.app", "scale", 12);
  bench.run(hours(4));
  CHECK(bench.as<Scalable>("primary.machines").desired() == 3);
  CHECK(bench.values("primary.provider", "need_noticed_seconds").size() <= 2);
}

}  // namespace windtunnel
