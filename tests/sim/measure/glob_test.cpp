// Patterns over names of runs, journeys, values and cost lines.
#include "sim/measure/glob.h"

#include <catch2/catch.hpp>
#include <string>

using namespace windtunnel;

TEST_CASE("stars and question marks match as in a shell") {
  CHECK(glob_matches("*", ""));
  CHECK(glob_matches("primary.*.seconds", "primary.db.failover.seconds"));
  CHECK(glob_matches("a?c", "abc"));
  CHECK_FALSE(glob_matches("a?c", "ac"));
  CHECK_FALSE(glob_matches("", "x"));
  CHECK(glob_matches("", ""));
  CHECK_FALSE(glob_matches("*.db", "primary.db2"));
}

TEST_CASE("a run's name is matched with or without its expansion") {
  CHECK(run_matches("zone-loss", "zone-loss@primary.a"));
  CHECK(run_matches("zone-loss@*.a", "zone-loss@primary.a"));
  CHECK_FALSE(run_matches("zone-loss@*.b", "zone-loss@primary.a"));
  CHECK_FALSE(run_matches("zone-loss", "database-zone-loss@primary.a"));
}

TEST_CASE("a hostile pattern does not take exponential time") {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "*a";
  CHECK_FALSE(glob_matches(pattern + "b", std::string(2000, 'a')));
}
