// Sine and cosine against the C library's extended precision, near multiples of a quarter turn too.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "tests/sim/kernel/accuracy.h"

using namespace windtunnel;
using test::error_in_ulps;
using test::worst_error;

namespace {
constexpr double held_near_zero = 1.1;
long double reference_sin(double x) { return std::sin(static_cast<long double>(x)); }
long double reference_cos(double x) { return std::cos(static_cast<long double>(x)); }
}  // namespace

TEST_CASE("sine and cosine are accurate up to a million radians") {
  for (const double range : {1e-8, 0.8, 3.2, 100.0, 1e4, 1e6}) {
    INFO(range);
    CHECK(worst_error(mathematics::sin, reference_sin, -range, range) <= held_near_zero);
    CHECK(worst_error(mathematics::cos, reference_cos, -range, range) <= held_near_zero);
  }
}

TEST_CASE("sine and cosine are accurate where they vanish") {
  // The doubles nearest to multiples of pi/2: the result is what the rounding of the argument left over.
  for (int n = 1; n <= 636'619; n += 97) {
    const auto x = static_cast<double>(n * 1.57079632679489661923132169163975144L);
    INFO(n);
    REQUIRE(error_in_ulps(mathematics::sin(x), reference_sin(x)) <= held_near_zero);
    REQUIRE(error_in_ulps(mathematics::cos(x), reference_cos(x)) <= held_near_zero);
  }
}

TEST_CASE("sine and cosine keep their symmetries and refuse what lies outside their domain") {
  CHECK(mathematics::sin(0.0) == 0.0);
  CHECK(std::signbit(mathematics::sin(-0.0)));
  CHECK(mathematics::cos(0.0) == 1.0);
  CHECK(mathematics::sin(-2.5) == -mathematics::sin(2.5));
  CHECK(mathematics::cos(-2.5) == mathematics::cos(2.5));
  CHECK(std::isnan(mathematics::sin(1.1e6)));
  CHECK(std::isnan(mathematics::cos(-HUGE_VAL)));
  CHECK(std::isnan(mathematics::cos(std::nan(""))));
}
