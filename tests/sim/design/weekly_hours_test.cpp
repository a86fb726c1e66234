// Hours of the week: an instant within stays, any other waits for the next opening.
#include <catch2/catch.hpp>

#include "sim/design/component.h"

using namespace windtunnel;

TEST_CASE("an instant within the hours stays as it is, others come into the next opening") {
  const WeeklyHours sunday{days(6) + hours(4), minutes(30)};
  const Time within = Time{} + days(6) + hours(4) + minutes(10);
  CHECK(sunday.from(within, 0.5) == within);
  CHECK(sunday.from(within + days(70), 0.5) == within + days(70));
  CHECK(sunday.from(Time{}, 0) == Time{} + days(6) + hours(4));
  CHECK(sunday.from(Time{}, 0.5) == Time{} + days(6) + hours(4) + minutes(15));
  CHECK(sunday.from(Time{} + days(6) + hours(4) + minutes(30), 0) == Time{} + days(13) + hours(4));
}

TEST_CASE("hours may pass the end of the week, and begin before it") {
  // Sunday 23:00 to Monday 01:00, as a zone east of Greenwich writes it: an hour before Monday.
  const WeeklyHours late{-hours(1), hours(2)};
  const Time monday = Time{} + days(7) + minutes(30);
  CHECK(late.from(monday, 0.5) == monday);
  CHECK(late.from(monday + hours(1), 0) == Time{} + days(14) - hours(1));
}
