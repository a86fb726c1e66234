// Canaries: the arithmetic of runs in a row with a random phase, and what intermittent failures do to it.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string shop_with_canary(const std::string& canary) {
  return "design: shop\n"
         "regions:\n  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
         "stacks:\n  s:\n"
         "    alb: {type: application_load_balancer, targets: web}\n"
         "    web: {type: ecs_fargate_service, tasks: {min: 4, max: 4}}\n"
         "    watch: {type: canary, on: alb, metric_delay: 60 s, action: 1 s, " + canary + "}\n"
         "journeys:\n  order: {path: [primary.alb, primary.web], rate: 10 /s}\n";
}

}  // namespace

// Detection is U(0, I) + (n - 1) I + time-out + the metric's delay (here 60 s).
TEST_CASE("the n-th failed run with a random phase fires the canary") {
  std::vector<double> detection;
  for (std::uint64_t r = 0; r < 200; ++r) {
    Bench bench(shop_with_canary("interval: 5 min, failures: 2, timeout: 30 s"), r);
    bench.run(minutes(1));
    bench.strike("primary.alb", "outage");
    bench.run(hours(1));
    for (const double value : bench.values("primary.watch", "detection_seconds")) detection.push_back(value);
    bench.relent("primary.alb", "outage");
    bench.run(hours(1));
    CHECK(bench.settled("primary.watch"));
  }
  std::sort(detection.begin(), detection.end());
  REQUIRE(detection.size() == 200);
  const auto probe_time = 30.0;
  CHECK(detection.front() >= 300 + probe_time + 60);
  CHECK(detection.back() <= 600 + probe_time + 60);
  CHECK(testing::ScriptedRun::quantile(detection, 0.5) == Approx(150 + 300 + probe_time + 60).margin(15));
}

// Of runs that fail one time in two, it takes 1/q + 1/q^2 = 6 until two in a row have failed (Feller, An Introduction to Probability
// Theory, volume 1, XIII.7), and one time in four the first two have.
TEST_CASE("runs that fail now and then fire the canary when enough in a row have failed by chance") {
  Bench bench(
      "design: shop\n"
      "regions:\n  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
      "stacks:\n  s:\n"
      "    files: {type: s3_bucket}\n"
      "    watch: {type: canary, on: files, interval: 1 min, failures: 2, run_time: 0 s, metric_delay: 0 s, action: 0 s}\n"
      "journeys:\n  read: {path: [primary.files], rate: 10 /s}\n",
      0);
  bench.run(minutes(1));
  constexpr int faults = 250;
  double runs = 0;
  int at_once = 0;
  for (int fault = 0; fault < faults; ++fault) {
    const std::size_t before = bench.values("primary.watch", "detection_seconds").size();
    bench.strike("primary.files", "outage", 0.5);
    bench.run(hours(2));
    const auto detection = bench.values("primary.watch", "detection_seconds");
    REQUIRE(detection.size() > before);
    runs += detection[before] / 60 + 0.5;  // the first run comes half an interval after the fault, in the mean
    at_once += detection[before] <= 120;
    bench.relent("primary.files", "outage", 0.5);
    bench.run(hours(1));
  }
  CHECK(runs / faults == Approx(6).margin(0.9));  // three times 4.7 / sqrt(250)
  CHECK(at_once == Approx(0.25 * faults).margin(20));
}

// A fault that ends before a run has met it is never seen.
TEST_CASE("a fault between two runs is missed as often as its length says") {
  int seen = 0;
  for (std::uint64_t r = 0; r < 300; ++r) {
    Bench bench(shop_with_canary("interval: 10 min, failures: 1, timeout: 1 s, run_time: 0 s"), r);
    bench.run(minutes(1));
    bench.strike("primary.web", "task_failing");
    bench.run(seconds(0));
    bench.strike("primary.alb", "outage");
    bench.run(minutes(5) + seconds(61));
    seen += !bench.values("primary.watch", "fired").empty();
  }
  CHECK(seen == Approx(150).margin(30));
}

TEST_CASE("its runs have no price in the book, and that is said instead of nothing") {
  const auto design = testing::design_from(shop_with_canary("interval: 5 min"));
  bool found = false;
  for (const CostItem& item : testing::bill_of(*design, "primary.watch")) {
    if (item.price_key != "synthetics.canary_run") continue;
    found = true;
    CHECK(item.quantity == Approx(730 * 12));
  }
  CHECK(found);
}
