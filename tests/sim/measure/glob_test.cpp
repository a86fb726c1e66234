// Patterns over names of runs.
#include "sim/measure/glob.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

TEST_CASE("a run's name is matched with or without its expansion") {
  CHECK(run_matches("zone-loss", "zone-loss@primary.a"));
  CHECK(run_matches("zone-loss@*.a", "zone-loss@primary.a"));
  CHECK_FALSE(run_matches("zone-loss@*.b", "zone-loss@primary.a"));
  CHECK_FALSE(run_matches("zone-loss", "database-zone-loss@primary.a"));
}

TEST_CASE("the scenario of a run is its name without the target") {
  CHECK(windtunnel::scenario_of("zone-loss@primary.zone-1") == "zone-loss");
  CHECK(windtunnel::scenario_of("region-loss") == "region-loss");
  CHECK(windtunnel::scenario_of("").empty());
}
