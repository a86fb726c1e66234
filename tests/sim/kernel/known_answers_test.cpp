// Exact answers of tests/data/validation/analytic_suite.json that the kernel alone can meet: draws, sums, order
// statistics and queues that need nothing but an event set. Each case quotes its id there. Seeds are fixed; a figure
// must lie within 4.5 standard errors, which chance alone breaks once in 150 000 cases.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/kernel/distribution.h"
#include "sim/kernel/event_set.h"
#include "sim/kernel/mathematics.h"
#include "tests/sim/kernel/sample.h"

using namespace windtunnel;
using test::summary_of;

namespace {

/// One value for each replication, each from streams of its own.
template <class Replication>
std::vector<double> replicate(std::uint64_t replications, Replication replication) {
  std::vector<double> values;
  for (std::uint64_t r = 0; r < replications; ++r) values.push_back(replication(r));
  return values;
}

void check_mean(const std::vector<double>& values, double exact) {
  const auto s = summary_of(values);
  INFO("mean " << s.mean << ", standard error " << s.standard_error << ", exact " << exact);
  CHECK(std::fabs(s.mean - exact) < 4.5 * s.standard_error);
}

/// Readiness of 20 instances that boot together, seconds: boot is lognormal with median 45 s and sigma 0.4.
double time_until_all_are_ready(std::uint64_t replication) {
  const double p95 = 45 * mathematics::exp(0.4 * mathematics::normal_quantile(0.95));
  const auto boot = DurationDistribution::lognormal(seconds(45), from_seconds(p95));
  Duration last;
  for (std::uint64_t instance = 0; instance < 20; ++instance) {
    Stream stream({.seed = 3, .replication = replication, .entity = instance, .purpose = hash_name("boot")});
    last = std::max(last, boot.draw(stream));
  }
  return last.seconds();
}

/// A loss system of 10 servers without waiting room at 8 arrivals a second: the share of arrivals that find all servers
/// busy.
double blocked_share(const DurationDistribution& service, std::uint64_t replication) {
  enum Signal : std::uint16_t { arrival, departure };
  const auto between = DurationDistribution::exponential(milliseconds(125));
  Stream arrivals({.seed = 4, .replication = replication, .purpose = 1}),
      services({.seed = 4, .replication = replication, .purpose = 2});
  EventSet events;
  events.schedule({.time = {}, .signal = arrival});
  int busy = 0;
  double offered = 0, blocked = 0;
  while (offered < 12'000) {
    const Event event = events.pop();
    if (event.signal == departure) {
      --busy;
      continue;
    }
    events.schedule({.time = event.time + between.draw(arrivals), .cause = event.id, .signal = arrival});
    const bool warm = event.time > Time{} + seconds(100);
    offered += warm ? 1 : 0;
    if (busy == 10) {
      blocked += warm ? 1 : 0;
    } else {
      ++busy;
      events.schedule({.time = event.time + service.draw(services), .cause = event.id, .signal = departure});
    }
  }
  return blocked / offered;
}

/// One server, first come first served: mean wait by Lindley's recursion.
double mean_wait(const DurationDistribution& between, const DurationDistribution& service, std::uint64_t replication) {
  Stream arrivals({.seed = 5, .replication = replication, .purpose = 1}),
      services({.seed = 5, .replication = replication, .purpose = 2});
  constexpr int warm_up = 2'000, counted = 20'000;
  Duration wait;
  double sum = 0;
  for (int i = 0; i < warm_up + counted; ++i) {
    sum += i >= warm_up ? wait.seconds() : 0;
    wait = std::max(Duration{}, wait + service.draw(services) - between.draw(arrivals));
  }
  return sum / counted;
}

}  // namespace

TEST_CASE("S-backoff: eight sleeps with full jitter add up to 8.15 s") {
  check_mean(replicate(50'000,
                       [](std::uint64_t r) {
                         Stream stream({.seed = 1, .replication = r});
                         Duration total;
                         for (int i = 0; i < 8; ++i) {
                           const Duration cap = std::min(seconds(5), milliseconds(100) * (1 << i));
                           total += DurationDistribution::uniform(Duration{}, cap).draw(stream);
                         }
                         return total.seconds();
                       }),
             8.15);
}

TEST_CASE("D-probe-sd: detection by the third probe of a random phase has a standard deviation of 2.887 s") {
  const auto phase = DurationDistribution::uniform(seconds(0), seconds(10));
  const auto s = summary_of(replicate(100'000, [&](std::uint64_t r) {
    Stream stream({.seed = 1, .replication = r});
    return (phase.draw(stream) + 2 * seconds(10) + seconds(4)).seconds();
  }));
  // The deviation of a uniform sample's deviation is sigma sqrt((9/5 - 1) / 4n).
  CHECK(std::sqrt(s.variance) == Approx(2.886751345948129).margin(4.5 * 2.887 * std::sqrt(0.2 / 100'000)));
  CHECK(std::fabs(s.mean - 29) < 4.5 * s.standard_error);
}

TEST_CASE("D-rto-conv: detection and a cached answer end within a minute for 58.3 % of clients") {
  const auto detection = DurationDistribution::uniform(seconds(20), seconds(30));
  const auto cache = DurationDistribution::uniform(seconds(0), seconds(60));
  check_mean(replicate(100'000,
                       [&](std::uint64_t r) {
                         Stream stream({.seed = 2, .replication = r});
                         const Duration recovery = detection.draw(stream) + cache.draw(stream);
                         return recovery <= seconds(60) ? 1.0 : 0.0;
                       }),
             0.5833333333333334);
}

TEST_CASE(
    "S-max-mean and S-max-p95: twenty boots are over after 97.2 s in the mean and 137.9 s in the 95th percentile") {
  const std::vector<double> ready = replicate(20'000, time_until_all_are_ready);
  check_mean(ready, 97.1757142918983);
  const double exact_p95 = 137.8749450140287;
  const auto below =
      static_cast<double>(std::count_if(ready.begin(), ready.end(), [=](double t) { return t <= exact_p95; }));
  CHECK(below / 20'000 == Approx(0.95).margin(4.5 * std::sqrt(0.95 * 0.05 / 20'000)));
  // The quantile function of the maximum, exactly: the quantile of one boot at 0.95^(1/20).
  const auto boot = DurationDistribution::lognormal(
      seconds(45), from_seconds(45 * mathematics::exp(0.4 * mathematics::normal_quantile(0.95))));
  CHECK(boot.quantile(mathematics::pow(0.95, 1.0 / 20)).seconds() == Approx(exact_p95).margin(1e-5));
}

TEST_CASE("A-IA-none and A-IA-det: failures of a year") {
  // Two a year: no failure at all in exp(-2) of the years. Twelve a year of up time at 5 min each: more than 52.6 min
  // down means eleven failures or more within the up time that is left of the year then.
  check_mean(replicate(40'000,
                       [](std::uint64_t r) {
                         Stream stream({.seed = 6, .replication = r});
                         return poisson(stream, 2.0) == 0 ? 1.0 : 0.0;
                       }),
             0.1353352832366127);
  const auto up = DurationDistribution::exponential(hours(730));
  check_mean(replicate(40'000,
                       [&](std::uint64_t r) {
                         Stream stream({.seed = 7, .replication = r});
                         Duration down;
                         const Duration threshold = milliseconds(52'600 * 60);
                         for (Duration clock = up.draw(stream); clock < years(1) && down <= threshold;
                              clock += minutes(5) + up.draw(stream)) {
                           down += std::min(minutes(5), years(1) - clock);
                         }
                         return down > threshold ? 1.0 : 0.0;
                       }),
             0.6526446693986167);
}

TEST_CASE("Q-ErlB-1: ten servers at eight erlangs lose 12.2 %, whatever the law of service") {
  const double exact = 0.1216610642529515;
  // Mean 1 s each: a lognormal of coefficient of variation 1 has median 1/sqrt(2) and sigma sqrt(ln 2).
  const double sigma = std::sqrt(mathematics::log(2.0));
  const double median = std::sqrt(0.5);
  const auto lognormal = DurationDistribution::lognormal(
      from_seconds(median), from_seconds(median * mathematics::exp(sigma * mathematics::normal_quantile(0.95))));
  for (const DurationDistribution& service :
       {DurationDistribution::exponential(seconds(1)), DurationDistribution(seconds(1)), lognormal}) {
    REQUIRE(service.mean_seconds() == Approx(1.0).epsilon(1e-5));
    check_mean(replicate(40, [&](std::uint64_t r) { return blocked_share(service, r); }), exact);
  }
}

TEST_CASE("Q-MD1 and Q-MLN1-2: waits before one server follow Pollaczek and Khinchine") {
  check_mean(replicate(60,
                       [](std::uint64_t r) {
                         return mean_wait(DurationDistribution::exponential(milliseconds(1250)), seconds(1), r);
                       }),
             2.0);
  const double median = mathematics::exp(0.07074978113684971);
  const double p95 = median * mathematics::exp(0.47238072707743883 * mathematics::normal_quantile(0.95));
  const auto service = DurationDistribution::lognormal(from_seconds(median), from_seconds(p95));
  check_mean(
      replicate(60,
                [&](std::uint64_t r) { return mean_wait(DurationDistribution::exponential(seconds(2)), service, r); }),
      1.125);
}
