// Errors of a double against a reference in extended precision, for tests.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>

namespace windtunnel::test {

/// Distance of value from exact, in units in the last place of exact as a double (subnormals have the smallest unit).
inline double error_in_ulps(double value, long double exact) {
  const auto rounded = static_cast<double>(exact);
  if (value == rounded) return static_cast<double>(std::fabs(value - exact) > 0 && std::isfinite(value) ? 0.5L : 0.0L);
  if (!std::isfinite(value) || !std::isfinite(rounded)) return HUGE_VAL;
  int exponent = 0;
  std::frexp(rounded, &exponent);
  return static_cast<double>(std::fabs(value - exact) / std::ldexp(1.0L, std::max(exponent - 53, -1074)));
}

inline double relative_error(double value, long double exact) {
  return static_cast<double>(std::fabs(value / exact - 1));
}

/// The largest error of function against reference over points drawn evenly from [low, high], as the measure gives it.
template <class Function, class Reference>
double worst_error(Function function, Reference reference, double low, double high,
                   double (*measure)(double, long double) = error_in_ulps) {
  std::mt19937_64 bits(20290101);
  double worst = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double x = low + (high - low) * (static_cast<double>(bits() >> 11) * 0x1p-53);
    worst = std::max(worst, measure(function(x), reference(x)));
  }
  return worst;
}

}  // namespace windtunnel::test
