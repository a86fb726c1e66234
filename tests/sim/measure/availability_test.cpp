// Years under nature whose budgets and causes are known by construction.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/measure/estimate.h"
#include "tests/sim/measure/drill.h"

using namespace windtunnel;

namespace {

constexpr double year_seconds = 365.0 * 86400;

ReplicationRecord year(double minutes, double from_maintenance_minutes = 0) {
  ReplicationRecord record;
  record.window_seconds = year_seconds;
  record.downtime_seconds = minutes * 60;
  record.downtime_by_cause = {(minutes - from_maintenance_minutes) * 60, from_maintenance_minutes * 60};
  if (minutes > from_maintenance_minutes) record.incidents.push_back({0, Time{0}, minutes * 60, true, 0});
  if (from_maintenance_minutes > 0) {
    record.incidents.push_back({0, Time{} + days(30), from_maintenance_minutes * 60, true, 1});
  }
  return record;
}

}  // namespace

TEST_CASE("a mean within the budget does not keep the budget") {
  // Half of the years lose 100 min, half nothing: the mean is 50 min, under the 52.6 min of 99.99 %, yet one year in
  // two breaks the budget.
  std::vector<ReplicationRecord> years;
  for (int i = 0; i < 1000; ++i) years.push_back(year(i % 2 ? 100 : 0));
  const AvailabilityResult result = estimate_availability("shop", 0.9999, drill::labels(), years);
  CHECK(result.budget.minutes == Approx(52.56));
  CHECK(*result.downtime_minutes_per_year.mean == Approx(50).margin(0.5));
  CHECK(*result.budget.probability.mean == Approx(0.5).margin(0.001));
  CHECK(*result.budget.probability.low < 0.48);
  CHECK(*result.unavailability.mean == Approx(50 * 60 / year_seconds).epsilon(0.01));
  CHECK(*result.downtime_minutes_per_year.p95 == 100);
  CHECK(result.years == 1000);
  CHECK(result.incidents == 500);
  CHECK(result.resolved);
}

TEST_CASE("a year that uses its budget up to the second keeps it") {
  const std::vector<ReplicationRecord> years = {year(52.56), year(52.57)};
  CHECK(*estimate_availability("shop", 0.9999, drill::labels(), years).budget.probability.mean == 0.5);
}

TEST_CASE("few incidents do not resolve a mean") {
  std::vector<ReplicationRecord> years(1000, year(0));
  years[3] = year(30);
  const AvailabilityResult result = estimate_availability("shop", 0.9999, drill::labels(), years);
  CHECK(result.incidents == 1);
  CHECK_FALSE(result.resolved);
  // The probability of keeping the budget needs no resolved mean.
  CHECK(*result.budget.probability.low > 0.99);
}

TEST_CASE("causes are ordered by their share of the downtime") {
  std::vector<ReplicationRecord> years(100, year(40, 30));
  const AvailabilityResult result = estimate_availability("shop", 0.9999, drill::labels(), years);
  REQUIRE(result.causes.size() == 2);
  CHECK(result.causes[0].cause == "maintenance");
  CHECK(result.causes[0].share == Approx(0.75));
  CHECK(result.causes[0].minutes_per_year == Approx(30));
  CHECK(result.causes[1].incidents == 100);
}

TEST_CASE("a cause counts once for all journeys, and for one that comes and goes within an hour") {
  ReplicationRecord record = year(35);
  record.incidents = {{0, Time{} + hours(1), 600, true, 0},
                      {1, Time{} + hours(1), 900, true, 0},  // another journey, at once
                      {0, Time{} + hours(2), 300, true, 0},  // 45 minutes after both were back
                      {0, Time{} + hours(9), 300, true, 0}};
  const auto result = estimate_availability("shop", 0.9999, drill::labels(), std::vector{record});
  REQUIRE_FALSE(result.causes.empty());
  CHECK(result.causes[0].incidents == 2);
}

TEST_CASE("incidents are those of the causes: flaps of one outage are one, and causes never merge") {
  // A cause that lasts six hours: users come and go by the hour and a half, as a check that flips does to them.
  ReplicationRecord record = year(60);
  record.incidents.clear();
  for (int i = 0; i < 4; ++i)
    record.incidents.push_back({0, Time{} + minutes(90 * i), 600, true, 0, Time{} + hours(6)});
  // Another cause meanwhile is another incident; so is the first cause when it strikes anew.
  record.incidents.push_back({1, Time{} + hours(2), 600, true, 1, Time{} + hours(3)});
  record.incidents.push_back({0, Time{} + days(3), 600, true, 0, Time{} + days(3)});
  const auto result = estimate_availability("shop", 0.9999, drill::labels(), std::vector{record});
  REQUIRE(result.causes.size() == 2);
  CHECK(result.causes[0].incidents == 2);
  CHECK(result.causes[1].incidents == 1);
  CHECK(result.incidents == 3);
}

TEST_CASE("an outage that flaps hundreds of times does not resolve a mean") {
  ReplicationRecord record = year(60);
  record.incidents.clear();
  for (int i = 0; i < 500; ++i)
    record.incidents.push_back({0, Time{} + minutes(2 * i), 60, true, 0, Time{} + minutes(1000)});
  const auto result = estimate_availability("shop", 0.9999, drill::labels(), std::vector{record});
  CHECK(result.incidents == 1);
  CHECK_FALSE(result.resolved);
}

TEST_CASE("a cause says whether it is planned work") {
  RunLabels labels = drill::labels();
  labels.planned = {false, true};
  const auto result = estimate_availability("shop", 0.9999, labels, std::vector(10, year(40, 30)));
  REQUIRE(result.causes.size() == 2);
  CHECK(result.causes[0].cause == "maintenance");
  CHECK(result.causes[0].planned);
  CHECK_FALSE(result.causes[1].planned);
}

TEST_CASE("years without any downtime have no upper end for the mean") {
  const AvailabilityResult result = estimate_availability("shop", 0.9999, drill::labels(), std::vector(100, year(0)));
  CHECK(*result.unavailability.mean == 0);
  CHECK_FALSE(result.unavailability.high);
  CHECK(*result.budget.probability.high == 1);
  CHECK(result.causes.empty());
}
