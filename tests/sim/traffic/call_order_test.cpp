// The order in which visits are met.
#include "sim/traffic/call_order.h"

#include <catch2/catch.hpp>

#include "tests/sim/traffic/networks.h"

using namespace windtunnel::traffic;

TEST_CASE("Callers come before those they call") { CHECK(call_order(three_tiers(1)) == std::vector<VisitId>{0, 1, 2, 3}); }

TEST_CASE("Visits that no journey reaches are left out, cycles and shared visits met once") {
  Network network;
  network.visits.resize(4);
  network.visits[0].calls = {calling(2), calling(1)};
  network.visits[0].calls[1].fallback = 2;
  network.visits[1].calls = {calling(2)};
  network.visits[2].calls = {calling(0, {}, 0.5)};
  network.journeys.resize(1);
  network.journeys[0].entry = 0;
  CHECK(call_order(network) == std::vector<VisitId>{0, 1, 2});
}
