// When a share of counted requests crosses a level, against courses whose crossings are known.
#include "sim/run/counted_level.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/kernel/random.h"

using namespace windtunnel;

namespace {

Time at(double seconds) { return Time{} + from_seconds(seconds); }

// Seconds of Poisson traffic whose share of good requests is `share` of the time.
template <class Share>
CountedLevel follow(double rate, double until, const Share& share, double level, std::uint64_t replication) {
  Stream stream({7, replication, hash_name("counted level"), 0});
  CountedLevel counted;
  counted.begin(at(0));
  for (double t = 0; t < until; t += 1) {
    const auto offered = poisson(stream, rate);
    double good = 0;
    for (std::uint64_t i = 0; i < offered; ++i) good += stream.uniform() < share(t) ? 1 : 0;
    counted.add(at(t + 1), static_cast<double>(offered), good, level);
  }
  return counted;
}

}  // namespace

TEST_CASE("a share that falls and comes back is found to the second, and dated from where it turned") {
  const auto share = [](double t) { return t < 100 || t >= 160 ? 0.999 : 0.5; };
  for (std::uint64_t r = 0; r < 200; ++r) {
    const CountedLevel counted = follow(50, 400, share, 0.95, r);
    CHECK(counted.ever_below());
    CHECK_FALSE(counted.below());
    CHECK(std::abs(counted.returned().seconds() - 160) <= 1);
    CHECK(std::abs(counted.below_seconds(at(400)) - 60) <= 2);
  }
}

TEST_CASE("chance alone takes no journey below its level") {
  // Half an hour at 50 a second with one bad of a hundred, many times: seconds below 95 % are frequent, and mean nothing.
  for (std::uint64_t r = 0; r < 100; ++r)
    CHECK_FALSE(follow(50, 1800, [](double) { return 0.99; }, 0.95 * 0.99, r).ever_below());
}

TEST_CASE("one second in which all fail is an outage of a second, a few failures in one are none") {
  for (std::uint64_t r = 0; r < 100; ++r) {
    const CountedLevel counted = follow(50, 400, [](double t) { return t == 100 ? 0 : 1; }, 0.95, r);
    CHECK(counted.ever_below());
    CHECK_FALSE(counted.below());
    CHECK(counted.returned().seconds() == 101);
    CHECK(counted.below_seconds(at(400)) == Approx(1));
    CHECK_FALSE(follow(10, 400, [](double t) { return t == 100 ? 0.8 : 1; }, 0.95, r).ever_below());
  }
}

TEST_CASE("a share that rises slowly is back, in the mean of many, when it crosses the level") {
  double sum = 0;
  for (std::uint64_t r = 0; r < 200; ++r)
    sum += follow(50, 600, [](double t) { return std::min(1.0, 0.8 + t / 1000); }, 0.95, r).returned().seconds();
  CHECK(sum / 200 == Approx(150).margin(6));
}

TEST_CASE("an outage without an end lasts until now") {
  const CountedLevel counted = follow(5, 300, [](double t) { return t < 100 ? 1 : 0; }, 0.95, 0);
  CHECK(counted.below());
  CHECK(counted.below_seconds(at(1000)) == Approx(900).margin(1));
}
