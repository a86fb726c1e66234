// The logarithm of the gamma function against factorials and the C library's extended precision.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/kernel/mathematics.h"

using namespace windtunnel;

TEST_CASE("the gamma function gives factorials and the root of pi") {
  double factorial = 1;
  for (int n = 1; n <= 20; ++n) {
    CHECK(mathematics::log_gamma(n) == Approx(std::log(factorial)).epsilon(1e-14).margin(1e-14));
    factorial *= n;
  }
  CHECK(mathematics::log_gamma(0.5) == Approx(0.5 * std::log(std::acos(-1.0))).epsilon(1e-14));
}

TEST_CASE("the gamma function agrees with the C library from small to large arguments") {
  for (double x = 1e-6; x < 1e12; x *= 1.37) {
    INFO(x);
    CHECK(mathematics::log_gamma(x) ==
          Approx(static_cast<double>(std::lgamma(static_cast<long double>(x)))).epsilon(1e-14).margin(1e-14));
  }
}

TEST_CASE("Stirling's formula and its remainder give the gamma function") {
  for (const double x : {10.0, 12.5, 100.0, 1e6}) {
    const long double stirling =
        (x - 0.5L) * std::log(static_cast<long double>(x)) - x + 0.5L * std::log(2 * std::acos(-1.0L));
    CHECK(mathematics::stirling_remainder(x) ==
          Approx(static_cast<double>(std::lgamma(static_cast<long double>(x)) - stirling)).margin(2e-16 * x));
  }
}

TEST_CASE("the prefix of incomplete gamma functions agrees with the C library's extended precision") {
  for (long double a = 1e-3L; a < 1e4L; a *= 1.61L) {
    for (long double ratio = 1e-3L; ratio < 30; ratio *= 1.9L) {
      const long double x = a * ratio;
      const auto exact = static_cast<double>(std::exp(a * std::log(x) - x - std::lgamma(a)));
      if (!(exact > 1e-300)) continue;
      INFO(static_cast<double>(a) << " " << static_cast<double>(x));
      const double shape = static_cast<double>(a), at = static_cast<double>(x);
      // The exact value is of arguments that have been rounded: its logarithm moves by what they were rounded by, times |a - x|.
      const long double rounded = shape * std::log(static_cast<long double>(at)) - at - std::lgamma(static_cast<long double>(shape));
      CHECK(mathematics::gamma_prefix(shape, at) ==
            Approx(static_cast<double>(std::exp(rounded))).epsilon(1e-15 * (10 + shape + std::abs(at - shape))));
    }
  }
  // 2^3 e^-2 / Gamma(3)
  CHECK(mathematics::gamma_prefix(3, 2) == Approx(4 * std::exp(-2.0)).epsilon(1e-15));
}
