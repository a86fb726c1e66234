// The laws: exact quantiles and means, samples against both, bounds, scaling, and published answers that draws can
// give.
#include "sim/kernel/distribution.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/kernel/mathematics.h"
#include "sim/kernel/quantity.h"
#include "tests/sim/kernel/sample.h"

using namespace windtunnel;
using test::kolmogorov_distance;
using test::summary_of;

namespace {

const std::vector<DurationDistribution>& laws() {
  static const std::vector<DurationDistribution> all = {
      DurationDistribution::exponential(days(30)),
      DurationDistribution::lognormal(minutes(8), minutes(25)),
      DurationDistribution::lognormal(seconds(20), seconds(55), 0.9),
      DurationDistribution::uniform(seconds(10), seconds(40)),
      DurationDistribution::triangular(seconds(60), seconds(85), seconds(120)),
      DurationDistribution::triangular(seconds(60), seconds(60), seconds(120)),
      DurationDistribution::weibull(0.7, days(3)),
      DurationDistribution::weibull(3.5, hours(1)),
  };
  return all;
}

std::vector<double> sample_of(const DurationDistribution& law, int size, std::uint64_t seed = 1) {
  Stream stream({.seed = seed});
  std::vector<double> sample;
  for (int i = 0; i < size; ++i) sample.push_back(law.draw(stream).seconds());
  return sample;
}

/// The distribution function, found from the quantile function by bisection.
double cdf(const DurationDistribution& law, double seconds) {
  double low = 0, high = 1;
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    (law.quantile(middle).seconds() < seconds ? low : high) = middle;
  }
  return low;
}

}  // namespace

TEST_CASE("quantiles are those of the textbooks") {
  CHECK(DurationDistribution(seconds(90)).quantile(0.99) == seconds(90));
  CHECK(DurationDistribution::exponential(seconds(1000)).quantile(0.5) == from_seconds(1000 * std::log(2.0)));
  const auto lognormal = DurationDistribution::lognormal(minutes(8), minutes(25));
  CHECK(lognormal.quantile(0.5) == minutes(8));
  CHECK(lognormal.quantile(0.95) == minutes(25));
  CHECK(DurationDistribution::lognormal(minutes(8), minutes(25), 0.99).quantile(0.99) == minutes(25));
  CHECK(DurationDistribution::uniform(seconds(10), seconds(40)).quantile(0.3) == seconds(19));
  const auto triangular = DurationDistribution::triangular(seconds(0), seconds(30), seconds(120));
  CHECK(triangular.quantile(0.25) == seconds(30));                   // (mode - low) / (high - low) lies below the mode
  CHECK(triangular.quantile(0.0625) == seconds(15));                 // a quarter of that share at half the way
  CHECK(triangular.quantile(1 - 0.75 * 0.25) == seconds(120 - 45));  // likewise from the other side
  const auto weibull = DurationDistribution::weibull(2.0, seconds(100));
  CHECK(weibull.quantile(1 - std::exp(-1.0)) == seconds(100));  // the scale is the 63.2 % quantile for any shape
  CHECK(weibull.quantile(1 - std::exp(-4.0)) == seconds(200));
}

TEST_CASE("means are those of the textbooks") {
  CHECK(DurationDistribution(seconds(90)).mean_seconds() == 90);
  CHECK(DurationDistribution::exponential(days(30)).mean_seconds() == Approx(30 * 86'400.0));
  // A lognormal's mean is median exp(sigma^2 / 2); sigma = ln(25/8) / 1.644854.
  const double sigma = std::log(25.0 / 8) / 1.6448536269514722;
  CHECK(DurationDistribution::lognormal(minutes(8), minutes(25)).mean_seconds() ==
        Approx(480 * std::exp(sigma * sigma / 2)).epsilon(1e-12));
  CHECK(DurationDistribution::uniform(seconds(10), seconds(40)).mean_seconds() == Approx(25));
  CHECK(DurationDistribution::triangular(seconds(0), seconds(30), seconds(120)).mean_seconds() == Approx(50));
  CHECK(DurationDistribution::weibull(1.0, seconds(100)).mean_seconds() == Approx(100).epsilon(1e-13));  // exponential
  CHECK(DurationDistribution::weibull(2.0, seconds(100)).mean_seconds() ==
        Approx(50 * std::sqrt(std::acos(-1.0))).epsilon(1e-13));
}

TEST_CASE("samples have the mean and the shape of their law") {
  for (const DurationDistribution& law : laws()) {
    INFO(to_text(law));
    const std::vector<double> sample = sample_of(law, 100'000);
    const auto s = summary_of(sample);
    CHECK(std::fabs(s.mean - law.mean_seconds()) < 4.5 * s.standard_error);
    // Every twentieth is enough for the distance, which is slow to compute by bisection.
    std::vector<double> part;
    for (std::size_t i = 0; i < sample.size(); i += 20) part.push_back(sample[i]);
    CHECK(kolmogorov_distance(part, [&](double x) { return cdf(law, x); }) < 1.95 / std::sqrt(part.size()));
  }
}

TEST_CASE("a draw takes one position of its stream, a constant's too") {
  for (DurationDistribution law : laws()) {
    INFO(to_text(law));
    Stream stream({.seed = 2});
    for (std::uint64_t i = 1; i <= 1000; ++i) {
      law.draw(stream);
      REQUIRE(stream.position() == i);
    }
  }
  Stream stream({.seed = 2});
  DurationDistribution(seconds(3)).draw(stream);
  CHECK(stream.position() == 1);
  // A law in place of a constant leaves what is drawn next alone.
  CHECK(stream.next() == Stream({.seed = 2}, 1).next());
}

TEST_CASE("under the same stream, a longer law never draws less") {
  for (const DurationDistribution& law : laws()) {
    INFO(to_text(law));
    const std::vector<double> shorter = sample_of(law, 1000), longer = sample_of(law.scaled(1.5), 1000);
    for (std::size_t i = 0; i < shorter.size(); ++i)
      REQUIRE(longer[i] == Approx(1.5 * shorter[i]).margin(2e-6).epsilon(1e-7));
  }
}

TEST_CASE("clamped draws stay within their bounds and have atoms there") {
  const auto law = DurationDistribution::exponential(seconds(100)).clamped(seconds(10), seconds(200));
  const std::vector<double> sample = sample_of(law, 50'000);
  const auto at = [&](double x) { return static_cast<double>(std::count(sample.begin(), sample.end(), x)) / 50'000; };
  CHECK(*std::min_element(sample.begin(), sample.end()) == 10);
  CHECK(*std::max_element(sample.begin(), sample.end()) == 200);
  CHECK(at(10) == Approx(1 - std::exp(-0.1)).margin(4.5 * 0.3 / std::sqrt(50'000)));
  CHECK(at(200) == Approx(std::exp(-2.0)).margin(4.5 * 0.35 / std::sqrt(50'000)));
  CHECK(law.quantile(0.01) == seconds(10));
  CHECK(law.quantile(0.99) == seconds(200));
  CHECK(law.mean_seconds() == 100);
  CHECK(law.clamped(seconds(20), seconds(1000)) ==
        DurationDistribution::exponential(seconds(100)).clamped(seconds(20), seconds(200)));
  // Bounds that do not meet leave the nearer of the later ones.
  Stream stream;
  CHECK(law.clamped(seconds(300), seconds(400)).draw(stream) == seconds(300));
  CHECK(law.clamped(seconds(1), seconds(5)).draw(stream) == seconds(5));
  CHECK(DurationDistribution(seconds(5)).clamped(seconds(10), seconds(20)) == DurationDistribution(seconds(10)));
  CHECK(law.scaled(2) == DurationDistribution::exponential(seconds(200)).clamped(seconds(20), seconds(400)));
}

TEST_CASE("a constant keeps every microsecond of the longest duration") {
  const Duration odd = {9'007'199'254'740'993};  // no double
  Stream stream;
  CHECK(DurationDistribution(odd).draw(stream) == odd);
  CHECK(DurationDistribution(odd).quantile(0.5) == odd);
  CHECK(DurationDistribution().draw(stream) == seconds(0));
}

TEST_CASE("draws saturate where time ends") {
  const auto law = DurationDistribution::weibull(0.05, years(200'000));
  Stream stream({.seed = 4});
  for (int i = 0; i < 1000; ++i) {
    const Duration drawn = law.draw(stream);
    REQUIRE(drawn >= seconds(0));
    REQUIRE(drawn <= from_seconds(9.2e12));
  }
}

TEST_CASE("parameters that are no law are refused") {
  using D = DurationDistribution;
  CHECK_THROWS_AS(D::exponential(seconds(0)), std::invalid_argument);
  CHECK_THROWS_AS(D::exponential(seconds(-1)), std::invalid_argument);
  CHECK_THROWS_AS(D::lognormal(seconds(0), seconds(1)), std::invalid_argument);
  CHECK_THROWS_AS(D::lognormal(seconds(2), seconds(1)), std::invalid_argument);
  CHECK_THROWS_AS(D::lognormal(seconds(1), seconds(2), 0.5), std::invalid_argument);
  CHECK_THROWS_AS(D::lognormal(seconds(1), seconds(2), 1.0), std::invalid_argument);
  CHECK_THROWS_AS(D::uniform(seconds(2), seconds(1)), std::invalid_argument);
  CHECK_THROWS_AS(D::uniform(seconds(-2), seconds(1)), std::invalid_argument);
  CHECK_THROWS_AS(D::triangular(seconds(1), seconds(0), seconds(3)), std::invalid_argument);
  CHECK_THROWS_AS(D::triangular(seconds(1), seconds(4), seconds(3)), std::invalid_argument);
  CHECK_THROWS_AS(D::weibull(0, seconds(3)), std::invalid_argument);
  CHECK_THROWS_AS(D::weibull(std::nan(""), seconds(3)), std::invalid_argument);
  CHECK_THROWS_AS(D::weibull(1, seconds(0)), std::invalid_argument);
  CHECK_THROWS_AS(D::exponential(seconds(1)).clamped(seconds(3), seconds(2)), std::invalid_argument);
  CHECK_THROWS_AS(D::exponential(seconds(1)).clamped(seconds(-3), seconds(2)), std::invalid_argument);
  CHECK_THROWS_AS(D::exponential(seconds(1)).scaled(0), std::invalid_argument);
  CHECK_THROWS_AS(D::exponential(seconds(1)).scaled(1e-9), std::invalid_argument);
}
