// Global Accelerator: who is led where, and how soon users are led away from an endpoint that fails, and back.
#include "tests/support/bench.h"
#include "tests/support/billing.h"
#include "tests/support/world_wide.h"

using namespace windtunnel;
using testing::Bench;
using testing::requests_at;
using testing::ScriptedRun;

namespace {

std::string accelerated(const std::string& front = "type: global_accelerator") { return testing::world_wide("front", front); }

}  // namespace

TEST_CASE("An accelerator leads users to the region with the lowest latency for them") {
  Bench bench(accelerated());
  bench.run(minutes(1));
  CHECK(requests_at(bench, "primary.web") == Approx(6).margin(1e-6));
  CHECK(requests_at(bench, "standby.web") == Approx(4).margin(1e-6));
  CHECK(bench.settled("front"));
}

// Facts ga.failover.time (within 30 s: 15 s in the median) and ga.failover.connections.
TEST_CASE("An accelerator leads new connections away from a lost region within 30 s, and back once it returns") {
  std::vector<double> detection;
  for (std::uint64_t r = 0; r < 200; ++r) {
    Bench bench(accelerated(), r);
    bench.run(minutes(1));
    bench.strike("primary", "isolation");
    CHECK(bench.sli() == Approx(0.4).margin(1e-6));
    bench.run(seconds(61));
    CHECK(bench.sli() > 0.999);
    CHECK(requests_at(bench, "standby.web") == Approx(10).margin(1e-6));
    for (const double value : bench.values("front", "detection_seconds")) detection.push_back(value);
    REQUIRE(bench.values("front", "failover_seconds").size() == 1);
    CHECK(bench.values("front", "failover_seconds").front() == Approx(detection.back() + 30));  // the open connections
    CHECK_FALSE(bench.settled("front"));
    bench.relent("primary", "isolation");
    bench.run(minutes(10));
    CHECK(requests_at(bench, "primary.web") == Approx(6).margin(1e-6));
    CHECK(bench.settled("front"));
  }
  REQUIRE(detection.size() == 200);
  std::sort(detection.begin(), detection.end());
  CHECK(detection.back() <= 30);
  CHECK(ScriptedRun::quantile(detection, 0.5) == Approx(15).margin(3));  // 95 % of medians of 200 lie within 2.1 s
}

// The same loss behind DNS: probes (r53.hc.detect.30s, 97 s), publishing, and caches of 60 s (r53.alias.ttl.elb).
TEST_CASE("An accelerator brings users of a lost region back sooner than DNS does") {
  const auto recovery = [](const std::string& front) {
    const auto design = testing::design_from(accelerated(front));
    ScriptedRun run(*design, testing::script(*design, {{"primary", "isolation", {}, hours(2)}}), 100);
    return ScriptedRun::quantile(run.rto(), 0.5);
  };
  const double dns = recovery("type: route53_latency, health_check: {interval: 30 s, failure_threshold: 3}, ttl_violation: 0 %");
  const double accelerator = recovery("type: global_accelerator");
  CHECK(accelerator < 60);
  CHECK(accelerator < dns - 60);
}

// Fact ga.hc.load_balancer: what the load balancer believes of its targets decides (60 s until it believes it).
TEST_CASE("An accelerator leaves a load balancer without healthy targets, and stays where none has any") {
  Bench bench(accelerated());
  bench.run(minutes(1));
  bench.strike("primary.web", "task_failing");
  bench.run(seconds(60 + 30 + 31));
  CHECK(bench.sli() > 0.999);
  bench.strike("standby.web", "task_failing");
  bench.run(minutes(5));
  CHECK(bench.sli() == Approx(0).margin(1e-6));
  const auto port = bench.design().component(bench.id("front")).port("");
  for (std::size_t place = 0; place < 2; ++place) {  // ga.failover.open: everybody at the nearest
    const traffic::Router& router = bench.world().traffic().network().routers[port->by_place[place]];
    CHECK(router.branches[place].at(bench.world().now()) == 1);
  }
}

TEST_CASE("A blink of an endpoint that is over before it is noticed leads nobody away") {
  Bench bench(accelerated("type: global_accelerator, detection: 20 s"));
  bench.run(minutes(1));
  bench.strike("primary", "isolation");
  bench.run(seconds(19));
  bench.relent("primary", "isolation");
  bench.run(minutes(5));
  CHECK(bench.values("front", "detection_seconds").empty());
  CHECK(requests_at(bench, "primary.web") == Approx(6).margin(1e-6));
}

// Facts ga.control_plane.region and ga.failover.dial.
TEST_CASE("A region is dialled down by hand while the control plane works, and takes users again when it alone is healthy") {
  Bench bench(accelerated());
  bench.run(minutes(1));
  CHECK(bench.operate("front", "withdraw", 3) == Operable::Outcome::refused);
  CHECK(bench.operate("front", "withdraw", 1) == Operable::Outcome::started);
  bench.run(minutes(10));
  CHECK(requests_at(bench, "standby.web") == Approx(10).margin(1e-6));
  CHECK_FALSE(bench.settled("front"));
  CHECK(bench.operate("front", "withdraw", 1) == Operable::Outcome::refused);
  bench.strike("standby", "isolation");
  bench.run(minutes(2));
  CHECK(requests_at(bench, "primary.web") == Approx(10).margin(1e-6));
  bench.strike("front", "control_plane_loss");
  CHECK(bench.operate("front", "restore", 1) == Operable::Outcome::unavailable);
  CHECK(bench.sli() > 0.999);
  bench.relent("front", "control_plane_loss");
  CHECK(bench.operate("front", "restore", 1) == Operable::Outcome::started);
}

TEST_CASE("An outage of the accelerator itself fails everybody, however healthy its endpoints are") {
  Bench bench(accelerated());
  bench.run(minutes(1));
  CHECK(bench.strike("front", "outage"));
  CHECK_FALSE(bench.strike("front", "outage"));
  CHECK(bench.sli() == Approx(0).margin(1e-6));
  bench.relent("front", "outage");
  CHECK(bench.sli() == Approx(0).margin(1e-6));
  bench.relent("front", "outage");
  bench.run(minutes(1));
  CHECK(bench.sli() > 0.999);
  CHECK(bench.settled("front"));
}

TEST_CASE("An accelerator is paid for by the hour, and its traffic at a price that the book may lack") {
  const auto design = testing::design_from(accelerated());
  const auto items = testing::bill_of(*design, "front");
  REQUIRE(items.size() == 2);
  CHECK(items[0].price_key == "globalaccelerator.fixed");
  CHECK(items[0].quantity * models::price("us-east-1", "globalaccelerator.fixed")->amount == Approx(18.25));  // 730 h at $ 0.025
  CHECK(items[1].assumed);
}
