// Fargate services against what is known of them: starts, replacements, zones, dependencies of a start, scaling, cost.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/scripted_run.h"

namespace windtunnel {
namespace {

using testing::design_from;
using testing::problems_of;
using testing::script;
using testing::ScriptedRun;

/// A service behind a load balancer, in two zones with one NAT gateway. `service` replaces the tasks' line.
std::string fargate(const std::string& service = "tasks: {min: 2, max: 4}", const std::string& zones = "all") {
  return R"(
design: shop
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    nat: {type: nat_gateway, zone: a}
    private: {type: subnets, tier: private, zones: all, route: [nat]}
    registry: {type: container_registry}
    secret: {type: secrets_manager, secrets: 1}
    alb: {type: application_load_balancer, zones: all, targets: web}
    web: {type: ecs_fargate_service, egress: private, registry: registry, secrets: [secret], zones: )" +
         zones + ", " + service + R"(}
journeys:
  order: {path: [primary.alb, primary.web], rate: 60 /s}
)";
}

double middle(const std::vector<double>& sorted) { return ScriptedRun::quantile(sorted, 0.5); }

const ServingPool& pool_of(const Design& design) {
  return dynamic_cast<const ServingPool&>(design.component(design.find("primary.web")));
}

/// The values that a run published under a name; there must be some.
std::vector<double> published_by(const ScriptedRun& run, const std::string& name) {
  const std::vector<double> values = run.values(name);
  INFO(name);
  REQUIRE(!values.empty());
  return values;
}

/// A script that is watched for hours after users are well again: what happens behind their backs counts too.
Plan days_script(const Design& design, const std::vector<testing::ScriptedFault>& faults) {
  return script(design, faults, hours(6), hours(5));
}

}  // namespace

TEST_CASE("a lost task is replaced in the time that its launch chain and the first health check take") {
  // ecs.fargate.start.model: 10.5 s + image / 25..60 MB/s + 7.5 s, here with 80 MB: 19.3 s to 21.2 s; then the
  // application (2 s) and the first pass of a 30 s probe (alb.hc.first_check): U(0, 30).
  const auto design = design_from(
      fargate("tasks: {min: 2, max: 2}, image_size: 80 MB, stop_notice: 3 s, launch: {application_start: 2 s}"));
  const Plan plan = script(*design, {{"primary.web", "task_loss", {}, {}, 1}});
  const ScriptedRun run(*design, plan, 400);
  const auto launch = run.values("primary.web.launch_seconds");
  REQUIRE(launch.size() == 400);
  CHECK(launch.front() > 10 + 1.33 + 6 + 2);
  CHECK(launch.back() < 11 + 3.2 + 9 + 2 + 30);
  CHECK(middle(launch) == Approx(22.2 + 15).margin(1.5));
  CHECK(ScriptedRun::quantile(launch, 0.9) == Approx(22.2 + 27).margin(2));
  for (const auto& record : run.records()) CHECK(record.struck == Struck::changed);
  const auto replacement = run.values("primary.web.replacement_seconds");
  CHECK(middle(replacement) == Approx(middle(launch) + 3).margin(0.01));
  CHECK(run.values("primary.web.failed_launches").empty());
}

TEST_CASE("launch to healthy lies in the field measurement's range") {
  // ecs.fargate.start.serving: 45 to 70 s measured behind a load balancer with checks of 10 s x 2 and its own image;
  // with the defaults here the median may not leave that range by more than the spread of image sizes.
  const auto design = design_from(fargate());
  const ScriptedRun run(*design, script(*design, {{"primary.web", "task_loss", {}, {}, 1}}), 300);
  const double p50 = middle(run.values("primary.web.launch_seconds"));
  CHECK(p50 > 38);
  CHECK(p50 < 70);
}

TEST_CASE("no task starts while the NAT gateway forwards nothing, and retries wait longer and longer") {
  const auto design = design_from(fargate("tasks: {min: 2, max: 2}"));
  const Plan plan =
      days_script(*design, {{"primary.nat", "outage", {}, hours(2)}, {"primary.web", "task_loss", seconds(60), {}, 1}});
  const ScriptedRun run(*design, plan, 20);
  // Tries of 3 minutes of patience, with waits of 30, 60, 120, 240, 480, 900, 900 ... s between them
  // (ecs.throttle.max).
  for (const double held : run.values("primary.web.held_by_egress_seconds")) CHECK(held <= 180);
  for (const auto& record : run.records()) {
    const auto failed =
        std::count_if(record.values.begin(), record.values.end(), [](const NamedValue& v) { return v.value == 180; });
    CHECK(failed >= 9);
    CHECK(failed <= 11);
  }
  CHECK(published_by(run, "primary.web.replacement_seconds").front() > 7140);
  CHECK(published_by(run, "primary.web.replacement_seconds").back() < 7140 + 900 + 120);
}

TEST_CASE("a broken registry or secret store holds starts up like a broken way out") {
  for (const std::string part : {"registry", "secret"}) {
    const auto design = design_from(fargate("tasks: {min: 2, max: 2}"));
    const Plan plan = script(
        *design, {{"primary." + part, "outage", {}, minutes(2)}, {"primary.web", "task_loss", seconds(10), {}, 1}});
    const ScriptedRun run(*design, plan, 20);
    const std::string measure = part == "registry" ? "registry" : "secrets";
    const auto held = run.values("primary.web.held_by_" + measure + "_seconds");
    INFO(part);
    // The outage ends within the start's patience: the start goes on as soon as it can.
    REQUIRE(held.size() == 20);
    CHECK(held.back() < 110);
    CHECK(run.values("primary.web.failed_launches").empty());
    CHECK(published_by(run, "primary.web.replacement_seconds").back() < 110 + 60);
  }
}

TEST_CASE("the tasks of a lost zone come back in the other one") {
  // The NAT gateway is in zone a: only the loss of b leaves the way out.
  const auto design =
      design_from(fargate("tasks: {min: 2, max: 2}, launch: {refused_in_zone_loss: 0 %}, zone_rebalancing: false"));
  const Plan plan = script(*design, {{"primary.zone-2", "power_loss", {}, hours(3)}});
  ScriptedRun run(*design, plan, 100);
  const auto replacement = run.values("primary.web.replacement_seconds");
  REQUIRE(replacement.size() == 100);
  // Noticed by the balancer (alb.hc.detect.default: 35 to 65 s) or by the service itself, whichever comes first.
  const auto notice = run.values("primary.web.notice_seconds");
  CHECK(notice.front() >= 30);
  CHECK(notice.back() <= 65.1);
  CHECK(middle(notice) == Approx(50).margin(3));
  CHECK(replacement.back() < 65 + 90);
  CHECK(run.values("primary.web.failed_launches").empty());
}

TEST_CASE("with its one zone lost a service waits for the zone") {
  const auto design = design_from(fargate("tasks: {min: 2, max: 2}", "b"));
  const Plan plan = days_script(*design, {{"primary.zone-2", "power_loss", {}, hours(1)}});
  const ScriptedRun run(*design, plan, 20);
  CHECK(published_by(run, "primary.web.replacement_seconds").front() > 3600);
  CHECK(published_by(run, "primary.web.held_by_capacity_seconds").back() > 0);
  CHECK(run.rto().front() > 3600);
}

TEST_CASE("tasks go back to a zone that has returned, one at a time and start-first") {
  const auto design = design_from(fargate("tasks: {min: 4, max: 4}, launch: {refused_in_zone_loss: 0 %}"));
  const Plan plan = days_script(*design, {{"primary.zone-2", "power_loss", {}, hours(1)}});
  ScriptedRun run(*design, plan, 5);
  // Two replacements while the zone is away, then two moves.
  CHECK(run.values("primary.web.launch_seconds").size() == 5 * 4);
  const Story story = run.story(plan, 0);
  std::size_t moved = 0, stopped = 0;
  for (const Story::Line& line : story.lines) {
    if (line.component != "primary.web" || line.time < story.fault + hours(1)) continue;
    moved += line.text == "the task in us-east-1b is in service";
    stopped += line.text == "stops the task in us-east-1a";
    CHECK(stopped <= moved);
  }
  CHECK(moved == 2);
  CHECK(stopped == 2);
}

TEST_CASE("no task starts while the control plane is down; what runs goes on") {
  const auto design = design_from(fargate("tasks: {min: 2, max: 2}"));
  const Plan down = days_script(
      *design, {{"primary", "control_plane_loss", {}, minutes(110)}, {"primary.web", "task_loss", seconds(30), {}, 1}});
  const ScriptedRun run(*design, down, 20);
  CHECK(published_by(run, "primary.web.replacement_seconds").front() > 6570);
  // Tries 0, 30, 90, 210, 450, 930, 1830 s and so on every 900 s after the loss: the twelfth at 6330 s.
  CHECK(published_by(run, "primary.web.failed_launches").back() == 12);
  // It goes on when the control plane does, without the wait between tries.
  CHECK(published_by(run, "primary.web.replacement_seconds").back() < 6570 + 120);
  const ScriptedRun untouched(*design, script(*design, {{"primary", "control_plane_loss", {}, hours(2)}}), 5);
  CHECK(untouched.rto().back() == 0);
}

TEST_CASE("a task that fails its checks is replaced start-first") {
  const auto design = design_from(fargate("tasks: {min: 2, max: 2}"));
  const Plan plan = script(*design, {{"primary.web", "task_failing", {}, {}, 1}});
  ScriptedRun run(*design, plan, 50);
  const Story story = run.story(plan, 0);
  std::vector<std::string> order;
  for (const Story::Line& line : story.lines)
    if (line.component == "primary.web") order.push_back(line.text);
  const auto at = [&](const std::string& part) {
    return std::find_if(order.begin(), order.end(),
                        [&](const std::string& text) { return text.find(part) != std::string::npos; }) -
           order.begin();
  };
  CHECK(at("answers with errors") < at("its balancer calls it unhealthy"));
  CHECK(at("its balancer calls it unhealthy") < at("is in service"));
  CHECK(at("is in service") < at("stops the task"));
  // alb.hc.detect.default less its time-out, since errors come at once: 30 to 60 s; then the start.
  CHECK(published_by(run, "primary.web.replacement_seconds").front() > 30 + 18);
  CHECK(published_by(run, "primary.web.replacement_seconds").back() < 60 + 100);
}

TEST_CASE("within the grace period verdicts do not count") {
  // Both tasks are new when one of them begins to fail: its balancer says so after 30 to 60 s (alb.hc.detect.default).
  const auto condemned_after = [](const std::string& grace) {
    const auto design = design_from(fargate("tasks: {min: 2, max: 2}, health_check_grace: " + grace));
    const Plan plan = days_script(
        *design, {{"primary.web", "task_loss", {}, {}, 2}, {"primary.web", "task_failing", minutes(4), {}, 1}});
    ScriptedRun run(*design, plan, 1);
    const Story story = run.story(plan, 0);
    for (const Story::Line& line : story.lines)
      if (line.text.find("calls it unhealthy") != std::string::npos) return (line.time - story.fault).seconds() - 240;
    return 0.0;
  };
  const double hasty = condemned_after("0 s"), patient = condemned_after("10 min");
  CHECK(hasty > 30);
  CHECK(hasty < 60);
  CHECK(patient > 600 - 240);
  CHECK(patient < 600 - 240 + 60);
}

TEST_CASE("a service that is back after an outage is not made smaller for what its metric said before it") {
  // Five tasks at 60 %: below 63 %, where the alarm on a low metric stands (0.9 of the target), above the 56 % that let four
  // do. An outage leaves no data (asg.tt.nodata), and fifteen minutes of data are needed again, also when few users are back
  // at first.
  const auto design = design_from(fargate("tasks: {min: 2, desired: 5, max: 5}, workers: 1, scaling: [{target_tracking: {cpu: 70 %}}]"));
  Plan plan = script(*design, {{"primary", "loss", {}, hours(1)}}, hours(4), minutes(10));
  plan.traffic.push_back({0, 0.2, minutes(30), minutes(1), hours(1)});
  const ScriptedRun run(*design, plan, 20);
  CHECK(run.values("primary.web.desired_units").empty());
}

TEST_CASE("the nominal rate puts the normal number of tasks at the scaling target") {
  // 2 tasks x 8 workers / 50 ms x 70 % = 224 /s; with a target of 50 % 160 /s.
  CHECK(pool_of(*design_from(fargate("tasks: {min: 2, max: 4}"))).nominal_rate() == Approx(224));
  CHECK(pool_of(*design_from(fargate("tasks: {min: 2, max: 4}, scaling: [{target_tracking: {cpu: 50 %}}]")))
            .nominal_rate() == Approx(160));
  CHECK(pool_of(*design_from(fargate("tasks: {min: 2, desired: 3, max: 4}"))).nominal_rate() == Approx(336));
}

TEST_CASE("a month of two small tasks costs what the price list says") {
  // Published list: 0.04048 USD per vCPU-hour and 0.004445 USD per GB-hour; 2 x 0.25 vCPU are 365 vCPU-h, 14.78 USD.
  const auto design = design_from(fargate("tasks: {min: 2, max: 2}, cpu: 0.25 vCPU, memory: 512 MiB, logs: 10 GB"));
  const HealthyWeek week(*design, 1);
  CostSheet sheet;
  const ComponentId web = design->find("primary.web");
  design->component(web).bill(week, sheet);
  REQUIRE(sheet.items().size() == 3);
  CHECK(sheet.items()[0].price_key == "fargate.linux_x86.vcpu");
  CHECK(sheet.items()[0].quantity == Approx(365));
  CHECK(sheet.items()[1].price_key == "fargate.linux_x86.gb");
  CHECK(sheet.items()[1].quantity == Approx(730));
  CHECK(sheet.items()[2].quantity == Approx(10));
  CHECK(sheet.items()[2].assumed);
}

TEST_CASE("what makes no sense is reported") {
  CHECK(problems_of(fargate("tasks: {min: 3, max: 2}")).find("must not be below") != std::string::npos);
  CHECK(problems_of(fargate("tasks: {min: 2, desired: 1}")).find("must not be above") != std::string::npos);
  CHECK(problems_of(fargate("tasks: {min: 1, max: 2}, scaling: [{target_tracking: {}}]")).find("either") !=
        std::string::npos);
  CHECK(problems_of(fargate("tasks: {min: 1, max: 2}, scaling: [{step: {scale_out_above: 20 %, scale_in_below: 80 %}}]"))
            .find("must not lie above") != std::string::npos);
}

}  // namespace windtunnel
