// Text forms of distributions: every family is read, written and read back; anything else is refused.
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "sim/kernel/distribution.h"

using namespace windtunnel;
using D = DurationDistribution;

TEST_CASE("every family is read from its text") {
  CHECK(parse_duration_distribution("90 s") == D(seconds(90)));
  CHECK(parse_duration_distribution("PT90S") == D(seconds(90)));
  CHECK(parse_duration_distribution("exponential(30 d)") == D::exponential(days(30)));
  CHECK(parse_duration_distribution("lognormal(p50: 8 min, p95: 25 min)") == D::lognormal(minutes(8), minutes(25)));
  CHECK(parse_duration_distribution("lognormal(p50: 8 min, p90: 25 min)") ==
        D::lognormal(minutes(8), minutes(25), 0.9));
  CHECK(parse_duration_distribution("lognormal(p99: 25 min, p50: 8 min)") ==
        D::lognormal(minutes(8), minutes(25), 0.99));
  CHECK(parse_duration_distribution("lognormal(p50: 20 s, p90: 55 s, min: 5 s, max: 300 s)") ==
        D::lognormal(seconds(20), seconds(55), 0.9).clamped(seconds(5), seconds(300)));
  CHECK(parse_duration_distribution("uniform(0 s, 30 s)") == D::uniform(seconds(0), seconds(30)));
  CHECK(parse_duration_distribution("triangular(60 s, 85 s, 120 s)") ==
        D::triangular(seconds(60), seconds(85), seconds(120)));
  CHECK(parse_duration_distribution("weibull(shape: 0.7, scale: 3 d)") == D::weibull(0.7, days(3)));
  CHECK(parse_duration_distribution("exponential( 30 d ,max:60 d)") ==
        D::exponential(days(30)).clamped(seconds(0), days(60)));
  CHECK(parse_duration_distribution("uniform (0 s,30 s)") == D::uniform(seconds(0), seconds(30)));
}

TEST_CASE("texts that are no distribution are refused") {
  for (const char* text : {"",
                           "()",
                           "(",
                           ")",
                           "30",
                           "-5 s",
                           "exponential",
                           "exponential()",
                           "exponential(30)",
                           "exponential(0 s)",
                           "exponential(-3 s)",
                           "exponential(3 s",
                           "exponential(3 s))",
                           "exponential(3 s) ",
                           "exponential(3 s, 4 s)",
                           "exponential(mean: 3 s)",
                           "Exponential(3 s)",
                           "normal(3 s, 4 s)",
                           "constant(3 s)",
                           "lognormal(8 min, 25 min)",
                           "lognormal(p50: 8 min)",
                           "lognormal(p95: 8 min)",
                           "lognormal(p50: 8 min, p95: 7 min)",
                           "lognormal(p50: 8 min, p40: 25 min)",
                           "lognormal(p50: 8 min, p100: 25 min)",
                           "lognormal(p50: 8 min, p95: 25 min, p99: 40 min)",
                           "lognormal(p50: 8 min, p50: 8 min, p95: 25 min)",
                           "lognormal(p50: 8 min, px: 25 min)",
                           "lognormal(p50: 8 min, p95: 25)",
                           "uniform(0 s)",
                           "uniform(30 s, 0 s)",
                           "uniform(0 s, 30 s, 40 s)",
                           "uniform(0 s, 30 s,)",
                           "triangular(60 s, 50 s, 120 s)",
                           "weibull(0.7, 3 d)",
                           "weibull(shape: 0, scale: 3 d)",
                           "weibull(shape: 0.7 s, scale: 3 d)",
                           "weibull(shape: nan, scale: 3 d)",
                           "weibull(shape: 0.7)",
                           "exponential(3 s, min: 5 s, max: 4 s)",
                           "exponential(3 s, min: -5 s)",
                           "exponential(3 s, min: 1 s, min: 2 s)",
                           "exponential(3 s, low: 1 s)",
                           "exponential(exponential(3 s))"}) {
    INFO(text);
    CHECK_FALSE(parse_duration_distribution(text));
  }
}

TEST_CASE("distributions are written in their text form") {
  CHECK(to_text(D(seconds(90))) == "90 s");
  CHECK(to_text(D::exponential(days(30))) == "exponential(30 d)");
  CHECK(to_text(D::lognormal(minutes(8), minutes(25))) == "lognormal(p50: 8 min, p95: 25 min)");
  CHECK(to_text(D::lognormal(seconds(20), seconds(55), 0.999).clamped(seconds(5), minutes(5))) ==
        "lognormal(p50: 20 s, p99.9: 55 s, min: 5 s, max: 5 min)");
  CHECK(to_text(D::uniform(seconds(0), seconds(30))) == "uniform(0 s, 30 s)");
  CHECK(to_text(D::triangular(seconds(60), seconds(85), seconds(120))) == "triangular(1 min, 85 s, 2 min)");
  CHECK(to_text(D::weibull(0.7, days(3))) == "weibull(shape: 0.7, scale: 3 d)");
}

TEST_CASE("what is written reads back to an equal law that draws the same") {
  std::mt19937_64 bits(8);
  const auto duration = [&] { return Duration{static_cast<std::int64_t>(bits() >> (4 + bits() % 55)) + 1}; };
  for (int i = 0; i < 3000; ++i) {
    const Duration a = duration(), b = a + duration(), c = b + duration();
    const double share = std::vector{
        0.75, 0.8, 0.9, 0.95, 0.99, 0.999, 0.5 + static_cast<double>(bits() >> 11 | 1) * 0x1p-54}[bits() % 7];
    const double factor = 0.5 + static_cast<double>(bits() >> 11) * 0x1p-53;
    for (const D& law : {D(a), D::exponential(a), D::lognormal(a, b, share), D::uniform(a, b), D::triangular(a, b, c),
                         D::weibull(factor, a)}) {
      for (const D& variant : {law, law.scaled(1 + factor), law.clamped(a, c), law.clamped(a, c).scaled(1 + factor)}) {
        INFO(to_text(variant));
        const auto back = parse_duration_distribution(to_text(variant));
        REQUIRE(back);
        REQUIRE(*back == variant);
        Stream one({.seed = 3}), other({.seed = 3});
        REQUIRE(back->draw(one) == variant.draw(other));
      }
    }
  }
}
