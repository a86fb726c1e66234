// A health check of its own: when its verdict turns, what an alarm on it does, and what it costs.
#include <map>

#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string checked_shop(const std::string& check) {
  return "design: shop\n"
         "regions:\n  primary: {name: ap-south-1, zones: [a, b], stack: s}\n"
         "stacks:\n  s:\n"
         "    alb: {type: application_load_balancer, targets: web}\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 4, max: 4}}\n"
         "components:\n"
         "  check: {type: route53_health_check, on: primary.alb, health_check: {" + check + "}}\n"
         "  gone: {type: alarm, on: check, metric: status, comparison: below, threshold: 1, metric_delay: 60 s, action: 1 s}\n"
         "journeys:\n  order: {path: [primary.alb, primary.web], rate: 10 /s}\n";
}

}  // namespace

// Three probes that each wait 4 s in silence: with a phase of up to 34 s, 2 x 34 s more and the time-out, a checker is sure after
// 72 s to 106 s; of fifteen the thirteenth decides, whose phase is at four fifths of the way (r53.hc.* facts).
TEST_CASE("checkers turn when fewer than a fifth of them still meet an answer, and the alarm on their verdict follows") {
  std::vector<double> detection;
  for (std::uint64_t r = 0; r < 100; ++r) {
    Bench bench(checked_shop("interval: 30 s, failure_threshold: 3"), r);
    bench.run(minutes(10));
    CHECK(bench.values("gone", "fired").empty());
    bench.strike("primary.alb", "outage");
    bench.run(minutes(10));
    CHECK(bench.values("gone", "fired").size() == 1);
    REQUIRE(bench.values("check", "detection_seconds").size() == 1);
    detection.push_back(bench.values("check", "detection_seconds").front());
    bench.relent("primary.alb", "outage");
    bench.run(hours(1));
    CHECK(bench.values("check", "recovery_detection_seconds").size() == 1);
    CHECK(bench.settled("check"));
    CHECK(bench.settled("gone"));
  }
  std::sort(detection.begin(), detection.end());
  CHECK(detection.front() >= 68);
  CHECK(detection.back() <= 106);
  CHECK(testing::ScriptedRun::quantile(detection, 0.5) == Approx(72 + 0.8 * 34).margin(4));
}

TEST_CASE("where the one region with its metrics is out, checkers find the failure and nobody hears of it") {
  Bench bench(checked_shop("interval: 30 s"));
  bench.run(minutes(1));
  CHECK(bench.strike("check", "metrics_outage"));
  bench.strike("primary.alb", "outage");
  bench.run(minutes(30));
  CHECK(bench.values("check", "detection_seconds").size() == 1);
  CHECK(bench.values("gone", "fired").empty());
  CHECK_FALSE(bench.settled("check"));
  bench.relent("check", "metrics_outage");
  bench.run(minutes(10));
  CHECK(bench.values("gone", "fired").size() == 1);
}

// Fact cw.region: its metric is in us-east-1, whose loss leaves an alarm elsewhere without data.
TEST_CASE("nobody hears of the loss of the region that has its metrics, and of any other everybody does") {
  for (const bool metrics_lost : {true, false}) {
    Bench bench(std::string("design: shop\nregions:\n  primary: {name: ") + (metrics_lost ? "us-east-1" : "eu-west-1") +
                ", zones: [a, b], stack: s}\n  watch: {name: us-west-2, zones: [a], stack: w}\n"
                "stacks:\n  s:\n"
                "    alb: {type: application_load_balancer, targets: web}\n"
                "    web: {type: ecs_fargate_service, tasks: {min: 4, max: 4}}\n"
                "  w:\n    gone: {type: alarm, on: check, metric: status, comparison: below, threshold: 1}\n"
                "components:\n  check: {type: route53_health_check, on: primary.alb}\n"
                "journeys:\n  order: {path: [primary.alb, primary.web], rate: 10 /s}\n");
    bench.run(minutes(10));
    bench.strike("primary", "loss");
    bench.run(hours(1));
    CHECK(bench.values("check", "detection_seconds").size() == 1);
    CHECK(bench.values("watch.gone", "fired").size() == (metrics_lost ? 0 : 1));
  }
}

TEST_CASE("a check costs itself, and each of its optional features") {
  std::map<std::string, double> lines;
  for (const CostItem& item : testing::bill_of(*testing::design_from(checked_shop("type: https, interval: 10 s")), "check"))
    lines[item.price_key] = item.quantity;
  CHECK(lines["route53.health_check_aws_endpoint"] == 1);
  CHECK(lines["route53.health_check_optional_feature_aws"] == 2);
}
