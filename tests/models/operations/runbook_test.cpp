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

namespace {

/// Two services, of which the first is in a region whose control plane a test takes away, and people who scale both.
std::string two_regions(const std::string& first_step) {
  return R"(
design: two
regions:
  east: {name: us-east-1, zones: [a], stack: s}
  west: {name: us-west-2, zones: [a], stack: s}
stacks:
  s:
    alb: {type: application_load_balancer, zones: [a], targets: web}
    web: {type: ecs_fargate_service, zones: [a], tasks: {min: 2, desired: 2, max: 8}, cpu: 0.25 vCPU, memory: 512 MiB}
components:
  dns: {type: route53_failover, primary: east.alb, secondary: west.alb}
  more:
    type: runbook
    acknowledge: 5 min
    decide: 10 min
    steps:
      - )" + first_step +
         R"(
      - {do: scale, on: west.web, argument: 4, takes: 3 min}
journeys:
  ask: {path: [dns, alb, web], rate: 20 /s}
)";
}

void call(Bench& bench) {
  bench.world().capability<AlarmListener>(bench.id("more"))->alarm_changed(bench.world(), no_component, true);
}

}  // namespace

TEST_CASE("a step that cannot be carried out is set aside, and what does not depend on it is done meanwhile") {
  Bench bench(two_regions("{do: scale, on: east.web, argument: 4, takes: 3 min}"));
  bench.run(minutes(10));
  bench.strike("east", "control_plane_loss");
  call(bench);
  bench.run(minutes(30));
  CHECK(bench.as<Scalable>("east.web").desired() == 2);
  CHECK(bench.as<Scalable>("west.web").desired() == 4);
  CHECK(bench.values("more", "finished_seconds").empty());
  bench.run(hours(1));
  bench.relent("east", "control_plane_loss");
  bench.run(minutes(10));
  CHECK(bench.as<Scalable>("east.web").desired() == 4);
  // Blocked since the eighteenth minute (5 + 10 + 3) after the call, until the next try after the ninetieth: tries are five
  // minutes apart, besides the three minutes of the other step and the minute in which its tasks start.
  const auto blocked = bench.values("more", "blocked_seconds");
  REQUIRE(blocked.size() == 1);
  CHECK(blocked[0] > minutes(72).seconds());
  CHECK(blocked[0] < minutes(77).seconds());
  CHECK(bench.values("more", "finished_seconds").size() == 1);
}

TEST_CASE("what follows an essential step waits for it") {
  Bench bench(two_regions("{do: scale, on: east.web, argument: 4, takes: 3 min, essential: true}"));
  bench.run(minutes(10));
  bench.strike("east", "control_plane_loss");
  call(bench);
  bench.run(hours(1));
  CHECK(bench.as<Scalable>("west.web").desired() == 2);
  bench.relent("east", "control_plane_loss");
  bench.run(minutes(20));
  CHECK(bench.as<Scalable>("east.web").desired() == 4);
  CHECK(bench.as<Scalable>("west.web").desired() == 4);
}

TEST_CASE("a step that makes sense only after one that was set aside is tried again after it") {
  // Callers can be switched to the replica only when it has been promoted, which waits for the control plane.
  Bench bench(R"(
design: switchers
regions:
  primary: {name: us-east-1, zones: [a, b], stack: s}
stacks:
  s:
    alb: {type: application_load_balancer, zones: [a, b], targets: web}
    web: {type: ecs_fargate_service, zones: [a, b], tasks: {min: 2, desired: 2, max: 8}, cpu: 0.25 vCPU, memory: 512 MiB}
    db: {type: rds_instance, engine: mysql, class: db.t3.micro, storage: 20 GB, zone: a}
    replica: {type: rds_read_replica, source: db, engine: mysql, class: db.t3.micro, storage: 20 GB, zone: b}
components:
  more:
    type: runbook
    acknowledge: 5 min
    decide: 10 min
    look_again: 12 h
    steps: [{do: promote, on: primary.replica, takes: 3 min}, {do: switch, on: primary.db, takes: 3 min}]
journeys:
  write: {path: [alb, web, db.write], rate: 20 /s}
)");
  bench.run(minutes(10));
  bench.strike("primary", "control_plane_loss");
  bench.strike("primary.zone-1", "power_loss");
  call(bench);
  bench.run(hours(1));
  CHECK(bench.sli() < 0.01);
  CHECK(bench.values("more", "finished_seconds").empty());
  bench.relent("primary", "control_plane_loss");
  bench.run(hours(2));
  CHECK(bench.values("more", "finished_seconds").size() == 1);
  CHECK(bench.sli() > 0.9);
}

TEST_CASE("a drill that ends while people decide says so") {
  const auto design = design_from(people("target_5xx"));
  Plan plan = script(*design, {}, minutes(12));
  plan.traffic.push_back({0, 24, {}, {}, hours(2)});
  const ScriptedRun run(*design, plan, 1);
  // They look after 5 min and decide 10 min later, which nobody sees.
  CHECK(run.values("primary.more.noticed_seconds") == std::vector<double>{300});
  CHECK(run.values("primary.more.decided_seconds").empty());
  const auto deciding = run.unfinished("primary.more.decided_seconds");
  REQUIRE(deciding.size() == 1);
  // The alarm took its minute and the metric's delay before anybody was called.
  CHECK(deciding[0] > 300);
  CHECK(deciding[0] < 660);
  CHECK(run.unfinished("primary.more.finished_seconds") == deciding);
  CHECK(run.unfinished("primary.more.noticed_seconds").empty());
}

TEST_CASE("people are shut out while no way in is open, and say how many were") {
  const auto measured = [](const std::string& ways, const std::string& measure) {
    std::string text = people("target_5xx");
    text.replace(text.find("takes: 3 min"), 12, "takes: 3 min, via: " + ways);
    text.insert(text.find("    errors:"),
                "    bastion: {type: bastion, zone: a, running: false}\n    shell: {type: session_manager, zones: [a, b]}\n");
    const auto design = design_from(text);
    Plan plan = script(*design, {}, hours(4));
    plan.traffic.push_back({0, 24, {}, {}, hours(2)});
    const ScriptedRun run(*design, plan, 1);
    return measure == "waiting" ? run.unfinished("primary.more.shut_out_seconds") : run.values("primary.more." + measure);
  };
  // The bastion stands still: through Session Manager they get in at once.
  CHECK(measured("[bastion, shell]", "ways_in") == std::vector<double>{1});
  CHECK(measured("[bastion, shell]", "shut_out_seconds") == std::vector<double>{0});
  // Without it they wait, and still do when the drill is over.
  CHECK(measured("[bastion]", "ways_in") == std::vector<double>{0});
  CHECK(measured("[bastion]", "shut_out_seconds").empty());
  CHECK(measured("[bastion]", "waiting").size() == 1);
}
