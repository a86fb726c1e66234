// Sine and cosine: reduction by multiples of a quarter turn in 150 bits, then the series.
#include <cstdint>
#include <limits>

#include "sim/kernel/double_double.h"
#include "sim/kernel/mathematics.h"

namespace windtunnel::mathematics {
namespace {

/// x = quarter pi/2 + rest, |rest| <= pi/4.
struct Angle {
  std::int64_t quarter;
  DoubleDouble rest;
};

/// Precondition: |x| <= 1e6, so that quarter has 20 bits and its products with parts of 33 bits are exact.
Angle reduce(double x) {
  constexpr double two_over_pi = 0x1.45f306dc9c883p-1;
  constexpr double part_1 = 0x1.921fb54400000p+0, part_2 = 0x1.0b4611a600000p-34;
  constexpr double part_3 = 0x1.3198a2e000000p-69, part_4 = 0x1.b839a252049c1p-104;
  const double turns = x * two_over_pi;
  const auto quarter = static_cast<std::int64_t>(turns < 0 ? turns - 0.5 : turns + 0.5);
  const double n = static_cast<double>(quarter);
  const DoubleDouble first = exact_sum(x - n * part_1, -(n * part_2));
  return {quarter, first + exact_sum(-(n * part_3), -(n * part_4))};
}

double sine_series(DoubleDouble x) {
  const double z = x.hi * x.hi;
  const double tail =
      1.0 / 120 +
      z * (-1.0 / 5040 +
           z * (1.0 / 362880 +
                z * (-1.0 / 39916800 + z * (1.0 / 6227020800 + z * (-1.0 / 1307674368000 + z / 355687428096000.0)))));
  const double cubic = z * x.hi * (-1.0 / 6 + z * tail);
  return x.hi + (cubic + x.lo * (1.0 - 0.5 * z));
}

double cosine_series(DoubleDouble x) {
  const double z = x.hi * x.hi;
  const double tail =
      1.0 / 24 +
      z * (-1.0 / 720 + z * (1.0 / 40320 + z * (-1.0 / 3628800 + z * (1.0 / 479001600 + z * (-1.0 / 87178291200 +
                                                                                             z / 20922789888000.0)))));
  const double half = 0.5 * z;
  const double rounded = 1.0 - half;
  return rounded + (((1.0 - rounded) - half) + (z * z * tail - x.hi * x.lo));
}

/// The sine of an angle moved on by a number of quarter turns.
double sine_of_quarter(const Angle& angle, std::int64_t moved) {
  const std::int64_t quarter = (angle.quarter + moved) & 3;
  const double value = (quarter & 1) != 0 ? cosine_series(angle.rest) : sine_series(angle.rest);
  return quarter < 2 ? value : -value;
}

bool in_domain(double x) { return x >= -1e6 && x <= 1e6; }

}  // namespace

double sin(double x) {
  if (!in_domain(x)) return std::numeric_limits<double>::quiet_NaN();
  return x == 0 ? x : sine_of_quarter(reduce(x), 0);
}

double cos(double x) {
  if (!in_domain(x)) return std::numeric_limits<double>::quiet_NaN();
  return sine_of_quarter(reduce(x), 1);
}

}  // namespace windtunnel::mathematics
