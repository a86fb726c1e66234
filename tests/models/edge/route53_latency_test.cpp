// Latency records: who goes where, and how users follow when an endpoint falls ill.
#include "tests/support/bench.h"
#include "tests/support/billing.h"
#include "tests/support/world_wide.h"

using namespace windtunnel;
using testing::Bench;
using testing::requests_at;

namespace {

/// Latency records with these settings.
std::string latency_records(const std::string& settings = "health_check: {interval: 30 s, failure_threshold: 3}") {
  return testing::world_wide("dns", "type: route53_latency, ttl_violation: 0 %, " + settings);
}

}  // namespace

TEST_CASE("users go to the region with the lowest latency for them") {
  Bench bench(latency_records());
  bench.run(minutes(1));
  CHECK(requests_at(bench, "primary.web") == Approx(6).margin(1e-6));
  CHECK(requests_at(bench, "standby.web") == Approx(4).margin(1e-6));
  CHECK(bench.settled("dns"));
}

// Facts r53.hc.detect.30s (silence: 97 / 100 s) and r53.alias.ttl.elb (60 s).
TEST_CASE("users of a region that falls silent follow to the next nearest within check and cache times, and come back") {
  std::vector<double> detection;
  for (std::uint64_t r = 0; r < 60; ++r) {
    Bench bench(latency_records(), r);
    bench.run(minutes(1));
    bench.strike("primary", "isolation");
    CHECK(bench.sli() == Approx(0.4).margin(1e-6));
    bench.run(minutes(5));
    CHECK(bench.sli() > 0.999);
    for (const double value : bench.values("dns", "detection_seconds")) detection.push_back(value);
    CHECK(bench.values("dns", "propagation_seconds").size() == 1);
    bench.relent("primary", "isolation");
    bench.run(hours(2));
    CHECK(requests_at(bench, "primary.web") == Approx(6).margin(1e-6));
    CHECK(bench.settled("dns"));
  }
  std::sort(detection.begin(), detection.end());
  CHECK(testing::ScriptedRun::quantile(detection, 0.5) == Approx(97).margin(1.5));
}

// Fact r53.failover.all_unhealthy: all count as healthy. Fact r53.record.no_hc: always healthy.
TEST_CASE("without health checks users stay, and where all are ill everybody goes to the nearest") {
  Bench unchecked(latency_records("alias: true"));
  unchecked.run(minutes(1));
  unchecked.strike("primary", "isolation");
  unchecked.run(minutes(30));
  CHECK(unchecked.sli() == Approx(0.4).margin(1e-6));
  Bench both(latency_records());
  both.run(minutes(1));
  both.strike("primary.web", "task_failing");
  both.strike("standby.web", "task_failing");
  both.run(hours(1));
  const auto port = both.design().component(both.id("dns")).port("");
  for (std::size_t place = 0; place < 2; ++place) {
    const traffic::Router& router = both.world().traffic().network().routers[port->by_place[place]];
    CHECK(router.branches[place].at(both.world().now()) == 1);
  }
}

// Fact r53.alias.evaluate_target_health.alb: one healthy target is enough, none is not. The load balancer sees tasks that
// err after at most 60 s (two probes of 30 s, at once refused), publishing takes at most 20 s, caches 60 s.
TEST_CASE("an alias that evaluates target health leaves a load balancer without healthy targets") {
  Bench bench(latency_records("evaluate_target_health: true"));
  bench.run(minutes(1));
  bench.strike("primary.web", "task_failing");
  bench.run(seconds(60 + 20 + 61));
  CHECK(bench.sli() > 0.999);
  Bench deaf(latency_records("evaluate_target_health: false"));
  deaf.run(minutes(1));
  deaf.strike("primary.web", "task_failing");
  deaf.run(seconds(60 + 20 + 61));
  CHECK(deaf.sli() < 0.5);
}

// Fact r53.control_plane.region: edits need us-east-1, answers do not.
TEST_CASE("a record can be withdrawn by hand while the control plane works") {
  Bench bench(latency_records("alias: true"));
  bench.run(minutes(1));
  CHECK(bench.operate("dns", "withdraw", 1) == Operable::Outcome::started);
  bench.run(minutes(7));
  CHECK(requests_at(bench, "standby.web") == Approx(10).margin(1e-6));
  CHECK(bench.operate("dns", "withdraw", 1) == Operable::Outcome::refused);
  bench.strike("dns", "control_plane_loss");
  CHECK(bench.operate("dns", "restore", 1) == Operable::Outcome::unavailable);
  bench.relent("dns", "control_plane_loss");
  CHECK(bench.operate("dns", "restore", 1) == Operable::Outcome::started);
}

TEST_CASE("latency queries have a price of their own") {
  const auto design = testing::design_from(latency_records("alias: false, queries_per_request: 1"));
  CHECK(testing::dollars_for(testing::bill_of(*design, "dns", 1e6), "route53.query_latency") == Approx(2 * 0.60));
}
