// Laws of waits near saturation.
#include "sim/traffic/wait_law.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace windtunnel::traffic;

namespace {

double within(const WaitLaw& law, double limit) {
  double sum = 0;
  for (int i = 0; i < law.count; ++i) sum += law.parts[i].weight * share_within(law.parts[i], limit);
  return sum;
}

double weight(const WaitLaw& law) {
  double sum = 0;
  for (int i = 0; i < law.count; ++i) sum += law.parts[i].weight;
  return sum;
}

}  // namespace

TEST_CASE("The density at zero follows from the cut normal law") {
  // From v = (1 - h m)/m^2, h = pdf(a)/cdf(a), m = a + h, density times mean = h m.
  for (const double a : {-3.0, -1.0, 0.0, 0.7, 1.5, 2.5}) {
    const double hazard = std::exp(-a * a / 2) / std::sqrt(2 * M_PI) / (0.5 * std::erfc(-a / std::sqrt(2.0)));
    const double mean = a + hazard;
    CHECK(density_at_zero((1 - hazard * mean) / (mean * mean)) == Approx(hazard * mean).margin(2e-3));
  }
  CHECK(density_at_zero(0) == 0);
  CHECK(density_at_zero(1) == 1);
  CHECK(density_at_zero(1.5) > 1);
}

TEST_CASE("The half normal law is met within a hundredth") {
  const double mean = std::sqrt(2 / M_PI), variance = 1 - 2 / M_PI;
  const WaitLaw law = truncated_normal_wait(mean, variance);
  CHECK(weight(law) == Approx(1));
  CHECK(law.mean() == Approx(mean).epsilon(2e-3));
  for (const double x : {0.2, 0.5, 1.0, 1.5, 2.0}) CHECK(within(law, x) == Approx(std::erf(x / std::sqrt(2.0))).margin(0.01));
}

TEST_CASE("A narrow law far from zero is normal") {
  const WaitLaw law = truncated_normal_wait(10, 1);
  for (const double x : {8.5, 9.5, 10.0, 11.0}) {
    CHECK(within(law, x) == Approx(0.5 * std::erfc((10 - x) / std::sqrt(2.0))).margin(0.015));
  }
}

TEST_CASE("A cut exponential law decays either way, or is uniform") {
  for (const double decay : {-4.0, -0.5, 0.0, 0.5, 4.0}) {
    const WaitLaw law = truncated_exponential_wait(1, decay, 2);
    CHECK(weight(law) == Approx(1));
    for (const double x : {0.3, 1.0, 1.7}) {
      const double exact = decay == 0 ? x / 2 : std::expm1(-decay * x) / std::expm1(-decay * 2);
      CHECK(within(law, x) == Approx(exact).margin(0.03));
    }
    CHECK(within(law, 3) == Approx(1).margin(0.01));
  }
  // Those who do not wait at all are counted.
  CHECK(truncated_exponential_wait(0.6, 0, 2).mean() == Approx(0.6).epsilon(1e-9));
  CHECK(weight(truncated_exponential_wait(0.6, 0, 2)) == Approx(1));
  // Far beyond saturation everything is near the longest wait.
  CHECK(truncated_exponential_wait(1, -5000, 2).mean() == Approx(2 - 1.0 / 5000).epsilon(1e-5));
}

TEST_CASE("Nobody waits where there is no wait") {
  CHECK(simple_wait(0, 0).count == 0);
  CHECK(truncated_normal_wait(0, 0).count == 0);
  CHECK(truncated_exponential_wait(0, 1, 1).count == 0);
}
