// The verdict rule at the counts where it turns, and expectations by each aggregation.
#include "sim/measure/verdict.h"

#include <catch2/catch.hpp>

#include "sim/measure/estimate.h"
#include "tests/sim/measure/drill.h"

using namespace windtunnel;
using Aggregation = Expectation::Aggregation;
using Meaning = Limit::Comparison;

namespace {

struct Run {
  explicit Run(std::vector<ReplicationRecord> given)
      : records(std::move(given)), labels(drill::labels()), result(estimate("shop", "drill@a", labels, records)) {}
  RunEvidence evidence() const { return {&result, &labels, records}; }
  std::vector<ReplicationRecord> records;
  RunLabels labels;
  RunResult result;
};

/// 1 000 replications of which `fast` recover in 60 s and the others in 200 s.
std::vector<ReplicationRecord> split(int fast) {
  std::vector<ReplicationRecord> records;
  for (int i = 0; i < 1000; ++i)
    records.push_back(drill::recovered(static_cast<std::uint64_t>(i), i < fast ? 60 : 200));
  return records;
}

ExpectationResult judged(const Run& run, Aggregation aggregation, Limit limit, std::string measure = "rto") {
  Expectation expectation;
  expectation.measure = std::move(measure);
  expectation.aggregation = aggregation;
  expectation.limit = std::move(limit);
  return judge_expectation(expectation, run.evidence()).at(0);
}

const Limit two_minutes_at_most = {Meaning::at_most, 120, "<= 120 s"};

}  // namespace

TEST_CASE("a share of 1 000 is upheld from 964 and refuted up to 935 when 95 % are required") {
  // P(Bin(1000, 0.95) >= 964) = 0.0212 and >= 963 = 0.0307; P(<= 935) = 0.0207 and <= 936 = 0.0284, by direct
  // summation.
  CHECK(judge_share(clopper_pearson(964, 1000), 0.95) == Verdict::upheld);
  CHECK(judge_share(clopper_pearson(963, 1000), 0.95) == Verdict::inconclusive);
  CHECK(judge_share(clopper_pearson(936, 1000), 0.95) == Verdict::inconclusive);
  CHECK(judge_share(clopper_pearson(935, 1000), 0.95) == Verdict::refuted);
}

TEST_CASE("a handful of replications cannot uphold 95 %") {
  CHECK(judge_share(clopper_pearson(71, 71), 0.95) == Verdict::inconclusive);
  CHECK(judge_share(clopper_pearson(72, 72), 0.95) == Verdict::upheld);
  CHECK(judge_share(clopper_pearson(0, 0), 0.95) == Verdict::inconclusive);
}

TEST_CASE("a p95 limit asks whether 95 % keep it") {
  CHECK(judged(Run(split(964)), Aggregation::p95, two_minutes_at_most).verdict == Verdict::upheld);
  CHECK(judged(Run(split(950)), Aggregation::p95, two_minutes_at_most).verdict == Verdict::inconclusive);
  const ExpectationResult fell = judged(Run(split(900)), Aggregation::p95, two_minutes_at_most);
  CHECK(fell.verdict == Verdict::refuted);
  CHECK(*fell.measured == 200);
  CHECK(fell.measured_text == "3.33 min");
  CHECK(fell.measure == "rto.p95");
  CHECK(fell.limit == "<= 120 s");
  CHECK(fell.journey == "order");
  CHECK(fell.because.find("900 of 1 000 replications kept <= 120 s") != std::string::npos);
  CHECK(judged(Run(split(900)), Aggregation::p50, two_minutes_at_most).verdict == Verdict::upheld);
}

TEST_CASE("a p50 limit from below asks whether half keep it") {
  // SLI 0.994 in 900 replications and 0.98 in 100: the median is above 99 %, the 5th percentile is not.
  const Run run(split(900));
  const Limit above = {Meaning::at_least, 0.99, ">= 99 %"};
  CHECK(judged(run, Aggregation::p50, above, "sli").verdict == Verdict::upheld);
  CHECK(judged(run, Aggregation::probability, above, "sli").verdict == Verdict::refuted);
}

TEST_CASE("a p95 limit from below asks only whether 5 % keep it") {
  // The 95th percentile of a figure that is 1 in one replication of ten is 1: at least 0.5.
  std::vector<ReplicationRecord> records;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    records.push_back(drill::recovered(i, 60));
    records.back().values = {{1, i % 10 == 0 ? 1.0 : 0.0}};
  }
  const Limit above = {Meaning::at_least, 0.5, ">= 0.5"};
  CHECK(judged(Run(records), Aggregation::p95, above, "primary.db.promoted").verdict == Verdict::upheld);
  CHECK(judged(Run(records), Aggregation::p50, above, "primary.db.promoted").verdict == Verdict::refuted);
}

TEST_CASE("several values of a replication count as its worst") {
  auto records = split(1000);
  for (ReplicationRecord& record : records) record.values = {{0, 30}, {0, 300}};
  const std::string failover = "primary.db.failover_seconds";
  CHECK(judged(Run(records), Aggregation::p95, two_minutes_at_most, failover).verdict == Verdict::refuted);
  const Limit above = {Meaning::above, 100, "> 100 s"};
  CHECK(judged(Run(records), Aggregation::probability, above, failover).verdict == Verdict::refuted);
}

TEST_CASE("a probability is judged against its own required share") {
  Expectation expectation;
  expectation.measure = "rto";
  expectation.aggregation = Aggregation::probability;
  expectation.limit = two_minutes_at_most;
  const Run run(split(900));
  expectation.required_share = 0.85;
  CHECK(judge_expectation(expectation, run.evidence()).at(0).verdict == Verdict::upheld);
  expectation.required_share = 0.9;
  CHECK(judge_expectation(expectation, run.evidence()).at(0).verdict == Verdict::inconclusive);
  CHECK(*judge_expectation(expectation, run.evidence()).at(0).measured == Approx(0.9));
}

TEST_CASE("a mean is judged by its interval, and has none when some never end") {
  const Run run(split(900));  // mean 74 s, +- 2.6 s
  CHECK(judged(run, Aggregation::mean, {Meaning::below, 80, "< 80 s"}).verdict == Verdict::upheld);
  CHECK(judged(run, Aggregation::mean, {Meaning::below, 74, "< 74 s"}).verdict == Verdict::inconclusive);
  CHECK(judged(run, Aggregation::mean, {Meaning::below, 70, "< 70 s"}).verdict == Verdict::refuted);
  auto records = split(900);
  records.push_back(drill::never_recovered(1000, 86400));
  CHECK(judged(Run(records), Aggregation::mean, {Meaning::below, 800, "< 800 s"}).verdict == Verdict::refuted);
}

TEST_CASE("a maximum is of the replications seen") {
  CHECK(judged(Run(split(999)), Aggregation::max, two_minutes_at_most).verdict == Verdict::refuted);
  CHECK(judged(Run(split(1000)), Aggregation::max, two_minutes_at_most).verdict == Verdict::upheld);
}

TEST_CASE("a target of 0 can pass") {
  const Run run(std::vector(100, drill::recovered(0, 0)));
  CHECK(judged(run, Aggregation::p95, {Meaning::at_most, 0, "<= 0 s"}).verdict == Verdict::upheld);
}

TEST_CASE("runs that say nothing give no verdict on their limits") {
  auto records = split(1000);
  for (ReplicationRecord& record : records) record.struck = Struck::unchanged;
  CHECK(judged(Run(records), Aggregation::p95, two_minutes_at_most).verdict == Verdict::inconclusive);
  Run run(split(1000));
  run.result = not_applicable("shop", "drill@a", "the design has no cache");
  const ExpectationResult row = judged(run, Aggregation::p95, two_minutes_at_most);
  CHECK(row.verdict == Verdict::not_applicable);
  CHECK(row.because == "the design has no cache");
  CHECK(judged(Run(split(10)), Aggregation::p95, two_minutes_at_most, "secondary.db.seconds").verdict ==
        Verdict::not_measured);
}

TEST_CASE("a claim's verdict is the worst of its parts") {
  CHECK(worse(Verdict::upheld, Verdict::not_measurable) == Verdict::not_measurable);
  CHECK(worse(Verdict::not_measured, Verdict::not_measurable) == Verdict::not_measured);
  CHECK(worse(Verdict::not_measured, Verdict::inconclusive) == Verdict::inconclusive);
  CHECK(worse(Verdict::inconclusive, Verdict::refuted) == Verdict::refuted);
  CHECK(worse(Verdict::upheld, Verdict::upheld) == Verdict::upheld);
}
