// How a sample of times becomes printed quantiles, means and phases.
#include "sim/measure/summary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "sim/measure/rounding.h"

namespace windtunnel {
namespace {

constexpr int milliseconds_in_seconds = 3;

Estimate rounded_seconds(const Estimate& estimate) {
  const int decimals = seconds_decimals(half_width(estimate));
  const auto round = [decimals](const std::optional<double>& value) -> std::optional<double> {
    if (!value) return std::nullopt;
    return round_decimals(*value, decimals);
  };
  return {round(estimate.mean), round(estimate.low), round(estimate.high)};
}

constexpr std::array<double PhaseSeconds::*, 6> phase_members = {&PhaseSeconds::notice,  &PhaseSeconds::decide,
                                                                 &PhaseSeconds::act,     &PhaseSeconds::propagate,
                                                                 &PhaseSeconds::warm_up, &PhaseSeconds::drain};

}  // namespace

int seconds_decimals(double uncertainty) {
  return std::clamp(decimals_carried(uncertainty, milliseconds_in_seconds), 0, milliseconds_in_seconds);
}

std::optional<double> rounded_quantile(std::span<const double> sorted, double p) {
  const auto quantile = reportable_quantile(sorted, p);
  return quantile ? rounded_seconds(*quantile).mean : std::nullopt;
}

RtoResult summarise_recovery(const std::vector<Survival>& times) {
  RtoResult result;
  std::vector<double> ended;
  for (const Survival& time : times) {
    if (time.ended) ended.push_back(time.time);
  }
  result.never_recovered = times.size() - ended.size();
  if (!ended.empty()) {
    result.max = round_decimals(*std::max_element(ended.begin(), ended.end()), milliseconds_in_seconds);
    result.mean_interval = rounded_seconds(student_t_interval(ended));
    result.mean = result.mean_interval.mean;
  }
  const KaplanMeier survival(times);
  result.p50_interval = rounded_seconds(survival.quantile(0.50).value_or(Estimate{}));
  result.p95_interval = rounded_seconds(survival.quantile(0.95).value_or(Estimate{}));
  result.p50 = result.p50_interval.mean;
  result.p95 = result.p95_interval.mean;
  if (times.size() >= 1000) result.p99 = rounded_seconds(survival.quantile(0.99).value_or(Estimate{})).mean;
  return result;
}

PhaseSeconds split_exactly(const PhaseSeconds& means, double total, int decimals) {
  constexpr std::size_t phases = phase_members.size();
  double scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  std::array<long long, phases> units{};
  std::array<double, phases> remainders{};
  long long missing = std::llround(total * scale);
  for (std::size_t i = 0; i < phases; ++i) {
    const double exact = means.*phase_members[i] * scale;
    units[i] = static_cast<long long>(std::floor(exact));
    remainders[i] = exact - std::floor(exact);
    missing -= units[i];
  }
  std::array<std::size_t, phases> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; i < phases && missing > 0; ++i, --missing) ++units[order[i]];
  PhaseSeconds result;
  for (std::size_t i = 0; i < phases; ++i) result.*phase_members[i] = static_cast<double>(units[i]) / scale;
  return result;
}

}  // namespace windtunnel
