// A queue whose load moves, against the exact answer: the forward equations of the birth and death process that it is.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

namespace {

constexpr double service_rate = 20, objective = 1;

/// A load that rises along a ramp and falls along another one.
struct Case {
  double usual, peak;  // arrivals per second
  double rises, ramp, falls;
  int servers, places_per_server;

  double rate(double t) const {
    const auto share = [&](double from) { return std::clamp((t - from) / ramp, 0.0, 1.0); };
    return usual + (peak - usual) * (share(rises) - share(falls));
  }
  /// Most requests in the station.
  int room() const { return servers * (1 + places_per_server); }
};

constexpr double last = 300, window = 20;

/// Probability that the request that finds so many others is answered within the objective: those ahead of it leave at the rate of
/// all servers, its own service follows.
std::vector<double> answered_in_time(const Case& of) {
  constexpr int steps = 1000;
  std::vector<double> shares;
  for (int others = 0; others < of.room(); ++others) {
    const int ahead = std::max(0, others - of.servers + 1);
    double share = 0;
    for (int i = 0; i < steps; ++i) {
      const double service = (i + 0.5) / steps * objective, left = of.servers * service_rate * (objective - service);
      double term = std::exp(-left), late = ahead > 0 ? term : 0;  // fewer than `ahead` have left: a Poisson law
      for (int k = 1; k < ahead; ++k) late += term *= left / k;
      share += service_rate * std::exp(-service_rate * service) * objective / steps * (1 - late);
    }
    shares.push_back(share);
  }
  return shares;
}

std::vector<double> exact_slis(const Case& of) {
  const std::vector<double> in_time = answered_in_time(of);
  const std::size_t room = in_time.size();
  const auto departures = [&](std::size_t n) { return service_rate * std::min(static_cast<double>(n), 1.0 * of.servers); };
  std::vector<double> now(room + 1, 1), next(room + 1);
  for (std::size_t n = 1; n <= room; ++n) now[n] = now[n - 1] * of.usual / departures(n);
  const double all = std::accumulate(now.begin(), now.end(), 0.0);
  for (double& share : now) share /= all;
  const double step = 0.2 / (of.peak + of.servers * service_rate);
  std::vector<double> slis;
  double offered = 0, good = 0;
  for (double t = 0; t < last; t += step) {
    const double rate = of.rate(t);
    if (t >= static_cast<double>(slis.size() + 1) * window) {
      slis.push_back(good / offered);
      offered = good = 0;
    }
    for (std::size_t n = 0; n <= room; ++n) {
      double change = -((n < room ? rate : 0) + departures(n)) * now[n];
      if (n > 0) change += rate * now[n - 1];
      if (n < room) {
        change += departures(n + 1) * now[n + 1];
        good += step * rate * now[n] * in_time[n];
      }
      next[n] = now[n] + step * change;
    }
    offered += step * rate;
    now.swap(next);
  }
  slis.push_back(good / offered);
  return slis;
}

std::vector<double> flow_slis(const Case& of) {
  Network network = single(of.usual, of.servers, service_rate, {}, objective);
  network.stations[0].waiting_places = of.places_per_server;
  std::vector<double> marks;
  for (double mark = window; mark <= last; mark += window) marks.push_back(mark);
  const auto go = [&of](double start, double from, double to) {
    const Ramp ramp(from, to, at(start), at(start + of.ramp));
    return ScriptedChange{start, [ramp](Resolution& r) { r.network().journeys[0].rate = ramp; }};
  };
  return window_slis(*flow_resolution(network), {go(of.rises, of.usual, of.peak), go(of.falls, of.peak, of.usual)}, marks, 0);
}

void check(const Case& of, double within) {
  const std::vector<double> exact = exact_slis(of), flow = flow_slis(of);
  REQUIRE(exact.size() == flow.size());
  for (std::size_t i = 0; i < exact.size(); ++i) {
    INFO("in the " << window << " s from " << i * window);
    CHECK(flow[i] == Approx(exact[i]).margin(within));
  }
}

}  // namespace

// A queue is known by two moments, which is not all: where a window of twenty seconds sees the SLI fall or rise by most of itself, the
// flow is up to about a point from the exact share.
TEST_CASE("A queue follows its exact law through saturation on a slow ramp") { check({28, 84, 60, 300, 1e9, 2, 50}, 0.0125); }

TEST_CASE("A queue follows its exact law through saturation and back on quick ramps") {
  check({26, 52, 60, 20, 140, 2, 50}, 0.01);
}

TEST_CASE("A queue follows its exact law when its load jumps beyond saturation and back") {
  check({28, 50, 60, 1e-3, 180, 2, 50}, 0.01);
}

TEST_CASE("A queue with few places follows its exact law through saturation and back") {
  check({140, 260, 60, 60, 180, 10, 5}, 0.01);
}

TEST_CASE("A queue just above saturation is two points from its exact law") {
  // Full but for what chance takes away, it lets three in a thousand through in time, which two moments do not see.
  check({28, 44, 60, 1e-3, 180, 2, 50}, 0.025);
}
