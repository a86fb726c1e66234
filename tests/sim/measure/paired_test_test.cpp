// Paired tests: exact small cases, and error rates over many samples of nothing.
#include "sim/measure/paired_test.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/kernel/random.h"
#include "sim/measure/statistics.h"

using namespace windtunnel;

TEST_CASE("the sign test is the binomial with one half") {
  CHECK(sign_test(0, 0) == Approx(1));
  CHECK(sign_test(5, 0) == Approx(2 / 32.0));
  CHECK(sign_test(0, 5) == Approx(2 / 32.0));
  CHECK(sign_test(9, 1) == Approx(2 * 11 / 1024.0));
  CHECK(sign_test(5, 5) == Approx(1));
  CHECK(sign_test(60, 0) == Approx(std::pow(2.0, -59)));
  // More pairs than one half can be multiplied with itself before it is 0.
  CHECK(sign_test(600, 600) == Approx(1));
  // Normal approximation with continuity: 2 (1 - Phi((759.5 - 700) / sqrt(350))) = 1.47e-3.
  CHECK(sign_test(760, 640) == Approx(1.47e-3).epsilon(0.02));
}

TEST_CASE("the bound of sign flips is never below the exact chance") {
  // With n equal differences P(|T| >= sqrt(n)) is exactly 2^(1-n).
  for (std::size_t n : {1u, 5u, 20u, 50u}) {
    const std::vector<double> equal(n, 3.0);
    CHECK(sign_flip_bound(equal) >= std::pow(2.0, 1.0 - static_cast<double>(n)));
    CHECK(sign_flip_bound(equal) == Approx(least_sign_flip_bound(equal)));
  }
  CHECK(sign_flip_bound(std::vector<double>{}) == 1);
  CHECK(sign_flip_bound(std::vector<double>(100, 0.0)) == 1);
  CHECK(sign_flip_bound(std::vector<double>{1, -1, 2, -2}) == 1);
  // A hundred pairs that differ by one in the same direction leave no doubt.
  CHECK(sign_flip_bound(std::vector<double>(100, 1.0)) < 1e-20);
  // One enormous pair among a hundred that go either way proves nothing.
  std::vector<double> heavy(100, 1.0);
  for (std::size_t i = 0; i < 100; i += 2) heavy[i] = -1;
  heavy[1] = 1e6;
  CHECK(sign_flip_bound(heavy) > 0.9);
}

TEST_CASE("where few patterns of signs go as far, the chance is counted exactly") {
  CHECK(sign_flip_bound(std::vector<double>(30, 7.0)) == std::pow(2.0, -29));
  CHECK(least_sign_flip_bound(std::vector<double>{1, -5, 0, 2}) == 0.25);
  Stream stream({3, 1, 4, 1});
  for (int sample = 0; sample < 50; ++sample) {
    std::vector<double> differences(12);
    for (double& d : differences) d = std::floor(8 * stream.uniform()) - 1;  // ties and zeros, too
    double sum = 0;
    for (const double d : differences) sum += d;
    int as_far = 0;
    for (unsigned signs = 0; signs < 4096; ++signs) {
      double flipped = 0;
      for (unsigned i = 0; i < 12; ++i) flipped += signs >> i & 1 ? differences[i] : -differences[i];
      as_far += std::abs(flipped) >= std::abs(sum);
    }
    // The bounds are never below the chance, so that their minimum with the count is the count.
    CHECK(sign_flip_bound(differences) == Approx(as_far / 4096.0));
  }
}

TEST_CASE("symmetric heavy-tailed differences are found significant no oftener than promised") {
  // Cubes of normal numbers; 4 000 samples of 40 at 1 %: at most 40 false ones expected, and 65 is four deviations more.
  std::size_t false_ones = 0;
  for (std::uint64_t sample = 0; sample < 4000; ++sample) {
    Stream stream({7, sample, 1, 2});
    std::vector<double> differences(40);
    for (double& d : differences) d = std::pow(standard_normal_quantile(stream.uniform()), 3);
    false_ones += sign_flip_bound(differences) <= 0.01;
  }
  CHECK(false_ones <= 65);
}

TEST_CASE("tests that could not have shown anything cost nothing") {
  CHECK(family_threshold(std::vector<double>{}, 0.001) == Approx(0.001));
  CHECK(family_threshold(std::vector<double>(50, 1.0), 0.001) == Approx(0.001));
  std::vector<double> least(50, 1.0);
  for (std::size_t i = 0; i < 4; ++i) least[i] = 1e-9;
  CHECK(family_threshold(least, 0.001) == Approx(0.001 / 4));
  CHECK(family_threshold(std::vector<double>(50, 1e-9), 0.001) == Approx(0.001 / 50));
}

TEST_CASE("a difference of the detectable size is just significant") {
  const double level = 1e-5, critical = sign_flip_critical(level);
  // Differences m +- s in turn have the mean m and, about it, the deviation s (with n in place of n - 1).
  const double s = 4, m = *detectable_difference(100, s, critical);
  std::vector<double> differences;
  for (int i = 0; i < 100; ++i) differences.push_back(m + (i % 2 ? s : -s));
  CHECK(sign_flip_bound(differences) == Approx(level).epsilon(1e-6));
  CHECK_FALSE(detectable_difference(10, s, critical));
}
