// See breach_chance.h.
#include "sim/run/breach_chance.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/kernel/poisson_law.h"

namespace windtunnel {
namespace {

/// Chernoff's bound: a Poisson number of mean m is as far from it as k with a probability below exp(-(k log(k/m) - k + m)).
double rarity(double k, double mean) { return (k > 0 ? k * mathematics::log(k / mean) - k : 0) + mean; }
constexpr double never = 20;

/// The mean on one side of k at which the bound says never: between `near`, where it does not, and `far`, where it does.
double mean_at_never(double k, double near, double far) {
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (near + far);
    (rarity(k, middle) < never ? near : far) = middle;
  }
  return far;
}

}  // namespace

BreachChance::BreachChance(const MetricRule& rule)
    : comparison_(rule.comparison),
      upward_(rule.comparison == MetricRule::Comparison::above || rule.comparison == MetricRule::Comparison::at_least),
      counted_(rule.metric.counted),
      threshold_(rule.threshold),
      period_(rule.period.seconds()),
      count_(0),
      low_(rule.threshold),
      high_(rule.threshold) {
  if (rule.per_period_count) low_ = high_ = threshold_ /= period_;
  if (!counted_) return;
  // A count is whole; a product of a rate and a period that should be may be off by a rounding.
  double limit = rule.per_period_count ? rule.threshold : rule.threshold * period_;
  if (std::abs(limit - std::round(limit)) < 1e-9 * std::max(1.0, limit)) limit = std::round(limit);
  const bool beyond = comparison_ == MetricRule::Comparison::above || comparison_ == MetricRule::Comparison::at_most;
  count_ = std::max(0.0, beyond ? std::floor(limit) + 1 : std::ceil(limit));
  low_ = high_ = 0;
  if (count_ == 0) return;
  low_ = mean_at_never(count_, count_, 0) / period_;
  const double fewer = count_ - 1;
  high_ = mean_at_never(fewer, fewer, fewer + never + std::sqrt(2 * never * fewer) + never) / period_;
}

bool BreachChance::breaches(double value) const {
  switch (comparison_) {
    case MetricRule::Comparison::above: return value > threshold_;
    case MetricRule::Comparison::at_least: return value >= threshold_;
    case MetricRule::Comparison::below: return value < threshold_;
    case MetricRule::Comparison::at_most: return value <= threshold_;
  }
  return false;
}

double BreachChance::of(double value, bool chance) const {
  const Side surely = side(value, chance);
  if (surely != Side::open) return surely == Side::breach ? 1 : 0;
  const double many = poisson_tail(count_, value * period_);
  return upward_ ? many : 1 - many;
}

BreachChance::Side BreachChance::side(double value, bool chance) const {
  if (!counted_ || !chance) return breaches(value) ? Side::breach : Side::rest;
  if (count_ > 0 && value > low_ && value < high_) return Side::open;
  // Where no count is too small, every period has enough.
  return (count_ == 0 || value >= high_) == upward_ ? Side::breach : Side::rest;
}

double BreachChance::end_of(Side side, bool chance) const {
  if (!counted_ || !chance) return threshold_;
  return (side == Side::rest) == upward_ ? low_ : high_;
}

}  // namespace windtunnel
