// Probabilities that periods breach, against sums that are written out.
#include "sim/run/breach_chance.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace windtunnel;

namespace {

MetricRule counting(MetricRule::Comparison comparison, double threshold) {
  MetricRule rule;
  rule.metric.kind = Metric::Kind::request_rate;
  rule.metric.counted = true;
  rule.comparison = comparison;
  rule.threshold = threshold;
  rule.per_period_count = true;
  return rule;
}

}  // namespace

TEST_CASE("whole counts on a threshold breach it or not as the comparison says") {
  // Two a minute are expected: P(0), P(1), P(2) are e^-2 times 1, 2, 2.
  const double none = std::exp(-2.0), rate = 2.0 / 60;
  CHECK(BreachChance(counting(MetricRule::Comparison::at_least, 2)).of(rate, true) == Approx(1 - 3 * none));
  CHECK(BreachChance(counting(MetricRule::Comparison::above, 2)).of(rate, true) == Approx(1 - 5 * none));
  CHECK(BreachChance(counting(MetricRule::Comparison::below, 2)).of(rate, true) == Approx(3 * none));
  CHECK(BreachChance(counting(MetricRule::Comparison::at_most, 2)).of(rate, true) == Approx(5 * none));
  CHECK(BreachChance(counting(MetricRule::Comparison::at_least, 1.5)).of(rate, true) == Approx(1 - 3 * none));
  CHECK(BreachChance(counting(MetricRule::Comparison::at_least, 0)).of(0, true) == 1);
  CHECK(BreachChance(counting(MetricRule::Comparison::at_most, 0)).of(0, true) == 1);
}

TEST_CASE("what is counted one by one already has no chance of its own") {
  const BreachChance chance(counting(MetricRule::Comparison::at_least, 2));
  CHECK(chance.of(2.0 / 60, false) == 1);
  CHECK(chance.of(1.9 / 60, false) == 0);
}

TEST_CASE("far from its threshold a count is sure, near it open") {
  using Side = BreachChance::Side;
  const BreachChance chance(counting(MetricRule::Comparison::above, 1200));
  CHECK(chance.side(15, true) == Side::rest);    // 900 against 1 200: nearly nine deviations
  CHECK(chance.side(19, true) == Side::open);
  CHECK(chance.side(21, true) == Side::open);
  CHECK(chance.side(26, true) == Side::breach);
  for (const Side side : {Side::rest, Side::breach}) {
    const double end = chance.end_of(side, true), inside = side == Side::rest ? 0.999 * end : 1.001 * end;
    CHECK(chance.side(inside, true) == side);
    CHECK(chance.side(2 * end - inside, true) == Side::open);
  }
}
