// Patterns over names of designs, journeys, values and cost lines.
#include "sim/scenario/glob.h"

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

TEST_CASE("a hostile pattern does not take exponential time") {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "*a";
  CHECK_FALSE(glob_matches(pattern + "b", std::string(2000, 'a')));
}

TEST_CASE("a name is no pattern") {
  CHECK_FALSE(is_glob("primary.db"));
  CHECK(is_glob("primary.*"));
  CHECK(is_glob("zone-?"));
}
