// Increases: paired with a former design under the same storms, so that what both sides share does not count.
#include <catch2/catch.hpp>

#include "sim/measure/contract_months.h"
#include "sim/measure/estimate.h"
#include "sim/measure/judge_increase.h"
#include "tests/sim/measure/drill.h"

using namespace windtunnel;
using Aggregation = Expectation::Aggregation;

namespace {

Expectation increase_of(const std::string& measure, const std::string& limit) {
  Expectation result;
  result.measure = measure;
  result.aggregation = Aggregation::increase;
  result.limit = *parse_limit(limit);
  return result;
}

/// A run of a design, as evidence.
struct Side {
  explicit Side(std::vector<ReplicationRecord> of) : records(std::move(of)) {
    result = estimate("shop", "drill", labels, records);
    evidence.design = "shop";
    evidence.runs.push_back({&result, &labels, records});
  }
  Side(const Side&) = delete;

  RunLabels labels = drill::labels();
  std::vector<ReplicationRecord> records;
  RunResult result;
  DesignEvidence evidence;
};

/// Recoveries of 1, 2, ... 100 s, each so many times as long.
std::vector<ReplicationRecord> stretched(double factor) {
  std::vector<ReplicationRecord> records;
  for (int i = 1; i <= 100; ++i) records.push_back(drill::recovered(static_cast<std::uint64_t>(i - 1), factor * i));
  return records;
}

ExpectationResult judged(const Side& before, const Side& now, const std::string& limit) {
  const EvidenceOf former = [&](const std::string& design) { return design == "shop" ? &before.evidence : nullptr; };
  return judge_expectation(increase_of("rto", limit), now.evidence.runs.front(), former).at(0);
}

}  // namespace

TEST_CASE("an increase of each replication is judged though replications differ far more among each other") {
  const Side before(stretched(1)), now(stretched(1.08));
  // The mean's own interval is 11 % to either side; pair by pair the increase is 8 % exactly.
  CHECK(judged(before, now, "<= 10 %").verdict == Verdict::upheld);
  CHECK(judged(before, now, "<= 5 %").verdict == Verdict::refuted);
  const ExpectationResult row = judged(before, now, "<= 10 %");
  CHECK(row.measure == "rto.increase");
  CHECK(row.measured_text == "+8 %");
  CHECK(*row.baseline == 50.5);
  CHECK(row.because ==
        "the mean of rto is 54.5 s and was 50.5 s on the baseline's design over the same 100 replications: +8 % (95 % "
        "interval +8 % to +8 %), and the limit is <= 10 %");
}

TEST_CASE("the interval is that of the ratio estimator") {
  // Cochran, Sampling Techniques, section 6: the deviation of y - R x over sqrt(n) times the mean of x.
  PairedFigure pairs;
  pairs.before = {10, 20, 30, 40};
  pairs.now = {12, 20, 33, 45};
  const Estimate increase = windtunnel::increase_of(pairs, 0.95);
  CHECK(*increase.mean == Approx(0.1));
  // Residuals 1, -2, 0, 1: deviation sqrt(6 / 3); t with 3 degrees of freedom is 3.1824.
  const double half = 3.182446 * std::sqrt(2.0) / (25 * 2);
  CHECK(*increase.low == Approx(0.1 - half));
  CHECK(*increase.high == Approx(0.1 + half));
}

TEST_CASE("what has not changed has not increased, whatever its scatter") {
  const Side before(stretched(1)), now(stretched(1));
  CHECK(judged(before, now, "<= 0 %").verdict == Verdict::upheld);
  CHECK(judged(before, now, "<= 0 %").measured_text == "0 %");
  CHECK(judged(before, now, "< 0 %").verdict == Verdict::refuted);
  CHECK(judged(before, now, "<= 0 %").because.find("none differs") != std::string::npos);
}

TEST_CASE("a replication that no longer recovers breaks every limit; one that never did is left out") {
  std::vector<ReplicationRecord> stuck = stretched(1);
  stuck[3] = drill::never_recovered(3, 7200);
  const Side before(stretched(1)), now(stuck), again(stuck);
  CHECK(judged(before, now, "<= 1000 %").verdict == Verdict::refuted);
  CHECK(judged(before, now, "<= 1000 %").because ==
        "1 of 100 replications that came to an end on the baseline's design do so no longer");
  CHECK(judged(now, again, "<= 0 %").verdict == Verdict::upheld);
  CHECK(judged(now, before, "<= 0 %").verdict == Verdict::upheld);
}

TEST_CASE("an increase from nothing has no share") {
  const Side before(stretched(0)), now(stretched(1)), same(stretched(0));
  CHECK(judged(before, now, "<= 10 %").verdict == Verdict::refuted);
  CHECK(judged(before, now, "<= 10 %").measured_text == "from nothing");
  CHECK(judged(before, same, "<= 10 %").verdict == Verdict::upheld);
}

TEST_CASE("without a baseline an increase is not judged; of what the baseline does not hold it does not apply") {
  const Side before(stretched(1)), now(stretched(1));
  const auto row = [&](const EvidenceOf& former) {
    return judge_expectation(increase_of("rto", "<= 10 %"), now.evidence.runs.front(), former).at(0);
  };
  const ExpectationResult none = row(nullptr);
  CHECK(none.verdict == Verdict::not_measured);
  CHECK(none.because.find("no baseline is given") != std::string::npos);
  const ExpectationResult other = row([](const std::string&) { return nullptr; });
  CHECK(other.verdict == Verdict::not_applicable);
  CHECK(other.because.find("does not hold this design") != std::string::npos);
  DesignEvidence bare;
  const ExpectationResult missing = row([&](const std::string&) { return &bare; });
  CHECK(missing.verdict == Verdict::not_applicable);
  CHECK(missing.because.find("has no such figure") != std::string::npos);
}

TEST_CASE("a bill's increase has no interval") {
  MonthlyCost was, is;
  was.total = 800;
  is.total = 880;
  DesignEvidence evidence;
  evidence.cost = &was;
  const EvidenceOf former = [&](const std::string&) { return &evidence; };
  const auto verdict = [&](const char* limit) {
    return judge_bill(increase_of("monthly_cost", limit), "kasha", is, former).verdict;
  };
  CHECK(verdict("<= 10 %") == Verdict::upheld);
  CHECK(verdict("<= 9 %") == Verdict::refuted);
  is.unknown = {"support"};
  CHECK(verdict("<= 10 %") == Verdict::inconclusive);
}

TEST_CASE("years are paired, and few incidents say something only where nothing differs") {
  std::vector<ReplicationRecord> calm(50), rough(50);
  for (auto* side : {&calm, &rough})
    for (ReplicationRecord& year : *side) year.window_seconds = years(1).seconds();
  for (int y = 0; y < 50; ++y) calm[y].downtime_seconds = rough[y].downtime_seconds = y < 10 ? 600 : 0;
  rough[1].downtime_seconds = 1200;
  const auto verdict = [](const std::vector<ReplicationRecord>& before, const std::vector<ReplicationRecord>& now) {
    AvailabilityResult availability;
    availability.incidents = 10;
    DesignEvidence was, is;
    was.years = before;
    is.years = now;
    is.availability = &availability;
    const EvidenceOf former = [&](const std::string&) { return &was; };
    return judge_years(increase_of("yearly_downtime", "<= 5 %"), is, former).verdict;
  };
  CHECK(verdict(calm, calm) == Verdict::upheld);
  CHECK(verdict(calm, rough) == Verdict::inconclusive);
}
