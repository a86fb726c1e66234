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

TEST_CASE("regions lie where their names say") {
  // Of each pair the first is nearer to the third than the second is, by any map.
  const auto nearer = [](const char* near, const char* far, const char* to) {
    const auto a = region_location(near), b = region_location(far), c = region_location(to);
    INFO(near << ", " << far << ", " << to);
    REQUIRE((a && b && c));
    CHECK(kilometres_between(*a, *c) < kilometres_between(*b, *c));
  };
  nearer("ca-west-1", "ca-central-1", "us-west-2");
  nearer("mx-central-1", "sa-east-1", "us-east-1");
  nearer("eu-central-2", "eu-south-2", "eu-central-1");
  nearer("me-central-1", "il-central-1", "me-south-1");
  nearer("ap-south-2", "ap-southeast-3", "ap-south-1");
  nearer("ap-southeast-5", "ap-southeast-7", "ap-southeast-1");
  nearer("ap-southeast-4", "ap-southeast-6", "ap-southeast-2");
  nearer("ap-northeast-3", "ap-northeast-2", "ap-northeast-1");
  nearer("ap-east-2", "cn-northwest-1", "ap-east-1");
  nearer("cn-north-1", "ap-southeast-1", "ap-northeast-2");
}
