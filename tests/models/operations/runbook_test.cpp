// Runbooks: people notice, decide and act, and wait while what they need is down.
#include "tests/support/bench.h"
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

TEST_CASE("people who see the alarm still standing begin anew, and what was replaced in vain is replaced again") {
  // The group heeds no balancer: an instance without its application is kept for good. While the gateway is down its
  // replacement is no better (given up after ten minutes); once the gateway is back, the next replacement serves.
  const auto design = design_from(R"(
design: stuck
regions:
  primary: {name: us-east-1, zones: [a], stack: s}
stacks:
  s:
    nat: {type: nat_gateway, zone: a}
    private: {type: subnets, tier: private, zones: [a], route: [nat]}
    alb: {type: application_load_balancer, zones: [a], targets: app}
    app: {type: auto_scaling_group, zones: [a], egress: private, instances: {min: 1, desired: 1, max: 2}}
    sick: {type: alarm, on: alb, metric: unhealthy_hosts, threshold: 1, notify: [people]}
    people: {type: runbook, acknowledge: 5 min, decide: 5 min, steps: [{do: replace, on: app, takes: 3 min}]}
journeys:
  ask: {path: [alb, app], rate: 10 /s}
)");
  const auto faults = [](Duration outage) {
    return std::vector<ScriptedFault>{{"primary.nat", "outage", {}, outage},
                                      {"primary.app", "instance_loss", minutes(1), {}, 1}};
  };
  const ScriptedRun run(*design, script(*design, faults(hours(2)), hours(12)), 10);
  for (const auto& record : run.records()) {
    REQUIRE(record.journeys[0].recovered);
    // The gateway's two hours; then at the most a start that is given up (10 min), the wait (5 min), and a good start.
    CHECK(record.journeys[0].rto_seconds > hours(2).seconds());
    CHECK(record.journeys[0].rto_seconds < (hours(2) + minutes(25)).seconds());
  }
}

TEST_CASE("a step is left out while what must be gone for it still works") {
  std::string text = people("target_5xx");
  text.replace(text.find("do: scale,"), 10, "do: scale, unless: primary,");
  const auto design = design_from(text);
  Plan plan = script(*design, {}, hours(4));
  plan.traffic.push_back({0, 24, {}, {}, hours(2)});
  const ScriptedRun run(*design, plan, 3);
  CHECK(run.values("primary.more.decided_seconds").size() == 3);
  CHECK(run.values("primary.web.desired_units").empty());
}

TEST_CASE("an alarm that comes and goes while people decide is taken for standing") {
  // Notified at 0; it is decided after 15 minutes, when the alarm is gone.
  const auto decided = [](const std::vector<std::pair<Duration, bool>>& changes) {
    Bench bench(people("target_5xx"));
    bench.run(minutes(1));
    const ComponentId alarm = bench.id("primary.errors");
    Duration now;
    for (const auto& [at, firing] : changes) {
      bench.run(at - now);
      now = at;
      bench.world().capability<AlarmListener>(bench.id("primary.more"))->alarm_changed(bench.world(), alarm, firing);
    }
    bench.run(minutes(30));
    return !bench.values("primary.more", "decided_seconds").empty();
  };
  CHECK_FALSE(decided({{Duration{}, true}, {minutes(6), false}}));
  CHECK(decided({{Duration{}, true}, {minutes(6), false}, {minutes(8), true}, {minutes(9), false}}));
}
