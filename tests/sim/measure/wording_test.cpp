// Numbers in words: units that fit, and no more digits than carry meaning.
#include "sim/measure/wording.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace windtunnel;

TEST_CASE("durations choose their unit") {
  CHECK(seconds_text(0) == "0 s");
  CHECK(seconds_text(0.0425) == "0.0425 s");
  CHECK(seconds_text(85.25) == "85.2 s");
  CHECK(seconds_text(744) == "12.4 min");
  CHECK(seconds_text(3 * 3600) == "3 h");
  CHECK(seconds_text(5 * 86400) == "5 d");
  CHECK(seconds_text(std::numeric_limits<double>::infinity()) == "without end");
}

TEST_CASE("shares show how far they are from their end") {
  CHECK(share_text(1) == "100 %");
  CHECK(share_text(0.0) == "0 %");
  CHECK(share_text(0.95) == "95 %");
  CHECK(share_text(0.9999) == "99.99 %");
  CHECK(share_text(0.99991234) == "99.9912 %");
  CHECK(share_text(0.000012345) == "0.0012 %");
  CHECK(share_text(Estimate{0.98712, 0.978, 0.9931}) == "98.71 %");
  CHECK(share_text(Estimate{0.99999840578829, 0.99999840578828, 0.9999984057883}) == "99.999841 %");
  CHECK(share_text(Estimate{1e-14, 0, 2e-14}) == "0 %");
  CHECK(share_interval_text(Estimate{0.9871, 0.978, 0.9931}) == "97.8 % to 99.31 %");
}

TEST_CASE("counts and numbers are grouped") {
  CHECK(count_text(0) == "0");
  CHECK(count_text(999) == "999");
  CHECK(count_text(1000) == "1 000");
  CHECK(count_text(1234567) == "1 234 567");
  CHECK(figure_text(13.549) == "13.5");
  CHECK(figure_text(-12345) == "-12 300");
  CHECK(figure_text(0.0012345) == "0.00123");
  CHECK(money_text(54.056) == "54.06 USD");
  CHECK(money_text(1234.5) == "1 234 USD");
  CHECK(money_text(-3) == "-3.00 USD");
}

TEST_CASE("a value carries its unit") {
  CHECK(value_text(90, "s") == "90 s");
  CHECK(value_text(0.5, "share") == "50 %");
  CHECK(value_text(12, "writes") == "12 writes");
  CHECK(value_text(1, "") == "1");
}
