// A measured series in words.
#include "sim/measure/sample.h"

#include <catch2/catch.hpp>

#include "sim/measure/rounding.h"

using namespace windtunnel;

TEST_CASE("a 95th percentile that few digits carry is not rounded below the median") {
  // 78 recoveries of 103 s and two of ten minutes: the 95th percentile lies among the former, its interval reaches the latter.
  LimitedSample sample;
  for (int i = 0; i < 78; ++i) sample.sorted.push_back(103 + 0.01 * i);
  sample.sorted.insert(sample.sorted.end(), {600, 610});
  const auto high = quantile_interval(sample.sorted, 0.95);
  REQUIRE(high);
  CHECK(*rounded(*high).mean == 100);  // what its digits carry
  const Spread spread = spread_of(sample);
  REQUIRE(spread.p50);
  REQUIRE(spread.p95);
  CHECK(*spread.p50 == Approx(103.4).epsilon(0.001));
  CHECK(*spread.p95 == *spread.p50);
}
