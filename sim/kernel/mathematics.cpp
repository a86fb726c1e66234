// Logarithm, exponential and power from their series, after reduction to a short interval around 1 or 0: for the first two by tables.
#include "sim/kernel/mathematics.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/kernel/double_double.h"
#include "sim/kernel/mathematics_tables.h"

namespace windtunnel::mathematics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// The logarithm of 2 in two parts; the first has 37 bits, so that its product with an exponent is exact.
constexpr double ln2_high = 0x1.62e42fefa0000p-1;
constexpr double ln2_low = 0x1.cf79abc9e3b3ap-40;

/// x = mantissa 2^exponent with sqrt(1/2) <= mantissa < sqrt(2).
struct Reduced {
  double exponent;
  double mantissa;
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
  return {exponent, std::bit_cast<double>((moved & mantissa_bits) + root_half)};
}

/// 2^n as a double; -1022 <= n <= 1023.
double power_of_two(std::int64_t n) { return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52); }

/// value 2^n for a value between 1/2 and 3 and any n: the last factor alone may round or overflow.
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
  const double fraction = r.mantissa - 1.0;
  const DoubleDouble s = DoubleDouble{fraction} / exact_sum(2.0, fraction);
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
  const Reduced reduced = reduce(x);
  // Near the mantissa lies a number whose reciprocal and logarithm are known; what is left of it, times that reciprocal, is found
  // without an error but one rounding: the reciprocal has few bits, and the mantissa is cut in two.
  constexpr std::uint64_t dropped = (std::uint64_t{1} << 45) - 1, half = std::uint64_t{1} << 44;
  constexpr std::uint64_t first = std::bit_cast<std::uint64_t>(0x1.6ap-1), lower = (std::uint64_t{1} << 24) - 1;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(reduced.mantissa);
  const Logarithm& near = logarithms[(((bits + half) & ~dropped) - first) >> 45];
  const double front = std::bit_cast<double>(bits & ~lower), back = reduced.mantissa - front;
  const double r = (front * near.reciprocal - 1.0) + back * near.reciprocal;
  const double w = r * r;
  const double series = (-1.0 / 2 + r * (1.0 / 3)) + w * ((-1.0 / 4 + r * (1.0 / 5)) + w * (-1.0 / 6 + r * (1.0 / 7)));
  return (reduced.exponent * ln2_high + near.high) + (r + (w * series + (reduced.exponent * ln2_low + near.low)));
}

double exp(DoubleDouble x) {
  if (!(x.hi < 710.0)) return x.hi > 0 ? infinity : not_a_number;
  if (x.hi < -746.0) return 0.0;
  // x is a number of 64ths of the logarithm of 2 and a rest. Adding and taking away what leaves no bits after the point rounds.
  constexpr double steps_of_one = 0x1.71547652b82fep+6, whole = 0x1.8p52;
  const double moved = x.hi * steps_of_one + whole, steps = moved - whole;
  const auto n = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(moved) - std::bit_cast<std::uint64_t>(whole));
  const double r = (x.hi - steps * (ln2_high / 64)) + (x.lo - steps * (ln2_low / 64));
  const double w = r * r;
  const double series = r + w * ((1.0 / 2 + r * (1.0 / 6)) + w * ((1.0 / 24 + r * (1.0 / 120)) + w * (1.0 / 720)));
  const double power = powers_of_two[static_cast<std::size_t>(n & 63)];
  return scaled(power + power * series, n >> 6);
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
