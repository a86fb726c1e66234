// Alarms: how long they take, and that healthy days do not set them off.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

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

/// When an alarm on the processors of two instances fires after their load has grown from 50 % to 90 %, in order. Values are
/// seen at once; a period breaches at 80 %, so that three quarters of it must have been under the greater load.
std::vector<double> seconds_to_notice(const std::string& monitoring, const std::string& alarm) {
  const auto d = design_from(R"(
design: watched
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks:
  s:
    app: {type: auto_scaling_group, zones: all, instances: {min: 2, desired: 2, max: 2}, workers: 10, service_time: 100 ms,
          monitoring: )" + monitoring + R"(}
    busy: {type: alarm, on: app, metric: cpu_utilisation, threshold: 0.8, metric_delay: 0 s, )" + alarm + R"(}
journeys:
  ask: {path: [primary.app], rate: 100 /s}
)");
  Plan plan = script(*d, {}, hours(2), hours(2));
  plan.traffic.push_back({0, 1.8, {}, {}, hours(1)});
  const ScriptedRun run(*d, plan, 100);
  std::vector<double> seconds;
  for (const auto& record : run.records())
    for (const DetectionRecord& detection : record.detections) seconds.push_back(detection.seconds);
  std::sort(seconds.begin(), seconds.end());
  return seconds;
}

}  // namespace

// Fact asg.monitoring.basic: a data point every 300 s, wherever in them the load begins. The first breaches if 225 s of it are left;
// the range of four periods of two minutes has room for two data points, and both must breach. Counts scatter by some seconds.
TEST_CASE("with basic monitoring two periods of two minutes take two data points of five") {
  const auto basic = seconds_to_notice("basic", "period: 2 min, evaluation_periods: 2");
  REQUIRE(basic.size() == 100);
  CHECK(basic.front() >= 220 + 300);
  CHECK(basic.back() <= 230 + 300 + 300);
  CHECK(basic.back() - basic.front() > 240);
  const auto detailed = seconds_to_notice("detailed", "period: 2 min, evaluation_periods: 2");
  REQUIRE(detailed.size() == 100);
  CHECK(detailed.front() >= 85 + 120);
  CHECK(detailed.back() <= 95 + 120 + 60);
}

// Fact cw.alarm.evaluation_range: five periods of a minute hold one data point of five minutes ("- - X - -"): it does alone, once it is
// the third newest.
TEST_CASE("with basic monitoring three periods of a minute take one data point that is two minutes old") {
  const auto basic = seconds_to_notice("basic", "evaluation_periods: 3");
  REQUIRE(basic.size() == 100);
  CHECK(basic.front() >= 220 + 120);
  CHECK(basic.back() <= 230 + 300 + 120);
  const auto detailed = seconds_to_notice("detailed", "evaluation_periods: 3");
  REQUIRE(detailed.size() == 100);
  CHECK(detailed.front() >= 40 + 120);
  CHECK(detailed.back() <= 50 + 120 + 60);
}

// The same documented examples, by what periods without data count as: good ones leave too few bad ones, bad ones make up for them.
TEST_CASE("what missing periods count as decides whether data points that are far apart are enough") {
  CHECK(seconds_to_notice("basic", "evaluation_periods: 3, missing_data: not_breaching").empty());
  CHECK(seconds_to_notice("basic", "evaluation_periods: 3, missing_data: ignore").empty());
  CHECK(seconds_to_notice("basic", "evaluation_periods: 3, datapoints: 1, missing_data: not_breaching").back() <= 230 + 300);
  const auto breaching = seconds_to_notice("basic", "evaluation_periods: 3, missing_data: breaching");
  REQUIRE(breaching.size() == 100);
  CHECK(breaching.back() <= 230 + 300);
}

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

// What evaluates alarms in a region is gone with it: what its callers meet is nothing that it could count.
TEST_CASE("an alarm in a lost region neither changes state nor tells anybody") {
  Bench bench(design("metric: elb_5xx, threshold: 60, evaluation_periods: 3, missing_data: breaching"));
  bench.run(hours(1));
  REQUIRE(bench.strike("primary", "loss"));
  bench.run(hours(2));
  CHECK(bench.sli() == 0);
  CHECK(bench.values("primary.errors", "fired").empty());
  bench.relent("primary", "loss");
  bench.run(hours(2));
  CHECK(bench.settled("primary.errors"));
}

// Fact cw.alarm.missing_default: no data is no alarm, unless it is said to count as breaching.
TEST_CASE("a load balancer that nobody reaches emits nothing, which sets off an alarm only where that counts as breaching") {
  for (const std::string missing : {"missing", "not_breaching", "ignore", "breaching"}) {
    INFO(missing);
    Bench bench(design("metric: elb_5xx, threshold: 60, evaluation_periods: 3, missing_data: " + missing));
    bench.run(hours(1));
    REQUIRE(bench.strike("primary.alb", "outage"));
    bench.run(hours(1));
    CHECK(bench.sli() == Approx(0).margin(1e-6));
    CHECK(bench.values("primary.errors", "fired").size() == (missing == "breaching" ? 1 : 0));
    bench.relent("primary.alb", "outage");
    bench.run(hours(1));
    CHECK(bench.settled("primary.errors"));
  }
}

// Price book: 0.10 USD a month for an alarm, 0.30 USD for one with periods below a minute.
TEST_CASE("an alarm is billed by the length of its periods") {
  const auto standard = design_from(design("metric: elb_5xx, threshold: 60"));
  CHECK(dollars_for(testing::bill_of(*standard, "primary.errors"), "cloudwatch.alarm_standard") == Approx(0.1));
  const auto fine = design_from(design("metric: elb_5xx, threshold: 60, period: 10 s"));
  CHECK(dollars_for(testing::bill_of(*fine, "primary.errors"), "cloudwatch.alarm_highres") == Approx(0.3));
}
