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

/// Counts the sets of magnitudes (ascending) whose sum is at most `room`, the empty one too; stops above `most`.
void count_sets(std::span<const double> magnitudes, double room, std::size_t most, std::size_t& count) {
  ++count;
  for (std::size_t i = 0; i < magnitudes.size() && magnitudes[i] <= room && count <= most; ++i)
    count_sets(magnitudes.subspan(i + 1), room - magnitudes[i], most, count);
}

/// More sign patterns than these are left to the bounds.
constexpr std::size_t patterns_at_most = 20'000;

/// The chance itself. With A the sum of all magnitudes and B that of the fewer ones on the other side, the sum is A - 2 B; a
/// pattern of signs is as far from zero when those on its other side sum to B at most. 1 where such patterns are many.
double counted_chance(std::span<const double> differences) {
  std::vector<double> magnitudes;
  double up = 0, down = 0;
  for (const double d : differences) {
    if (d == 0) continue;
    magnitudes.push_back(std::abs(d));
    (d > 0 ? up : down) += std::abs(d);
  }
  if (magnitudes.empty()) return 1;
  std::sort(magnitudes.begin(), magnitudes.end());
  // Sums that differ by rounding only are equal, which can but raise the chance.
  const double room = std::min(up, down) + 1e-9 * (up + down);
  std::size_t count = 0;
  count_sets(magnitudes, room, patterns_at_most, count);
  if (count > patterns_at_most) return 1;
  return std::min(1.0, std::ldexp(static_cast<double>(count), 1 - static_cast<int>(magnitudes.size())));
}

}  // namespace

double sign_flip_bound(std::span<const double> differences) {
  return std::min(bound_of(differences, false), counted_chance(differences));
}

double least_sign_flip_bound(std::span<const double> differences) {
  const auto differing = std::count_if(differences.begin(), differences.end(), [](double d) { return d != 0; });
  return differing == 0 ? 1 : std::min(bound_of(differences, true), std::ldexp(1.0, 1 - static_cast<int>(differing)));
}

double sign_test(std::size_t up, std::size_t down) {
  const std::size_t n = up + down, k = std::max(up, down);
  return std::min(1.0, 2 * binomial_tail(n, 0.5, k));
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
