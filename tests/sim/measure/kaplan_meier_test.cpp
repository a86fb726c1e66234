// The product-limit estimate against hand-computed and published survival tables.
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "sim/measure/statistics.h"

using namespace windtunnel;

namespace {

/// Weeks in remission under 6-MP (Freireich et al. 1963), the standard example of Klein & Moeschberger, table 4.1.
KaplanMeier remission() {
  const std::vector<std::pair<double, bool>> weeks = {
      {6, true},   {6, true},   {6, true},   {6, false},  {7, true},   {9, false},  {10, true},
      {10, false}, {11, false}, {13, true},  {16, true},  {17, false}, {19, false}, {20, false},
      {22, true},  {23, true},  {25, false}, {32, false}, {32, false}, {34, false}, {35, false}};
  std::vector<Survival> observations;
  for (const auto& [time, ended] : weeks) observations.push_back({time, ended});
  return KaplanMeier(observations);
}

}  // namespace

TEST_CASE("survival is the product of what remained at each end") {
  // Recovery times 12, 20, 20+, 35, 50, 60, 60+, 90+ (+ = censored): S(60) = 7/8 * 6/7 * 4/5 * 3/4 * 2/3 = 0.3.
  const KaplanMeier survival(
      {{12, true}, {20, true}, {20, false}, {35, true}, {50, true}, {60, true}, {60, false}, {90, false}});
  CHECK(survival.survival(60) == Approx(0.3).epsilon(1e-15));
  CHECK(survival.survival(11.999) == 1);
  CHECK(survival.survival(12) == Approx(0.875));
  CHECK(survival.survival(1e9) == Approx(0.3));
  CHECK(survival.censored());
}

TEST_CASE("survival and Greenwood's errors are those of the published table") {
  struct Row {
    double time, survival, error;
  };
  const Row row = GENERATE(Row{6, 0.857, 0.076}, Row{7, 0.807, 0.087}, Row{10, 0.753, 0.096}, Row{13, 0.690, 0.107},
                           Row{16, 0.627, 0.114}, Row{22, 0.538, 0.128}, Row{23, 0.448, 0.135});
  const Estimate interval = remission().survival_interval(row.time);
  CHECK(*interval.mean == Approx(row.survival).margin(6e-4));
  // The log-log interval is S^exp(+-z e / (S |ln S|)); reading the error e back from it checks both.
  const double s = *interval.mean;
  const double upper_shift = std::log(std::log(*interval.high) / std::log(s));
  const double lower_shift = std::log(std::log(*interval.low) / std::log(s));
  CHECK(upper_shift == Approx(-lower_shift));
  CHECK(lower_shift / 1.959964 * s * -std::log(s) == Approx(row.error).margin(6e-4));
}

TEST_CASE("a median is given when its upper bound is reached, and only then") {
  // The table's median is 23 weeks, but its upper 95 % limit is never reached: the sample cannot bound it.
  CHECK_FALSE(remission().quantile(0.5));
  const auto quarter = remission().quantile(0.15);
  CHECK(*quarter->mean == 7);
  CHECK(*quarter->low == 6);
}

TEST_CASE("without censoring quantiles are order statistics") {
  std::vector<Survival> observations;
  for (int i = 1; i <= 100; ++i) observations.push_back({static_cast<double>(i), true});
  const Estimate median = *KaplanMeier(observations).quantile(0.5);
  CHECK(*median.mean == 50);
  CHECK(*median.low == 40);
  CHECK(*median.high == 61);
}

TEST_CASE("what never ended counts as longer than everything") {
  std::vector<Survival> observations(900, Survival{30, true});
  observations.insert(observations.end(), 100, Survival{86400, false});
  const KaplanMeier survival(observations);
  CHECK(*survival.quantile(0.5)->mean == 30);
  CHECK_FALSE(survival.quantile(0.95));
}

TEST_CASE("before the first end and after the last the exact binomial interval stands in") {
  const KaplanMeier all({{5, true}, {5, true}, {5, true}});
  CHECK(*all.survival_interval(1).low == Approx(*clopper_pearson(3, 3).low));
  CHECK(*all.survival_interval(5).high == Approx(*clopper_pearson(0, 3).high));
}

TEST_CASE("log-log intervals cover the true survival under censoring") {
  // Exponential ends of mean 1 with exponential censoring of mean 2; S(1) = exp(-1).
  std::mt19937_64 generator(11);
  const auto exponential = [&generator](double mean) {
    return -mean * std::log((static_cast<double>(generator() >> 11) + 0.5) * 0x1p-53);
  };
  int covered = 0;
  const int repeats = 3000;
  for (int i = 0; i < repeats; ++i) {
    std::vector<Survival> observations;
    for (int k = 0; k < 80; ++k) {
      const double end = exponential(1), censoring = exponential(2);
      observations.push_back({std::min(end, censoring), end <= censoring});
    }
    const Estimate interval = KaplanMeier(observations).survival_interval(1);
    if (*interval.low <= std::exp(-1.0) && std::exp(-1.0) <= *interval.high) ++covered;
  }
  CHECK(covered / double(repeats) == Approx(0.95).margin(0.015));
}
