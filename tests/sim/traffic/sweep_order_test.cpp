// In which order a sweep meets visits and stations, and what that saves.
#include "sim/traffic/sweep_order.h"

#include <catch2/catch.hpp>

#include "sim/traffic/call_order.h"
#include "sim/traffic/flow_solver.h"
#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

namespace {

std::string told(const SweepOrder& order) {
  std::string text;
  for (const SweepStep& step : order.steps) {
    const char kind = step.kind == SweepStep::Kind::arrive ? 'a' : step.kind == SweepStep::Kind::answer ? 'A' : 's';
    text += (text.empty() ? "" : " ") + std::string(1, kind) + std::to_string(step.id);
  }
  return text;
}

SweepOrder order_of(const Network& network) { return sweep_order(network, call_order(network)); }

/// A solver that stands at this load, in the stationary state.
struct Solved {
  explicit Solved(const Network& network) : solver(network) {
    state.stations.assign(network.stations.size(), {});
    state.hit_ratios.assign(network.caches.size(), 0);
    for (CacheId id = 0; id < network.caches.size(); ++id) state.hit_ratios[id] = network.caches[id].steady_hit_ratio;
    state.messages.assign(network.queues.size(), 0);
    state.retries.assign(solver.calls(), 0);
    solver.solve(network, state, at(0), true);
  }
  FlowSolver solver;
  FlowState state;
};

}  // namespace

TEST_CASE("A visit arrives, its stations answer, and then it sends") {
  const SweepOrder order = order_of(three_tiers(1));
  CHECK(told(order) == "a0 s0 a1 A0 s1 a2 A1 A2 A3 s2 a3 A4 s3");
  CHECK(order.late == std::vector<char>(5, 0));
}

TEST_CASE("A station that two visits share answers when both have arrived") {
  // Both kinds of requests of one service, in one journey each, call the same database.
  Network network;
  network.stations.resize(2);
  network.visits = {serving({0}), serving({0}), serving({1})};
  network.visits[0].calls = {calling(2)};
  network.visits[1].calls = {calling(2)};
  network.journeys.resize(2);
  network.journeys[0].entry = 0;
  network.journeys[1].entry = 1;
  const SweepOrder order = order_of(network);
  CHECK(told(order) == "a1 a0 A0 s0 s1 a2 A1 s2");
  CHECK(order.late == std::vector<char>{0, 0});
}

TEST_CASE("A station to which requests come back behind itself answers late") {
  // A service behind a balancer calls another behind the same one.
  Network network;
  network.stations.resize(3);
  network.visits = {serving({0}), serving({1}), serving({0}), serving({2})};
  for (VisitId id = 0; id < 3; ++id) network.visits[id].calls = {calling(id + 1)};
  network.journeys.resize(1);
  network.journeys[0].entry = 0;
  const SweepOrder order = order_of(network);
  CHECK(told(order) == "a0 s0 a1 A1 s1 a2 A0 s2 a3 A2 s3");
  CHECK(order.late == std::vector<char>{1, 0, 0});
}

TEST_CASE("After a jump stations answer when all visits have sent") {
  const Network network = three_tiers(1);
  const SweepOrder order = sudden_sweep_order(network, call_order(network));
  CHECK(told(order) == "a0 s0 a1 s1 a2 s2 a3 s3 A0 A1 A2 A3 A4");
  CHECK(order.late == std::vector<char>(5, 1));
}

TEST_CASE("Stations that nobody visits answer, too") {
  Network network = single(1, 1, 10);
  network.stations.resize(2);
  CHECK(told(order_of(network)) == "A1 a0 A0 s0");
}

TEST_CASE("Where failures change nothing upstream one sweep finds what a limit upstream lets through") {
  // 60 a second meet a bucket of 40 a second before two tiers: what passes each tier follows from the one before it.
  Network network;
  network.stations.push_back({.servers = infinity, .service_rate = 1000, .admitted_rate = 40});
  network.stations.push_back({.servers = 2, .service_rate = 15, .waiting_places = 1});
  network.stations.push_back({.servers = 1, .service_rate = 20, .waiting_places = 0});
  network.visits = {serving({0}), serving({1}), serving({2})};
  network.visits[0].calls = {calling(1)};
  network.visits[1].calls = {calling(2)};
  network.journeys.push_back({.name = "only", .entry = 0, .client = {}, .rate = 30});
  Solved solved(network);
  network.journeys[0].rate = Ramp(30, 60, at(0), at(60));
  solved.solver.solve(network, solved.state, at(0), true);
  solved.solver.solve(network, solved.state, at(60), false);
  CHECK(solved.solver.sweeps() == 1);
  const double passed = solved.solver.station(0).completions;
  CHECK(passed == Approx(40).epsilon(0.02));
  CHECK(solved.solver.station(1).arrivals == Approx(passed));
  CHECK(solved.solver.station(2).arrivals == Approx(solved.solver.station(1).completions));
  CHECK(solved.solver.station(2).completions < solved.solver.station(2).arrivals);
}

TEST_CASE("Sweeps leap to where retries settle, the prompt ones of a call whose slow ones are still to come too") {
  // A tier without waiting places refuses some requests, which are tried again at once and come back to it; others take longer than
  // their callers wait, and those retries are still to come.
  Network network;
  network.stations.push_back({.servers = infinity, .service_rate = 100});
  network.stations.push_back({.servers = 20, .service_rate = 1, .waiting_places = 0});
  network.visits = {serving({0}), serving({1})};
  network.visits[0].calls = {calling(1)};
  network.visits[0].calls[0].client = {.timeout = 1.5, .retries = 5};
  network.journeys.push_back({.name = "only", .entry = 0, .client = {}, .rate = 18});
  Solved solved(network);
  CHECK(solved.solver.retries(0).delay > prompt_retry);
  CHECK(solved.solver.sweeps() <= 12);  // 47 where only all attempts of a call are carried on
  const double arrivals = solved.solver.station(1).arrivals;
  CHECK(arrivals > 24);
  // There it stays: once more from here nothing moves.
  for (int again = 0; again < 10; ++again) solved.solver.solve(network, solved.state, at(0), true);
  CHECK(solved.solver.sweeps() <= 2);
  CHECK(solved.solver.station(1).arrivals == Approx(arrivals).epsilon(1e-5));
}
