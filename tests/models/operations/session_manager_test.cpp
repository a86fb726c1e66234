// Session Manager: a way in that needs the region's service and the instances' way out; runbook steps wait for it.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

const std::string shop_with_sessions =
    "design: shop\n"
    "regions:\n  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
    "stacks:\n  s:\n"
    "    nat: {type: nat_gateway, zone: a}\n"
    "    private: {type: subnets, tier: private, zones: all, route: [nat]}\n"
    "    sessions: {type: session_manager, egress: private}\n"
    "    alb: {type: application_load_balancer, targets: web}\n"
    "    web: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 4}}\n"
    "    down: {type: alarm, on: alb, metric: unhealthy_hosts, threshold: 1, notify: [help]}\n"
    "    help: {type: runbook, acknowledge: 1 min, decide: 1 min, retry: 5 min,\n"
    "           steps: [{do: scale, on: web, argument: 4, takes: 1 min, via: [sessions]}]}\n"
    "journeys:\n  order: {path: [primary.alb, primary.web], rate: 10 /s}\n";
bool session_open(Bench& bench) { return bench.as<Provider>("primary.sessions").provides(bench.world(), Site::internet()); }

}  // namespace

// Fact ssm.run_command.latency: needs the agents' connectivity, by NAT or endpoint.
TEST_CASE("sessions need the service, the control plane and a way out") {
  Bench bench(shop_with_sessions);
  CHECK(session_open(bench));
  for (const auto& [component, mode] : {std::pair{"primary.sessions", "outage"}, {"primary.nat", "outage"},
                                        {"primary", "control_plane_loss"}, {"primary", "isolation"}}) {
    INFO(component);
    bench.strike(component, mode);
    CHECK(!session_open(bench));
    bench.relent(component, mode);
    CHECK(session_open(bench));
  }
}

TEST_CASE("a step of a runbook waits until one of its ways in is open") {
  Bench bench(shop_with_sessions);
  bench.strike("primary.sessions", "outage");
  bench.strike("primary", "capacity_shortage");
  bench.strike("primary.web", "task_failing", 1, 1);
  bench.run(hours(1));
  CHECK(bench.as<Scalable>("primary.web").desired() == 2);
  bench.relent("primary.sessions", "outage");
  bench.run(minutes(6));
  CHECK(bench.as<Scalable>("primary.web").desired() == 4);
  CHECK(bench.values("primary.help", "blocked_seconds").size() == 1);
}
