// Small networks, and ways to drive a resolution, for the tests of traffic.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "sim/traffic/resolution.h"

namespace windtunnel::traffic {

inline Time at(double seconds) { return Time{} + from_seconds(seconds); }

inline Call calling(VisitId visit, Client client = {}, double times = 1) {
  Call call;
  call.visit = visit;
  call.client = client;
  call.times = times;
  return call;
}

inline Visit serving(std::vector<StationId> stations, RouterId router = none) {
  Visit visit;
  visit.stations = std::move(stations);
  visit.router = router;
  return visit;
}

/// One journey through one pool of servers.
inline Network single(double rate, double servers, double service_rate, Client client = {}, double objective = infinity) {
  Network network;
  network.stations.push_back({.servers = servers, .service_rate = service_rate});
  network.visits.push_back(serving({0}));
  network.journeys.push_back(
      {.name = "only", .entry = 0, .client = client, .objective_seconds = objective, .rate = rate});
  return network;
}

/// One journey whose requests are accepted by a queue.
inline Network queueing(double rate, double handling_rate) {
  Network network = single(rate, infinity, 1);
  network.queues.push_back({.handling_rate = handling_rate});
  network.visits[0].kind = Visit::Kind::enqueue;
  network.visits[0].queue = 0;
  return network;
}

/// users -> dns -> {balancer -> three zones of web, each calling one database behind a cache} in one region.
inline Network three_tiers(double rate) {
  Network network;
  const auto station = [&](double servers, double service_rate, double variation) {
    network.stations.push_back({.servers = servers, .service_rate = service_rate, .service_variation = variation});
    return static_cast<StationId>(network.stations.size() - 1);
  };
  station(infinity, 1000, 0);
  for (int zone = 0; zone < 3; ++zone) station(4, 20, 1);
  station(10, 50, 0.5);
  network.caches.push_back({.steady_hit_ratio = 0.6, .fill_misses = 500});
  network.routers.push_back({.branches = {1.0}});
  network.routers.push_back({.branches = {1.0, 1.0, 1.0}});
  Visit dns;
  dns.kind = Visit::Kind::select;
  dns.router = 0;
  dns.calls.push_back(calling(1));
  Visit balancer = serving({0});
  balancer.latency = 0.002;
  balancer.calls.push_back(calling(2, {.timeout = 10}));
  Visit web = serving({1, 2, 3}, 1);
  web.calls.push_back(calling(3, {.timeout = 1, .retries = 2, .backoff_base = 0.05}, 2));
  web.calls[0].unless_hit = 0;
  const Visit database = serving({4});
  network.visits = {dns, balancer, web, database};
  network.journeys.push_back({.name = "order",
                              .entry = 0,
                              .client = {.timeout = 5, .retries = 1, .backoff_base = 0.1},
                              .objective_seconds = 0.5,
                              .rate = rate});
  return network;
}

/// A change that a script makes at a time, in seconds.
struct ScriptedChange {
  double at;
  std::function<void(Resolution&)> apply;
};

/// Adds up what is reported of a journey between given times; a segment that spans several counts evenly along its length.
class SliSums final : public SliListener {
 public:
  explicit SliSums(std::vector<double> marks) : marks_(std::move(marks)), offered(marks_.size()), good(marks_.size()) {}
  void sli_segment(JourneyId journey, Time from, Time to, double offered_now, double good_now, double sli_from,
                   double sli_to) override {
    ++segments;
    lowest = std::min({lowest, sli_from, sli_to});
    if (journey < ends.size() && from < ends[journey]) in_order = false;
    if (journey >= ends.size()) ends.resize(journey + 1);
    ends[journey] = to;
    if (journey != 0) return;
    const double length = std::max((to - from).seconds(), 1e-9);
    double start = from.seconds();
    for (std::size_t i = 0; i < marks_.size() && start < to.seconds(); ++i) {
      if (start >= marks_[i]) continue;
      const double end = std::min(marks_[i], to.seconds()), share = std::max(end - start, 1e-9) / length;
      offered[i] += offered_now * share;
      good[i] += good_now * share;
      start = end;
    }
  }
  double sli(std::size_t i) const { return good[i] / offered[i]; }

 private:
  std::vector<double> marks_;

 public:
  std::vector<double> offered, good;
  std::vector<Time> ends;
  double lowest = 1;
  int segments = 0;
  bool in_order = true;
};

/// Advances to `end`, stepping whenever a change is due; returns the number of steps.
inline int run_to(Resolution& resolution, Time end) {
  int steps = 0;
  while (resolution.next_change() <= end) {
    resolution.advance(resolution.next_change());
    resolution.step();
    ++steps;
  }
  resolution.advance(end);
  resolution.report();
  return steps;
}

/// Begins at 0, applies the changes, and runs to `end`.
inline int run_script(Resolution& resolution, const std::vector<ScriptedChange>& changes, double end) {
  int steps = 0;
  resolution.begin(Time{});
  for (const ScriptedChange& change : changes) {
    steps += run_to(resolution, at(change.at));
    change.apply(resolution);
    resolution.settle();
  }
  return steps + run_to(resolution, at(end));
}

/// The SLI of each window between 0 and the marks. Nothing that is told lies on both sides of a mark; answers may come `tail` seconds
/// after the last one.
inline std::vector<double> window_slis(Resolution& resolution, const std::vector<ScriptedChange>& changes,
                                       const std::vector<double>& marks, double tail) {
  SliSums sums(marks);
  resolution.set_listener(&sums);
  resolution.begin(Time{});
  auto change = changes.begin();
  for (const double mark : marks) {
    for (; change != changes.end() && change->at <= mark; ++change) {
      run_to(resolution, at(change->at));
      change->apply(resolution);
      resolution.settle();
    }
    run_to(resolution, at(mark));
  }
  run_to(resolution, at(marks.back() + tail));
  std::vector<double> slis;
  for (std::size_t i = 0; i < marks.size(); ++i) slis.push_back(sums.sli(i));
  return slis;
}

/// Changes for a script: the rate of the first journey, the servers of a station.
inline std::function<void(Resolution&)> rate(double value) {
  return [value](Resolution& r) { r.network().journeys[0].rate = value; };
}
inline std::function<void(Resolution&)> servers(StationId id, double value) {
  return [id, value](Resolution& r) { r.network().stations[id].servers = value; };
}

}  // namespace windtunnel::traffic
