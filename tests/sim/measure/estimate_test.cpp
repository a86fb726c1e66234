// Estimates of drills whose answers are known by counting.
#include "sim/measure/estimate.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/measure/drill.h"

using namespace windtunnel;

namespace {

const JourneyResult& order(const RunResult& run) { return run.journeys.at(0).second; }

/// Thousandths as an integer, so that decimal sums are compared exactly.
long long thousandths(double value) { return std::llround(value * 1000); }

}  // namespace

TEST_CASE("recovery times of 1 to 1 000 s have the quantiles that counting gives") {
  const auto records = drill::ladder(1000);
  const RunResult run = estimate("shop", "drill", drill::labels(), records);
  CHECK(run.status == RunStatus::measured);
  CHECK(run.replications == 1000);
  CHECK(run.events == 10000);
  const RtoResult& rto = order(run).rto_seconds;
  CHECK(*rto.mean == Approx(500.5).margin(0.6));  // rounded to the digits that +-18 s carry
  CHECK(*rto.p50 == Approx(500).margin(0.6));
  CHECK(*rto.p95 == Approx(950).margin(0.6));
  CHECK(*rto.p99 == Approx(990).margin(0.6));
  CHECK(*rto.max == 1000);
  CHECK(rto.never_recovered == 0);
  CHECK(*order(run).objective_seconds.p50 == Approx(1000).margin(1));
  CHECK(order(run).worst_replication == 999);
  CHECK(order(run).hurt == 1);
}

TEST_CASE("the 99th percentile is null below 1 000 replications, the 95th below 72") {
  const RunResult run = estimate("shop", "drill", drill::labels(), drill::ladder(999));
  CHECK_FALSE(order(run).rto_seconds.p99);
  CHECK(order(run).rto_seconds.p95);
  CHECK_FALSE(order(estimate("shop", "drill", drill::labels(), drill::ladder(71))).rto_seconds.p95);
  CHECK_FALSE(order(estimate("shop", "drill", drill::labels(), drill::ladder(5))).rto_seconds.p50);
}

TEST_CASE("replications that never recover are counted apart and push quantiles up") {
  auto records = drill::ladder(900);
  for (std::uint64_t i = 900; i < 1000; ++i) records.push_back(drill::never_recovered(i, 86400));
  const RunResult run = estimate("shop", "drill", drill::labels(), records);
  const RtoResult& rto = order(run).rto_seconds;
  CHECK(rto.never_recovered == 100);
  CHECK(*rto.p50 == Approx(500).margin(0.6));  // half of all 1 000, not half of the 900
  CHECK_FALSE(rto.p95);
  CHECK(*rto.max == 900);
  CHECK(*rto.mean == Approx(450.5).margin(0.6));
  CHECK(order(run).worst_replication == 900);
  CHECK_FALSE(run.replication_values.rto_seconds.at(0).second.at(950));
  CHECK(*run.replication_values.rto_seconds.at(0).second.at(0) == 1);
}

TEST_CASE("printed phases add up to the printed mean exactly") {
  // Thirds do not end in decimals: rounding each apart would miss the sum.
  std::vector<ReplicationRecord> records;
  for (int i = 0; i < 100; ++i) {
    ReplicationRecord record = drill::recovered(static_cast<std::uint64_t>(i), 100.0 / 3 + 0.001 * i);
    const double third = record.journeys[0].rto_seconds / 3;
    record.journeys[0].phases = {third, third, 0, third, 0, 0};
    records.push_back(record);
  }
  const JourneyResult result = order(estimate("shop", "drill", drill::labels(), records));
  const PhaseSeconds& phases = result.rto_phases_seconds;
  CHECK(thousandths(phases.notice) + thousandths(phases.decide) + thousandths(phases.act) +
            thousandths(phases.propagate) + thousandths(phases.warm_up) + thousandths(phases.drain) ==
        thousandths(*result.rto_seconds.mean));
  CHECK(phases.notice == Approx(11.13).margin(0.002));
  CHECK(phases.decide == Approx(phases.notice).margin(0.0011));
}

TEST_CASE("phases are of recovered replications only") {
  auto records = drill::ladder(100);
  records.push_back(drill::never_recovered(100, 86400));
  const JourneyResult result = order(estimate("shop", "drill", drill::labels(), records));
  CHECK(result.rto_phases_seconds.notice == *result.rto_seconds.mean);
}

TEST_CASE("availability is the share of requests, with an interval inside 0 to 1") {
  const auto records = drill::ladder(1000);  // failures: 0.1 + ... + 100 of 1 000 each: 5.005 %
  const Estimate availability = order(estimate("shop", "drill", drill::labels(), records)).availability;
  CHECK(*availability.mean == Approx(0.94995).margin(0.0005));
  CHECK(*availability.low < 0.94995);
  CHECK(*availability.high > 0.94995);
  const Estimate perfect =
      order(estimate("shop", "drill", drill::labels(), std::vector(10, drill::recovered(0, 0)))).availability;
  CHECK(*perfect.mean == 1);
  CHECK(*perfect.high == 1);
}

TEST_CASE("a condition that changed without any user noticing is a result: RTO 0") {
  const RunResult run = estimate("shop", "drill", drill::labels(), std::vector(100, drill::recovered(0, 0)));
  CHECK(run.status == RunStatus::measured);
  CHECK(*order(run).rto_seconds.p50 == 0);
  CHECK(*order(run).rto_seconds.max == 0);
  CHECK(order(run).hurt == 0);
}

TEST_CASE("replications that changed nothing say nothing") {
  auto records = drill::ladder(100);
  for (ReplicationRecord& record : records) record.struck = Struck::unchanged;
  RunResult run = estimate("shop", "drill", drill::labels(), records);
  CHECK(run.status == RunStatus::inconclusive);
  CHECK(run.reason.find("100 replications") != std::string::npos);
  CHECK(run.journeys.empty());
  for (int i = 0; i < 50; ++i) records[static_cast<std::size_t>(i)].struck = Struck::changed;
  run = estimate("shop", "drill", drill::labels(), records);
  CHECK(run.status == RunStatus::measured);
  CHECK(run.struck.changed == 50);
  CHECK(run.struck.unchanged == 50);
  CHECK(*order(run).rto_seconds.max == 50);
}

TEST_CASE("the loss of a replication is its oldest missing write, 0 when nothing was lost") {
  auto records = drill::ladder(100);
  for (std::size_t i = 0; i < 60; ++i) records[i].losses = {{0, 10, false, 5, 1}, {0, 30, false, 2, 0}};
  const RunResult run = estimate("shop", "drill", drill::labels(), records);
  CHECK(*run.rpo.seconds.p95 == 30);
  CHECK(*run.rpo.seconds.max == 30);
  CHECK(run.rpo.lost_writes == Approx(0.6 * 7).margin(0.05));
  CHECK(run.rpo.stranded_writes == Approx(0.6).margin(0.01));
  CHECK(run.rpo.unbounded == 0);
}

TEST_CASE("without a restore point the loss has no bound") {
  auto records = drill::ladder(100);
  for (std::size_t i = 0; i < 30; ++i) records[i].losses = {{0, 0, true, 100, 0}};
  const RunResult run = estimate("shop", "drill", drill::labels(), records);
  CHECK(run.rpo.unbounded == 30);
  CHECK(*run.rpo.seconds.p50 == 0);
  CHECK_FALSE(run.rpo.seconds.p95);
  CHECK_FALSE(run.rpo.seconds.max);
}

TEST_CASE("an alarm's delay is of the replications in which it fired") {
  auto records = drill::ladder(200);
  for (std::size_t i = 0; i < 100; ++i) records[i].detections = {{0, true, 60}, {0, true, 90}};
  const DetectionResult page = estimate("shop", "drill", drill::labels(), records).detection.at(0);
  CHECK(page.alarm == "page");
  CHECK(page.fired == 0.5);
  CHECK(*page.seconds.p50 == 60);
}

TEST_CASE("published values are kept with their unit and meaning") {
  auto records = drill::ladder(100);
  for (std::size_t i = 0; i < 100; ++i) {
    records[i].values = {{0, 60.0 + static_cast<double>(i % 3)}, {0, 61.0}};
  }
  const RunResult run = estimate("shop", "drill", drill::labels(), records);
  REQUIRE(run.values.size() == 1);  // what nothing published is not listed
  const auto& [name, value] = run.values[0];
  CHECK(name == "primary.db.failover_seconds");
  CHECK(value.count == 200);
  CHECK(*value.p50 == 61);
  CHECK(*value.max == 62);
  CHECK(*value.mean == Approx(60.995).margin(0.05));
  CHECK(value.unit == "s");
}

TEST_CASE("the fingerprint depends on every replication and on their order") {
  auto records = drill::ladder(3);
  const std::uint64_t before = combined_fingerprint(records);
  std::swap(records[0], records[2]);
  CHECK(combined_fingerprint(records) != before);
  std::swap(records[0], records[2]);
  CHECK(combined_fingerprint(records) == before);
  records[1].fingerprint ^= 1;
  CHECK(combined_fingerprint(records) != before);
}

TEST_CASE("a run without target says why") {
  const RunResult run = not_applicable("shop", "cache-loss", "the design has no cache");
  CHECK(run.status == RunStatus::not_applicable);
  CHECK(run.reason == "the design has no cache");
}
