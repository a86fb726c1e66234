// Alarms: how long they take, and that healthy days do not set them off.
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

std::string design(const std::string& alarm) {
  return R"(
design: watched
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks:
  s:
    alb: {type: application_load_balancer, zones: [a, b], targets: web}
    web: {type: ecs_fargate_service, zones: [a, b], tasks: {min: 2, desired: 2, max: 2}, cpu: 0.25 vCPU, memory: 512 MiB}
    errors: {type: alarm, on: alb, )" +
         alarm + R"(}
journeys:
  ask: {path: [alb, web], rate: 40 /s}
)";
}

}  // namespace

TEST_CASE("an alarm of one period fires within the documented minutes of a lost zone") {
  // cw.alarm.detect.1x1: 60 s to 300 s, median 120 s: the window must fill, be evaluated, and be published.
  const auto d = design_from(design("metric: elb_5xx, threshold: 10"));
  const Plan plan = script(*d, {{"primary.zone-1", "power_loss", {}, hours(2)}});
  const ScriptedRun run(*d, plan, 200);
  std::vector<double> seconds;
  for (const auto& record : run.records())
    for (const DetectionRecord& detection : record.detections) seconds.push_back(detection.seconds);
  REQUIRE(seconds.size() > 190);
  std::sort(seconds.begin(), seconds.end());
  CHECK(seconds.front() > 20);
  CHECK(seconds[seconds.size() / 2] > 60);
  CHECK(seconds[seconds.size() / 2] < 180);
  CHECK(seconds.back() < 420);
}

TEST_CASE("a metric that does not exist is refused with the nearest") {
  CHECK(problems_of(design("metric: elb_5x, threshold: 10")).find("did you mean \"elb_5xx\"?") != std::string::npos);
}
