// Text forms of durations: units, compounds, ISO 8601, limits, and reading back what was written.
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "sim/kernel/quantity.h"

using namespace windtunnel;

TEST_CASE("durations are read in every unit") {
  CHECK(parse_duration("7 us") == microseconds(7));
  CHECK(parse_duration("7 µs") == microseconds(7));
  CHECK(parse_duration("7 μs") == microseconds(7));
  CHECK(parse_duration("250 ms") == milliseconds(250));
  CHECK(parse_duration("90 s") == seconds(90));
  CHECK(parse_duration("15 min") == minutes(15));
  CHECK(parse_duration("15min") == minutes(15));
  CHECK(parse_duration("2 h") == hours(2));
  CHECK(parse_duration("30 d") == days(30));
  CHECK(parse_duration("2 w") == days(14));
  CHECK(parse_duration("1 y") == days(365));
  CHECK(parse_duration("0 s") == seconds(0));
  CHECK(parse_duration("+5 s") == seconds(5));
  CHECK(parse_duration("-5 s") == seconds(-5));
}

TEST_CASE("fractions go to the nearest microsecond") {
  CHECK(parse_duration("0.1 s") == milliseconds(100));
  CHECK(parse_duration("1.5 h") == minutes(90));
  CHECK(parse_duration(".25 min") == seconds(15));
  CHECK(parse_duration("1e3 s") == seconds(1000));
  CHECK(parse_duration("0.0000014 s") == microseconds(1));
  CHECK(parse_duration("1.6 us") == microseconds(2));
  // Something must not become nothing.
  CHECK_FALSE(parse_duration("0.4 us"));
  CHECK(parse_duration("0.0 us") == seconds(0));
}

TEST_CASE("compound durations are sums of falling units") {
  CHECK(parse_duration("1 h 30 min") == minutes(90));
  CHECK(parse_duration("1h30min") == minutes(90));
  CHECK(parse_duration("1 d 2 h 3 min 4 s 5 ms 6 us") ==
        days(1) + hours(2) + minutes(3) + seconds(4) + milliseconds(5) + microseconds(6));
  CHECK(parse_duration("2 min 0.5 s") == milliseconds(120'500));
  CHECK_FALSE(parse_duration("30 min 1 h"));
  CHECK_FALSE(parse_duration("1 h 1 h"));
  CHECK_FALSE(parse_duration("1 h -30 min"));
  CHECK_FALSE(parse_duration("-1 h 30 min"));
  CHECK_FALSE(parse_duration("1 h 30"));
  CHECK_FALSE(parse_duration("1 h, 30 min"));
}

TEST_CASE("durations are read in ISO 8601") {
  CHECK(parse_duration("PT1H30M") == minutes(90));
  CHECK(parse_duration("PT90S") == seconds(90));
  CHECK(parse_duration("PT0.5S") == milliseconds(500));
  CHECK(parse_duration("P1D") == days(1));
  CHECK(parse_duration("P2W") == days(14));
  CHECK(parse_duration("P1Y") == days(365));
  CHECK(parse_duration("P1DT12H") == hours(36));
  for (const char* text : {"P", "PT", "P1", "P1H", "PT1D", "P1M", "P1DT", "PT1M1H", "PT1H1H", "PT-1H", "-PT1H", "P T1H",
                           "PT1h", "PT1E3S", "PT1H ", "PTT1H", "PT1.5.5S", "P1D1H"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("texts that are no duration are refused") {
  for (const char* text : {"",          " ",       "s",     "5",     "0",      "5 m",     "5 M",  "5 S",    "5 sec",
                           "5 seconds", " 5 s",    "5 s ",  "5 s\n", "five s", "5 /s",    "s 5",  "1:30",   "inf s",
                           "nan s",     "1e400 s", "--5 s", "5 s s", "5..5 s", "5 month", "5 ns", "5 \xb5s"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
  CHECK_FALSE(parse_duration(std::string_view("5 s\0", 4)));
}

TEST_CASE("durations end where 64 bits of microseconds end") {
  CHECK(parse_duration("9223372036854775807 us") == Duration::max());
  CHECK_FALSE(parse_duration("9223372036854775808 us"));
  CHECK(parse_duration("292271 y").has_value());
  CHECK_FALSE(parse_duration("292472 y"));
  CHECK_FALSE(parse_duration("1e300 s"));
  CHECK_FALSE(parse_duration("292471 y 200 d"));
}

TEST_CASE("durations are written in the largest exact unit") {
  CHECK(to_text(seconds(0)) == "0 s");
  CHECK(to_text(seconds(90)) == "90 s");
  CHECK(to_text(seconds(120)) == "2 min");
  CHECK(to_text(minutes(90)) == "90 min");
  CHECK(to_text(days(30)) == "30 d");
  CHECK(to_text(days(14)) == "2 w");
  CHECK(to_text(years(3)) == "3 y");
  CHECK(to_text(milliseconds(1500)) == "1500 ms");
  CHECK(to_text(microseconds(-7)) == "-7 us");
}

TEST_CASE("every duration that is written reads back to the same value") {
  std::mt19937_64 bits(6);
  for (int i = 0; i < 20'000; ++i) {
    const Duration duration = {static_cast<std::int64_t>(bits()) >> (bits() % 64)};
    INFO(duration.microseconds);
    REQUIRE(parse_duration(to_text(duration)) == duration);
    const Duration round = duration / 1'000'000 / 3600 * 1'000'000 * 3600;
    REQUIRE(parse_duration(to_text(round)) == round);
  }
  for (const std::int64_t end : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    REQUIRE(parse_duration(to_text(Duration{end})) == Duration{end});
  }
}
