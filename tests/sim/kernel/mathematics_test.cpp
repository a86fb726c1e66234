// log, exp and pow against the C library's extended precision (64-bit mantissa on x86-64), and their edges.
#include "sim/kernel/mathematics.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/sim/kernel/accuracy.h"

using namespace windtunnel;
using test::error_in_ulps;
using test::worst_error;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();

// Two units in the last place are promised; the test holds what the present code does, so that a loss is seen.
constexpr double held = 1.1;

long double reference_log(double x) { return std::log(static_cast<long double>(x)); }
long double reference_exp(double x) { return std::exp(static_cast<long double>(x)); }

}  // namespace

TEST_CASE("the logarithm is accurate over the whole range of double") {
  CHECK(worst_error(mathematics::log, reference_log, 0.5, 2.0) <= held);
  CHECK(worst_error(mathematics::log, reference_log, 0.99, 1.01) <= held);
  CHECK(worst_error(mathematics::log, reference_log, 1.0 - 0x1p-30, 1.0 + 0x1p-30) <= held);
  CHECK(worst_error(mathematics::log, reference_log, 1e-5, 1e5) <= held);
  const auto of_power = [](double e) {
    return mathematics::log(std::ldexp(1.0 + std::fabs(e - std::trunc(e)), static_cast<int>(e)));
  };
  const auto exact = [](double e) {
    return reference_log(std::ldexp(1.0 + std::fabs(e - std::trunc(e)), static_cast<int>(e)));
  };
  CHECK(worst_error(of_power, exact, -1074, 1023) <= held);
  for (const double x : {smallest, 3 * smallest, 0x1p-1022, 0x1.fffffffffffffp-1, 0x1.0000000000001p0,
                         0x1.6a09e667f3bccp-1, 0x1.6a09e667f3bcdp-1, 0x1.6a09e667f3bcdp0, largest}) {
    INFO(x);
    CHECK(error_in_ulps(mathematics::log(x), reference_log(x)) <= held);
  }
}

TEST_CASE("the logarithm has its poles and its domain") {
  CHECK(mathematics::log(1.0) == 0.0);
  CHECK(mathematics::log(0.0) == -infinity);
  CHECK(mathematics::log(infinity) == infinity);
  CHECK(std::isnan(mathematics::log(-1.0)));
  CHECK(std::isnan(mathematics::log(std::nan(""))));
}

TEST_CASE("the exponential is accurate from underflow to overflow") {
  CHECK(worst_error(mathematics::exp, reference_exp, -0.4, 0.4) <= held);
  CHECK(worst_error(mathematics::exp, reference_exp, -1e-10, 1e-10) <= held);
  CHECK(worst_error(mathematics::exp, reference_exp, -30, 30) <= held);
  CHECK(worst_error(mathematics::exp, reference_exp, -708, 709.78) <= held);
  CHECK(worst_error(mathematics::exp, reference_exp, -745.13, -708) <= held);
}

TEST_CASE("the exponential ends in 0 and infinity") {
  CHECK(mathematics::exp(0.0) == 1.0);
  CHECK(mathematics::exp(0x1.62e42fefa39efp+9) < infinity);  // the largest argument with a finite value
  CHECK(mathematics::exp(0x1.62e42fefa39f0p+9) == infinity);
  CHECK(mathematics::exp(-745.13) == smallest);
  CHECK(mathematics::exp(-745.14) == 0.0);
  CHECK(mathematics::exp(-infinity) == 0.0);
  CHECK(mathematics::exp(infinity) == infinity);
  CHECK(mathematics::exp(1e300) == infinity);
  CHECK(std::isnan(mathematics::exp(std::nan(""))));
}

TEST_CASE("the power is accurate also where its logarithm is large") {
  for (const double exponent : {0.5, 1.0 / 3, 1.0, 1.5, 2.0, 3.0, 10.0, 100.0, -0.7, -1.0, -7.3, 1.0 / 0.7}) {
    const auto power = [=](double x) { return mathematics::pow(x, exponent); };
    const auto exact = [=](double x) {
      return std::pow(static_cast<long double>(x), static_cast<long double>(exponent));
    };
    INFO(exponent);
    CHECK(worst_error(power, exact, 1e-3, 1000) <= held);
    CHECK(worst_error(power, exact, 0.5, 2) <= held);
  }
  for (const double base : {0.1, 0.5, 0.999999, 1.0000001, 2.0, 10.0, 1e-300, 1e300}) {
    const double reach = 700 / std::fabs(std::log(base));
    const auto power = [=](double y) { return mathematics::pow(base, y); };
    const auto exact = [=](double y) { return std::pow(static_cast<long double>(base), static_cast<long double>(y)); };
    INFO(base);
    CHECK(worst_error(power, exact, -reach, reach) <= held);
  }
}

TEST_CASE("the power has the usual values at its edges") {
  CHECK(mathematics::pow(0.0, 0.0) == 1.0);
  CHECK(mathematics::pow(0.0, 2.0) == 0.0);
  CHECK(mathematics::pow(0.0, -2.0) == infinity);
  CHECK(mathematics::pow(infinity, 2.0) == infinity);
  CHECK(mathematics::pow(infinity, -2.0) == 0.0);
  CHECK(mathematics::pow(1.0, infinity) == 1.0);
  CHECK(mathematics::pow(2.0, infinity) == infinity);
  CHECK(mathematics::pow(0.5, infinity) == 0.0);
  CHECK(mathematics::pow(2.0, 1023.0) == 0x1p1023);
  CHECK(mathematics::pow(2.0, 1024.0) == infinity);
  CHECK(mathematics::pow(2.0, -1074.0) == smallest);
  CHECK(mathematics::pow(2.0, -1080.0) == 0.0);
  CHECK(mathematics::pow(10.0, 22.0) == 1e22);
  CHECK(mathematics::pow(largest, 1e300) == infinity);
  CHECK(std::isnan(mathematics::pow(-1.0, 2.0)));
  CHECK(std::isnan(mathematics::pow(2.0, std::nan(""))));
}

TEST_CASE("the cube root is accurate over the whole range of double") {
  for (const double x : {smallest, 3e-310, 1e-300, 2e-7, 0.125, 0.7, 1.0, 1.999, 2.0, 27.0, 1e6, 3e120, largest}) {
    INFO(x);
    const double root = mathematics::cbrt(x);
    const double exact = static_cast<double>(std::cbrt(static_cast<long double>(x)));
    CHECK(std::abs(root - exact) <= 2 * std::numeric_limits<double>::epsilon() * exact);
  }
  CHECK(mathematics::cbrt(0.0) == 0.0);
  CHECK(mathematics::cbrt(infinity) == infinity);
  CHECK(std::isnan(mathematics::cbrt(-8.0)));
}
