// Auto Scaling groups against what is known of them: launches, whose verdict counts, replacement, reboots, bootstrap.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/scripted_run.h"

namespace windtunnel {
namespace {

using testing::design_from;
using testing::script;
using testing::ScriptedRun;

std::string shop(const std::string& group) {
  return R"(
design: shop
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    nat: {type: nat_gateway, zone: a}
    private: {type: subnets, tier: private, zones: all, route: [nat]}
    alb: {type: application_load_balancer, zones: all, targets: app}
    app: {type: auto_scaling_group, zones: all, egress: private, )" +
         group + R"(}
journeys:
  order: {path: [primary.alb, primary.app], rate: 60 /s}
)";
}

std::vector<double> published(const ScriptedRun& run, const std::string& name) {
  const std::vector<double> values = run.values(name);
  INFO(name);
  REQUIRE(!values.empty());
  return values;
}
double median(const std::vector<double>& sorted) { return ScriptedRun::quantile(sorted, 0.5); }

Plan long_script(const Design& design, const std::vector<testing::ScriptedFault>& faults) {
  return script(design, faults, hours(6), hours(5));
}

/// Lines that a component told in a replication, with seconds since the fault.
std::vector<std::pair<double, std::string>> told(ScriptedRun& run, const Plan& plan, const std::string& component) {
  std::vector<std::pair<double, std::string>> lines;
  const Story story = run.story(plan, 0);
  for (const Story::Line& line : story.lines)
    if (line.component == component) lines.emplace_back((line.time - story.fault).seconds(), line.text);
  return lines;
}
double when(const std::vector<std::pair<double, std::string>>& lines, const std::string& part) {
  for (const auto& [time, text] : lines)
    if (text.find(part) != std::string::npos) return time;
  return -1;
}

}  // namespace

TEST_CASE("a stopped instance is seen at the next look and replaced by launch, bootstrap and first check") {
  // asg.hc.poll: 5 to 60 s; ec2.launch.model: p50 25 s, p90 40 s; bootstrap 20 s here; first pass of a 30 s probe.
  const auto design =
      design_from(shop("instances: {min: 2, max: 2}, launch: {bootstrap: 20 s, application_start: 0 s}"));
  const ScriptedRun run(*design, long_script(*design, {{"primary.app", "instance_loss", {}, {}, 1}}), 400);
  const auto notice = published(run, "primary.app.notice_seconds");
  CHECK(notice.front() >= 5);
  CHECK(notice.back() <= 60);
  CHECK(median(notice) == Approx(32.5).margin(4));
  const auto launch = published(run, "primary.app.launch_seconds");
  REQUIRE(launch.size() == 400);
  CHECK(launch.front() >= 18 + 20);
  CHECK(median(launch) == Approx(25 + 20 + 15).margin(4));
  CHECK(median(published(run, "primary.app.replacement_seconds")) == Approx(92.5).margin(6));
}

TEST_CASE("a warm pool saves the bootstrap, not the start of the machine, and is filled again") {
  // ec2.start_from_stopped: 20.7 to 21.2 s, against 25 s and a bootstrap; first pass of a 30 s probe.
  const std::string slow = "instances: {min: 2, desired: 2, max: 4}, launch: {bootstrap: 3 min, application_start: 0 s}, warm_pool: ";
  const auto stopped = design_from(shop(slow + "{}"));
  const ScriptedRun run(*stopped, long_script(*stopped, {{"primary.app", "instance_loss", {}, {}, 1}}), 200);
  const auto launch = published(run, "primary.app.launch_seconds");
  REQUIRE(launch.size() == 200);
  CHECK(launch.front() >= 20.7);
  CHECK(launch.back() <= 21.2 + 30);
  CHECK(median(launch) == Approx(21 + 15).margin(3));
  // Two warm instances for three losses at once: the third boots from nothing. An hour later there are two again.
  const auto wide = design_from(shop("instances: {min: 4, desired: 4, max: 6}, launch: {bootstrap: 3 min, application_start: 0 s}, "
                                     "warm_pool: {state: running}"));
  const Plan plan = long_script(
      *wide, {{"primary.app", "instance_loss", {}, {}, 3}, {"primary.app", "instance_loss", hours(1), {}, 2}});
  const ScriptedRun three(*wide, plan, 20);
  const auto all = published(three, "primary.app.launch_seconds");
  REQUIRE(all.size() == 5 * 20);
  // Each zone has one: two losses in the same zone find only one of them there.
  const auto quick = std::count_if(all.begin(), all.end(), [](double seconds) { return seconds <= 1.9 + 30; });
  CHECK(quick <= 4 * 20);
  CHECK(quick >= 3 * 20);
}

TEST_CASE("an instance that boots longer than two probes take must then pass five of them") {
  // alb.hc.unhealthy_threshold 2 at 30 s: unhealthy after at most 60 s; alb.hc.recover.default: p50 135 s, 120 to 150 s.
  const auto design =
      design_from(shop("instances: {min: 2, max: 2}, launch: {bootstrap: 60 s, application_start: 0 s}"));
  const ScriptedRun run(*design, long_script(*design, {{"primary.app", "instance_loss", {}, {}, 1}}), 400);
  const auto launch = published(run, "primary.app.launch_seconds");
  CHECK(median(launch) == Approx(25 + 60 + 135).margin(5));
  CHECK(launch.front() >= 18 + 60 + 120);
}

TEST_CASE("without a grace period, whatever boots longer than two probes take is replaced before it serves") {
  // asg.hc_grace.api: 0 kills slow-booting instances in a loop; asg.hc_grace.console: 300 s does not.
  const std::string slow = "instances: {min: 2, max: 2}, health_check_type: elb, launch: {bootstrap: 3 min, application_start: 0 s}";
  const auto hasty = design_from(shop(slow + ", health_check_grace: 0 s"));
  const ScriptedRun loop(*hasty, long_script(*hasty, {{"primary.app", "instance_loss", {}, {}, 1}}), 10);
  CHECK(loop.values("primary.app.launch_seconds").empty());
  const auto patient = design_from(shop(slow));
  const ScriptedRun boots(*patient, long_script(*patient, {{"primary.app", "instance_loss", {}, {}, 1}}), 10);
  CHECK(boots.values("primary.app.launch_seconds").size() == 10);
}

TEST_CASE("a failed host is noticed by status checks, or by the load balancer when the group heeds it") {
  // ec2.status_check.period 60 s, then asg.hc.impaired_delay p50 180 s; alb.hc.detect.default 35 to 65 s, then the
  // poll.
  const auto alone = design_from(shop("instances: {min: 2, max: 2}, health_check_type: ec2"));
  const ScriptedRun by_status(*alone, long_script(*alone, {{"primary.app", "host_failure", {}, {}, 1}}), 400);
  CHECK(median(published(by_status, "primary.app.notice_seconds")) == Approx(30 + 180).margin(15));
  CHECK(published(by_status, "primary.app.notice_seconds").front() >= 60);
  const auto heeding = design_from(shop("instances: {min: 2, max: 2}, health_check_type: elb"));
  const ScriptedRun by_balancer(*heeding, long_script(*heeding, {{"primary.app", "host_failure", {}, {}, 1}}), 400);
  CHECK(median(published(by_balancer, "primary.app.notice_seconds")) == Approx(50 + 32.5).margin(8));
}

TEST_CASE("an instance that fails its load balancer's checks is replaced only when the group heeds them") {
  // asg.hc.elb_default: it does not, unless told to.
  const auto deaf = design_from(shop("instances: {min: 2, max: 2}"));
  const ScriptedRun never(*deaf, long_script(*deaf, {{"primary.app", "instance_failing", {}, {}, 1}}), 20);
  CHECK(never.values("primary.app.replacement_seconds").empty());
  CHECK(never.values("primary.app.verdict_ignored") == std::vector<double>(20, 1));
  const auto heeding =
      design_from(shop("instances: {min: 2, max: 2}, health_check_type: elb, launch: {bootstrap: 20 s}"));
  const Plan plan = long_script(*heeding, {{"primary.app", "instance_failing", {}, {}, 1}});
  ScriptedRun run(*heeding, plan, 20);
  CHECK(run.values("primary.app.replacement_seconds").size() == 20);
  CHECK(run.values("primary.app.verdict_ignored") == std::vector<double>(20, 0));
  const auto lines = told(run, plan, "primary.app");
  // asg.replace.order: the old one goes before the new one serves.
  CHECK(when(lines, "calls it unhealthy") == when(lines, "stops the instance"));
  CHECK(when(lines, "stops the instance") < when(lines, "is in service"));
}

TEST_CASE("few instances are replaced for their health at a time") {
  // asg.replace.batch: a tenth of the group, at least one, and only while none is on its way.
  const auto design =
      design_from(shop("instances: {min: 8, max: 8}, health_check_type: elb, launch: {bootstrap: 20 s}"));
  const Plan plan = long_script(*design, {{"primary.app", "instance_failing", {}, {}, 4}});
  ScriptedRun run(*design, plan, 1);
  std::int64_t under_way = 0, most = 0;
  for (const auto& [time, text] : told(run, plan, "primary.app")) {
    under_way += text.find("stops the") != std::string::npos;
    under_way -= text.find("is in service") != std::string::npos;
    most = std::max(most, under_way);
  }
  CHECK(most == 1);
  CHECK(run.values("primary.app.replacement_seconds").size() == 4);
}

TEST_CASE("instances that are replaced in vain do not pile up") {
  // Replacements that cannot fetch anything are called unhealthy in their turn, until the gateway is back.
  const auto design = design_from(shop("instances: {min: 2, desired: 2, max: 8}, health_check_type: elb, "
                                       "health_check_grace: 5 min, launch: {patience: 2 min}"));
  Runner runner(*design, traffic::flow_resolution(design->network), 1);
  runner.begin(Time{}, 0);
  runner.run_until(Time{} + hours(1));
  Strike outage, failing;
  failing.mode = 2;
  const ComponentId nat = design->find("primary.nat"), app = design->find("primary.app");
  REQUIRE(design->component(app).type().fault_modes[failing.mode].name == "instance_failing");
  runner.strike(nat, outage);
  runner.strike(app, failing);
  runner.deliver();
  for (int minute = 0; minute < 8 * 60; minute += 10) {
    runner.run_until(Time{} + hours(1) + minutes(minute));
    if (minute == 6 * 60) {
      runner.relent(nat, outage);
      runner.deliver();
    }
    CHECK(runner.world().gauge(app, 0) <= 4);  // those that run, with those that are draining
  }
  CHECK(runner.world().gauge(app, 0) == 2);
  CHECK(runner.world().component(app).settled(runner.world()));
}

TEST_CASE("instances of a zone that is back before they were replaced reboot") {
  const auto design = design_from(shop("instances: {min: 2, max: 2}, impairment_delay: 10 min, reboot: 3 min"));
  const Plan plan = long_script(*design, {{"primary.zone-2", "power_loss", {}, minutes(4)}});
  ScriptedRun run(*design, plan, 20);
  CHECK(run.values("primary.app.launch_seconds").empty());
  CHECK(when(told(run, plan, "primary.app"), "has rebooted") == Approx(240 + 180));
  const auto gone = long_script(*design, {{"primary.zone-2", "power_loss", {}, hours(1)}});
  const ScriptedRun replaced(*design, gone, 20);
  CHECK(replaced.values("primary.app.replacement_seconds").size() == 20);
}

TEST_CASE("a second outage of a zone begins the reboot of its instances anew") {
  const auto design = design_from(shop("instances: {min: 2, max: 2}, impairment_delay: 10 min, reboot: 3 min"));
  const Plan plan = long_script(
      *design, {{"primary.zone-2", "power_loss", {}, seconds(30)}, {"primary.zone-2", "power_loss", seconds(40), seconds(60)}});
  ScriptedRun run(*design, plan, 1);
  CHECK(when(told(run, plan, "primary.app"), "has rebooted") == Approx(40 + 60 + 180));
}

TEST_CASE("what a balancer said of an instance that has rebooted since does not make its next loss known") {
  // alb.hc.detect.default: called unhealthy after 35 to 65 s, which the group would act on 5 min later. By then the instance
  // has rebooted, passed five checks, and lost its power once more.
  const auto design = design_from(
      shop("instances: {min: 2, max: 2}, health_check_type: elb, health_poll: 5 min, impairment_delay: 10 min, reboot: 1 min"));
  const Plan plan = long_script(
      *design, {{"primary.zone-2", "power_loss", {}, seconds(70)}, {"primary.zone-2", "power_loss", seconds(310), hours(1)}});
  const auto notice = published(ScriptedRun(*design, plan, 20), "primary.app.notice_seconds");
  REQUIRE(notice.size() == 20);
  CHECK(notice.front() >= 35 + 300);
}

TEST_CASE("an instance whose bootstrap cannot fetch anything runs without its application, unnoticed by EC2's checks") {
  const auto design = design_from(shop("instances: {min: 2, max: 2}, launch: {patience: 10 min}"));
  const Plan plan = long_script(
      *design, {{"primary.nat", "outage", {}, hours(1)}, {"primary.app", "instance_loss", seconds(60), {}, 1}});
  ScriptedRun run(*design, plan, 20);
  const auto held = published(run, "primary.app.held_by_egress_seconds");
  CHECK(held.front() == Approx(600));
  CHECK(run.values("primary.app.replacement_seconds").empty());
  CHECK(when(told(run, plan, "primary.app"), "its application never started") > 660);
  // A group that heeds its load balancer tries again, and succeeds once the way out is back.
  const auto heeding =
      design_from(shop("instances: {min: 2, max: 2}, health_check_type: elb, health_check_grace: 5 min"));
  const ScriptedRun heeded(*heeding,
                           long_script(*heeding, {{"primary.nat", "outage", {}, minutes(5)},
                                                  {"primary.app", "instance_loss", seconds(60), {}, 1}}),
                           20);
  CHECK(heeded.values("primary.app.replacement_seconds").size() == 20);
}

TEST_CASE("the surviving zone takes the launches of a lost one") {
  const auto design =
      design_from(shop("instances: {min: 4, max: 4}, launch: {refused_in_zone_loss: 0 %}, zone_rebalancing: false"));
  const ScriptedRun run(*design, long_script(*design, {{"primary.zone-2", "power_loss", {}, hours(3)}}), 50);
  CHECK(run.values("primary.app.replacement_seconds").size() == 100);
  CHECK(run.values("primary.app.failed_launches").empty());
}

TEST_CASE("a surviving zone that is short of capacity delays replacements") {
  // ec2.ice.prob is a knob: at 50 % half of the launches fail at their first attempt.
  const auto design =
      design_from(shop("instances: {min: 2, max: 2}, launch: {refused_in_zone_loss: 50 %, first_retry: 30 s}"));
  const ScriptedRun run(*design, long_script(*design, {{"primary.zone-2", "power_loss", {}, hours(3)}}), 400);
  const auto failed = published(run, "primary.app.failed_launches");
  const auto first_failures = static_cast<double>(std::count(failed.begin(), failed.end(), 1.0));
  CHECK(first_failures / 400 == Approx(0.5).margin(0.08));
  CHECK(run.values("primary.app.replacement_seconds").size() == 400);
}

TEST_CASE("an instance without its application counts in the group's mean, which then stays below what scales out") {
  // Two instances with 8 workers of 50 ms carry 320 requests per second. With 150 the one that serves is busy to 94 %; the
  // other, which the group takes for good (asg.hc.elb_default), does nothing: 47 % on the average, no more are started.
  const std::string group = "instances: {min: 2, desired: 2, max: 6}, scaling: [{step: {scale_out_above: 80 %, scale_in_below: 20 %}}]";
  const auto design = design_from(shop(group));
  Plan stuck = script(*design, {{"primary.nat", "outage", {}, hours(6)}, {"primary.app", "instance_loss", minutes(1), {}, 1}},
                      hours(8), hours(3));
  stuck.traffic.push_back({0, 2.5, minutes(30), minutes(1), hours(2)});
  CHECK(ScriptedRun(*design, stuck, 10).values("primary.app.desired_units").empty());
  // As many instances as really serve would be enlarged: the load of two at 94 % each.
  Plan busy = script(*design, {}, hours(8), hours(3));
  busy.traffic.push_back({0, 5, minutes(30), minutes(1), hours(2)});
  CHECK_FALSE(ScriptedRun(*design, busy, 3).values("primary.app.desired_units").empty());
}

TEST_CASE("a mean over a window counts the instances that there were, not those that are left") {
  // 45 % of each of two for an hour, then 90 % of one until a replacement serves two minutes later: no quarter of an hour
  // has a mean above 80 %, though 90 instances' worth of work over the one that is left would.
  const std::string group = "instances: {min: 2, max: 2}, health_check_type: elb, launch: {bootstrap: 20 s}";
  std::string text = shop(group);
  text.replace(text.find("journeys:"), 9,
               "    busy: {type: alarm, on: app, metric: cpu_utilisation, comparison: above, threshold: 0.8, period: 5 min, "
               "evaluation_periods: 3, notify: [people]}\n"
               "    people: {type: runbook, steps: [{do: scale, on: app, argument: 2}]}\njourneys:");
  text.replace(text.find("rate: 60 /s"), 11, "rate: 144 /s");
  const auto design = design_from(text);
  const ScriptedRun run(*design, long_script(*design, {{"primary.app", "instance_loss", {}, {}, 1}}), 50);
  CHECK(run.values("primary.people.noticed_seconds").empty());
}

TEST_CASE("a month of two t3.micro costs what the price list says") {
  // 0.0104 USD an hour each and 0.08 USD per GB-month of gp3.
  const auto design = design_from(shop("instances: {min: 2, max: 2}, instance_type: t3.micro, root_volume: 8 GB"));
  CostSheet sheet;
  design->component(design->find("primary.app")).bill(HealthyWeek(*design, 1), sheet);
  REQUIRE(sheet.items().size() == 3);
  CHECK(sheet.items()[0].price_key == "ec2.t3.micro.linux.ondemand");
  CHECK(sheet.items()[0].quantity == Approx(1460));
  CHECK(sheet.items()[1].quantity == Approx(16));
}

}  // namespace windtunnel
