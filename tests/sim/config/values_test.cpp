// References, address blocks and windows of time: their text forms and what follows from them.
#include "sim/config/values.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

namespace {

CidrBlock block(std::string_view text) {
  const std::optional<CidrBlock> parsed = parse_cidr_block(text);
  REQUIRE(parsed);
  return *parsed;
}

}  // namespace

TEST_CASE("address blocks are read exactly") {
  CHECK(block("10.0.0.0/16").address == 0x0a000000);
  CHECK(block("10.0.0.0/16").prefix == 16);
  CHECK(block("0.0.0.0/0").size() == std::uint64_t{1} << 32);
  CHECK(block("192.168.1.7/32").size() == 1);
  CHECK(block("10.0.0.0/16").last() == 0x0a00ffff);
  for (const char* text : {"10.0.0.0/16", "0.0.0.0/0", "255.255.255.255/32", "172.16.0.0/12"})
    CHECK(to_text(block(text)) == text);
}

TEST_CASE("what is no address block is refused, bits after the prefix included") {
  for (const char* text : {"", "10.0.0.0", "10.0.0/16", "10.0.0.0/33", "10.0.0.0/-1", "256.0.0.0/8", "10.0.0.1/16",
                           "10.0.0.0/16 ", "10.0.0.0.0/16", "a.b.c.d/8", "10.0.0.0/", "10..0.0/8"}) {
    INFO(text);
    CHECK_FALSE(parse_cidr_block(text));
  }
}

TEST_CASE("blocks overlap when one holds an address of the other") {
  CHECK(block("10.0.0.0/16").overlaps(block("10.0.128.0/17")));
  CHECK(block("10.0.128.0/17").overlaps(block("10.0.0.0/16")));
  CHECK_FALSE(block("10.0.0.0/24").overlaps(block("10.0.1.0/24")));
  CHECK(block("0.0.0.0/0").overlaps(block("255.255.255.255/32")));
  CHECK(block("10.0.0.0/16").contains(block("10.0.255.0/24")));
  CHECK_FALSE(block("10.0.255.0/24").contains(block("10.0.0.0/16")));
}

TEST_CASE("private ranges are those of RFC 1918") {
  for (const char* text : {"10.0.0.0/8", "10.255.0.0/16", "172.16.0.0/12", "172.31.255.0/24", "192.168.0.0/16"})
    CHECK(block(text).is_private());
  for (const char* text : {"11.0.0.0/8", "172.32.0.0/16", "172.0.0.0/8", "192.169.0.0/16", "0.0.0.0/0"})
    CHECK_FALSE(block(text).is_private());
}

TEST_CASE("times of day carry their zone") {
  const std::optional<TimeOfDay> time = parse_time_of_day("20:00 America/New_York");
  REQUIRE(time);
  CHECK(time->since_midnight == hours(20));
  CHECK(time->time_zone == "America/New_York");
  CHECK(to_text(*time) == "20:00 America/New_York");
  CHECK(to_text(*parse_time_of_day("3:05  Etc/GMT+5")) == "03:05 Etc/GMT+5");
  for (const char* text :
       {"20:00", "24:00 UTC", "20:60 UTC", "2000 UTC", "20:0 UTC", "20:00UTC", "20:00 ", "20:00 5", "-1:00 UTC"}) {
    INFO(text);
    CHECK_FALSE(parse_time_of_day(text));
  }
}

TEST_CASE("daily windows may pass midnight") {
  const std::optional<DailyWindow> window = parse_daily_window("03:00-04:30 UTC");
  REQUIRE(window);
  CHECK(window->start == hours(3));
  CHECK(window->length == minutes(90));
  const std::optional<DailyWindow> night = parse_daily_window("23:30-00:30 Europe/Berlin");
  REQUIRE(night);
  CHECK(night->length == hours(1));
  CHECK(to_text(*night) == "23:30-00:30 Europe/Berlin");
  const std::optional<DailyWindow> whole = parse_daily_window("00:00-24:00 UTC");
  REQUIRE(whole);
  CHECK(whole->length == days(1));
  CHECK(to_text(*whole) == "00:00-24:00 UTC");
  for (const char* text :
       {"03:00-03:00 UTC", "03:00-04:00", "24:00-01:00 UTC", "03:00 UTC", "03:00-25:00 UTC", "03:00 - 04:00 UTC"}) {
    INFO(text);
    CHECK_FALSE(parse_daily_window(text));
  }
}

TEST_CASE("weekly windows begin on a day of the week that begins on Monday") {
  const std::optional<WeeklyWindow> window = parse_weekly_window("sun 04:00-04:30 UTC");
  REQUIRE(window);
  CHECK(window->weekday == 6);
  CHECK(window->start == hours(4));
  CHECK(window->length == minutes(30));
  CHECK(to_text(*window) == "sun 04:00-04:30 UTC");
  CHECK(parse_weekly_window("mon 00:00-01:00 UTC")->weekday == 0);
  for (const char* text :
       {"sunday 04:00-04:30 UTC", "Sun 04:00-04:30 UTC", "04:00-04:30 UTC", "day 04:00-04:30 UTC", "su", ""}) {
    INFO(text);
    CHECK_FALSE(parse_weekly_window(text));
  }
}

TEST_CASE("references are words with dots between them") {
  for (const char* text : {"db", "db.write", "primary.db.write", "db-password", "web_1"}) CHECK(is_dotted_name(text));
  for (const char* text : {"", ".", "db.", ".db", "a..b", "a b", "a/b", "db:write", "*"}) {
    INFO(text);
    CHECK_FALSE(is_dotted_name(text));
  }
  CHECK(Reference{"primary.db.write", {}}.words() == std::vector<std::string>{"primary", "db", "write"});
  CHECK(Reference{"db", {"x.yaml", {1, 2}}} == Reference{"db", {}});
}

TEST_CASE("zones are all or some") {
  CHECK(to_text(Zones{}) == "all");
  CHECK(to_text(Zones{false, {"a", "b"}, {}}) == "[a, b]");
}
