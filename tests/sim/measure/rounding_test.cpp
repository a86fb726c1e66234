// Rounding to the digits that a figure carries.
#include "sim/measure/rounding.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace windtunnel;

TEST_CASE("decimals may lie on either side of the point") {
  CHECK(round_decimals(12.3456, 2) == 12.35);
  CHECK(round_decimals(12345.6, -2) == 12300);
  CHECK(round_decimals(0.1 + 0.2, 3) == 0.3);
  CHECK(std::signbit(round_decimals(-0.0001, 2)) == false);
}

TEST_CASE("an uncertainty leaves two of its own digits") {
  CHECK(decimals_carried(0.0123, 9) == 3);
  CHECK(decimals_carried(1.2, 9) == 1);
  CHECK(decimals_carried(340, 9) == -1);
  CHECK(decimals_carried(9.96, 9) == 0);  // prints as 1.0e+01
  CHECK(decimals_carried(0, 9) == 9);
  CHECK(decimals_carried(std::numeric_limits<double>::infinity(), 9) == 9);
}

TEST_CASE("an estimate is rounded by its own interval") {
  const Estimate estimate = rounded({0.98712345, 0.97812345, 0.99312345});
  CHECK(*estimate.mean == 0.9871);
  CHECK(*estimate.low == 0.9781);
  CHECK(*estimate.high == 0.9931);
  CHECK(*rounded({1.23456789, {}, {}}).mean == 1.23457);
}

TEST_CASE("however wide an interval is to one side, its figure keeps three digits") {
  // A 95th percentile of 134 s whose interval reaches two hours is not told as 100 s beside a limit of 120 s.
  CHECK(*rounded({134.27, 125, 7371}).mean == 134);
  CHECK(*rounded({0.0012345, 0, 1}).mean == Approx(0.00123));
}

TEST_CASE("the last bits of a mathematical library do not show") {
  const double one = 0.98712345678901234, other = std::nextafter(std::nextafter(one, 2), 2);
  CHECK(*rounded({one, 0.97, 0.99}).mean == *rounded({other, 0.97, 0.99}).mean);
}
