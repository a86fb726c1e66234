// Logarithm, exponential and power from their series, after reduction to a short interval around 1 or 0.
#include "sim/kernel/mathematics.h"

#include <bit>
#include <cstdint>
#include <limits>

#include "sim/kernel/double_double.h"

namespace windtunnel::mathematics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// The logarithm of 2 in two parts; the first has 37 bits, so that its product with an exponent is exact.
constexpr double ln2_high = 0x1.62e42fefa0000p-1;
constexpr double ln2_low = 0x1.cf79abc9e3b3ap-40;

/// x = (1 + fraction) 2^exponent with sqrt(1/2) <= 1 + fraction < sqrt(2).
struct Reduced {
  double exponent;
  double fraction;
};

/// Precondition: x is positive and finite.
Reduced reduce(double x) {
  double exponent = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= 0x1p54;
    exponent = -54;
  }
  // Adding the distance from sqrt(1/2) to 1 carries into the exponent exactly for mantissas above sqrt(2).
  constexpr std::uint64_t one = std::bit_cast<std::uint64_t>(1.0);
  constexpr std::uint64_t root_half = std::bit_cast<std::uint64_t>(0x1.6a09e667f3bcdp-1);
  const std::uint64_t moved = std::bit_cast<std::uint64_t>(x) + (one - root_half);
  constexpr std::uint64_t mantissa_bits = (std::uint64_t{1} << 52) - 1;
  exponent += static_cast<double>(static_cast<std::int64_t>(moved >> 52) - 1023);
  return {exponent, std::bit_cast<double>((moved & mantissa_bits) + root_half) - 1.0};
}

/// 2^n as a double; -1022 <= n <= 1023.
double power_of_two(std::int64_t n) { return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52); }

/// value 2^n for a value between 1/2 and 2 and any n: the last factor alone may round or overflow.
double scaled(double value, std::int64_t n) {
  if (n > 1023) return value * 0x1p1023 * power_of_two(n - 1023);
  if (n < -1022) return value * power_of_two(n + 54) * 0x1p-54;
  return value * power_of_two(n);
}

/// The series 2/5 z + 2/7 z^2 + ... of log((1+s)/(1-s)) with z = s^2, from its third term on, over s^3; z < 0.03.
double log_series_tail(double z) {
  const double w = z * z;
  const double even = 2.0 / 7 + w * (2.0 / 11 + w * (2.0 / 15 + w * (2.0 / 19 + w * (2.0 / 23))));
  const double odd = 2.0 / 5 + w * (2.0 / 9 + w * (2.0 / 13 + w * (2.0 / 17 + w * (2.0 / 21))));
  return z * odd + w * even;
}

/// Logarithm of a positive finite number to about 2^-66, for the power.
DoubleDouble precise_log(double x) {
  const Reduced r = reduce(x);
  const DoubleDouble s = DoubleDouble{r.fraction} / exact_sum(2.0, r.fraction);
  const DoubleDouble z = s * s;
  constexpr DoubleDouble two_thirds = {2.0 / 3, 0x1.5555555555555p-55};
  const DoubleDouble log_fraction = s * (z * (two_thirds + log_series_tail(z.hi)) + 2.0);
  const DoubleDouble log_exponent = exact_ordered_sum(r.exponent * ln2_high, r.exponent * ln2_low);
  return log_exponent + log_fraction;
}

}  // namespace

double log(double x) {
  if (!(x > 0)) return x == 0 ? -infinity : not_a_number;
  if (x == infinity) return infinity;
  // With s = f / (2 + f), log(1 + f) = 2 s + s^3 (2/3 + ...), and 2 s = f - s f keeps what s loses in rounding.
  const Reduced r = reduce(x);
  const double f = r.fraction;
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double correction = s * (f - z * (2.0 / 3 + log_series_tail(z)));
  return r.exponent * ln2_high + (f - (correction - r.exponent * ln2_low));
}

double exp(DoubleDouble x) {
  if (!(x.hi < 710.0)) return x.hi > 0 ? infinity : not_a_number;
  if (x.hi < -746.0) return 0.0;
  constexpr double log2_of_e = 0x1.71547652b82fep+0;
  const double turns = x.hi * log2_of_e;
  const auto n = static_cast<std::int64_t>(turns < 0 ? turns - 0.5 : turns + 0.5);
  const double high = x.hi - static_cast<double>(n) * ln2_high;
  const double low = x.lo - static_cast<double>(n) * ln2_low;
  const double r = high + low;
  const double lost = (high - r) + low;
  const double w = r * r;
  const double even =
      1.0 / 2 + w * (1.0 / 24 + w * (1.0 / 720 + w * (1.0 / 40320 + w * (1.0 / 3628800 + w * (1 / 479001600.0)))));
  const double odd =
      1.0 / 6 + w * (1.0 / 120 + w * (1.0 / 5040 + w * (1.0 / 362880 + w * (1.0 / 39916800 + w * (1 / 6227020800.0)))));
  return scaled(1.0 + (r + (lost + w * (even + r * odd))), n);
}

double exp(double x) { return exp(DoubleDouble{x, 0.0}); }

double cbrt(double x) {
  if (!(x > 0)) return x == 0 ? x : not_a_number;
  if (x == infinity) return x;
  if (x < std::numeric_limits<double>::min()) return cbrt(x * 0x1p54) * 0x1p-18;
  // A third of the exponent, and of the mantissa as if it were a logarithm: 5 % off at most. Newton's method squares that each time.
  constexpr std::uint64_t one = std::bit_cast<std::uint64_t>(1.0);
  double root = std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) / 3 + one / 3 * 2);
  for (int i = 0; i < 4; ++i) root -= (root - x / (root * root)) / 3;
  return root;
}

double pow(double base, double exponent) {
  if (base == 1.0 || exponent == 0.0) return 1.0;
  if (!(base >= 0) || exponent != exponent) return not_a_number;
  if (base == 0 || base == infinity) return (base == 0) == (exponent > 0) ? 0.0 : infinity;
  const DoubleDouble logarithm = precise_log(base);
  const double estimate = logarithm.hi * exponent;
  if (estimate > 710.0) return infinity;
  if (estimate < -746.0) return 0.0;
  return exp(logarithm * exponent);
}

}  // namespace windtunnel::mathematics
