// Days of the calendar: which exist, and their order.
#include "sim/scenario/calendar_date.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

TEST_CASE("days that exist are read, others are not") {
  for (const char* text : {"2029-06-30", "2028-02-29", "2000-02-29", "1999-12-31"}) CHECK(parse_calendar_date(text));
  for (const char* text : {"2029-06-31", "2029-02-29", "1900-02-29", "2029-00-10", "2029-13-01", "2029-1-01", "29-01-01",
                           "2029/06/30", "2029-06-3x", "2029-06-30 ", "", "tomorrow"})
    CHECK_FALSE(parse_calendar_date(text));
}

TEST_CASE("days are ordered as time is") {
  const auto day = [](const char* text) { return *parse_calendar_date(text); };
  CHECK(day("2028-12-31").before(day("2029-01-01")));
  CHECK(day("2029-01-31").before(day("2029-02-01")));
  CHECK_FALSE(day("2029-01-31").before(day("2029-01-31")));
}
