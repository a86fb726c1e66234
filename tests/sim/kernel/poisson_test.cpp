// Poisson numbers: moments and probabilities on both paths, and order under a common stream.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/kernel/random.h"
#include "tests/sim/kernel/sample.h"

using namespace windtunnel;
using test::summary_of;

TEST_CASE("Poisson numbers have the law's mean, variance and probabilities on both paths") {
  for (const double mean : {0.01, 0.7, 5.0, 9.99, 10.0, 14.2, 40.0, 1000.0, 1e6, 1e9}) {
    Stream stream({14, 0, 0, 0});
    std::vector<double> sample(200'000);
    for (double& x : sample) x = static_cast<double>(poisson(stream, mean));
    const auto s = summary_of(sample);
    INFO(mean);
    CHECK(std::fabs(s.mean - mean) < 4.5 * s.standard_error);
    // The variance of a sample variance is (mu4 - sigma^4) / n with mu4 = mean + 3 mean^2.
    CHECK(std::fabs(s.variance - mean) <
          4.5 * std::sqrt((mean + 2 * mean * mean) / static_cast<double>(sample.size())));
    if (mean > 50) continue;
    double chi_square = 0;
    int classes = 0;
    for (int k = 0; k < 100; ++k) {
      const double expected =
          static_cast<double>(sample.size()) * std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
      if (expected < 10) continue;
      const auto seen = static_cast<double>(std::count(sample.begin(), sample.end(), k));
      chi_square += (seen - expected) * (seen - expected) / expected;
      ++classes;
    }
    // Chi square of that many classes has mean `classes` and variance twice that.
    CHECK(chi_square < classes + 4.5 * std::sqrt(2.0 * classes) + 5);
  }
}

TEST_CASE("a Poisson number of mean 0 is 0, and more mean never gives less by inversion") {
  Stream stream({15, 0, 0, 0});
  CHECK(poisson(stream, 0.0) == 0);
  for (std::uint64_t draw = 0; draw < 2'000; ++draw) {
    std::uint64_t before = 0;
    for (double mean = 0.1; mean < 10; mean += 0.3) {
      Stream same({15, 0, 0, 0}, draw);
      const std::uint64_t count = poisson(same, mean);
      REQUIRE(count >= before);
      before = count;
    }
  }
}
