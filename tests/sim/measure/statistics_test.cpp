// Intervals against published numbers, exact binomial sums and their own coverage.
#include "sim/measure/statistics.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

using namespace windtunnel;

namespace {

/// Uniform in (0, 1): the top 53 bits of a portable generator.
double uniform(std::mt19937_64& generator) { return (static_cast<double>(generator() >> 11) + 0.5) * 0x1p-53; }

/// P(Binomial(n, p) <= k) by direct summation.
double binomial_sum(int n, double p, int k) {
  double sum = 0;
  for (int i = 0; i <= k; ++i) {
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1) + i * std::log(p) +
                    (n - i) * std::log1p(-p));
  }
  return sum;
}

/// A year's downtime as compound Poisson: exponential gaps, lognormal durations of mean 1 with coefficient of
/// variation 2.
double compound_poisson(std::mt19937_64& generator, double events) {
  const double sigma = std::sqrt(std::log(5.0));
  double total = 0, clock = -std::log(uniform(generator));
  for (; clock < events; clock -= std::log(uniform(generator))) {
    const double normal = std::sqrt(-2 * std::log(uniform(generator))) * std::cos(2 * M_PI * uniform(generator));
    total += std::exp(sigma * normal - sigma * sigma / 2);
  }
  return total;
}

}  // namespace

TEST_CASE("a compensated sum keeps what a plain sum loses") {
  // Neumaier's example: the plain sum is 0.
  const std::vector<double> terms = {1, 1e100, 1, -1e100};
  CHECK(compensated_sum(terms) == 2);
  CHECK(compensated_sum({}) == 0);
}

TEST_CASE("Clopper-Pearson gives the exact limits") {
  // 0 of 1 000: 1 - 0.025^(1/1000); 7 of 200: the root of the binomial distribution function.
  CHECK(*clopper_pearson(0, 1000).high == Approx(0.00368208389686564).epsilon(1e-11));
  CHECK(*clopper_pearson(7, 200).high == Approx(0.0707809983509772).epsilon(1e-11));
  CHECK(*clopper_pearson(0, 20).high == Approx(0.168433).margin(5e-7));
  const Estimate three = clopper_pearson(3, 100);
  CHECK(*three.low == Approx(0.006230).margin(5e-7));
  CHECK(*three.high == Approx(0.085176).margin(5e-7));
  CHECK(*clopper_pearson(1000, 1000).high == 1);
  CHECK(*clopper_pearson(1000, 1000).low == Approx(std::pow(0.025, 0.001)).epsilon(1e-12));
  const Estimate none = clopper_pearson(0, 0);
  CHECK_FALSE(none.mean);
  CHECK(*none.low == 0);
  CHECK(*none.high == 1);
}

TEST_CASE("Clopper-Pearson and Wilson agree with the table of Newcombe (1998)") {
  struct Row {
    std::uint64_t k, n;
    double wilson_low, wilson_high, exact_low, exact_high;
  };
  const Row row = GENERATE(Row{81, 263, 0.2553, 0.3662, 0.2527, 0.3676}, Row{15, 148, 0.0624, 0.1605, 0.0578, 0.1617},
                           Row{0, 20, 0.0000, 0.1611, 0.0000, 0.1684}, Row{1, 29, 0.0061, 0.1718, 0.0009, 0.1776});
  CHECK(*wilson(row.k, row.n).low == Approx(row.wilson_low).margin(6e-5));
  CHECK(*wilson(row.k, row.n).high == Approx(row.wilson_high).margin(6e-5));
  CHECK(*clopper_pearson(row.k, row.n).low == Approx(row.exact_low).margin(6e-5));
  CHECK(*clopper_pearson(row.k, row.n).high == Approx(row.exact_high).margin(6e-5));
}

TEST_CASE("Clopper-Pearson covers at least its nominal share, exactly") {
  const int n = 60;
  for (double p : {0.005, 0.05, 0.3, 0.5, 0.95}) {
    double covered = 0;
    for (int k = 0; k <= n; ++k) {
      const Estimate interval = clopper_pearson(static_cast<std::uint64_t>(k), n);
      const double weight = binomial_sum(n, p, k) - (k > 0 ? binomial_sum(n, p, k - 1) : 0);
      if (*interval.low <= p && p <= *interval.high) covered += weight;
    }
    CHECK(covered >= 0.95 - 1e-9);
  }
}

TEST_CASE("Student's interval uses n - 1 degrees of freedom") {
  // t(9).975 = 2.262157163; the sample 1..10 has mean 5.5 and variance 110/12.
  std::vector<double> sample;
  for (int i = 1; i <= 10; ++i) sample.push_back(i);
  const Estimate interval = student_t_interval(sample);
  const double half = 2.262157163 * std::sqrt(110.0 / 12 / 10);
  CHECK(*interval.mean == Approx(5.5));
  CHECK(*interval.low == Approx(5.5 - half).epsilon(1e-9));
  CHECK(*interval.high == Approx(5.5 + half).epsilon(1e-9));
  CHECK_FALSE(student_t_interval(std::vector<double>{3}).low);
  CHECK_FALSE(student_t_interval({}).mean);
  const Estimate skewed = log_t_interval(sample);
  CHECK(*skewed.high == Approx(5.5 * std::exp(half / 5.5)).epsilon(1e-9));
  CHECK(*skewed.low == Approx(5.5 * std::exp(-half / 5.5)).epsilon(1e-9));
}

TEST_CASE("a mean of nothing but zeros has no upper end on the log scale") {
  const Estimate nothing = log_t_interval(std::vector<double>(50, 0.0));
  CHECK(*nothing.mean == 0);
  CHECK(*nothing.low == 0);
  CHECK_FALSE(nothing.high);
}

TEST_CASE("the ratio estimator is the mean's interval when all denominators are equal") {
  const std::vector<double> good = {90, 95, 99, 100, 97}, offered(5, 100.0);
  std::vector<double> shares;
  for (double g : good) shares.push_back(g / 100);
  const Estimate ratio = ratio_interval(good, offered), mean = student_t_interval(shares);
  CHECK(*ratio.mean == Approx(*mean.mean));
  CHECK(*ratio.low == Approx(*mean.low));
  CHECK(*ratio.high == Approx(*mean.high));
  CHECK_FALSE(ratio_interval(std::vector<double>{0}, std::vector<double>{0}).mean);
}

TEST_CASE("a ratio weighs by requests, not by replications") {
  // 0 of 10 and 1 000 of 1 000: the mean of ratios would be 0.5.
  CHECK(*ratio_interval(std::vector<double>{0, 1000}, std::vector<double>{10, 1000}).mean == Approx(1000.0 / 1010));
}

TEST_CASE("order statistics bound a quantile only in samples that are large enough") {
  // 0.99^367 > 0.025 >= 0.99^368; likewise 0.95^72 and 0.5^6.
  CHECK_FALSE(quantile_ranks(367, 0.99));
  CHECK(quantile_ranks(368, 0.99)->high == 368);
  CHECK_FALSE(quantile_ranks(71, 0.95));
  CHECK(quantile_ranks(72, 0.95));
  CHECK_FALSE(quantile_ranks(5, 0.5));
  CHECK(quantile_ranks(6, 0.5));
  CHECK_FALSE(quantile_ranks(0, 0.5));
  // The textbook ranks for the median of 100: X(40) and X(61).
  CHECK(quantile_ranks(100, 0.5)->low == 40);
  CHECK(quantile_ranks(100, 0.5)->high == 61);
}

TEST_CASE("ranks leave at most 2.5 % on either side, and no other rank would do") {
  for (const auto& [n, p] : {std::pair{200, 0.95}, std::pair{1000, 0.95}, std::pair{1000, 0.99}, std::pair{333, 0.5}}) {
    const auto ranks = quantile_ranks(static_cast<std::size_t>(n), p);
    const int low = static_cast<int>(ranks->low), high = static_cast<int>(ranks->high);
    CHECK(binomial_sum(n, p, low - 1) <= 0.025);
    CHECK(binomial_sum(n, p, low) > 0.025);
    CHECK(1 - binomial_sum(n, p, high - 1) <= 0.025);
    CHECK(1 - binomial_sum(n, p, high - 2) > 0.025);
  }
}

TEST_CASE("a quantile is the smallest value with its share at or below it") {
  std::vector<double> sample(1000);
  for (int i = 0; i < 1000; ++i) sample[static_cast<std::size_t>(i)] = i + 1;
  CHECK(*quantile_interval(sample, 0.95)->mean == 950);
  CHECK(*quantile_interval(sample, 0.5)->mean == 500);
  CHECK(*reportable_quantile(sample, 0.99)->mean == 990);
  sample.pop_back();
  CHECK_FALSE(reportable_quantile(sample, 0.99));
  CHECK(quantile_interval(sample, 0.99));
}

TEST_CASE("a quantile whose upper bound has no end is not given") {
  std::vector<double> sample(1000, 10.0);
  // The upper rank for p = 0.95 of 1 000 is 964: with 36 values without end it is finite, with 37 it is not.
  const std::size_t high = quantile_ranks(1000, 0.95)->high;
  std::fill(sample.begin() + static_cast<std::ptrdiff_t>(high), sample.end(), std::numeric_limits<double>::infinity());
  CHECK(quantile_interval(sample, 0.95));
  sample[high - 1] = std::numeric_limits<double>::infinity();
  CHECK_FALSE(quantile_interval(sample, 0.95));
}

TEST_CASE("intervals of a quantile cover it as often as they say") {
  std::mt19937_64 generator(1);
  int covered = 0;
  const int repeats = 4000;
  for (int i = 0; i < repeats; ++i) {
    std::vector<double> sample(300);
    for (double& value : sample) value = uniform(generator);
    std::sort(sample.begin(), sample.end());
    const Estimate interval = *quantile_interval(sample, 0.95);
    if (*interval.low <= 0.95 && 0.95 <= *interval.high) ++covered;
  }
  // Conservative by discreteness: exactly P(low <= Bin < high), between 0.95 and 0.97 here.
  CHECK(covered / double(repeats) > 0.945);
  CHECK(covered / double(repeats) < 0.98);
}

TEST_CASE("below 400 failures intervals of a mean downtime are too narrow, from 400 on they are near nominal") {
  // Compound Poisson outages, durations lognormal with coefficient of variation 2: log-t covers 0.85 at 10 expected
  // events and 0.93 at 400; Student's t 0.77 and 0.92 (standard errors below 0.01 here).
  const auto coverage = [](double events, int repeats, auto interval_of) {
    std::mt19937_64 generator(7);
    const int years = 100;
    int covered = 0;
    for (int i = 0; i < repeats; ++i) {
      std::vector<double> sample(years);
      for (double& year : sample) year = compound_poisson(generator, events / years);
      const Estimate interval = interval_of(sample);
      const double truth = events / years;
      if (interval.low.value_or(0) <= truth && truth <= interval.high.value_or(1e300)) ++covered;
    }
    return covered / double(repeats);
  };
  const auto log_t = [](const std::vector<double>& sample) { return log_t_interval(sample); };
  const auto plain_t = [](const std::vector<double>& sample) { return student_t_interval(sample); };
  CHECK(coverage(10, 3000, log_t) == Approx(0.85).margin(0.03));
  CHECK(coverage(10, 3000, plain_t) == Approx(0.77).margin(0.03));
  CHECK(coverage(400, 2000, log_t) == Approx(0.93).margin(0.02));
  CHECK(coverage(400, 2000, plain_t) == Approx(0.92).margin(0.02));
}

TEST_CASE("differences under common random numbers are judged by pairs") {
  // 30 pairs that differ by 1 and 3 in turn, on top of a storm that moves both by thousands.
  std::vector<double> a, b;
  for (int i = 0; i < 30; ++i) {
    const double storm = 1000.0 * ((i * 7919) % 13);
    a.push_back(storm);
    b.push_back(storm + (i % 2 ? 1 : 3));
  }
  const PairedDifference paired = paired_difference(a, b);
  CHECK(*paired.difference.mean == Approx(-2));
  CHECK(*paired.difference.high < -1.6);
  CHECK(*paired.difference.low > -2.4);
  CHECK(*paired.first_lower.mean == 1);
}

TEST_CASE("clusters of independent trials count as their trials, clusters that agree as one each") {
  // 100 clusters of 12: one success more in each of 60 of them is less spread than independence has.
  std::vector<double> even(100, 11), agreeing(100, 12);
  for (std::size_t i = 0; i < 60; ++i) even[i] = 12;
  for (std::size_t i = 0; i < 10; ++i) agreeing[i] = 0;
  const Estimate independent = clustered_share(even, 12);
  const Estimate exact = clopper_pearson(1160, 1200);
  CHECK(*independent.mean == Approx(1160.0 / 1200));
  CHECK(*independent.low == Approx(*exact.low));
  CHECK(*independent.high == Approx(*exact.high));
  // All or nothing: the design effect is about 12, so the interval is that of 90 in 100 (99 effective trials, as the
  // sample's variance has n - 1).
  const Estimate clusters = clustered_share(agreeing, 12);
  CHECK(*clusters.low == Approx(*clopper_pearson(89, 99).low));
  CHECK(*clusters.high == Approx(*clopper_pearson(90, 99).high));
  // Nothing seen: as many trials as there were.
  CHECK(*clustered_share(std::vector<double>(100, 0), 12).high == Approx(*clopper_pearson(0, 1200).high));
}
