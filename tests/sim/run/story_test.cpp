// Words and times of stories.
#include "sim/run/story.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

TEST_CASE("instants are told by weekday and time, from a Monday on") {
  CHECK(weekday_time(Time{}) == "Monday 00:00 UTC");
  CHECK(weekday_time(Time{} + days(6) + hours(23) + minutes(59) + seconds(59)) == "Sunday 23:59 UTC");
  CHECK(weekday_time(Time{} + days(15) + hours(9) + minutes(5)) == "Tuesday 09:05 UTC");
}

TEST_CASE("phases have the words of results") {
  CHECK(std::string(word(Phase::none)).empty());
  CHECK(word(Phase::notice) == std::string("notice"));
  CHECK(word(Phase::warm_up) == std::string("warm_up"));
}
