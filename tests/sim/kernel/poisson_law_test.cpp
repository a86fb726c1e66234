// Probabilities of the Poisson law against the chi-square law's published quantiles: at least k events where m are expected are as
// likely as a chi-square number of 2k degrees of freedom below 2m (Abramowitz and Stegun 26.4.21, table 26.8).
#include "sim/kernel/poisson_law.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace windtunnel;

TEST_CASE("tails of the Poisson law agree with tables") {
  CHECK(poisson_tail(5, 18.307038 / 2) == Approx(0.95).epsilon(1e-7));
  CHECK(poisson_tail(50, 124.342113 / 2) == Approx(0.95).epsilon(1e-7));
  CHECK(poisson_tail(50, 77.929465 / 2) == Approx(0.05).epsilon(1e-6));
  CHECK(poisson_tail(3, 2) == Approx(1 - 5 * std::exp(-2.0)).epsilon(1e-13));
}

TEST_CASE("tails of the Poisson law are sums of its probabilities, also far out and for large means") {
  for (const double mean : {0.01, 1.0, 7.5, 300.0, 1e6}) {
    const double width = std::sqrt(mean);
    for (const double away : {-6.0, -1.0, 0.0, 1.0, 6.0}) {
      const double k = std::max(1.0, std::floor(mean + away * width));
      INFO("mean " << mean << ", count " << k);
      const double step = poisson_tail(k, mean) - poisson_tail(k + 1, mean);
      CHECK(step == Approx(std::exp(poisson_log_probability(k, mean))).epsilon(1e-6).margin(1e-12));
    }
    CHECK(poisson_tail(0, mean) == 1);
  }
  CHECK(poisson_tail(1, 0) == 0);
  // Twenty where one is expected: the first terms of the sum, e^-1 / 20! (1 + 1/21 + 1/(21 22) + ...).
  CHECK(poisson_tail(20, 1) == Approx(std::exp(-1.0 - std::lgamma(21.0)) * 1.0499).epsilon(1e-4));
}
