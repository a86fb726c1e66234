// Distances between cities, against the lengths of great circles.
#include "models/geography.h"

#include <catch2/catch.hpp>

using namespace windtunnel::models;

TEST_CASE("great circles have their known lengths") {
  // A quarter of the equator, a degree of a meridian, and London to Sydney (about 17 000 km).
  CHECK(kilometres_between({0, 0}, {0, 90}) == Approx(6371 * 3.14159265 / 2).epsilon(1e-6));
  CHECK(kilometres_between({10, 20}, {11, 20}) == Approx(111.19).margin(0.01));
  CHECK(kilometres_between({51.5, -0.1}, {-33.9, 151.2}) == Approx(16990).margin(60));
  CHECK(kilometres_between({5, 5}, {5, 5}) == 0);
}

TEST_CASE("light in fibre takes a hundredth of a second there and back over a thousand kilometres") {
  CHECK(fibre_round_trip({0, 0}, {0, 8.9932}, 1) == Approx(0.010).margin(1e-5));
  // Northern Virginia to Dublin: about 5 500 km, so 82 ms with half as much again for the way of the cable.
  const auto virginia = region_location("us-east-1"), dublin = region_location("eu-west-1");
  REQUIRE((virginia && dublin));
  CHECK(fibre_round_trip(*virginia, *dublin, 1.5) == Approx(0.082).margin(0.003));
  CHECK(!region_location("moon-1"));
}
