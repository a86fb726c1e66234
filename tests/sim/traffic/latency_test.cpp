// Laws of latencies: exact shares, sums and mixtures.
#include "sim/traffic/latency.h"

#include <boost/math/special_functions/gamma.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/traffic/network.h"
#include "sim/traffic/waiting.h"

using namespace windtunnel::traffic;

TEST_CASE("The incomplete gamma function has its known values") {
  CHECK(gamma_share(1, 2) == Approx(1 - std::exp(-2.0)).epsilon(1e-12));
  CHECK(gamma_share(3, 2.5) == Approx(1 - std::exp(-2.5) * (1 + 2.5 + 2.5 * 2.5 / 2)).epsilon(1e-12));
  CHECK(gamma_share(0.5, 1.7) == Approx(std::erf(std::sqrt(1.7))).epsilon(1e-12));
  CHECK(gamma_share(5, 0) == 0);
  CHECK(gamma_share(5, 500) == Approx(1).epsilon(1e-12));
  // The normal approximation for large shapes takes over without a step.
  for (const double x : {90.0, 120.0, 150.0}) CHECK(gamma_share(119.99, x) == Approx(gamma_share(120.01, x)).margin(2e-3));
}

TEST_CASE("Shares of gamma laws agree with Boost on both sides of the mean, far into the tails") {
  for (double shape = 0.02; shape < 120; shape *= 1.31) {
    for (double ratio = 1e-3; ratio < 40; ratio *= 1.27) {
      INFO("shape " << shape << ", x " << shape * ratio);
      CHECK(gamma_share(shape, shape * ratio) == Approx(boost::math::gamma_p(shape, shape * ratio)).epsilon(1e-10));
    }
  }
}

TEST_CASE("A single exponential sojourn is exact") {
  // Q-MM1-tail: P(T > 10) with r 0.8, m 1; Q-MM1-p99: T_0.99 with r 95, m 100.
  const auto sojourn = [](double rate, double service_rate) {
    const Wait wait = wait_exponential(1, service_rate, rate);
    return Latency(0, wait.mean + 1 / service_rate, wait.variance + 1 / (service_rate * service_rate));
  };
  CHECK(1 - sojourn(0.8, 1).within(10) == Approx(0.13533528323661276).epsilon(1e-9));
  CHECK(sojourn(95, 100).within(0.9210340371976183) == Approx(0.99).epsilon(1e-9));
}

TEST_CASE("A delay that does not vary shifts the law") {
  Latency law(0, 0.1, 0.01);
  const double before = law.within(0.2);
  law.delay(0.05);
  CHECK(law.within(0.25) == Approx(before).epsilon(1e-12));
  CHECK(law.within(0.049) == 0);
  CHECK(law.mean() == Approx(0.15));
  Latency nothing;
  nothing.delay(0.3);
  CHECK(nothing.within(0.299) == 0);
  CHECK(nothing.within(0.301) == 1);
}

TEST_CASE("Means and variances add up along a path") {
  Latency path(0.01, 0.1, 0.004);
  path.then(Latency(0.02, 0.05, 0.001));
  CHECK(path.mean() == Approx(0.15));
  CHECK(path.variance() == Approx(0.005));
  // Two exponential stages are an Erlang law.
  Latency stages(0, 1, 1);
  stages.then(Latency(0, 1, 1));
  CHECK(stages.within(3) == Approx(1 - std::exp(-3.0) * 4).epsilon(1e-9));
}

TEST_CASE("A mixture keeps answers apart that come at different times") {
  LatencyMixer mixer;
  mixer.add({0.9, 0, 0.05, 0.0025});
  mixer.add({0.1, 1, 1.05, 0.0025});
  const Latency law = mixer.law();
  CHECK(law.count() == 2);
  CHECK(law.within(0.8) == Approx(0.9).epsilon(1e-6));
  CHECK(law.mean() == Approx(0.15));
  CHECK(law.variance() == Approx(0.0025 + 0.09).epsilon(1e-9));
}

TEST_CASE("More parts than fit are joined without changing mean and variance") {
  LatencyMixer mixer;
  double mean = 0, square = 0;
  for (int i = 1; i <= 30; ++i) {
    const double weight = 1.0 / 30, seconds = 0.1 * i * i;
    mixer.add({weight, 0, seconds, 0.01});
    mean += weight * seconds;
    square += weight * (seconds * seconds + 0.01);
  }
  const Latency law = mixer.law();
  CHECK(law.count() <= Latency::capacity);
  CHECK(law.mean() == Approx(mean).epsilon(1e-9));
  CHECK(law.variance() == Approx(square - mean * mean).epsilon(1e-9));
}

TEST_CASE("Parts that are much alike become one") {
  LatencyMixer mixer;
  for (int i = 0; i < 10; ++i) mixer.add({0.1, 0, 0.05 + 1e-5 * i, 0.0025});
  CHECK(mixer.law().count() == 1);
}

TEST_CASE("What comes within a limit is cut there") {
  // An exponential law cut at t has mean 1 - t e^-t / (1 - e^-t).
  Latency law(0, 1, 1);
  const double kept = law.keep_within(2);
  CHECK(kept == Approx(1 - std::exp(-2.0)).epsilon(1e-12));
  CHECK(law.mean() == Approx(1 - 2 * std::exp(-2.0) / (1 - std::exp(-2.0))).epsilon(1e-9));
  Latency late(5, 6, 1);
  CHECK(late.keep_within(4) == 0);
  CHECK(late.count() == 0);
}

TEST_CASE("Laws differ only by what could be seen") {
  const Latency law(0, 1, 1);
  CHECK_FALSE(differ(law, Latency(0, 1 + 1e-10, 1)));
  CHECK(differ(law, Latency(0, 1.001, 1)));
  CHECK(differ(law, Latency()));
}
