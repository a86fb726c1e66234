// Numbers of about 106 bits as unevaluated sums of two doubles, for the steps in which a double loses too much.
#pragma once

#include <cfloat>

namespace windtunnel::mathematics {

static_assert(FLT_EVAL_METHOD == 0, "intermediate results must be rounded to double on every machine");

/// The value hi + lo, where lo is at most half a unit in the last place of hi.
struct DoubleDouble {
  double hi = 0;
  double lo = 0;
};

/// The exact sum of two doubles (Knuth).
constexpr DoubleDouble exact_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// The exact sum of two doubles of which the first is the larger in magnitude, or zero (Dekker).
constexpr DoubleDouble exact_ordered_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// The exact product of two doubles below 1e290 in magnitude (Dekker's product over Veltkamp's splitting).
constexpr DoubleDouble exact_product(double a, double b) {
  constexpr double splitter = 134217729.0;  // 2^27 + 1
  const double a_scaled = splitter * a, b_scaled = splitter * b;
  const double a_high = a_scaled - (a_scaled - a), b_high = b_scaled - (b_scaled - b);
  const double a_low = a - a_high, b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble sum = exact_sum(a.hi, b.hi);
  return exact_ordered_sum(sum.hi, sum.lo + (a.lo + b.lo));
}

constexpr DoubleDouble operator+(DoubleDouble a, double b) {
  const DoubleDouble sum = exact_sum(a.hi, b);
  return exact_ordered_sum(sum.hi, sum.lo + a.lo);
}

constexpr DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble product = exact_product(a.hi, b.hi);
  return exact_ordered_sum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

constexpr DoubleDouble operator*(DoubleDouble a, double b) {
  const DoubleDouble product = exact_product(a.hi, b);
  return exact_ordered_sum(product.hi, product.lo + a.lo * b);
}

constexpr DoubleDouble operator/(DoubleDouble a, DoubleDouble b) {
  const double first = a.hi / b.hi;
  const DoubleDouble rest = a + b * -first;
  return exact_ordered_sum(first, rest.hi / b.hi);
}

/// e to the power of x.hi + x.lo, within 2 units in the last place.
double exp(DoubleDouble x);

}  // namespace windtunnel::mathematics
