// Failover records that never fail over: a design that has one, and the same one in which something moves it.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/rules/provider_rules.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;

namespace {

std::vector<Finding> of_record(const std::string& record, const std::string& people = "") {
  const auto design = testing::design_from(
      "design: d\n"
      "regions:\n"
      "  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
      "  standby: {name: us-west-2, zones: [a, b], stack: s}\n"
      "stacks:\n  s:\n"
      "    web: {type: ecs_fargate_service, zones: [a, b], cpu: 0.25 vCPU, memory: 512 MiB}\n"
      "    alb: {type: application_load_balancer, targets: web}\n"
      "components:\n"
      "  dns: {type: route53_failover, primary: primary.alb, secondary: standby.alb" + record + "}\n" + people +
      "journeys: {use: {success: primary}}\n");
  return models::never_fails_over(*design);
}

}  // namespace

// Fact r53.record.no_hc.
TEST_CASE("a failover record that nothing tells of its primary's loss is spoken of") {
  const auto found = of_record("");
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == Finding::Severity::warning);
  CHECK(found[0].component == "dns");
  CHECK(found[0].text == "dns never fails over: it has neither a health check nor evaluate_target_health, so that its primary counts "
                         "as healthy whatever happens to it, and no runbook or rule switches it");
}

TEST_CASE("a failover record that is checked, evaluates its target, or is switched by people is not spoken of") {
  CHECK(of_record(", health_check: {}").empty());
  CHECK(of_record(", evaluate_target_health: true").empty());
  CHECK(of_record("", "  people: {type: runbook, steps: [{do: switch_to_secondary, on: dns}]}\n").empty());
}
