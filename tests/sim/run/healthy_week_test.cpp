// What the healthy week tells beside its periodic state.
#include "sim/run/healthy_week.h"

#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

/// A service whose starts need a way out of its subnets.
std::string service_in(const std::string& subnets) {
  return R"(
design: small
regions:
  primary: {name: us-east-1, zones: [a, b], stack: s}
stacks:
  s:
    vpc: {type: vpc, cidr: 10.0.0.0/16}
    gateway: {type: internet_gateway, vpc: vpc}
    subnets: {type: subnets, vpc: vpc, zones: [a, b], )" +
         subnets + R"(}
    registry: {type: container_registry}
    alb: {type: application_load_balancer, zones: [a, b], targets: web}
    web: {type: ecs_fargate_service, zones: [a, b], tasks: {min: 2, desired: 2, max: 4}, cpu: 0.25 vCPU, memory: 512 MiB,
          egress: subnets, registry: registry}
journeys:
  ask: {path: [alb, web], rate: 20 /s}
)";
}

}  // namespace

TEST_CASE("a service whose subnets let nothing out runs on a healthy day, but no unit of it could be started") {
  const auto open = design_from(service_in("tier: public, route: [gateway]"));
  CHECK(HealthyWeek(*open, 1).held_up().empty());
  const auto closed = design_from(service_in("tier: isolated"));
  const HealthyWeek week(*closed, 1);
  REQUIRE(week.held_up().size() == 1);
  CHECK(week.held_up()[0].first == closed->find("primary.web"));
  CHECK(week.held_up()[0].second.find("primary.subnets lets nothing out of us-east-1a") != std::string::npos);
  CHECK(week.sli(0) > 0.99);
}
