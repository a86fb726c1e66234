// A measured series in words.
#include "sim/measure/sample.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/measure/rounding.h"

using namespace windtunnel;

TEST_CASE("a 95th percentile that few digits carry is not rounded below the median") {
  // 78 recoveries of 103 s and two of ten minutes: the 95th percentile lies among the former, its interval reaches the latter.
  LimitedSample sample;
  for (int i = 0; i < 78; ++i) sample.sorted.push_back(103 + 0.001 * i);
  sample.sorted.insert(sample.sorted.end(), {600, 610});
  const auto high = quantile_interval(sample.sorted, 0.95);
  REQUIRE(high);
  CHECK(*rounded(*high).mean == 103);  // three digits, though its interval carries one
  const Spread spread = spread_of(sample);
  REQUIRE(spread.p50);
  REQUIRE(spread.p95);
  CHECK(*spread.p50 == Approx(103.04).epsilon(0.0001));
  CHECK(*spread.p95 == *spread.p50);
}

namespace {

/// Ten restores: five that ended after 1 to 5 s, and five that were watched for 3.5 s.
MeasuredSeries restores() {
  MeasuredSeries series{"", "primary.db.restore_seconds", "s", "", {}, {}, {}};
  for (std::uint64_t r = 0; r < 10; ++r) {
    const bool ended = r < 5;
    series.values.push_back({ended ? 1.0 + static_cast<double>(r) : INFINITY});
    series.watched.push_back({ended ? INFINITY : 3.5});
    series.replications.push_back(r);
  }
  return series;
}

}  // namespace

TEST_CASE("what was not over when its drill was counts as longer, and not as a failure") {
  const LimitedSample early = limited_sample(restores(), {Limit::Comparison::at_most, 3, "<= 3 s"});
  CHECK(early.kept == 3);
  CHECK(early.unfinished == 5);
  CHECK(early.without_end == 0);
  CHECK(*early.share.mean == Approx(0.3));  // all ten were watched that long
  // Product limit by hand: 7/10 are left after 3 s, then one of two ends at 4 s.
  const LimitedSample late = limited_sample(restores(), {Limit::Comparison::at_most, 4, "<= 4 s"});
  CHECK(late.kept == 4);
  CHECK(*late.share.mean == Approx(1 - 0.7 * 0.5));
  // What was not seen may all have failed, or all have kept it: 4 to 9 of 10.
  CHECK(*late.share.low == Approx(*clopper_pearson(4, 10).low));
  CHECK(*late.share.high == Approx(*clopper_pearson(9, 10).high));
  // Of what is longer than anything that was watched only the lower end is known.
  MeasuredSeries none = restores();
  none.values.erase(none.values.begin(), none.values.begin() + 5);
  none.watched.erase(none.watched.begin(), none.watched.begin() + 5);
  const LimitedSample unknown = limited_sample(none, {Limit::Comparison::at_most, 60, "<= 60 s"});
  CHECK(*unknown.share.low == 0);
  CHECK(*unknown.share.high == 1);
  // Above a lower limit it is kept as soon as it was watched for so long.
  const LimitedSample longer = limited_sample(restores(), {Limit::Comparison::at_least, 3, ">= 3 s"});
  CHECK(longer.kept == 8);
  CHECK(*longer.share.mean == Approx(0.8));
}

TEST_CASE("the worst of several times is as long as the longest that was watched") {
  MeasuredSeries series{"", "primary.web.replacement_seconds", "s", "", {{2, INFINITY}, {9, INFINITY}}, {0, 1}, {}};
  series.watched = {{INFINITY, 5}, {INFINITY, 5}};
  const LimitedSample sample = limited_sample(series, {Limit::Comparison::below, 8, "< 8 s"});
  CHECK(sample.kept == 0);
  CHECK(sample.unfinished == 2);
  CHECK(sample.times.at(0).time == 5);
  CHECK(sample.times.at(1).time == 9);
}
