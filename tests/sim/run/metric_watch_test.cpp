// Alarms are evaluated when they may decide otherwise, and only then.
#include "sim/run/metric_watch.h"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "sim/kernel/poisson_law.h"
#include "sim/run/runner.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

std::string design(const std::string& alarms, const std::string& rate) {
  return R"(
design: watched
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks:
  s:
    alb: {type: application_load_balancer, zones: [a, b], targets: web}
    web: {type: ecs_fargate_service, zones: [a, b], tasks: {min: 2, desired: 2, max: 2}, cpu: 0.25 vCPU, memory: 512 MiB}
)" + alarms + "journeys:\n  ask: {path: [alb, web], rate: " + rate + "}\n";
}

/// One run without chance but that of phases: when its alarm came and went, in seconds.
class Watched final : private WorldObserver {
 public:
  explicit Watched(const std::string& yaml, std::uint64_t replication = 0)
      : design_(design_from(yaml)), runner_(*design_, traffic::flow_resolution(design_->network), 1) {
    runner_.set_observer(this);
    runner_.begin(Time{}, replication);
  }
  void again(std::uint64_t replication) {
    fired.clear();
    ended.clear();
    runner_.begin(Time{}, replication);
  }
  void run(Duration time) { runner_.run_until(runner_.world().now() + time); }
  void demand(double factor, Duration ramp = {}) {
    runner_.set_demand(0, factor, ramp);
    runner_.deliver();
  }
  std::uint64_t events() const { return runner_.events_handled(); }
  std::vector<double> fired, ended;

 private:
  void alarm(ComponentId, bool fires) override { (fires ? fired : ended).push_back(runner_.world().now().seconds()); }
  std::unique_ptr<const Design> design_;
  Runner runner_;
};

/// Delays of an alarm after a change of traffic, from evaluations that are taken one after the other, one for each period, over the
/// counts of the latest.
struct Ticking {
  Duration period;
  int periods, datapoints, threshold;
  bool firing;                              // before the change
  std::function<double(double)> requests;  // expected up to a time, counted from the change

  double delay(std::uint64_t trial) const {
    Stream stream({11, trial, hash_name("ticking"), 0});
    const double step = period.seconds();
    std::vector<int> breaches;
    for (double at = step * (stream.uniform() - periods + 1);; at += step) {
      breaches.push_back(poisson(stream, requests(at) - requests(at - step)) >= static_cast<std::uint64_t>(threshold) ? 1 : 0);
      if (at < 0) continue;
      if ((std::accumulate(breaches.end() - periods, breaches.end(), 0) >= datapoints) != firing) return at;
    }
  }
  std::string alarm() const {
    return fmt::format("    busy: {{type: alarm, on: alb, metric: request_count, threshold: {}, period: {} s, evaluation_periods: {}, "
                       "datapoints: {}, metric_delay: 0 s}}\n", threshold, period.seconds(), periods, datapoints);
  }
};

/// The greatest distance of two empirical distributions, in units at which 1.95 is passed by chance once in a thousand.
double kolmogorov_smirnov(std::vector<double> a, std::vector<double> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  double distance = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    a[i] < b[j] ? ++i : ++j;
    distance = std::max(distance, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  return distance * std::sqrt(n * m / (n + m));
}

/// Delays of the simulated alarm after the demand of 20 /s has been at `before` for an hour and then changes.
double distance_from(const Ticking& ticking, double before, double after, Duration ramp) {
  Watched run(design(ticking.alarm(), "20 /s"));
  std::vector<double> simulated, expected;
  for (std::uint64_t replication = 0; replication < 400; ++replication) {
    run.again(replication);
    run.demand(before);
    run.run(hours(1));
    REQUIRE(run.fired.size() == (ticking.firing ? 1 : 0));
    REQUIRE(run.ended.empty());
    run.demand(after, ramp);
    run.run(hours(2));
    const std::vector<double>& changed = ticking.firing ? run.ended : run.fired;
    REQUIRE_FALSE(changed.empty());
    simulated.push_back(changed[0] - 3600);
  }
  for (std::uint64_t trial = 0; trial < 2000; ++trial) expected.push_back(ticking.delay(trial));
  return kolmogorov_smirnov(simulated, expected);
}

}  // namespace

TEST_CASE("alarms far from their thresholds add no events") {
  const std::string three =
      "    errors: {type: alarm, on: alb, metric: elb_5xx, threshold: 10}\n"
      "    slow: {type: alarm, on: alb, metric: target_response_time, threshold: 5}\n"
      "    busy: {type: alarm, on: alb, metric: request_count, threshold: 100000}\n";
  Watched quiet(design("", "20 /s")), watched(design(three, "20 /s"));
  for (Watched* run : {&quiet, &watched}) run->run(days(7));
  CHECK(watched.events() <= quiet.events() + 6);  // a first look each
  CHECK(watched.fired.empty());
}

TEST_CASE("a threshold that the day's demand crosses is found where it is crossed") {
  // Between 10 /s at 08:00 and 30 /s at 20:00 the middle, 1 200 a minute, is passed at 14:00, by some 150 a minute each hour.
  const std::string busy = "    busy: {type: alarm, on: alb, metric: request_count, threshold: 1200}\n";
  Watched run(design(busy, "{daily: {peak: 30 /s at 20:00 UTC, trough: 10 /s}}"));
  run.run(days(1));
  // The evening before is above it, too: the alarm comes at midnight, goes about two o'clock, and comes again.
  REQUIRE(run.fired.size() >= 2);
  REQUIRE(run.ended.size() >= 1);
  CHECK(run.ended.front() > 3600);
  CHECK(run.ended.front() < 2 * 3600 + 3600);
  // Counts are Poisson: with a deviation of 35 one of many minutes is over the threshold up to an hour before the mean is.
  const auto again = std::find_if(run.fired.begin(), run.fired.end(), [](double t) { return t > 8 * 3600; });
  REQUIRE(again != run.fired.end());
  CHECK(*again > 12.9 * 3600);
  CHECK(*again < 14 * 3600 + 300);
}

TEST_CASE("a burst that is over before anybody looks is still in the window") {
  // 20 s at ten times 20 /s bring 4 000 requests and 800 in the rest of the minute, against the 1 200 of a quiet one.
  const std::string busy = "    busy: {type: alarm, on: alb, metric: request_count, threshold: 3000}\n";
  std::size_t noticed = 0;
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    Watched run(design(busy, "20 /s"), replication);
    run.run(hours(1));
    run.demand(10);
    run.run(seconds(20));
    run.demand(1);
    run.run(minutes(10));
    noticed += !run.fired.empty();
    // The next look is within a minute, and is published within five (cw.publication_delay's bound).
    if (!run.fired.empty()) CHECK(run.fired[0] < 3600 + 20 + 60 + 300);
    run.run(hours(1));
    CHECK(run.ended.size() == run.fired.size());
  }
  CHECK(noticed >= 12);  // a burst that falls into two windows, less than three quarters in either, is missed by both
}

TEST_CASE("alarms come as late as when each evaluation is taken, without one event for those that change nothing") {
  const auto step = [](double before, double after) {
    return [=](double t) { return 20 * (t < 0 ? before : after) * t; };
  };
  SECTION("to somewhat below the threshold, two of three half minutes") {
    // 630 requests against 650: one of five periods breaches.
    CHECK(distance_from({seconds(30), 3, 2, 650, false, step(0.8, 1.05)}, 0.8, 1.05, {}) < 1.95);
  }
  SECTION("far above it, where only the filling of the windows takes time") {
    CHECK(distance_from({seconds(60), 3, 3, 1500, false, step(1, 2)}, 1, 2, {}) < 1.95);
  }
  SECTION("back to somewhat above it") {
    CHECK(distance_from({seconds(60), 2, 1, 1200, true, step(1.5, 1.01)}, 1.5, 1.01, {}) < 1.95);
  }
  SECTION("along a slope that crosses it") {
    // From 20 /s to 26 /s within half an hour.
    const auto slope = [](double t) { return t < 0 ? 20 * t : t < 1800 ? 20 * t + t * t * 6 / 3600 : 26 * t - 5400; };
    CHECK(distance_from({seconds(60), 3, 2, 1380, false, slope}, 1, 1.3, minutes(30)) < 1.95);
  }
}

TEST_CASE("a count near its threshold costs events only where the alarm changes, however often it is evaluated") {
  // 600 expected in half a minute against 690, nearly four deviations: of the 60 480 evaluations of a week a handful breach.
  for (const int period : {30, 60}) {
    const std::string rare = fmt::format("    busy: {{type: alarm, on: alb, metric: request_count, threshold: {}, period: {} s}}\n",
                                         period == 30 ? 690 : 1330, period);
    Watched quiet(design("", "20 /s")), watched(design(rare, "20 /s"));
    for (Watched* run : {&quiet, &watched}) run->run(days(7));
    INFO(period << " s: fired " << watched.fired.size() << " times");
    CHECK(watched.fired.size() >= 1);
    CHECK(watched.fired.size() < 40);
    // For each change: the evaluation, its publication, what the alarm does.
    CHECK(watched.events() <= quiet.events() + 4 * (watched.fired.size() + watched.ended.size()) + 2);
  }
}

TEST_CASE("a period that several evaluations see has one count") {
  // 65 expected a minute, 60 wanted in each of three: the alarm comes where three that breach follow one that does not.
  const std::string alarm =
      "    busy: {type: alarm, on: alb, metric: request_count, threshold: 60, evaluation_periods: 3, metric_delay: 0 s}\n";
  Watched run(design(alarm, "1.0833333 /s"));
  run.run(days(2));
  const double breach = poisson_tail(60, 65), expected = 2 * 24 * 60 * (1 - breach) * std::pow(breach, 3);
  INFO(run.fired.size() << " times, where " << expected << " are expected");
  CHECK(std::abs(static_cast<double>(run.fired.size()) - expected) < 4 * std::sqrt(expected));
}

TEST_CASE("looking at traffic in between moves no alarm") {
  const std::string near = "    busy: {type: alarm, on: alb, metric: request_count, threshold: 1260, metric_delay: 0 s}\n";
  Watched still(design(near, "20 /s")), disturbed(design(near, "20 /s"));
  still.run(hours(6));
  for (int i = 0; i < 6 * 60; ++i) {
    disturbed.demand(1);
    disturbed.run(seconds(61 - i % 3));
  }
  disturbed.run(seconds(0));
  REQUIRE(still.fired.size() > 5);
  // Both ran for six hours, to the second.
  CHECK(still.fired == disturbed.fired);
  CHECK(still.ended == disturbed.ended);
}
