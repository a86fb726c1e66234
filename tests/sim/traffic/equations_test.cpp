// The traffic equations: paths by hand, and the flow's sweeps against them, cycles included.
#include "sim/traffic/equations.h"

#include <catch2/catch.hpp>

#include "sim/traffic/flow.h"
#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

TEST_CASE("Visit ratios are products of calls and shares along the path") {
  const ArrivalRates ratios = visit_ratios(three_tiers(7), 0, at(0));
  CHECK(ratios.visits[3] == Approx(2 * 0.4));  // two calls each, made on a miss
  CHECK(ratios.stations[1] == Approx(1.0 / 3));
  CHECK(ratios.stations[4] == Approx(0.8));
  CHECK(arrival_rates(three_tiers(7), at(0)).stations[4] == Approx(5.6));
}

TEST_CASE("A cycle of calls is a geometric series") {
  Network network = single(10, infinity, 100);
  network.visits[0].calls.push_back(calling(0, {}, 0.25));
  CHECK(arrival_rates(network, at(0)).stations[0] == Approx(10 / 0.75));
  network.visits[0].calls[0].times = 1;
  CHECK_THROWS_AS(arrival_rates(network, at(0)), std::domain_error);
  network.visits[0].calls[0].times = 1.5;
  CHECK_THROWS_AS(arrival_rates(network, at(0)), std::domain_error);
}

TEST_CASE("The sweeps of the flow find the solution of the equations") {
  Network network = three_tiers(50);
  network.stations[4].servers = infinity;
  network.visits[3].calls.push_back(calling(2, {}, 0.2));
  network.visits[3].calls.push_back(calling(1, {}, 0.1));
  for (Station& station : network.stations) station.servers = infinity;
  for (Visit& visit : network.visits) {
    for (Call& call : visit.calls) call.client = {};
  }
  const ArrivalRates exact = arrival_rates(network, at(0));
  Flow flow(network);
  flow.begin(at(0));
  for (VisitId id = 0; id < network.visits.size(); ++id) CHECK(flow.visit_rate(id) == Approx(exact.visits[id]).epsilon(1e-7));
  for (StationId id = 0; id < network.stations.size(); ++id) {
    CHECK(flow.load(id).arrival_rate == Approx(exact.stations[id]).epsilon(1e-7));
  }
}
