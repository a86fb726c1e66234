// The usage of a month with a drill's window in it: what is missing or added there, and nothing else.
#include "sim/run/window_usage.h"

#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

/// A pool that serves 10 requests a second, and a Fargate service whose gauges say how many tasks run.
const char* const shop = R"(
design: shop
regions: {primary: {name: us-east-1, zones: [a], stack: s}}
stacks: {s: {web: {type: ecs_fargate_service, tasks: {min: 2, max: 2}}}}
components: {store: {type: pool, units: 2, workers: 10, service_time: 50 ms}}
journeys:
  read: {path: [store], rate: 10 /s}
  look: {path: [primary.web], rate: 5 /s}
)";

class Window final : private WorldObserver {
 public:
  Window()
      : design_(design_from(shop)),
        week_(*design_, 1),
        runner_(*design_, traffic::flow_resolution(design_->network), 1),
        usage_(week_) {
    const Time start = HealthyWeek::begin() + hours(30);
    runner_.restore(week_.before(start), 0);
    runner_.run_until(start);
    usage_.begin(runner_);
    runner_.set_observer(this);
  }
  void pass(Duration time) { runner_.run_until(runner_.world().now() + time); }
  bool strike(const std::string& component, std::int64_t units) {
    const bool changed = runner_.strike(design_->find(component), blow(units));
    runner_.deliver();
    return changed;
  }
  void relent(const std::string& component, std::int64_t units) {
    runner_.relent(design_->find(component), blow(units));
    runner_.deliver();
  }
  /// A bill of a cent for each request that the store serves.
  double extra_for_requests() {
    const traffic::StationId store = design_->component(design_->find("store")).port("")->stations.front();
    return usage_.extra(runner_, [store](const Design&, const UsageMeter& usage) { return 0.01 * usage.completions(store); });
  }
  /// A bill of a dollar for each task that runs, averaged over the month.
  double extra_for_tasks() {
    const ComponentId web = design_->find("primary.web");
    return usage_.extra(runner_, [web](const Design&, const UsageMeter& usage) { return usage.average_gauge(web, 0); });
  }

 private:
  void gauge(ComponentId component, std::uint32_t gauge, double from, double to) override {
    usage_.change(component, gauge, to - from, runner_.world().now());
  }
  static Strike blow(std::int64_t units) {
    Strike strike;
    strike.units = units;
    return strike;
  }
  std::unique_ptr<const Design> design_;
  HealthyWeek week_;
  Runner runner_;
  WindowUsage usage_;
};

}  // namespace

TEST_CASE("a window that goes as health does costs nothing extra") {
  Window window;
  window.pass(hours(5));
  CHECK(window.extra_for_requests() == Approx(0).margin(0.01));
  Window other;
  other.pass(hours(5));
  CHECK(other.extra_for_tasks() == Approx(0).margin(1e-9));
}

TEST_CASE("requests that are not served are not paid for") {
  Window window;
  window.pass(hours(1));
  REQUIRE(window.strike("store", 2));
  window.pass(minutes(30));
  window.relent("store", 2);
  window.pass(hours(1));
  // Half an hour at 10 /s and a cent each, up to what was under way at the edges.
  CHECK(window.extra_for_requests() == Approx(-0.01 * 10 * 1800).epsilon(0.01));
}

TEST_CASE("tasks that did not run are not paid for") {
  Window window;
  window.pass(hours(1));
  REQUIRE(window.strike("primary.zone-1", 0));
  window.pass(hours(2));
  window.relent("primary.zone-1", 0);
  window.pass(hours(1));
  // The only zone was without power: two tasks less for two hours of a month of 730, until they had started again.
  CHECK(window.extra_for_tasks() == Approx(-2 * 2.0 / 730).epsilon(0.1));
}

TEST_CASE("what was counted before the window does not count") {
  Window window;
  REQUIRE(window.strike("store", 2));
  window.pass(minutes(30));
  window.relent("store", 2);
  const double hurt = window.extra_for_requests();
  CHECK(hurt == Approx(-180).epsilon(0.01));
  window.pass(hours(3));
  CHECK(window.extra_for_requests() == Approx(hurt).epsilon(0.01));
}
