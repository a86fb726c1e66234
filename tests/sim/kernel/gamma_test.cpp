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
