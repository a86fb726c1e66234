// Origins that can be reached past the distribution before them: a design that has the weakness, and the same one without it.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/rules/provider_rules.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;

namespace {

std::vector<Finding> found(const std::string& ingress, const std::string& origin) {
  const auto design = testing::design_from(
      "design: d\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\nstacks:\n  s:\n"
      "    web: {type: ecs_fargate_service, zones: [a, b], cpu: 0.25 vCPU, memory: 512 MiB}\n"
      "    alb: {type: application_load_balancer, targets: web" + ingress + "}\n"
      "    media: {type: s3_bucket}\n"
      "    cdn: {type: cloudfront_distribution, origin: " + origin + "}\n"
      "journeys: {use: {success: primary}}\n");
  return models::open_beside_front(*design);
}

}  // namespace

TEST_CASE("a load balancer that lets everybody connect is reached past the distribution before it") {
  const auto open = found(", ingress: [0.0.0.0/0]", "alb");
  REQUIRE(open.size() == 1);
  CHECK(open[0].severity == Finding::Severity::warning);
  CHECK(open[0].component == "primary.alb");
  CHECK(open[0].text == "primary.alb lets everybody connect, though primary.cdn stands in front of it: requests can go past "
                        "primary.cdn and what it inspects, limits or caches");
  CHECK(found(", ingress: [10.0.0.0/8, 0.0.0.0/0]", "alb").size() == 1);
}

TEST_CASE("a load balancer that lets only the distribution in, or has none before it, is not spoken of") {
  CHECK(found(", ingress: [com.amazonaws.global.cloudfront.origin-facing]", "alb").empty());
  CHECK(found("", "alb").empty());  // nothing is said of its security group
  CHECK(found(", ingress: [0.0.0.0/0]", "media").empty());
}
