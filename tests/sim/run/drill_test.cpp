// Drills: what their windows, their traffic and their ends mean.
#include "tests/support/scripted_run.h"

namespace windtunnel {
namespace {

using testing::design_from;
using testing::script;
using testing::ScriptedRun;

const std::string pool = R"(
design: pool
components:
  front: {type: pool, units: 4, service_time: 50 ms, waiting_places: 4}
journeys:
  use: {path: [front], rate: 40 /s, objective: {within: 1 s}}
)";

/// A service behind checkers, with an alarm on their verdict and one on errors; `first` stands before everything else.
std::string checked_shop(const std::string& first) {
  return "design: shop\nregions:\n  primary: {name: ap-south-1, zones: [a, b], stack: s}\nstacks:\n  s:\n" + first +
         "    alb: {type: application_load_balancer, targets: web}\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 4, max: 4}}\n"
         "    errors: {type: alarm, on: alb, metric: target_5xx, comparison: at_least, threshold: 1}\n"
         "components:\n"
         "  check: {type: route53_health_check, on: primary.alb}\n"
         "  gone: {type: alarm, on: check, metric: status, comparison: below, threshold: 1}\n"
         "journeys:\n  order: {path: [primary.alb, primary.web], rate: 10 /s}\n";
}

}  // namespace

TEST_CASE("one more alarm leaves the chance of all others unmoved") {
  const auto usual = design_from(checked_shop(""));
  const auto more = design_from(
      checked_shop("    spare: {type: alarm, on: alb, metric: request_count, comparison: above, threshold: 1000000}\n"));
  const auto detections = [](const Design& design) {
    const Plan plan = script(design, {{"primary.alb", "outage", {}, minutes(20)}}, hours(2));
    std::vector<double> seconds;
    const ScriptedRun run(design, plan, 20);
    for (const ReplicationRecord& record : run.records())
      for (const DetectionRecord& detection : record.detections) seconds.push_back(detection.seconds);
    return seconds;
  };
  const auto expected = detections(*usual);
  REQUIRE(expected.size() >= 15);
  CHECK(detections(*more) == expected);
}

TEST_CASE("an alarm on what a component says of itself is due to what changed that") {
  const auto design = design_from(checked_shop(""));
  const Plan plan = script(*design, {{"primary.alb", "outage", {}, minutes(20)}}, hours(2));
  const Story story = ScriptedRun(*design, plan, 1).story(plan, 0);
  const auto line = [&](const std::string& component, const std::string& part) {
    const auto found = std::find_if(story.lines.begin(), story.lines.end(), [&](const Story::Line& each) {
      return each.component == component && each.text.find(part) != std::string::npos;
    });
    INFO(component << ": " << part);
    REQUIRE(found != story.lines.end());
    return *found;
  };
  CHECK(line("gone", "goes into alarm").cause == line("check", "unhealthy").event);
}

TEST_CASE("a drill is watched for its whole lead, also where that reaches into the week before") {
  const auto design = design_from(pool);
  for (const Duration lead : {hours(1), hours(2), days(3), days(7)}) {
    Plan plan = script(*design, {{"front", "failure", {}, minutes(10), 4}}, hours(3));
    plan.lead = lead;
    for (const Duration at : {Duration{}, minutes(30), days(1) + hours(12), days(7) - minutes(1)}) {
      plan.start = {StartTime::Kind::fixed, HealthyWeek::begin() + at};
      ScriptedRun run(*design, plan, 1);
      const Story story = run.story(plan, 0);
      INFO(lead.seconds() << " s before " << at.seconds() << " s of the week");
      CHECK(story.fault - story.start == lead);
      CHECK(HealthyWeek::same_time_of_week(story.fault) == HealthyWeek::same_time_of_week(HealthyWeek::begin() + at));
      CHECK(run.records()[0].window_seconds == (story.end - story.start).seconds());
      CHECK(run.records()[0].journeys[0].rto_seconds == Approx(600).margin(5));
    }
  }
}

TEST_CASE("a drill request by request is as long as what was watched of it") {
  const auto design = design_from(pool);
  const Plan plan = script(*design, {{"front", "failure", {}, minutes(2), 4}}, minutes(20), minutes(5));
  const ScriptedRun run(*design, plan, 1, 1, TrafficResolution::request);
  // Five minutes suffice to come to a steady state, and five well ones end it after the two of the fault.
  CHECK(run.records()[0].window_seconds == Approx(12 * 60).margin(60));
}

TEST_CASE("surges that overlap multiply, and one that ends leaves the other") {
  const auto design = design_from(pool);
  Plan plan = script(*design, {}, hours(8));
  plan.traffic.push_back({0, 3, {}, {}, minutes(30)});
  plan.traffic.push_back({0, 3, minutes(10), {}, hours(4)});
  const ScriptedRun run(*design, plan, 1);
  // Four units of 20 /s serve 80 /s: three times 40 /s is too much, until the longer surge is over.
  CHECK(run.records()[0].journeys[0].rto_seconds == Approx(250 * 60).margin(60));
}

TEST_CASE("a surge changes nothing for journeys that are no flow") {
  const auto design = design_from("design: pair\ncomponents: {left: {type: node}}\njourneys: {ask: {success: left, rate: 10 /s}}\n");
  Plan plan = script(*design, {}, hours(2));
  plan.traffic.push_back({0, 3, {}, {}, minutes(30)});
  CHECK(ScriptedRun(*design, plan, 1).records()[0].struck == Struck::unchanged);
}

TEST_CASE("contents that nobody brings back are lost without bound") {
  const auto design = design_from(R"(
design: data
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    db: {type: rds_instance, class: db.t3.micro, zone: a, subnet_zones: [a, b]}
journeys:
  read: {path: [primary.db.read], rate: 10 /s}
)");
  const auto losses = [&](double share) {
    return ScriptedRun(*design, script(*design, {{"primary.db", "deletion", {}, {}, 0, share}}, hours(3)), 1).records()[0].losses;
  };
  REQUIRE(losses(1).size() == 1);
  CHECK(losses(1)[0].unbounded);
  CHECK(losses(0.3).empty());  // the rest is there
}

TEST_CASE("contents that are gone are not made up for by others that were brought back") {
  const auto design = design_from(R"(
design: data
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    alb: {type: application_load_balancer, targets: web}
    web: {type: ecs_fargate_service, tasks: {min: 4, max: 4}}
    orders: {type: rds_instance, class: db.t3.micro, zone: a, subnet_zones: [a, b], backups: {retention: 7 d}}
    drafts: {type: rds_instance, class: db.t3.micro, zone: a, subnet_zones: [a, b], backups: {retention: 7 d}}
    errors: {type: alarm, on: alb, metric: target_5xx, comparison: at_least, threshold: 1, notify: [people]}
    people: {type: runbook, acknowledge: 5 min, decide: 10 min, retry: 5 min, steps: [{do: restore_point_in_time, on: orders}]}
journeys:
  order: {path: [primary.alb, primary.web, {calls: [primary.orders.write, primary.drafts.write]}], rate: 10 /s}
)");
  const auto losses = [&](const std::vector<testing::ScriptedFault>& faults) {
    return ScriptedRun(*design, script(*design, faults, hours(12)), 1).records()[0].losses;
  };
  const auto brought_back = losses({{"primary.orders", "deletion", {}, {}}});
  REQUIRE(brought_back.size() == 1);
  CHECK_FALSE(brought_back[0].unbounded);
  const auto half = losses({{"primary.orders", "deletion", {}, {}}, {"primary.drafts", "deletion", {}, {}}});
  REQUIRE(half.size() == 2);
  CHECK_FALSE(half[0].unbounded);
  CHECK(half[1].unbounded);
  CHECK(half[1].store == design->find("primary.drafts"));
}

}  // namespace windtunnel
