// Network load balancers: zones that stand for themselves, probes that only connect, and what no target's silence hides.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string balanced_shop(const std::string& balancer, const std::string& type = "network_load_balancer") {
  return "design: shop\n"
         "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
         "stacks:\n  s:\n"
         "    nlb: {type: " + type + ", targets: web, dns_update: 30 s, ttl_violation: 4 %" + balancer + "}\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 2, max: 2}, silence_notice: 10 h, launch: {application_start: 10 h}}\n"
         "journeys:\n  order: {path: [primary.nlb, primary.web], rate: 20 /s, objective: {within: 2 s}}\n";
}

}  // namespace

// Fact alb.hc.timeout: connections are given 10 s, so that silence is noticed after U(0,30) + 30 + 10.
TEST_CASE("A network load balancer notices a silent target after 40 to 70 s") {
  std::vector<double> all;
  for (std::uint64_t r = 0; r < 200; ++r) {
    Bench bench(balanced_shop(""), r);
    bench.run(hours(1));
    bench.strike("primary.zone-1", "power_loss");
    bench.run(minutes(5));
    for (const double seconds : bench.values("primary.nlb", "detection_seconds")) all.push_back(seconds);
  }
  std::sort(all.begin(), all.end());
  REQUIRE(all.size() == 200);
  CHECK(all.front() >= 40);
  CHECK(all.back() <= 70);
  CHECK(testing::ScriptedRun::quantile(all, 0.5) == Approx(55).margin(3));
}

TEST_CASE("Probes that only connect are content with a target that errs; probes that ask are not") {
  Bench connecting(balanced_shop("")), asking(balanced_shop(", health_check: {protocol: http, timeout: 6 s}"));
  for (Bench* bench : {&connecting, &asking}) {
    bench->run(hours(1));
    REQUIRE(bench->sli() == Approx(1).margin(1e-6));
    bench->strike("primary.web", "task_failing", 1, 1);
    bench->run(hours(1));
  }
  CHECK(connecting.values("primary.nlb", "detection_seconds").empty());
  CHECK(connecting.sli() == Approx(0.5).margin(1e-6));
  REQUIRE(asking.values("primary.nlb", "detection_seconds").size() == 1);
  CHECK(asking.values("primary.nlb", "detection_seconds").front() <= 60);
}

// A node sends connections to its own zone only: without a target there, its address leaves DNS, and users follow.
TEST_CASE("A zone without targets fails its users until its address is out of their caches") {
  Bench zonal(balanced_shop("")), spanning(balanced_shop(", cross_zone: true"));
  for (Bench* bench : {&zonal, &spanning}) {
    bench->run(hours(1));
    bench->strike("primary.web", "task_loss", 1, 1);
    bench->run(seconds(20));
  }
  CHECK(spanning.sli() == Approx(1).margin(1e-6));
  CHECK(zonal.sli() == Approx(0.5).margin(1e-6));
  zonal.run(seconds(40));  // its address left some 33 s after the loss: less than half of its time to live is over
  const auto left = zonal.values("primary.nlb", "zone_left_name_seconds");
  REQUIRE(left.size() == 1);
  CHECK(left.front() == Approx(30));
  CHECK(zonal.sli() > 0.6);
  zonal.run(seconds(40));
  CHECK(zonal.sli() == Approx(0.98).margin(0.002));  // those who ignore the time to live: 4 % of the half that moved
  spanning.run(minutes(5));
  CHECK(spanning.values("primary.nlb", "zone_left_name_seconds").empty());
}

TEST_CASE("An application load balancer with the same settings serves on where a network load balancer has to move users") {
  Bench bench(balanced_shop("", "application_load_balancer"));
  bench.run(hours(1));
  bench.strike("primary.web", "task_loss", 1, 1);
  bench.run(seconds(20));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
}

TEST_CASE("An outage of all its nodes is one of its callers, and passes") {
  Bench bench(balanced_shop(""));
  bench.run(hours(1));
  CHECK(bench.strike("primary.nlb", "outage"));
  CHECK(bench.sli() == Approx(0).margin(1e-6));
  bench.relent("primary.nlb", "outage");
  bench.run(hours(2));
  CHECK(bench.sli() == Approx(1).margin(1e-6));
  CHECK(bench.settled("primary.nlb"));
}

TEST_CASE("It is paid for by the hour and by units of 800 new connections a second or 1 GB an hour") {
  const auto design = testing::design_from(balanced_shop(", scheme: internal"));
  // 100 requests a second of 20 kB: 7.2 GB an hour.
  const auto items = testing::bill_of(*design, "primary.nlb", 100.0 * 730 * 3600);
  CHECK(testing::dollars_for(items, "nlb.hour") == Approx(730 * 0.0225));
  CHECK(testing::dollars_for(items, "nlb.nlcu") == Approx(7.2 * 730 * 0.006));
}

// dt.inter_az.nlb: what goes to targets of other zones is paid on both sides, 0.01 USD a GB each.
TEST_CASE("One that spreads over all zones pays for what leaves its own") {
  const auto dollars = [](const std::string& more) {
    const auto design = testing::design_from(balanced_shop(", scheme: internal, request_size: 10 KB" + more));
    return testing::dollars_for(testing::bill_of(*design, "primary.nlb", 100e6), "dt.inter_az.each_direction");
  };
  CHECK(dollars("") == 0);
  CHECK(dollars(", cross_zone: true") == Approx(1000 * 0.5 * 2 * 0.01));
}
