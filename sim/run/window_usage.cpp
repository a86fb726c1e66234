// See window_usage.h.
#include "sim/run/window_usage.h"

#include <algorithm>

namespace windtunnel {
namespace {

constexpr double month_seconds = UsageMeter::hours_per_month * 3600;

// By how much what was counted between two instants exceeds what health counts there.
void exceed(const std::vector<double>& start, const std::vector<double>& end, const std::vector<double>& healthy_start,
            const std::vector<double>& healthy_end, std::vector<double>& beyond) {
  for (std::size_t i = 0; i < beyond.size(); ++i) beyond[i] = (end[i] - start[i]) - (healthy_end[i] - healthy_start[i]);
}

}  // namespace

WindowUsage::WindowUsage(const HealthyWeek& week)
    : week_(week),
      requests_(week.design().network.routers.size()),
      completions_(week.design().network.stations.size()),
      messages_(week.design().network.queues.size()) {
  for (std::size_t c = 0; c < week.design().components().size(); ++c)
    gauge_seconds_.emplace_back(week.gauges(static_cast<ComponentId>(c)));
  forgone_ = gauge_seconds_;
}

void WindowUsage::begin(const Runner& runner) {
  start_ = runner.world().now();
  at_start_ = totals(runner);
  for (auto& gauges : forgone_) std::fill(gauges.begin(), gauges.end(), 0.0);
}

void WindowUsage::go_on_from(const WindowUsage& other) {
  start_ = other.start_;
  at_start_ = other.at_start_;
  forgone_ = other.forgone_;
}

// The integral is what the last value would make over all of the window, less what changes add to it before their time.
void WindowUsage::change(ComponentId component, std::uint32_t gauge, double by, Time now) {
  std::vector<double>& forgone = forgone_[component];
  if (gauge < forgone.size()) forgone[gauge] += by * (now - start_).seconds();
}

void WindowUsage::integrate_gauges(const Runner& runner) {
  const double seconds = (end_ - start_).seconds();
  for (std::size_t c = 0; c < gauge_seconds_.size(); ++c) {
    const std::vector<double>& gauges = runner.gauges()[c];
    for (std::size_t g = 0; g < gauge_seconds_[c].size(); ++g)
      gauge_seconds_[c][g] = (g < gauges.size() ? seconds * gauges[g] : 0) - forgone_[c][g];
  }
}

double WindowUsage::extra(const Runner& runner, const MonthlyBill& bill) {
  end_ = runner.world().now();
  integrate_gauges(runner);
  const HealthyWeek::Totals end = totals(runner);
  const HealthyWeek::Totals healthy_start = week_.totals_at(start_), healthy_end = week_.totals_at(end_);
  exceed(at_start_.requests, end.requests, healthy_start.requests, healthy_end.requests, requests_);
  exceed(at_start_.completions, end.completions, healthy_start.completions, healthy_end.completions, completions_);
  exceed(at_start_.messages, end.messages, healthy_start.messages, healthy_end.messages, messages_);
  if (!healthy_bill_) healthy_bill_ = bill(week_.design(), week_);
  return bill(week_.design(), *this) - *healthy_bill_;
}

double WindowUsage::average_gauge(ComponentId component, std::uint32_t gauge) const {
  const double healthy = week_.average_gauge(component, gauge);
  if (gauge >= gauge_seconds_[component].size()) return healthy;
  const double beyond = gauge_seconds_[component][gauge] - week_.gauge_seconds(component, gauge, start_, end_);
  return healthy + beyond / month_seconds;
}

HealthyWeek::Totals WindowUsage::totals(const Runner& runner) const {
  return HealthyWeek::totals_of(week_.design(), runner.world());
}

}  // namespace windtunnel
