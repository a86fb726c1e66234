// The agreement of many independent checkers, against the published arithmetic of fleets of fifteen.
#include "models/edge/shared/checker_fleet.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

namespace windtunnel::models {
namespace {

struct Quantiles {
  double p50, p90, low, high;
};

Quantiles quantiles(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double p) { return values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1))]; };
  return {at(0.5), at(0.9), values.front(), values.back()};
}

/// Seconds from `from` until the verdict flips, at `success` and on.
double seconds_to_flip(CheckerFleet& fleet, Time from, double success, bool silent, Stream& stream) {
  fleet.change(from, success, silent, stream);
  while (fleet.next() != Time::never()) {
    const Time at = fleet.next();
    if (fleet.advance(at, stream)) return (at - from).seconds();
  }
  return -1;
}

Quantiles detection(const CheckerRule& rule, bool silent) {
  std::vector<double> values;
  for (std::uint64_t r = 0; r < 4000; ++r) {
    Stream stream({.seed = 7, .replication = r, .entity = 1, .purpose = 2});
    CheckerFleet fleet;
    fleet.start(rule);
    values.push_back(seconds_to_flip(fleet, Time{} + hours(1), 0, silent, stream));
  }
  return quantiles(values);
}

Quantiles recovery(const CheckerRule& rule, bool silent) {
  std::vector<double> values;
  for (std::uint64_t r = 0; r < 4000; ++r) {
    Stream stream({.seed = 8, .replication = r, .entity = 1, .purpose = 2});
    CheckerFleet fleet;
    fleet.start(rule);
    seconds_to_flip(fleet, Time{} + hours(1), 0, silent, stream);
    values.push_back(seconds_to_flip(fleet, Time{} + hours(3), 1, false, stream));
  }
  return quantiles(values);
}

}  // namespace

// Figures: facts r53.hc.detect.30s, r53.hc.detect.10s, r53.hc.recover.asymmetry (Monte Carlo of the documented rule).
TEST_CASE("fifteen checkers at 30 s x 3 take 85 s to agree that a refusing endpoint is down") {
  const Quantiles q = detection({}, false);
  CHECK(q.p50 == Approx(85).margin(0.5));
  CHECK(q.p90 == Approx(88).margin(0.5));
  CHECK(q.low > 60 + 2 * 0.05);
  CHECK(q.high < 90.2);
}

TEST_CASE("silence stretches each probe by its time-out, and detection with it") {
  const Quantiles q = detection({}, true);
  CHECK(q.p50 == Approx(97).margin(0.5));
  CHECK(q.p90 == Approx(100).margin(0.7));
  CHECK(q.high < 102.2);
}

TEST_CASE("recovery is declared sooner than failure, because three of fifteen suffice") {
  const Quantiles refused = recovery({}, false), silent = recovery({}, true);
  CHECK((refused.p50 + silent.p50) / 2 == Approx(65.5).margin(0.5));
  CHECK((refused.p90 + silent.p90) / 2 == Approx(70.5).margin(0.7));
}

TEST_CASE("the fast interval detects in a third of the time") {
  CheckerRule rule;
  rule.interval = seconds(10);
  CHECK(detection(rule, false).p50 == Approx(28.5).margin(0.3));
  CHECK(detection(rule, false).p90 == Approx(29.5).margin(0.3));
  CHECK(detection(rule, true).p50 == Approx(40).margin(0.4));
  CHECK(detection(rule, true).p90 == Approx(41).margin(0.4));
  CHECK((recovery(rule, false).p50 + recovery(rule, true).p50) / 2 == Approx(22).margin(0.5));
  CHECK((recovery(rule, false).p90 + recovery(rule, true).p90) / 2 == Approx(24).margin(0.7));
}

TEST_CASE("a TCP check waits ten seconds for an answer") {
  CheckerRule rule;
  rule.timeout = seconds(10);
  // 0.826 (median of the 13th of 15) x 30 s + 2 x 40 s + 10 s
  CHECK(detection(rule, true).p50 == Approx(114.8).margin(0.6));
}

TEST_CASE("a fault shorter than the threshold's probes is not noticed") {
  Stream stream({.seed = 1, .entity = 1});
  CheckerFleet fleet;
  fleet.start({});
  fleet.change(Time{} + hours(1), 0, false, stream);
  const Time detected = fleet.next();
  CHECK(detected > Time{} + hours(1) + seconds(60));
  fleet.change(Time{} + hours(1) + seconds(50), 1, false, stream);
  CHECK(fleet.next() == Time::never());
  CHECK(fleet.healthy());
  CHECK(fleet.settled());
}

TEST_CASE("an interrupted fault leaves some checkers convinced, and the next one is noticed sooner") {
  // After 75 s of refusal about half of the checkers say unhealthy; one good probe does not change their minds.
  double sum_fresh = 0, sum_again = 0;
  for (std::uint64_t r = 0; r < 500; ++r) {
    Stream stream({.seed = 3, .replication = r, .entity = 1});
    CheckerFleet fleet;
    fleet.start({});
    const Time begin = Time{} + hours(1);
    fleet.change(begin, 0, false, stream);
    sum_fresh += (fleet.next() - begin).seconds();
    fleet.change(begin + seconds(75), 1, false, stream);
    sum_again += seconds_to_flip(fleet, begin + seconds(80), 0, false, stream);
  }
  CHECK(sum_again < sum_fresh - 500 * 5);
}

TEST_CASE("with partial failures the run of failed probes is drawn, and worse endpoints are found sooner") {
  const auto mean_detection = [](double success) {
    double sum = 0;
    for (std::uint64_t r = 0; r < 200; ++r) {
      Stream stream({.seed = 5, .replication = r, .entity = 1});
      CheckerFleet fleet;
      fleet.start({});
      sum += seconds_to_flip(fleet, Time{} + hours(1), success, false, stream);
    }
    return sum / 200;
  };
  const double bad = mean_detection(0.02), worse = mean_detection(0.001), middling = mean_detection(0.2);
  CHECK(worse == Approx(85).margin(1.5));
  CHECK(bad > worse);
  CHECK(middling > bad + 20);
}

TEST_CASE("an endpoint that answers nine probes of ten stays healthy for a day") {
  Stream stream({.seed = 6, .entity = 1});
  CheckerFleet fleet;
  fleet.start({});
  Time now = Time{} + hours(1);
  fleet.change(now, 0.9, false, stream);
  while (fleet.next() < Time{} + hours(25)) REQUIRE_FALSE(fleet.advance(fleet.next(), stream));
  CHECK(fleet.healthy());
}

TEST_CASE("what was foreseen happens: advancing in steps gives the same flip as looking ahead") {
  for (std::uint64_t r = 0; r < 50; ++r) {
    Stream once({.seed = 9, .replication = r, .entity = 1}), twice = once;
    CheckerFleet whole, stepped;
    whole.start({});
    stepped.start({});
    whole.change(Time{} + hours(1), 0.1, true, once);
    stepped.change(Time{} + hours(1), 0.1, true, twice);
    const Time foreseen = whole.next();
    REQUIRE(foreseen < Time{} + hours(1) + minutes(30));
    CHECK_FALSE(stepped.advance(Time{} + hours(1) + seconds(40), twice));
    CHECK(stepped.next() == foreseen);
    CHECK(stepped.advance(foreseen, twice));
    CHECK(whole.advance(foreseen, once));
    CHECK(once.position() == twice.position());
  }
}

}  // namespace windtunnel::models
