// A jump of some numbers leaves what they do not touch as it is: the solution is the one that is found from nothing.
#include <catch2/catch.hpp>

#include <functional>
#include <random>

#include "sim/traffic/flow_solver.h"
#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

namespace {

/// Three tiers in each of two places: web servers call a database over the internet, and the other place's where that fails.
Network two_places() {
  Network network = three_tiers(40);
  network.stations.push_back({.servers = 8, .service_rate = 20});
  network.stations.push_back({.servers = 10, .service_rate = 50});
  Visit web = serving({5}), database = serving({6});
  web.calls.push_back(calling(5, {.timeout = 1, .retries = 1, .backoff_base = 0.05}));
  network.visits.push_back(web);
  network.visits.push_back(database);
  network.visits[0].calls.push_back(calling(4));
  network.routers[0].branches = {0.7, 0.3};
  for (const VisitId id : {2u, 4u}) network.visits[id].calls[0].over_internet = true;
  network.visits[2].calls[0].fallback = 5;
  return network;
}

FlowState at_rest(const Network& network, const FlowSolver& solver) {
  FlowState state;
  state.stations.resize(network.stations.size());
  for (StationState& station : state.stations) station.tokens = infinity;
  state.hit_ratios.assign(network.caches.size(), 0.6);
  state.messages.assign(network.queues.size(), 0);
  state.retries.assign(solver.calls(), 0);
  return state;
}

/// Solves after a jump, and until retries have come to what their failures make of them.
void solve(FlowSolver& solver, const Network& network, FlowState& state, Time now) {
  solver.solve(network, state, now, true);
  for (int i = 0; i < 60; ++i) {
    for (std::size_t call = 0; call < solver.calls_made(); ++call) state.retries[call] = solver.retries(call).goal;
    solver.solve(network, state, now, false);
  }
  solver.finish(network);
}

struct Jump {
  const char* what;
  std::function<void(Network&, double)> apply;  ///< with a share, 0 to 1
};
const Jump jumps[] = {
    {"users move between the places", [](Network& n, double u) { n.routers[0].branches = {1 - u, u}; }},
    {"a zone gets less", [](Network& n, double u) { n.routers[1].branches = {1.0, 1.0, u}; }},
    {"some are refused on the way", [](Network& n, double u) { n.routers[1].refused = u / 4; }},
    {"some answers are errors", [](Network& n, double u) { n.stations[1].error_share = u / 4; }},
    {"a zone is far away", [](Network& n, double u) { n.stations[2].added_latency = u / 5; }},
    {"a zone has lost its way out", [](Network& n, double u) { n.stations[3].egress = u < 0.5 ? 0.5 : 1; }},
    {"the other place has lost it", [](Network& n, double u) { n.stations[5].egress = u < 0.5 ? 0.2 : 1; }},
    {"databases fail", [](Network& n, double u) { n.stations[4].error_share = u < 0.5 ? 1 : 0; }},
    {"there are more servers", [](Network& n, double u) { n.stations[5].servers = 6 + std::floor(6 * u); }},
    {"demand changes", [](Network& n, double u) { n.journeys[0].rate = 20 + 20 * u; }},
    {"users have other patience", [](Network& n, double u) { n.journeys[0].client.timeout = 0.1 + u; }},
    {"nothing changes", [](Network&, double) {}},
};

}  // namespace

TEST_CASE("After jumps of any numbers the solution is the one found from nothing") {
  Network network = two_places();
  FlowSolver kept(network);
  FlowState state = at_rest(network, kept);
  std::mt19937 random(1);
  std::uniform_real_distribution<> share(0, 1);
  std::uniform_int_distribution<std::size_t> which(0, std::size(jumps) - 1);
  for (int step = 0; step < 400; ++step) {
    const Jump& jump = jumps[which(random)];
    INFO(step << ": " << jump.what);
    const std::vector<Station> before = network.stations;
    jump.apply(network, share(random));
    for (StationId id = 0; id < before.size(); ++id)
      if (before[id] != network.stations[id]) kept.forget(id);
    solve(kept, network, state, at(step));
    FlowSolver anew(network);
    FlowState rested = at_rest(network, anew);
    solve(anew, network, rested, at(step));
    CHECK(kept.journey(0).success == Approx(anew.journey(0).success).epsilon(1e-6));
    CHECK(kept.journey(0).sli == Approx(anew.journey(0).sli).epsilon(1e-5));
    CHECK(kept.journey(0).seconds == Approx(anew.journey(0).seconds).epsilon(1e-4));
    for (StationId id = 0; id < before.size(); ++id) {
      INFO("station " << id);
      CHECK(kept.station(id).arrivals == Approx(anew.station(id).arrivals).epsilon(1e-5).margin(1e-6));
    }
  }
}

TEST_CASE("A ramp that has ended goes like the constant it ended at") {
  const Ramp ramp(1, 0, at(10), at(20));
  CHECK(ramp.goes_like(0.0, at(20)));
  CHECK_FALSE(ramp.goes_like(0.0, at(19)));
  CHECK_FALSE(Ramp(1.0).goes_like(ramp, at(0)));  // as yet it stands where the ramp begins, and will not follow it
  CHECK(ramp.goes_like(Ramp(1, 0, at(10), at(20)), at(15)));
  CHECK_FALSE(ramp.goes_like(Ramp(1, 0, at(10), at(21)), at(15)));
}
