// Numbers in text: what begins a number, and the fewest digits that bring it back.
#include "sim/kernel/number_text.h"

#include <catch2/catch.hpp>
#include <random>

using namespace windtunnel;

TEST_CASE("a number is taken from the beginning of a text, with its length") {
  const auto number = read_number("-12.5e1 min");
  REQUIRE(number);
  CHECK(number->value == -125);
  CHECK(number->length == 7);
  CHECK_FALSE(number->whole);
  CHECK(read_number("+7s")->value == 7);
  CHECK(read_number("+7s")->length == 2);
  CHECK(read_number(".5")->value == 0.5);
  CHECK(read_number("2e")->length == 1);  // no exponent follows
}

TEST_CASE("whole numbers of 64 bits are exact") {
  CHECK(read_number("9007199254740993")->whole == 9'007'199'254'740'993);
  CHECK(read_number("-9223372036854775808")->whole == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(read_number("9223372036854775808")->whole);
  CHECK_FALSE(read_number("1e3")->whole);
  CHECK_FALSE(read_number("1.0")->whole);
}

TEST_CASE("what begins no finite number is refused") {
  for (const char* text : {"", "-", "+", ".", "e5", "inf", "nan", "-inf", "+nan", " 5", "--5", "+-5", "-+5", "1e400",
                           "-1e400", "1e-400"}) {
    INFO(text);
    CHECK_FALSE(read_number(text));
  }
}

TEST_CASE("numbers are written with the fewest digits that read back") {
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(30) == "30");
  CHECK(number_text(-1e22) == "-1e+22");
  std::mt19937_64 bits(9);
  for (int i = 0; i < 10'000; ++i) {
    const double value = (static_cast<double>(bits()) - 0x1p63) *
                         rounded_to_digits(1.0 / static_cast<double>(bits() >> (bits() % 64) | 1), 17);
    const auto number = read_number(number_text(value));
    REQUIRE(number);
    REQUIRE(number->value == value);
  }
}

TEST_CASE("rounding to digits and the search for the shortest number") {
  CHECK(rounded_to_digits(0.030000000000000002, 3) == 0.03);
  CHECK(rounded_to_digits(-1234.5, 2) == -1200);
  CHECK(rounded_to_digits(0, 5) == 0);
  CHECK(shortest_number(0.030000000000000002, [](double x) { return x > 0.0299; }) == "0.03");
  CHECK_FALSE(shortest_number(1.0, [](double) { return false; }));
}

TEST_CASE("blanks are spaces and tabs") {
  CHECK(skip_blanks(" \t a ") == "a ");
  CHECK(skip_blanks(" \t") == "");
  CHECK(skip_blanks("\na") == "\na");
}
