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
