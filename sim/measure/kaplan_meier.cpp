// The product-limit estimate: survival from times of which some are only known to be longer.
#include <algorithm>
#include <cmath>

#include "sim/measure/statistics.h"

namespace windtunnel {
namespace {

/// Slack for comparing a product of fractions with a share such as 0.05.
constexpr double slack = 1e-12;

bool earlier(const Survival& a, const Survival& b) { return a.time != b.time ? a.time < b.time : a.ended && !b.ended; }

}  // namespace

KaplanMeier::KaplanMeier(std::vector<Survival> observations) : observations_(std::move(observations)) {
  std::stable_sort(observations_.begin(), observations_.end(), earlier);
  Step current;
  std::size_t i = 0;
  while (i < observations_.size()) {
    const double time = observations_[i].time;
    const std::size_t at_risk = observations_.size() - i;
    std::size_t ends = 0;
    for (; i < observations_.size() && observations_[i].time == time; ++i) {
      if (observations_[i].ended) {
        ++ends;
      } else {
        censored_ = true;
      }
    }
    if (ends == 0) continue;
    const double n = static_cast<double>(at_risk), d = static_cast<double>(ends);
    current.time = time;
    current.at_risk = at_risk;
    current.survival *= (n - d) / n;
    if (ends < at_risk) current.greenwood += d / (n * (n - d));
    steps_.push_back(current);
  }
}

const KaplanMeier::Step* KaplanMeier::step_at(double time) const {
  const auto after =
      std::upper_bound(steps_.begin(), steps_.end(), time, [](double t, const Step& step) { return t < step.time; });
  return after == steps_.begin() ? nullptr : &*std::prev(after);
}

double KaplanMeier::survival(double time) const {
  const Step* step = step_at(time);
  return step ? step->survival : 1;
}

Estimate KaplanMeier::survival_interval(double time, double confidence) const {
  const Step* step = step_at(time);
  if (!step) {
    const auto still =
        std::count_if(observations_.begin(), observations_.end(), [time](const Survival& o) { return o.time >= time; });
    return clopper_pearson(static_cast<std::uint64_t>(still), static_cast<std::uint64_t>(still), confidence);
  }
  if (step->survival <= 0) return clopper_pearson(0, step->at_risk, confidence);
  const double logarithm = std::log(step->survival);
  const double z = standard_normal_quantile(0.5 + confidence / 2);
  const double shift = std::exp(z * std::sqrt(step->greenwood) / -logarithm);
  return {step->survival, std::exp(logarithm * shift), std::exp(logarithm / shift)};
}

std::optional<Estimate> KaplanMeier::quantile(double p, double confidence) const {
  if (!censored_) {
    // Without censoring the order statistics give an exact interval.
    std::vector<double> times;
    for (const Survival& observation : observations_) times.push_back(observation.time);
    return quantile_interval(times, p, confidence);
  }
  const double remaining = 1 - p + slack;
  std::optional<double> point, low, high;
  for (const Step& step : steps_) {
    const Estimate interval = survival_interval(step.time, confidence);
    if (!low && interval.low.value_or(1) <= remaining) low = step.time;
    if (!point && step.survival <= remaining) point = step.time;
    if (!high && interval.high.value_or(1) <= remaining) high = step.time;
  }
  if (!point || !high) return std::nullopt;
  return Estimate{point, low, high};
}

}  // namespace windtunnel
