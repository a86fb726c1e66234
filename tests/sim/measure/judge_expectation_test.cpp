// Expectations at their own confidence, of years, of months and of the bill.
#include <catch2/catch.hpp>

#include "sim/measure/contract_months.h"
#include "sim/measure/estimate.h"
#include "sim/measure/verdict.h"
#include "tests/sim/measure/drill.h"

using namespace windtunnel;
using Aggregation = Expectation::Aggregation;

namespace {

Expectation expected(const std::string& measure, Aggregation aggregation, const std::string& limit) {
  Expectation result;
  result.measure = measure;
  result.aggregation = aggregation;
  result.limit = *parse_limit(limit);
  return result;
}

/// Years of which the first `bad` have that many minutes of downtime in one incident each.
struct Years {
  Years(int count, int bad, double minutes) {
    for (int y = 0; y < count; ++y) {
      ReplicationRecord record;
      record.window_seconds = years(1).seconds();
      if (y < bad) {
        record.downtime_seconds = minutes * 60;
        record.incidents.push_back({0, Time{} + hours(1), minutes * 60, true, 0});
      }
      records.push_back(record);
    }
    result = estimate_availability("kasha", 0.9999, labels, records);
  }
  DesignEvidence evidence() const {
    DesignEvidence e;
    e.design = "kasha";
    e.availability = &result;
    e.years = records;
    return e;
  }
  RunLabels labels = drill::labels();
  std::vector<ReplicationRecord> records;
  AvailabilityResult result;
};

Contract contract_of(double charge) {
  Contract contract;
  contract.name = "shop";
  contract.credits = {{percent(99.99), percent(10)}};
  contract.charge = dollars(charge);
  return contract;
}

}  // namespace

TEST_CASE("the replication to look at is the worst by the measure that failed, not the slowest to recover") {
  std::vector<ReplicationRecord> records;
  for (std::uint64_t r = 0; r < 40; ++r) records.push_back(drill::recovered(r, r == 7 ? 900 : 60));
  records[3].losses = {{0, 20, false, 11, 0}};
  const RunLabels labels = drill::labels();
  const RunResult result = estimate("kasha", "zone-loss", labels, records);
  const RunEvidence run{&result, &labels, records};
  const auto worst = [&](const char* measure, const char* limit) {
    return judge_expectation(expected(measure, Aggregation::max, limit), run, {}).at(0).worst_replication;
  };
  CHECK(worst("lost_writes", "<= 0") == 3u);
  CHECK(worst("rpo", "<= 1 s") == 3u);
  CHECK(worst("rto", "<= 1 min") == 7u);
  CHECK_FALSE(worst("stranded_writes", "<= 0"));  // nothing in any: the run's own is as good
}

TEST_CASE("more confidence needs more evidence") {
  // 964 of 1 000 uphold 95 % at 95 % confidence and not at 99 %: the lower bounds are 0.9505 and 0.9464.
  std::vector<ReplicationRecord> records;
  for (int i = 0; i < 1000; ++i) records.push_back(drill::recovered(static_cast<std::uint64_t>(i), i < 964 ? 60 : 200));
  const RunLabels labels = drill::labels();
  const RunResult result = estimate("shop", "drill", labels, records);
  Expectation asked = expected("rto", Aggregation::p95, "<= 120 s");
  const auto verdict = [&] { return judge_expectation(asked, {&result, &labels, records}).at(0); };
  CHECK(verdict().verdict == Verdict::upheld);
  CHECK(verdict().because.find("(95 % interval") != std::string::npos);
  asked.confidence = 0.99;
  CHECK(verdict().verdict == Verdict::inconclusive);
  CHECK(verdict().because.find("(99 % interval") != std::string::npos);
  CHECK(verdict().confidence == 0.99);
}

TEST_CASE("max looks at the worst replication: the smallest where more is better") {
  std::vector<ReplicationRecord> records;
  for (int i = 0; i < 10; ++i) records.push_back(drill::recovered(static_cast<std::uint64_t>(i), 10.0 * i));
  const RunLabels labels = drill::labels();
  const RunResult result = estimate("shop", "drill", labels, records);
  const auto verdict = [&](const char* measure, const char* limit) {
    return judge_expectation(expected(measure, Aggregation::max, limit), {&result, &labels, records}).at(0).verdict;
  };
  CHECK(verdict("rto", "<= 90 s") == Verdict::upheld);
  CHECK(verdict("rto", "< 90 s") == Verdict::refuted);
  // The worst SLI is (1000 - 9) / 1000.
  CHECK(verdict("sli", ">= 99 %") == Verdict::upheld);
  CHECK(verdict("sli", ">= 99.5 %") == Verdict::refuted);
}

TEST_CASE("the probability of keeping a year's budget is judged by its exact interval") {
  // 60 min are more than the 52.6 min that 99.99 % allows.
  const auto verdict = [](int count, int bad) {
    Expectation asked = expected("availability", Aggregation::probability, ">= 99.99 %");
    asked.required_share = 0.95;
    return judge_years(asked, Years(count, bad, 60).evidence());
  };
  CHECK(verdict(1000, 36).verdict == Verdict::upheld);
  CHECK(verdict(1000, 50).verdict == Verdict::inconclusive);
  const ExpectationResult row = verdict(1000, 65);
  CHECK(row.verdict == Verdict::refuted);
  CHECK(row.scenario.empty());
  CHECK(row.design == "kasha");
  CHECK(row.measure == "availability.probability");
  CHECK(row.because.find("935 of 1 000 years kept >= 99.99 %") != std::string::npos);
}

TEST_CASE("a mean of years is not judged before enough incidents were seen") {
  const Expectation asked = expected("yearly_downtime", Aggregation::mean, "<= 1 h");
  const ExpectationResult few = judge_years(asked, Years(1000, 399, 60).evidence());
  CHECK(few.verdict == Verdict::inconclusive);
  CHECK(few.because.find("399 incidents in 1 000 years are too few") != std::string::npos);
  CHECK(judge_years(asked, Years(1000, 400, 60).evidence()).verdict == Verdict::upheld);
  CHECK(judge_years(expected("availability", Aggregation::mean, ">= 99.999 %"), Years(1000, 400, 60).evidence()).verdict ==
        Verdict::refuted);
}

TEST_CASE("quantiles of a year's downtime") {
  const auto verdict = [](const char* limit) {
    return judge_years(expected("yearly_downtime", Aggregation::p95, limit), Years(1000, 100, 60).evidence()).verdict;
  };
  CHECK(verdict("<= 1 h") == Verdict::upheld);
  CHECK(verdict("< 1 h") == Verdict::refuted);
}

TEST_CASE("without years nothing is said of them") {
  DesignEvidence evidence;
  evidence.design = "kasha";
  const ExpectationResult row = judge_years(expected("availability", Aggregation::mean, ">= 99 %"), evidence);
  CHECK(row.verdict == Verdict::not_measured);
  CHECK(row.because == "no years were simulated");
}

TEST_CASE("months of a year that fail together count as fewer months") {
  // 200 years of 12 months; 96 months below 99.99 %: spread over 96 years, or all months of 8 years.
  ContractMonths spread, together;
  for (int y = 0; y < 200; ++y) {
    spread.by_year.emplace_back(12, 1.0);
    if (y < 96) spread.by_year.back()[0] = 0.99;
    together.by_year.emplace_back(12, y < 8 ? 0.99 : 1.0);
  }
  Expectation asked = expected("monthly_uptime", Aggregation::probability, ">= 99.99 %");
  asked.required_share = 0.95;
  // 96 % of 2 400 independent months uphold 95 % (lower bound 0.9514); of 200 clusters they decide nothing.
  CHECK(judge_contract(asked, contract_of(100), "kasha", spread).verdict == Verdict::upheld);
  const ExpectationResult row = judge_contract(asked, contract_of(100), "kasha", together);
  CHECK(row.verdict == Verdict::inconclusive);
  CHECK(row.contract == "shop");
  CHECK(row.because.find("2 304 of 2 400 months kept") != std::string::npos);
}

TEST_CASE("expected credits are judged by their mean once enough months owe some") {
  ContractMonths months;
  for (int y = 0; y < 1000; ++y) {
    months.by_year.emplace_back(12, 1.0);
    if (y % 2 == 0) months.by_year.back()[y / 2 % 12] = 0.99;
  }
  // 500 of 12 000 months owe 10 % of 240 USD: 1 USD a month.
  const auto row = [&](const char* limit) {
    return judge_contract(expected("credits", Aggregation::mean, limit), contract_of(240), "kasha", months);
  };
  CHECK(row("<= 1.2 USD").verdict == Verdict::upheld);
  CHECK(row("<= 1 USD").verdict == Verdict::inconclusive);
  CHECK(row("<= 0.8 USD").verdict == Verdict::refuted);
  CHECK(*row("<= 1 USD").measured == Approx(1).epsilon(0.01));
}

TEST_CASE("a bill is judged by its total; what has no known price can only add to it") {
  MonthlyCost cost;
  cost.total = 800;
  const auto verdict = [&](const char* limit) {
    return judge_bill(expected("monthly_cost", Aggregation::total, limit), "kasha", cost).verdict;
  };
  CHECK(verdict("<= 800 USD") == Verdict::upheld);
  CHECK(verdict("< 800 USD") == Verdict::refuted);
  cost.unknown = {"support"};
  CHECK(verdict("<= 900 USD") == Verdict::inconclusive);
  CHECK(verdict("<= 700 USD") == Verdict::refuted);
}
