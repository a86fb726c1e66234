// Failover records against the published arithmetic of checkers, caches and the control plane.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

/// Two regions with two instances each behind a load balancer; users come by a failover record.
std::string two_regions(const std::string& record, const std::string& web = "launch: {application_start: 10 h}") {
  return "design: pair\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
         "  standby: {name: us-west-2, zones: [a, b], stack: s}\n"
         "stacks:\n  s:\n"
         "    alb: {type: application_load_balancer, targets: web, ttl_violation: 0 %}\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 2}, " + web + "}\n"
         "components:\n"
         "  dns: {type: route53_failover, primary: primary.alb, secondary: standby.alb, " + record + "}\n"
         "journeys:\n  order: {path: [dns, alb, web], rate: 10 /s, objective: {within: 2 s}}\n";
}

const std::string checked = "health_check: {interval: 30 s, failure_threshold: 3}";

struct Timing {
  std::vector<double> detection, recovery, propagation, failover;
};

/// The primary is struck for an hour, in 150 replications.
Timing timing(const std::string& yaml, const std::string& component, const std::string& mode) {
  Timing all;
  for (std::uint64_t r = 0; r < 150; ++r) {
    Bench bench(yaml, r);
    bench.run(hours(1));
    bench.strike(component, mode);
    bench.run(hours(1));
    bench.relent(component, mode);
    bench.run(minutes(10));
    const auto take = [&](std::vector<double>& into, const std::string& measure) {
      for (const double value : bench.values("dns", measure)) into.push_back(value);
    };
    take(all.detection, "detection_seconds");
    take(all.recovery, "recovery_detection_seconds");
    take(all.propagation, "propagation_seconds");
    take(all.failover, "failover_seconds");
  }
  for (auto* values : {&all.detection, &all.recovery, &all.propagation, &all.failover}) std::sort(values->begin(), values->end());
  return all;
}

double quantile(const std::vector<double>& sorted, double p) { return testing::ScriptedRun::quantile(sorted, p); }

}  // namespace

// Facts r53.hc.detect.30s and r53.hc.recover.asymmetry: packets that vanish 97 / 100 s, back after about 66 / 71 s.
TEST_CASE("A region that goes silent is left after about 97 s, and returned to about 66 s after it is back") {
  const Timing t = timing(two_regions(checked), "primary", "isolation");
  CHECK(t.detection.size() == 150);
  CHECK(t.recovery.size() == 150);
  CHECK(quantile(t.detection, 0.5) == Approx(97).margin(1));
  CHECK(quantile(t.detection, 0.9) == Approx(100).margin(1));
  CHECK(quantile(t.recovery, 0.5) == Approx(66).margin(1.5));
  CHECK(quantile(t.recovery, 0.9) == Approx(71).margin(2));
  // Publishing takes 1 to 20 s (r53.hc.publish_delay), caches one time to live.
  CHECK(t.propagation.size() == 300);
  CHECK(t.propagation.front() >= 61);
  CHECK(t.propagation.back() <= 80);
  CHECK(quantile(t.propagation, 0.5) == Approx(63).margin(1));
  CHECK(quantile(t.failover, 0.5) == Approx(97 + 63).margin(3));
}

// Fact r53.hc.detect.30s: refused 85 / 88 s. Every task errs at once; the load balancer answers with errors.
TEST_CASE("A region that answers with errors is left after about 85 s") {
  const Timing t = timing(two_regions(checked), "primary.web", "task_failing");
  CHECK(t.detection.size() == 150);
  CHECK(quantile(t.detection, 0.5) == Approx(85).margin(1));
  CHECK(quantile(t.detection, 0.9) == Approx(88).margin(1));
}

// Fact r53.hc.detect.10s: 40 / 41 s in silence; recovery 22 / 24 s.
TEST_CASE("The fast interval leaves a silent region after about 40 s") {
  const Timing t = timing(two_regions("health_check: {interval: 10 s, failure_threshold: 3}"), "primary", "isolation");
  CHECK(quantile(t.detection, 0.5) == Approx(40).margin(0.7));
  CHECK(quantile(t.detection, 0.9) == Approx(41).margin(0.7));
  CHECK(quantile(t.recovery, 0.5) == Approx(22).margin(1));
  CHECK(quantile(t.recovery, 0.9) == Approx(24).margin(1.2));
}

TEST_CASE("Users follow over the time to live; those who ignore it stay hurt, and come away evenly") {
  Bench bench(two_regions(checked + ", publish_delay: 2 s, ttl_violation: 10 %, violators_stay: 1 h"));
  bench.run(hours(1));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
  bench.strike("primary", "loss");
  bench.run(minutes(1));
  CHECK(bench.sli() == Approx(0).margin(1e-6));
  while (bench.values("dns", "detection_seconds").empty()) bench.run(seconds(1));
  bench.run(seconds(2) + seconds(30));
  CHECK(bench.sli() == Approx(0.45).margin(0.02));
  bench.run(seconds(31));
  CHECK(bench.sli() == Approx(0.9).margin(0.002));
  bench.run(minutes(30));
  CHECK(bench.sli() == Approx(0.95).margin(0.002));
  bench.run(minutes(31));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
}

// Fact r53.record.no_hc.
TEST_CASE("Without a health check nobody ever leaves a dead region") {
  Bench bench(two_regions("ttl: 60 s"));
  bench.run(hours(1));
  bench.strike("primary", "loss");
  bench.run(hours(6));
  CHECK(bench.sli() == Approx(0).margin(1e-9));
  CHECK(bench.values("dns", "detection_seconds").empty());
}

// Fact r53.alias.evaluate_target_health.alb: a dead load balancer, or one that fails open, is left without any check.
TEST_CASE("An alias that evaluates its target leaves a load balancer without healthy targets") {
  Bench bench(two_regions("evaluate_target_health: true, ttl_violation: 0 %"));
  bench.run(hours(1));
  bench.strike("primary.web", "task_failing");
  bench.run(seconds(60) + seconds(20) + seconds(61));  // the load balancer's detection, publishing, caches
  CHECK(bench.sli() == Approx(1).margin(1e-6));
}

// No source says how long it takes; what is assumed adds up with publishing.
TEST_CASE("An alias takes its target's health over only after the delay that is assumed") {
  const auto answered = [](const std::string& delay) {
    Bench bench(two_regions("evaluate_target_health: true, publish_delay: 1 s, ttl_violation: 0 %, target_health_delay: " + delay));
    bench.run(hours(1));
    bench.strike("primary.alb", "outage");
    bench.run(seconds(75));  // publishing and caches take 61 s
    return bench.sli();
  };
  CHECK(answered("0 s") == Approx(1).margin(1e-6));
  CHECK(answered("60 s") < 0.9);
}

// Fact r53.failover.both_unhealthy.
TEST_CASE("With both sides unhealthy the primary is answered") {
  Bench bench(two_regions("health_check: {interval: 30 s, failure_threshold: 3, on_secondary: true}, ttl_violation: 0 %"));
  bench.run(hours(1));
  bench.strike("standby", "isolation");
  bench.run(minutes(10));
  bench.strike("primary", "isolation");
  bench.run(minutes(10));
  bench.relent("primary", "isolation");
  bench.run(seconds(5));
  CHECK(bench.sli() == Approx(1).margin(1e-6));  // nobody had left
}

TEST_CASE("An unchecked secondary is answered though it is dead") {
  Bench bench(two_regions(checked + ", ttl_violation: 0 %"));
  bench.run(hours(1));
  bench.strike("standby", "isolation");
  bench.strike("primary", "isolation");
  bench.run(minutes(10));
  bench.relent("primary", "isolation");
  bench.run(seconds(5));
  CHECK(bench.sli() == Approx(0).margin(1e-6));
}

TEST_CASE("A region that is back is returned to by itself, or kept away from until someone orders it") {
  for (const bool manual : {false, true}) {
    Bench bench(two_regions(checked + ", ttl_violation: 0 %" + (manual ? ", failback: manual" : "")));
    bench.run(hours(1));
    bench.strike("primary", "isolation");
    bench.run(minutes(10));
    bench.relent("primary", "isolation");
    bench.run(minutes(10));
    CHECK(bench.settled("dns") == !manual);
    bench.strike("standby", "isolation");  // shows where users are
    bench.run(seconds(1));
    CHECK(bench.sli() == Approx(manual ? 0 : 1).margin(1e-6));
    bench.relent("standby", "isolation");
    if (!manual) continue;
    CHECK(bench.operate("dns", "fail_back") == Operable::Outcome::started);
    bench.run(minutes(10));
    CHECK(bench.settled("dns"));
  }
}

// Facts r53.control_plane.region, r53.data_plane.design, r53.change.propagation.
TEST_CASE("Edits need the control plane; failover by health does not") {
  Bench bench(two_regions(checked + ", ttl_violation: 0 %, change_propagation: 20 s"));
  bench.run(hours(1));
  CHECK(bench.strike("dns", "control_plane_loss"));
  CHECK_FALSE(bench.strike("dns", "control_plane_loss"));
  CHECK(bench.operate("dns", "switch_to_secondary") == Operable::Outcome::unavailable);
  bench.strike("primary", "isolation");
  bench.run(minutes(4));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
  bench.relent("primary", "isolation");
  bench.run(minutes(10));
  bench.relent("dns", "control_plane_loss");
  bench.relent("dns", "control_plane_loss");
  CHECK(bench.operate("dns", "switch_to_secondary") == Operable::Outcome::started);
  CHECK(bench.operate("dns", "switch_to_secondary") == Operable::Outcome::refused);
  bench.run(seconds(20) + seconds(61));
  bench.strike("primary", "isolation");
  bench.run(seconds(1));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
  CHECK(bench.operate("dns", "switch_to_secondary") == Operable::Outcome::refused);
}

TEST_CASE("The control plane lives in us-east-1: when that region is lost, no record can be edited") {
  Bench bench(two_regions("ttl: 60 s"));
  bench.run(hours(1));
  bench.strike("standby", "loss");
  CHECK(bench.as<Provider>("dns").provides(bench.world(), Site::internet()));
  bench.strike("primary", "loss");
  CHECK(bench.operate("dns", "switch_to_secondary") == Operable::Outcome::unavailable);
}

TEST_CASE("A failure shorter than the threshold moves nobody") {
  Bench bench(two_regions(checked));
  bench.run(hours(1));
  bench.strike("primary", "isolation");
  bench.run(seconds(60));
  bench.relent("primary", "isolation");
  bench.run(hours(2));
  CHECK(bench.values("dns", "detection_seconds").empty());
  CHECK(bench.settled("dns"));
}

TEST_CASE("What no health check can be is refused where it is written") {
  CHECK(testing::problems_of(two_regions("health_check: {interval: 20 s}")).find("every 10 s or every 30 s") != std::string::npos);
  std::string same = two_regions(checked);
  same.replace(same.find("secondary: standby.alb"), 22, "secondary: primary.alb");
  CHECK(testing::problems_of(same).find("the primary as well") != std::string::npos);
}

// Price book: 0.50 USD a zone, 0.50 USD a check of an endpoint inside the provider, 1 USD a feature (HTTPS, fast interval).
TEST_CASE("A failover record pays for its zone, its checks and their features; queries for an alias are free") {
  const auto design = testing::design_from(two_regions("health_check: {type: https, interval: 10 s, on_secondary: true}"));
  const auto bill = testing::bill_of(*design, "dns", 1e8);
  CHECK(testing::dollars_for(bill, "route53.hosted_zone") == Approx(0.5));
  CHECK(testing::dollars_for(bill, "route53.health_check_aws_endpoint") == Approx(1));
  CHECK(testing::dollars_for(bill, "route53.health_check_optional_feature_aws") == Approx(4));
  CHECK(testing::dollars_for(bill, "route53.query_standard") == 0);
}
