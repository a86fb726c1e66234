// What explain knows of an id: parameters by kind and default, and the assumptions that defaults rest on.
#include <catch2/catch.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

std::string explained(const std::string& id) {
  const Ended ended = windtunnel_program("explain " + id);
  CHECK(ended.status == 0);
  return ended.out;
}

}  // namespace

TEST_CASE("explain tells a parameter's kind and default as the reference page does") {
  const std::string least = explained("ecs_fargate_service.tasks.min");
  CHECK(least.starts_with("ecs_fargate_service.tasks.min: parameter, whole number\n"));
  CHECK(least.find("  default     none\n") != std::string::npos);
  CHECK(explained("rds_instance.maintenance.window").find("a map") == std::string::npos);
}

TEST_CASE("explain knows every source that it names, such as an assumption that several defaults rest on") {
  CHECK(explained("ecs_fargate_service.workers").find("source      assumption:workers\n") != std::string::npos);
  const std::string workers = explained("assumption:workers");
  for (const char* of : {"ecs_fargate_service", "ecs_ec2_service", "auto_scaling_group"})
    CHECK(workers.find("  default     8 of " + std::string(of) + ".workers\n") != std::string::npos);
  const Ended unknown = windtunnel_program("explain assumption:worker");
  CHECK(unknown.status == 66);
  CHECK(unknown.out.find("did you mean \"assumption:workers\"?") != std::string::npos);
}
