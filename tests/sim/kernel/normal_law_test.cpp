// The normal distribution function against the complementary error function, its inverse against it and published
// tables.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "sim/kernel/mathematics.h"
#include "tests/sim/kernel/accuracy.h"

using namespace windtunnel;
using test::relative_error;
using test::worst_error;

namespace {

long double reference_cdf(double x) { return 0.5L * std::erfc(-static_cast<long double>(x) * std::sqrt(0.5L)); }

/// Newton's method in extended precision from the value under test: where the reference itself would be.
long double refined_quantile(double p) {
  long double x = mathematics::normal_quantile(p);
  for (int i = 0; i < 2; ++i) {
    const long double density = std::exp(-0.5L * x * x) / std::sqrt(2 * std::acos(-1.0L));
    const long double excess =
        x < 0 ? 0.5L * std::erfc(-x * std::sqrt(0.5L)) - p : (1.0L - p) - 0.5L * std::erfc(x * std::sqrt(0.5L));
    x -= excess / density;
  }
  return x;
}

}  // namespace

TEST_CASE("the normal distribution function is accurate into the tails") {
  CHECK(worst_error(mathematics::normal_cdf, reference_cdf, -0.7, 0.7, relative_error) <= 2e-15);
  CHECK(worst_error(mathematics::normal_cdf, reference_cdf, -6, 6, relative_error) <= 2e-15);
  CHECK(worst_error(mathematics::normal_cdf, reference_cdf, -37, -6, relative_error) <= 2e-15);
  CHECK(mathematics::normal_cdf(0.0) == 0.5);
  CHECK(mathematics::normal_cdf(-40.0) == 0.0);
  CHECK(mathematics::normal_cdf(40.0) == 1.0);
  CHECK(mathematics::normal_cdf(-HUGE_VAL) == 0.0);
  CHECK(mathematics::normal_cdf(HUGE_VAL) == 1.0);
  CHECK(std::isnan(mathematics::normal_cdf(std::nan(""))));
}

TEST_CASE("the normal quantile agrees with the figures that its author published") {
  // Wichura 1988: z(0.25), z(0.001), z(1e-20).
  CHECK(mathematics::normal_quantile(0.25) == Approx(-0.6744897501960817).epsilon(1e-15));
  CHECK(mathematics::normal_quantile(0.001) == Approx(-3.090232306167814).epsilon(1e-15));
  CHECK(mathematics::normal_quantile(1e-20) == Approx(-9.262340089798408).epsilon(1e-15));
}

TEST_CASE("the normal quantile inverts the distribution function") {
  CHECK(worst_error(mathematics::normal_quantile, refined_quantile, 0.075, 0.4999, relative_error) <= 1e-15);
  CHECK(worst_error(mathematics::normal_quantile, refined_quantile, 0.5001, 0.925, relative_error) <= 1e-15);
  CHECK(worst_error(mathematics::normal_quantile, refined_quantile, 0.925, 1.0 - 1e-9, relative_error) <= 1e-15);
  const auto of_logarithm = [](double e) { return mathematics::normal_quantile(std::pow(10.0, e)); };
  const auto exact = [](double e) { return refined_quantile(std::pow(10.0, e)); };
  CHECK(worst_error(of_logarithm, exact, -300, -1, relative_error) <= 1e-15);
}

TEST_CASE("the normal quantile is symmetric, increasing and infinite at the ends") {
  CHECK(mathematics::normal_quantile(0.5) == 0.0);
  CHECK(mathematics::normal_quantile(0.0) == -HUGE_VAL);
  CHECK(mathematics::normal_quantile(1.0) == HUGE_VAL);
  CHECK(std::isnan(mathematics::normal_quantile(-0.1)));
  CHECK(std::isnan(mathematics::normal_quantile(std::nan(""))));
  double before = -HUGE_VAL;
  for (int i = 1; i < 4096; ++i) {
    const double p = i * 0x1p-12;
    const double x = mathematics::normal_quantile(p);
    REQUIRE(x == -mathematics::normal_quantile(1 - p));
    REQUIRE(x > before);
    before = x;
  }
}
