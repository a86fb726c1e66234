// Alarms are evaluated when they may decide otherwise, and only then.
#include "sim/run/metric_watch.h"

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
  void run(Duration time) { runner_.run_until(runner_.world().now() + time); }
  void demand(double factor) {
    runner_.set_demand(0, factor, Duration{});
    runner_.deliver();
  }
  std::uint64_t events() const { return runner_.events_handled(); }
  std::vector<double> fired, ended;

 private:
  void alarm(ComponentId, bool fires) override { (fires ? fired : ended).push_back(runner_.world().now().seconds()); }
  std::unique_ptr<const Design> design_;
  Runner runner_;
};

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
    if (!run.fired.empty()) CHECK(run.fired[0] < 3600 + 20 + 300);
    run.run(hours(1));
    CHECK(run.ended.size() == run.fired.size());
  }
  CHECK(noticed >= 12);  // a burst that falls into two windows, less than three quarters in either, is missed by both
}
