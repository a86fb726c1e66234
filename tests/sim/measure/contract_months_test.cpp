// Months as contracts count them: bins by hand, maintenance, planned causes, error rates, and what is owed.
#include "sim/measure/contract_months.h"

#include <catch2/catch.hpp>

#include "tests/sim/measure/drill.h"

using namespace windtunnel;

namespace {

constexpr double january_minutes = 31 * 1440;

Contract contract_of(ContractCount counts = ContractCount::time) {
  Contract contract;
  contract.name = "shop";
  contract.counts = counts;
  contract.credits = {{percent(99.99), percent(10)}, {percent(99), percent(25)}};
  contract.charge = dollars(200);
  return contract;
}

/// A year in which the journey "order" was down for these times (start and length in seconds).
ReplicationRecord year_with(const std::vector<std::pair<double, double>>& outages, std::uint32_t cause = 0) {
  ReplicationRecord year;
  year.window_seconds = years(1).seconds();
  for (const auto& [start, length] : outages)
    year.incidents.push_back({0, Time{} + from_seconds(start), length, true, cause});
  return year;
}

std::vector<double> months(const Contract& contract, const ReplicationRecord& year, double healthy_failure = 0) {
  return ContractCounter(contract, {{0, 10, healthy_failure}}, drill::labels()).months(year);
}

/// The down bins of January, from its uptime.
double january_bins(const Contract& contract, const ReplicationRecord& year, double bin_minutes = 1) {
  return (1 - months(contract, year)[0]) * january_minutes / bin_minutes;
}

}  // namespace

TEST_CASE("a year without downtime has twelve whole months") {
  const auto uptimes = months(contract_of(), year_with({}));
  CHECK(uptimes == std::vector<double>(12, 1.0));
}

TEST_CASE("a bin is down when all of it is") {
  // From 10 s into minute 100 to 10 s into minute 103: minutes 101 and 102 are down from end to end.
  CHECK(january_bins(contract_of(), year_with({{6010, 180}})) == Approx(2));
  CHECK(january_bins(contract_of(), year_with({{6000, 180}})) == Approx(3));
  CHECK(january_bins(contract_of(), year_with({{6001, 59}})) == Approx(0).margin(1e-9));
  Contract half = contract_of();
  half.down = percent(50);
  CHECK(january_bins(half, year_with({{6010, 180}})) == Approx(3));
  // Two outages of one minute add up in it.
  CHECK(january_bins(half, year_with({{6000, 20}, {6030, 15}})) == Approx(1));
  CHECK(january_bins(half, year_with({{6000, 20}, {6010, 15}})) == Approx(0).margin(1e-9));
}

TEST_CASE("bins of five minutes count fewer, longer pieces") {
  Contract contract = contract_of();
  contract.bin = minutes(5);
  // Minutes 101 to 109 hold one whole bin of five minutes, 105 to 109.
  CHECK(january_bins(contract, year_with({{101 * 60, 9 * 60}}), 5) == Approx(1));
}

TEST_CASE("an outage over the end of a month counts in both") {
  const double end = january_minutes * 60;
  const auto uptimes = months(contract_of(), year_with({{end - 120, 300}}));
  CHECK((1 - uptimes[0]) * january_minutes == Approx(2));
  CHECK((1 - uptimes[1]) * 28 * 1440 == Approx(3));
  CHECK(uptimes[2] == 1);
}

TEST_CASE("bins that touch maintenance are left out of both sides") {
  Contract contract = contract_of();
  contract.maintenance = {*parse_weekly_window("mon 01:00-02:00 UTC")};
  // The year begins on a Monday; January has five of them, so 300 minutes are left out.
  const auto uptimes = months(contract, year_with({{3600 - 600, 1800}}));
  CHECK((1 - uptimes[0]) * (january_minutes - 300) == Approx(10));
  CHECK(months(contract, year_with({{3600, 3600}}))[0] == 1);
}

TEST_CASE("downtime of planned causes does not count") {
  Contract contract = contract_of();
  contract.planned = {"maint*"};
  CHECK(months(contract, year_with({{6000, 6000}}, 1))[0] == 1);
  CHECK(january_bins(contract, year_with({{6000, 6000}}, 0)) == Approx(100));
}

TEST_CASE("outages of journeys of which the contract does not speak do not count") {
  RunLabels labels = drill::labels();
  labels.journeys = {"order", "browse"};
  ReplicationRecord year = year_with({{6000, 600}});
  year.incidents[0].journey = 1;
  CHECK(ContractCounter(contract_of(), {{0, 1, 0}}, labels).months(year)[0] == 1);
  CHECK(ContractCounter(contract_of(), {{0, 1, 0}, {1, 1, 0}}, labels).months(year)[0] < 1);
  // Both down at once is one downtime.
  year.incidents.push_back({0, Time{} + seconds(6000), 600, true, 0});
  CHECK((1 - ContractCounter(contract_of(), {{0, 1, 0}, {1, 1, 0}}, labels).months(year)[0]) * january_minutes ==
        Approx(10));
}

TEST_CASE("of requests, a month's uptime is 100 % less the mean error rate of its bins") {
  const Contract contract = contract_of(ContractCount::requests);
  ReplicationRecord year = year_with({});
  // Ten minutes of which half the requests fail, and one minute that is bad for 15 s: 5 + 0.25 bad minutes.
  for (int m = 0; m < 10; ++m) year.minutes.push_back({0, 0, 100 + m, 60, 600, 300});
  year.minutes.push_back({0, 0, 500, 15, 150, 0});
  CHECK((1 - months(contract, year)[0]) * january_minutes == Approx(5.25));
  // What fails in health fails in every bin: 1 % of all, and 49 % or 99 % more in the bad pieces.
  const double failed = 0.01 * january_minutes + 10 * 0.49 + 0.25 * 0.99;
  CHECK((1 - months(contract, year, 0.01)[0]) * january_minutes == Approx(failed));
  Contract five = contract;
  five.bin = minutes(5);
  CHECK(months(five, year)[0] == Approx(months(contract, year)[0]));
}

TEST_CASE("of requests, journeys are weighed by their rates") {
  RunLabels labels = drill::labels();
  labels.journeys = {"order", "browse"};
  ReplicationRecord year = year_with({});
  year.minutes.push_back({0, 0, 100, 60, 60, 0});
  const Contract contract = contract_of(ContractCount::requests);
  const ContractCounter counter(contract, {{0, 1, 0}, {1, 9, 0}}, labels);
  CHECK((1 - counter.months(year)[0]) * january_minutes == Approx(0.1));
}

TEST_CASE("the result holds the distribution of months, the probability of each tier, and what is owed") {
  ContractMonths given;
  // 100 years: each with one month at 99.5 %, and every tenth with one at 98 %.
  for (int y = 0; y < 100; ++y) {
    std::vector<double> year(12, 1.0);
    year[3] = 0.995;
    if (y % 10 == 0) year[7] = 0.98;
    given.by_year.push_back(year);
  }
  const ContractResult result = estimate_contract(contract_of(), "gate", "kasha", given);
  CHECK(result.months == 1200);
  CHECK(result.months_with_credits == 110);
  REQUIRE(result.tiers.size() == 2);
  CHECK(*result.tiers[0].probability.mean == Approx(100.0 / 1200).epsilon(0.01));
  CHECK(*result.tiers[1].probability.mean == Approx(10.0 / 1200).epsilon(0.03));
  CHECK(*result.kept.mean == Approx(1090.0 / 1200).epsilon(0.01));
  CHECK(*result.tiers[1].probability.low < 10.0 / 1200);
  CHECK(*result.tiers[1].probability.high > 10.0 / 1200);
  // 10 % and 25 % of 200 USD: (100 x 20 + 10 x 50) / 1200 months.
  CHECK(*result.credits.per_month.mean == Approx(2500.0 / 1200).epsilon(0.01));
  CHECK(result.credits.charge == 200);
  CHECK(*result.uptime.min == 0.98);
  CHECK(*result.uptime.p05 == Approx(0.995));
  CHECK(*result.uptime.p50 == 1);
}
