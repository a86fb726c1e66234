// Runbooks: people notice, decide and act, and wait while what they need is down.
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

/// A small shop whose alarm on a metric of its load balancer calls people who add tasks.
std::string people(const std::string& metric) {
  std::string text = R"(
design: people
regions:
  primary: {name: us-east-1, zones: [a, b], stack: s}
stacks:
  s:
    alb: {type: application_load_balancer, zones: [a, b], targets: web}
    web: {type: ecs_fargate_service, zones: [a, b], tasks: {min: 2, desired: 2, max: 8}, cpu: 0.25 vCPU, memory: 512 MiB}
    errors: {type: alarm, on: alb, metric: METRIC, threshold: 10, notify: [more]}
    more: {type: runbook, acknowledge: 5 min, decide: 10 min, retry: 5 min, steps: [{do: scale, on: web, argument: 4, takes: 3 min}]}
journeys:
  ask: {path: [alb, web], rate: 20 /s}
)";
  return text.replace(text.find("METRIC"), 6, metric);
}

}  // namespace

TEST_CASE("an operation that the target does not know is refused with the nearest") {
  std::string text = people("elb_5xx");
  text.replace(text.find("do: scale"), 9, "do: scalee");
  CHECK(problems_of(text).find("did you mean \"scale\"?") != std::string::npos);
}

TEST_CASE("people act after they have noticed and decided, while the alarm stands") {
  const auto design = design_from(people("target_5xx"));
  Plan plan = script(*design, {}, hours(4));
  // Two tasks with 8 workers of 50 ms carry 320 requests per second, four 640: with 480 errors go on until somebody adds
  // tasks.
  plan.traffic.push_back({0, 24, {}, {}, hours(2)});
  const ScriptedRun run(*design, plan, 5);
  const auto noticed = run.values("primary.more.noticed_seconds"), decided = run.values("primary.more.decided_seconds");
  const auto finished = run.values("primary.more.finished_seconds");
  REQUIRE(noticed.size() == 5);
  REQUIRE(finished.size() == 5);
  // 5 min until somebody looks, 10 min until it is decided, 3 min for the one step, which is done when the tasks serve:
  // 45 to 70 s as measured (ecs.fargate.start.serving).
  CHECK(noticed.back() == Approx(300));
  CHECK(decided.back() == Approx(900));
  CHECK(finished.front() > 1080 + 30);
  CHECK(finished.back() < 1080 + 90);
  const auto units = run.values("primary.web.desired_units");
  CHECK(std::find(units.begin(), units.end(), 4.0) != units.end());
}

TEST_CASE("people stand down when the alarm is over before they have decided") {
  const auto design = design_from(people("elb_5xx"));
  // A stopped task is known within seconds: its errors fill one period, and are over long before ten minutes are.
  const Plan plan = script(*design, {{"primary.web", "task_loss", {}, {}, 1}}, hours(4));
  const ScriptedRun run(*design, plan, 5);
  CHECK(run.values("primary.more.noticed_seconds").size() == 5);
  CHECK(run.values("primary.more.decided_seconds").empty());
}
