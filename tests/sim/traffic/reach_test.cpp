// What a journey's requests can meet.
#include "sim/traffic/reach.h"

#include <catch2/catch.hpp>

#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

TEST_CASE("A journey reaches what its calls lead to") {
  Network network = three_tiers(1);
  network.stations.push_back({.servers = 1});
  const Reach reach = reach_of(network, 0);
  CHECK(reach.stations == std::vector<StationId>{0, 1, 2, 3, 4});
  CHECK(reach.routers == std::vector<RouterId>{0, 1});
  CHECK(reach.caches == std::vector<CacheId>{0});
}

TEST_CASE("A router moves while any of its weights does") {
  Router router;
  router.branches = {1.0, Ramp(0, 1, at(10), at(20))};
  CHECK(moves(router, at(5)));
  CHECK(moves(router, at(15)));
  CHECK_FALSE(moves(router, at(20)));
}
