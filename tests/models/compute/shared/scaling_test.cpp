// Scaling policies against exact sequences and published windows.
#include "models/compute/shared/scaling.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "tests/support/scripted_run.h"

namespace windtunnel {
namespace {

using testing::design_from;
using testing::problems_of;
using testing::script;
using testing::ScriptedRun;

/// Instances of 100 requests per second each (10 workers, 100 ms), started in exactly 60 s, with metrics that are seen
/// a minute late. `group` adds parameters.
std::string fleet(const std::string& type, const std::string& group, const std::string& rate = "200 /s") {
  const bool instances = type == "auto_scaling_group";
  const std::string launch =
      instances ? "monitoring: detailed, launch: {instance: 60 s, bootstrap: 0 s, application_start: 0 s}"
                : "unchecked_wait: 0 s, image_size: 0 B, launch: {network_interface: 0 s, provisioning: 0 s, "
                  "container_start: 0 s, application_start: 60 s}";
  return R"(
design: fleet
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    app: {type: )" +
         type + ", zones: all, workers: 10, service_time: 100 ms, metric_delay: 60 s, " + launch + ", " + group + R"(}
journeys:
  order: {path: [primary.app], rate: )" +
         rate + R"(}
)";
}

/// Traffic times a factor from `at` on, for a time.
Plan surge(const Design& design, double factor, Duration lasts = hours(3), Duration horizon = hours(4)) {
  Plan plan = script(design, {}, horizon, horizon);
  plan.traffic.push_back({0, factor, {}, {}, lasts});
  return plan;
}

/// What a component told in a replication, with seconds since the first change.
std::vector<std::pair<double, std::string>> told(ScriptedRun& run, const Plan& plan, std::uint64_t replication = 0) {
  std::vector<std::pair<double, std::string>> lines;
  const Story story = run.story(plan, replication);
  for (const Story::Line& line : story.lines) lines.emplace_back((line.time - story.fault).seconds(), line.text);
  return lines;
}
std::vector<double> times_of(const std::vector<std::pair<double, std::string>>& lines, const std::string& part) {
  std::vector<double> times;
  for (const auto& [time, text] : lines)
    if (text.find(part) != std::string::npos) times.push_back(time);
  return times;
}

/// The numbers wanted in one replication, in order.
std::vector<double> wanted(const ScriptedRun& run, const Design& design, std::size_t replication) {
  const DesignLabels labels(design);
  std::vector<double> values;
  for (const NamedValue& value : run.records()[replication].values)
    if (labels.labels().values[value.name].name == "primary.app.desired_units") values.push_back(value.value);
  return values;
}

}  // namespace

TEST_CASE("target tracking climbs by the proportional rule while its metric saturates") {
  // Exact (S-tt-steps): 4 instances of 100 /s at 200 /s step to 1500 /s, target 50 %: 4 -> 8 -> 16 -> 30.
  const std::string policy = "scaling: [{target_tracking: {cpu: 50 %}}], instances: {min: 4, max: 100}, warm_up: 180 s";
  const auto design = design_from(fleet("auto_scaling_group", policy));
  const Plan plan = surge(*design, 7.5);
  ScriptedRun run(*design, plan, 20);
  for (std::size_t r = 0; r < 20; ++r) {
    const auto steps = wanted(run, *design, r);
    REQUIRE(steps.size() >= 3);
    CHECK(std::vector<double>(steps.begin(), steps.begin() + 3) == std::vector<double>{8, 16, 30});
  }
  // Exact (S-tt-time): 3 x (180 s until the metric counts + 60 s launch) = 720 s; here the alarm's evaluations have a
  // random phase of up to a minute at first.
  const auto in_service = times_of(told(run, plan), "is in service");
  REQUIRE(in_service.size() >= 26);
  CHECK(in_service[25] >= 720);
  CHECK(in_service[25] <= 780);
}

TEST_CASE("a service waits for its cooldown between equal answers") {
  // ecs.tt.cooldown: 300 s from one decision to the next; the first after 3 to 4 minutes (asg.tt.out).
  const auto design =
      design_from(fleet("ecs_fargate_service", "scaling: [{target_tracking: {cpu: 50 %}}], tasks: {min: 4, max: 100}"));
  const Plan plan = surge(*design, 7.5);
  ScriptedRun run(*design, plan, 20);
  const auto decisions = times_of(told(run, plan), "wants");
  REQUIRE(decisions.size() >= 3);
  CHECK(decisions[0] >= 180);
  CHECK(decisions[0] <= 240);
  CHECK(decisions[1] - decisions[0] == Approx(300));
  CHECK(decisions[2] - decisions[1] == Approx(300));
  const auto steps = wanted(run, *design, 0);
  CHECK(std::vector<double>(steps.begin(), steps.begin() + 3) == std::vector<double>{8, 16, 30});
}

TEST_CASE("basic monitoring makes the three minutes of target tracking fifteen at the most") {
  const std::string detailed =
      fleet("auto_scaling_group", "scaling: [{target_tracking: {cpu: 50 %}}], instances: {min: 4, max: 100}");
  std::string basic = detailed;
  basic.replace(basic.find("detailed"), 8, "basic");
  const auto design = design_from(detailed);
  const auto slow = design_from(basic);
  const Plan fast_plan = surge(*design, 1.9), slow_plan = surge(*slow, 1.9);
  ScriptedRun fast_run(*design, fast_plan, 1), slow_run(*slow, slow_plan, 1);
  const auto fast = times_of(told(fast_run, fast_plan), "wants");
  REQUIRE(!fast.empty());
  // A first period that the surge fills in part breaches too: between two periods and three, and a minute's phase and
  // delay.
  CHECK(fast[0] >= 120 + 60);
  CHECK(fast[0] <= 180 + 60 + 60);
  // asg.monitoring.basic: nobody sees more than a data point every five minutes, whose phase is random: the third that breaches
  // comes 10 to 15 minutes after the surge, evenly.
  std::vector<double> late;
  for (std::uint64_t r = 0; r < 60; ++r) {
    const auto decisions = times_of(told(slow_run, slow_plan, r), "wants");
    REQUIRE(!decisions.empty());
    late.push_back(decisions[0]);
  }
  std::sort(late.begin(), late.end());
  CHECK(late.front() >= 600 + 60);
  CHECK(late.back() <= 900 + 60);
  // The mean of 60 even numbers between 660 and 960 has a standard deviation of 300 / sqrt(12 * 60) = 11.
  CHECK(std::accumulate(late.begin(), late.end(), 0.0) / 60 == Approx(810).margin(45));
}

TEST_CASE(
    "it scales in after fifteen minutes below 0.9 (services) or 0.7 (groups) of the target, never below its least") {
  // 4 units at 200 /s are at 50 %; two units would be needed for 100 /s at a target of 50 %.
  for (const std::string type : {"ecs_fargate_service", "auto_scaling_group"}) {
    const std::string count = type == "ecs_fargate_service" ? "tasks" : "instances";
    const auto design = design_from(
        fleet(type, "scaling: [{target_tracking: {cpu: 50 %}}], " + count + ": {min: 2, desired: 4, max: 8}"));
    INFO(type);
    {
      const Plan plan = surge(*design, 0.5);
      ScriptedRun run(*design, plan, 5);
      const auto decisions = times_of(told(run, plan), "wants 2");
      REQUIRE(decisions.size() == 1);
      CHECK(decisions[0] >= 900);
      CHECK(decisions[0] <= 900 + 60 + 60);  // the phase of evaluations, and the metric's delay
      const auto steps = wanted(run, *design, 0);
      CHECK(*std::min_element(steps.begin(), steps.end()) == 2);
    }
    {
      // At 42 % a service's low alarm (45 %) stands but four units are still what the proportion asks for; a group's
      // (35 %) does not.
      const Plan plan = surge(*design, 0.84);
      ScriptedRun run(*design, plan, 5);
      CHECK(times_of(told(run, plan), "wants").empty());
    }
    {
      // At 36 % the proportion asks for three; only the service's alarm stands.
      const Plan plan = surge(*design, 0.72);
      ScriptedRun run(*design, plan, 5);
      const auto decisions = times_of(told(run, plan), "wants 3");
      CHECK(decisions.size() == (type == "ecs_fargate_service" ? 1 : 0));
    }
  }
}

TEST_CASE("under a load that falls slowly a unit goes when the load is worth one unit less, and comes back with it") {
  // Two units serve 200 /s: at 35 %, which is 70 /s, one of them would be at its target of 70 %. Between a peak of 140 /s
  // at 20:00 and a trough of 35 /s at 08:00 that is passed each night and each afternoon. The record begins at any hour.
  const std::string policy = "scaling: [{target_tracking: {cpu: 70 %}}], tasks: {min: 1, desired: 2, max: 4}";
  const auto design = design_from(fleet("ecs_fargate_service", policy, "{daily: {peak: 140 /s at 20:00 UTC, trough: 35 /s}}"));
  const Plan plan = surge(*design, 1, hours(72), hours(73));
  ScriptedRun run(*design, plan, 2);
  for (std::size_t r = 0; r < 2; ++r) {
    const auto steps = wanted(run, *design, r);
    const bool from_one = !steps.empty() && steps.front() == 2;
    CHECK(steps == (from_one ? std::vector<double>{2, 1, 2, 1, 2, 1} : std::vector<double>{1, 2, 1, 2, 1, 2}));
  }
}

TEST_CASE("what is on its way is not asked for again") {
  // 4 units at 300 /s are at 75 %: ceil(4 x 75 / 50) = 6, at which they come to rest; the two new ones take a minute.
  const auto design = design_from(fleet("ecs_fargate_service", "scaling: [{target_tracking: {cpu: 50 %}}], tasks: {min: 4, max: 100}"));
  const Plan plan = surge(*design, 1.5);
  const ScriptedRun run(*design, plan, 5);
  for (std::size_t r = 0; r < 5; ++r) CHECK(wanted(run, *design, r).front() == 6);
  const auto steps = wanted(run, *design, 0);
  CHECK(*std::max_element(steps.begin(), steps.end()) == 6);
}

TEST_CASE("with several policies one is enough to scale out, and all must agree to scale in") {
  // Memory: 30 % without load, 60 points more at full load; a target of 45 % is met at 25 % processor load.
  const std::string both =
      "scaling: [{target_tracking: {cpu: 50 %}}, {target_tracking: {memory: 45 %}}], memory_use: {per_load: 60 %}, "
      "tasks: {min: 2, desired: 4, max: 8}";
  const auto design = design_from(fleet("ecs_fargate_service", both, "100 /s"));
  {
    // 45 % processor load: below its target, but memory is at 57 %: ceil(4 x 57 / 45) = 6.
    const Plan plan = surge(*design, 1.8);
    ScriptedRun run(*design, plan, 3);
    CHECK(wanted(run, *design, 0).front() == 6);
  }
  {
    // 10 % processor load asks for one unit, memory at 36 % for ceil(4 x 36 / 45) = 4: its alarm (40.5 %) stands,
    // nothing goes.
    const Plan plan = surge(*design, 0.4);
    ScriptedRun run(*design, plan, 3);
    CHECK(times_of(told(run, plan), "wants").empty());
  }
  {
    // 20 units at 20 %: the processor asks for 8, memory at 42 % for 19, but memory's alarm (40.5 %) does not stand.
    std::string large = both;
    large.replace(large.find("{min: 2, desired: 4, max: 8}"), 28, "{min: 2, desired: 20, max: 40}");
    const auto many = design_from(fleet("ecs_fargate_service", large, "400 /s"));
    const Plan plan = surge(*many, 1.001);
    ScriptedRun run(*many, plan, 1);
    CHECK(times_of(told(run, plan), "wants").empty());
  }
}

TEST_CASE("step scaling adds and removes one unit per cooldown beyond its thresholds") {
  // asg.cooldown: 300 s after what was added is in service; 2 of 2 periods of a minute.
  const auto design = design_from(fleet(
      "auto_scaling_group",
      "scaling: [{step: {scale_out_above: 80 %, scale_in_below: 20 %}}], instances: {min: 2, desired: 4, max: 6}"));
  const Plan plan = surge(*design, 3, hours(1));
  ScriptedRun run(*design, plan, 5);
  const auto lines = told(run, plan);
  const auto five = times_of(lines, "wants 5"), six = times_of(lines, "wants 6");
  REQUIRE(!five.empty());
  REQUIRE(!six.empty());
  CHECK(five[0] >= 120);
  CHECK(five[0] <= 120 + 60 + 60);  // the phase of evaluations, and the metric's delay
  CHECK(six[0] - five[0] == Approx(60 + 300));
  const Plan quiet = surge(*design, 0.2, hours(2));
  ScriptedRun shrinking(*design, quiet, 5);
  const auto steps = wanted(shrinking, *design, 0);
  REQUIRE(steps.size() >= 2);
  CHECK(steps[0] == 3);
  CHECK(steps[1] == 2);
}

TEST_CASE("one threshold for out and in leaves no number of units at rest") {
  // 150 of 200 requests per second that two instances carry: one is overloaded, two are at 75 %, below 80 %. Each step is taken
  // back at the end of its cooldown at the latest, or as soon as its alarm has two periods of a minute together.
  const auto taken_back = [](const std::string& thresholds) {
    const auto design = design_from(fleet(
        "auto_scaling_group", "scaling: [{step: {" + thresholds + "}}], instances: {min: 1, desired: 2, max: 6}", "150 /s"));
    const ScriptedRun run(*design, surge(*design, 1.001), 5);
    return run.values("primary.app.taken_back_seconds");
  };
  const auto all = taken_back("scale_out_above: 80 %, scale_in_below: 80 %");
  CHECK(all.size() >= 5 * 4 * 3600 / 1200);
  CHECK(all.front() > 120);
  CHECK(all.back() < 900);
  CHECK(taken_back("scale_out_above: 80 %, scale_in_below: 35 %").empty());
}

TEST_CASE("scheduled actions come at their hour in their time zone, up to two minutes late") {
  // asg.scheduled.delay: within seconds, up to two minutes. 06:00 in New York is 11:00 UTC in winter.
  const auto design = design_from(
      fleet("auto_scaling_group",
            "scaling: [{scheduled: {at: \"06:00 America/New_York\", days: weekdays, desired: 6}}, "
            "{scheduled: {at: \"22:00 America/New_York\", desired: 3}}], instances: {min: 2, desired: 4, max: 6}"));
  Plan plan = script(*design, {}, days(8), days(8));
  plan.start = {StartTime::Kind::fixed, Time{} + days(7)};
  ScriptedRun run(*design, plan, 1);
  std::size_t up = 0, down = 0;
  const Story story = run.story(plan, 0);
  for (const Story::Line& line : story.lines) {
    if (line.time < story.fault) continue;
    const double hour = static_cast<double>((line.time - Time{}) % days(1) / microseconds(1)) / 3.6e9;
    if (line.text.find("wants 6") != std::string::npos) {
      ++up;
      CHECK(hour >= 11);
      CHECK(hour <= 11 + 2.0 / 60);
    }
    if (line.text.find("wants 3") != std::string::npos) {
      ++down;
      CHECK(hour >= 3);
      CHECK(hour <= 3 + 2.0 / 60);
    }
  }
  CHECK(up >= 5);
  CHECK(up <= 6);
  CHECK(down >= 5);
}

TEST_CASE("an outage of the control plane freezes scaling") {
  const auto design =
      design_from(fleet("ecs_fargate_service", "scaling: [{target_tracking: {cpu: 50 %}}], tasks: {min: 4, max: 100}"));
  Plan plan = surge(*design, 7.5);
  const Plan fault = script(*design, {{"primary", "control_plane_loss", {}, hours(1)}});
  plan.blows = fault.blows;
  ScriptedRun run(*design, plan, 3);
  const auto decisions = times_of(told(run, plan), "wants");
  REQUIRE(!decisions.empty());
  CHECK(decisions[0] >= 3600);
  CHECK(decisions[0] <= 3600 + 120);
}

TEST_CASE("the default target is 70 %, else the lowest processor target") {
  using models::Scaling;
  using models::TargetTracking;
  CHECK(Scaling::nominal_utilisation({}) == Approx(0.7));
  CHECK(Scaling::nominal_utilisation({TargetTracking{percent(60), {}}, TargetTracking{percent(50), {}}}) ==
        Approx(0.5));
  CHECK(Scaling::nominal_utilisation({TargetTracking{{}, percent(50)}}) == Approx(0.7));
}

}  // namespace windtunnel
