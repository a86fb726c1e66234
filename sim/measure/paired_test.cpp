// See paired_test.h.
#include "sim/measure/paired_test.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/measure/statistics.h"

namespace windtunnel {
namespace {

/// Pinelis (1994): 2 e^3 / 9.
constexpr double pinelis = 4.46345;

double bound_at(double t) {
  if (!(t > 0)) return 1;
  const double normal_tail = 0.5 * std::erfc(t / std::sqrt(2.0));
  return std::min({1.0, 2 * std::exp(-t * t / 2), 2 * pinelis * normal_tail});
}

double bound_of(std::span<const double> differences, bool magnitudes) {
  CompensatedSum sum, squares;
  for (const double d : differences) {
    sum.add(magnitudes ? std::abs(d) : d);
    squares.add(d * d);
  }
  return squares.value() > 0 ? bound_at(std::abs(sum.value()) / std::sqrt(squares.value())) : 1;
}

}  // namespace

double sign_flip_bound(std::span<const double> differences) { return bound_of(differences, false); }

double least_sign_flip_bound(std::span<const double> differences) { return bound_of(differences, true); }

double sign_test(std::size_t up, std::size_t down) {
  const std::size_t n = up + down, k = std::max(up, down);
  // P(Binomial(n, 1/2) >= k), summed from the smallest term.
  std::vector<double> terms;
  double term = std::pow(0.5, static_cast<double>(n));
  for (std::size_t i = n; i >= k && i <= n; --i) {
    terms.push_back(term);
    if (i == 0) break;
    term *= static_cast<double>(i) / static_cast<double>(n - i + 1);
  }
  return std::min(1.0, 2 * compensated_sum(terms));
}

double family_threshold(std::span<const double> least, double family_error) {
  for (std::size_t k = 1; k <= least.size(); ++k) {
    const double level = family_error / static_cast<double>(k);
    const auto able = std::count_if(least.begin(), least.end(), [&](double p) { return p <= level; });
    if (static_cast<std::size_t>(able) <= k) return level;
  }
  return least.empty() ? family_error : family_error / static_cast<double>(least.size());
}

double sign_flip_critical(double p) {
  double low = 0, high = 50;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (bound_at(middle) <= p ? high : low) = middle;
  }
  return high;
}

std::optional<double> detectable_difference(std::size_t n, double deviation, double critical) {
  const double room = static_cast<double>(n) - critical * critical;
  if (!(room > 0)) return std::nullopt;
  return deviation * critical / std::sqrt(room);
}

}  // namespace windtunnel
