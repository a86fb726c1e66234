// Sums, intervals and order statistics; the only file of the engine that includes Boost.Math.
#include "sim/measure/statistics.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace windtunnel {
namespace {

/// What a function of a sample's size gives: a result asks for the same few sizes thousands of times.
template <class Value, class Find>
Value remembered(std::size_t n, double p, double confidence, const Find& find) {
  constexpr std::size_t most = 64;
  thread_local std::map<std::tuple<std::size_t, double, double>, Value> known;
  if (known.size() >= most) known.clear();
  const auto [place, is_new] = known.try_emplace({n, p, confidence});
  if (is_new) place->second = find();
  return place->second;
}

double t_quantile(std::size_t n, double confidence) {
  return remembered<double>(n, 0, confidence, [&] {
    const boost::math::students_t distribution(static_cast<double>(n - 1));
    return boost::math::quantile(distribution, 0.5 + confidence / 2);
  });
}

/// P(Binomial(n, p) <= k).
double binomial_cdf(std::size_t n, double p, std::size_t k) {
  if (k >= n) return 1;
  return boost::math::cdf(boost::math::binomial(static_cast<double>(n), p), static_cast<double>(k));
}

}  // namespace

double binomial_tail(std::size_t n, double p, std::size_t k) {
  if (k == 0) return 1;
  const boost::math::binomial distribution(static_cast<double>(n), p);
  return boost::math::cdf(boost::math::complement(distribution, static_cast<double>(k - 1)));
}

void CompensatedSum::add(double term) {
  const double next = sum_ + term;
  if (std::abs(sum_) >= std::abs(term)) {
    correction_ += (sum_ - next) + term;
  } else {
    correction_ += (term - next) + sum_;
  }
  sum_ = next;
}

double compensated_sum(std::span<const double> terms) {
  CompensatedSum sum;
  for (double term : terms) sum.add(term);
  return sum.value();
}

double mean_of(std::span<const double> values) {
  return values.empty() ? 0 : compensated_sum(values) / static_cast<double>(values.size());
}

double standard_deviation_of(std::span<const double> values) {
  if (values.size() < 2) return 0;
  const double mean = mean_of(values);
  CompensatedSum squares;
  for (double value : values) squares.add((value - mean) * (value - mean));
  return std::sqrt(squares.value() / static_cast<double>(values.size() - 1));
}

double standard_normal_quantile(double p) { return boost::math::quantile(boost::math::normal(), p); }

Estimate clopper_pearson(std::uint64_t successes, std::uint64_t trials, double confidence) {
  if (trials == 0) return {{}, 0, 1};
  const double k = static_cast<double>(successes), n = static_cast<double>(trials);
  const double tail = (1 - confidence) / 2;
  Estimate result{k / n, 0, 1};
  if (successes > 0) result.low = boost::math::quantile(boost::math::beta_distribution<>(k, n - k + 1), tail);
  if (successes < trials) {
    result.high = boost::math::quantile(boost::math::complement(boost::math::beta_distribution<>(k + 1, n - k), tail));
  }
  return result;
}

Estimate clustered_share(std::span<const double> successes, std::size_t size, double confidence) {
  const double per_cluster = static_cast<double>(size), clusters = static_cast<double>(successes.size());
  if (!(per_cluster * clusters > 0)) return {{}, 0, 1};
  const double share = mean_of(successes) / per_cluster;
  const double deviation = standard_deviation_of(successes);
  const double independent = per_cluster * share * (1 - share);
  const double effect = independent > 0 ? std::max(1.0, deviation * deviation / independent) : 1.0;
  const double trials = std::max(1.0, std::floor(per_cluster * clusters / effect + 1e-9));
  // Rounded towards the middle, so that the interval never shuts out what the sample allows.
  const double kept = share * trials;
  Estimate interval = clopper_pearson(static_cast<std::uint64_t>(std::floor(kept + 1e-9)),
                                      static_cast<std::uint64_t>(trials), confidence);
  interval.high = clopper_pearson(static_cast<std::uint64_t>(std::ceil(kept - 1e-9)),
                                  static_cast<std::uint64_t>(trials), confidence).high;
  interval.mean = share;
  return interval;
}

Estimate wilson(std::uint64_t successes, std::uint64_t trials, double confidence) {
  if (trials == 0) return {{}, 0, 1};
  const double n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double z = standard_normal_quantile(0.5 + confidence / 2);
  const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

Estimate student_t_interval(std::span<const double> values, double confidence) {
  if (values.empty()) return {};
  const double mean = mean_of(values);
  if (values.size() < 2) return {mean, {}, {}};
  const double error = standard_deviation_of(values) / std::sqrt(static_cast<double>(values.size()));
  const double half = t_quantile(values.size(), confidence) * error;
  return {mean, mean - half, mean + half};
}

Estimate log_t_interval(std::span<const double> values, double confidence) {
  if (values.empty()) return {};
  const double mean = mean_of(values);
  if (values.size() < 2) return {mean, {}, {}};
  if (!(mean > 0)) return {mean, 0, {}};
  const double error = standard_deviation_of(values) / std::sqrt(static_cast<double>(values.size()));
  const double factor = std::exp(t_quantile(values.size(), confidence) * error / mean);
  return {mean, mean / factor, mean * factor};
}

Estimate ratio_interval(std::span<const double> numerators, std::span<const double> denominators, double confidence) {
  const std::size_t n = std::min(numerators.size(), denominators.size());
  const double total = compensated_sum(denominators.first(n));
  if (!(total > 0)) return {};
  const double ratio = compensated_sum(numerators.first(n)) / total;
  if (n < 2) return {ratio, {}, {}};
  CompensatedSum squares;
  for (std::size_t i = 0; i < n; ++i) {
    const double residual = numerators[i] - ratio * denominators[i];
    squares.add(residual * residual);
  }
  const double count = static_cast<double>(n);
  const double deviation = std::sqrt(squares.value() / (count - 1));
  const double half = t_quantile(n, confidence) * deviation / (total / count * std::sqrt(count));
  return {ratio, ratio - half, ratio + half};
}

namespace {

std::optional<RankInterval> find_ranks(std::size_t n, double p, double confidence) {
  const double tail = (1 - confidence) / 2;
  if (n == 0 || binomial_cdf(n, p, 0) > tail || binomial_tail(n, p, n) > tail) return std::nullopt;
  // Both tails are monotone in the rank, so each end is found by bisection.
  std::size_t low = 1, above = n;
  while (above - low > 1) {
    const std::size_t middle = low + (above - low) / 2;
    (binomial_cdf(n, p, middle - 1) <= tail ? low : above) = middle;
  }
  std::size_t below = 0, high = n;
  while (high - below > 1) {
    const std::size_t middle = below + (high - below) / 2;
    (binomial_tail(n, p, middle) <= tail ? high : below) = middle;
  }
  return RankInterval{low, high};
}

}  // namespace

std::optional<RankInterval> quantile_ranks(std::size_t n, double p, double confidence) {
  return remembered<std::optional<RankInterval>>(n, p, confidence, [&] { return find_ranks(n, p, confidence); });
}

std::optional<Estimate> quantile_interval(std::span<const double> sorted, double p, double confidence) {
  const auto ranks = quantile_ranks(sorted.size(), p, confidence);
  if (!ranks || !std::isfinite(sorted[ranks->high - 1])) return std::nullopt;
  // The small subtraction keeps 0.95 * 1000 at rank 950 whatever way the product was rounded.
  const double rank = std::ceil(static_cast<double>(sorted.size()) * p - 1e-9);
  const std::size_t index = std::clamp<std::size_t>(static_cast<std::size_t>(rank), 1, sorted.size()) - 1;
  return Estimate{sorted[index], sorted[ranks->low - 1], sorted[ranks->high - 1]};
}

std::optional<Estimate> reportable_quantile(std::span<const double> sorted, double p) {
  if (p >= 0.99 && sorted.size() < 1000) return std::nullopt;
  return quantile_interval(sorted, p);
}

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b) {
  const std::size_t n = std::min(a.size(), b.size());
  std::vector<double> differences(n);
  std::uint64_t lower = 0;
  for (std::size_t i = 0; i < n; ++i) {
    differences[i] = a[i] - b[i];
    if (a[i] < b[i]) ++lower;
  }
  return {student_t_interval(differences), clopper_pearson(lower, n)};
}

}  // namespace windtunnel
