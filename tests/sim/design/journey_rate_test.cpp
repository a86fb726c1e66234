// Rates of journeys: each part that is wrong is told where it stands, with what was expected.
#include "sim/design/journey_rate.h"

#include <cmath>

#include "sim/design/journey.h"
#include "sim/design/time_zone.h"
#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

/// What is wrong with a journey's rate, which begins at 5:11.
std::string rate_problems(const std::string& rate) {
  Diagnostics diagnostics;
  const auto document = parse_document(
      "shop.yaml", "design: shop\ncomponents: {front: {type: provider}}\njourneys:\n  ask:\n    rate: " + rate + "\n    success: front\n",
      diagnostics);
  REQUIRE(document);
  const testing::SmallEnvironment environment;
  load_design(*document, environment, diagnostics);
  std::string text = testing::text_of(diagnostics);
  if (!text.empty()) text.pop_back();  // the end of the last line
  return text;
}

std::string daily(const std::string& peak, const std::string& trough) {
  return rate_problems("{daily: {peak: " + peak + ", trough: " + trough + "}}");
}

const std::string at_peak = "shop.yaml:5:26: error: ";

}  // namespace

TEST_CASE("rates that make sense are taken") {
  for (const char* rate : {"120 /s", "0 /s"}) CHECK(rate_problems(rate) == "");
  CHECK(daily("120 /s at 20:00 America/New_York", "30 /s") == "");
  CHECK(daily("30 /s at 00:00 UTC", "30 /s") == "");
}

TEST_CASE("each part of a daily rate has an error of its own") {
  CHECK(daily("6 /s at 20:00 Europe/Berln", "1 /s") == at_peak + "unknown time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?");
  CHECK(daily("6 /s at 20:00 Middle-earth", "1 /s").find("expected a name such as \"America/New_York\"") != std::string::npos);
  CHECK(daily("6 /s at 25:00 UTC", "1 /s") == at_peak + "expected a time of day from 00:00 to 23:59 after \" at \", found \"25:00\"");
  CHECK(daily("6 /s at 20:00", "1 /s") == at_peak + "expected a time zone after the time of day, such as \"America/New_York\"");
  CHECK(daily("6 at 20:00 UTC", "1 /s") == at_peak + "expected a rate before \" at \" such as \"120 /s\", found \"6\"");
  CHECK(daily("-6 /s at 20:00 UTC", "1 /s") ==
        at_peak + "expected a rate before \" at \" such as \"120 /s\", not below 0, found \"-6 /s\"");
  CHECK(daily("6 /s", "1 /s") ==
        at_peak + "expected a rate and when, such as \"120 /s at 20:00 America/New_York\", found the text \"6 /s\"");
  CHECK(daily("6 /s at 20:00 UTC", "60 /s") ==
        "shop.yaml:5:53: error: expected a trough not above the peak of 6 /s, found the text \"60 /s\"");
  CHECK(daily("6 /s at 20:00 UTC", "-1 /s") ==
        "shop.yaml:5:53: error: expected a rate such as \"30 /s\", not below 0, found \"-1 /s\"");
}

TEST_CASE("all that is wrong with a daily rate is told at once") {
  const std::string all = daily("6 at 25:00 Europe/Berln", "much");
  for (const char* part : {"found \"6\"", "found \"25:00\"", "did you mean \"Europe/Berlin\"", "found \"much\""})
    CHECK(all.find(part) != std::string::npos);
}

TEST_CASE("a rate below zero is none") {
  CHECK(rate_problems("-5 /s") == "shop.yaml:5:11: error: expected a rate such as \"120 /s\", not below 0, found \"-5 /s\"");
}

TEST_CASE("a day's demand is a raised cosine to within 0.11 % of its swing") {
  // Lines between knots h apart miss a cosine of period T by at most (pi h / T)^2 / 4 of its swing: 0.107 % with h = T / 48.
  const double pi = std::acos(-1.0), most = pi * pi / (4 * 48 * 48);
  const WeeklyRate rate = WeeklyRate::daily(10, 110, hours(20));
  double worst = 0;
  for (Duration t; t < WeeklyRate::week; t += minutes(5)) {
    const double exact = 10 + 100 * 0.5 * (1 + std::cos(2 * pi * (t - hours(20)).seconds() / 86400));
    worst = std::max(worst, std::abs(rate.at(Time{} + t) - exact) / 100);
  }
  CHECK(worst < 1.001 * most);
  CHECK(worst > 0.99 * most);
  CHECK(rate.mean() == Approx(60));
  CHECK(rate.peak() == Approx(110));
}
