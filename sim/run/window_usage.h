// What a month uses in which the window of a drill went as it did, and the rest as in health.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "sim/run/healthy_week.h"
#include "sim/run/runner.h"

namespace windtunnel {

/// USD that a month of this usage costs, as far as prices are known.
using MonthlyBill = std::function<double(const Design& design, const UsageMeter& usage)>;

/// Follows one replication: what a healthy month uses, plus by how much the window differs from the same hours of the healthy
/// week. Quantities stay those of whole months, so that prices apply as they do to a bill.
class WindowUsage final : public UsageMeter {
 public:
  explicit WindowUsage(const HealthyWeek& week);

  /// The window begins now.
  void begin(const Runner& runner);
  /// The window is that of the other one, of the same design, so far.
  void go_on_from(const WindowUsage& other);
  /// A gauge of a component changes by so much now.
  void change(ComponentId component, std::uint32_t gauge, double by, Time now);
  /// USD by which the window up to now is dearer than in health; below 0 where less ran.
  double extra(const Runner& runner, const MonthlyBill& bill);

  double requests(traffic::RouterId router) const override { return week_.requests(router) + requests_[router]; }
  double completions(traffic::StationId station) const override {
    return week_.completions(station) + completions_[station];
  }
  double messages(traffic::QueueId queue) const override { return week_.messages(queue) + messages_[queue]; }
  double average_gauge(ComponentId component, std::uint32_t gauge) const override;
  std::vector<Caller> callers(ComponentId component) const override { return week_.calls().to(component, *this); }
  std::string_view region_name(ComponentId component) const override { return week_.region_name(component); }

 private:
  HealthyWeek::Totals totals(const Runner& runner) const;
  void integrate_gauges(const Runner& runner);

  const HealthyWeek& week_;
  Time start_, end_;
  HealthyWeek::Totals at_start_;
  std::vector<double> requests_, completions_, messages_;  // beyond health
  std::optional<double> healthy_bill_;
  // By component and gauge: the integral over the window, and what of it changes have taken away; see change().
  std::vector<std::vector<double>> gauge_seconds_, forgone_;
};

}  // namespace windtunnel
