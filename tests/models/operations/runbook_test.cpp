// Runbooks: people notice, decide and act, and wait while what they need is down.
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

constexpr const char* people = R"(
design: people
regions:
  primary: {name: us-east-1, zones: [a, b], stack: s}
stacks:
  s:
    alb: {type: application_load_balancer, zones: [a, b], targets: web}
    web: {type: ecs_fargate_service, zones: [a, b], tasks: {min: 2, desired: 2, max: 8}, cpu: 0.25 vCPU, memory: 512 MiB}
    errors: {type: alarm, on: alb, metric: elb_5xx, threshold: 10, notify: [more]}
    more: {type: runbook, acknowledge: 5 min, decide: 10 min, retry: 5 min, steps: [{do: scale, on: web, argument: 4, takes: 3 min}]}
journeys:
  ask: {path: [alb, web], rate: 20 /s}
)";

}  // namespace

TEST_CASE("an operation that the target does not know is refused with the nearest") {
  std::string text = people;
  text.replace(text.find("do: scale"), 9, "do: scalee");
  CHECK(problems_of(text).find("did you mean \"scale\"?") != std::string::npos);
}
