// Rows of a check: what is better, worse or the same, and what is not to be called either.
#include "sim/measure/baseline_check.h"

#include <catch2/catch.hpp>
#include <limits>
#include <cmath>

#include "sim/measure/baseline_look.h"
#include "tests/sim/measure/samples.h"

using namespace windtunnel;

namespace {

BaselineCheck judged(const MeasuredValues& before, const MeasuredValues& now, std::uint64_t planned = 100) {
  BaselineCheck check;
  check.rows = paired_rows("shop", "loss", {before}, {now}, planned);
  judge_rows(check);
  return check;
}

const BaselineRow& row_of(const BaselineCheck& check, const std::string& statistic) {
  for (const BaselineRow& row : check.rows)
    if (row.statistic == statistic) return row;
  FAIL("no row of the " + statistic);
  return check.rows.front();
}

}  // namespace

TEST_CASE("equal samples are the same in every statistic") {
  const auto sample = values_of(lognormal(1, 100));
  const BaselineCheck check = judged(sample, sample);
  CHECK(check.rows.size() == 2);
  for (const BaselineRow& row : check.rows) CHECK(row.change == Change::same);
  CHECK(row_of(check, "mean").difference.low == 0.0);
}

TEST_CASE("a shift that every pair shares is worse or better by exactly that") {
  const auto before = lognormal(2, 100);
  std::vector<double> later = before;
  for (double& value : later) value += 30;
  const BaselineCheck worse = judged(values_of(before), values_of(later));
  CHECK(row_of(worse, "mean").change == Change::worse);
  CHECK(row_of(worse, "mean").difference.mean == Approx(30));
  CHECK(row_of(worse, "mean").difference.low == Approx(30));
  CHECK(row_of(worse, "mean").gates);
  CHECK(row_of(judged(values_of(later), values_of(before)), "mean").change == Change::better);
}

TEST_CASE("a shift too small to matter is the same, however sure") {
  const auto before = lognormal(3, 100);
  std::vector<double> later = before;
  for (double& value : later) value += 0.5;
  const BaselineRow row = row_of(judged(values_of(before), values_of(later)), "mean");
  CHECK(row.p < 1e-20);
  CHECK(row.change == Change::same);
}

TEST_CASE("independent samples of one law are the same") {
  // Two hundred checks of two rows each; at 0.1 % a check one false verdict would be a chance of one in five.
  std::size_t false_ones = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const BaselineCheck check = judged(values_of(lognormal(1000 + i, 100)), values_of(lognormal(5000 + i, 100)));
    for (const BaselineRow& row : check.rows) false_ones += row.change != Change::same;
  }
  CHECK(false_ones <= 1);
}

TEST_CASE("a tail that moves shows in the p95 though the mean hides it") {
  // Half of the replications are better by little, a quarter are far worse.
  std::vector<double> before, now;
  for (std::size_t i = 0; i < 200; ++i) {
    before.push_back(1000 + static_cast<double>(i % 7));
    now.push_back(i % 4 == 0 ? 2500.0 : 600.0);
  }
  const BaselineCheck check = judged(values_of(before), values_of(now), 200);
  CHECK(row_of(check, "p95").change == Change::worse);
  CHECK(row_of(check, "p95").before == Approx(1006));
  CHECK(row_of(check, "p95").now == Approx(2500));
}

TEST_CASE("never recovering is a row of its own") {
  auto before = values_of(std::vector<double>(60, 50.0));
  auto now = before;
  for (std::size_t i = 0; i < 30; ++i) now.endless[2 * i] = 1, now.values[2 * i] = 86400;
  const BaselineRow row = row_of(judged(before, now, 60), "share without end");
  CHECK(row.before == 0.0);
  CHECK(row.now == 0.5);
  CHECK(row.change == Change::worse);
}

TEST_CASE("pairs are matched by replication, and the rest is left out") {
  auto before = values_of({10, 20, 30, 40}), now = values_of({11, 31, 41});
  now.replications = {0, 2, 3};
  const BaselineRow row = row_of(judged(before, now, 4), "mean");
  CHECK(row.pairs == 3);
  CHECK(row.difference.mean == Approx(1));
}

TEST_CASE("what the time limit cut is worse or open, never passed") {
  const auto before = lognormal(7, 60);
  std::vector<double> later = before;
  for (double& value : later) value += 100;
  BaselineCheck check;
  check.stopped = true;
  check.rows = paired_rows("shop", "loss", {values_of(before)}, {values_of(before)}, 100);
  judge_rows(check);
  CHECK(row_of(check, "mean").change == Change::inconclusive);
  check.rows = paired_rows("shop", "loss", {values_of(before)}, {values_of(later)}, 100);
  judge_rows(check);
  CHECK(row_of(check, "mean").change == Change::worse);
}

TEST_CASE("a figure that only the former design has is missing, not the same") {
  const auto sample = values_of(lognormal(8, 60)), other = values_of(lognormal(9, 60), "share", "users_hurt");
  auto later = other;
  for (std::uint64_t& replication : later.replications) replication += 60;
  for (const auto& now : {std::vector{sample}, std::vector{sample, later}}) {
    BaselineCheck check;
    check.rows = paired_rows("shop", "loss", {sample, other}, now, 60);
    judge_rows(check);
    const BaselineRow& row = check.rows.back();
    CHECK(row.measure == "users_hurt");
    CHECK(row.change == Change::missing);
    CHECK_FALSE(row.reason.empty());
    CHECK(check.rows.size() == 3);
    // More replications may have it, and what the time limit cut is not missing yet.
    CHECK(open_runs(check, 60).empty());
    for (BaselineRow& first : check.rows) first.planned = 30;
    CHECK(open_runs(check, 60).size() == 1);
    check.stopped = true;
    judge_rows(check);
    CHECK(check.rows.back().change == Change::inconclusive);
  }
  // What more is measured now was not recorded.
  CHECK(paired_rows("shop", "loss", {sample}, {sample, other}, 60).size() == 2);
}

TEST_CASE("an alarm that sleeps through a shorter incident fails nothing") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto figures = [](const std::string& measure, double value, std::size_t endless) {
    auto values = values_of(std::vector<double>(60, value));
    values.measure = measure;
    for (std::size_t i = 0; i < endless; ++i) values.values[i] = infinity, values.endless[i] = 1;
    return values;
  };
  const auto check_of = [&](double downtime, bool stopped = false) {
    BaselineCheck check;
    check.stopped = stopped;
    check.rows = paired_rows("d", "r", {figures("downtime", 4000, 0), figures("detection", 60, 0)},
                             {figures("downtime", downtime, 0), figures("detection", 60, 40)}, stopped ? 100 : 60);
    judge_rows(check);
    return check;
  };
  const auto detection = [](const BaselineCheck& check) {
    for (const BaselineRow& row : check.rows)
      if (row.measure == "detection" && row.change == Change::worse) return row;
    return BaselineRow{};
  };
  CHECK(detection(check_of(4000)).change == Change::worse);
  CHECK(detection(check_of(4000)).gates);
  CHECK_FALSE(detection(check_of(90)).gates);
  CHECK(detection(check_of(9000)).gates);
  // What the time limit cut is open, and yet a shorter incident excuses.
  CHECK_FALSE(detection(check_of(90, true)).gates);
}

TEST_CASE("money tells and does not gate") {
  const BaselineRow row = exact_row("shop", "monthly_cost", 100, 136.5);
  BaselineCheck check;
  check.rows = {row};
  judge_rows(check);
  CHECK(check.rows[0].change == Change::worse);
  CHECK_FALSE(check.rows[0].gates);
}

TEST_CASE("figures that the program moved are told where they matter") {
  const BaselineFigure was{100, 0, 100, 95, 105, {}, {}, {}, {}}, is{100, 0, 150, 140, 160, {}, {}, {}, {}};
  CHECK(program_shifts("shop", "loss", {{"rto of ask", was}}, {{"rto of ask", was}}).empty());
  const auto shifts = program_shifts("shop", "loss", {{"rto of ask", was}}, {{"rto of ask", is}});
  REQUIRE(shifts.size() == 1);
  CHECK(shifts[0].recorded == 100.0);
  CHECK(shifts[0].now == 150.0);
  // Within both intervals together it is chance.
  const BaselineFigure near{100, 0, 104, 99, 109, {}, {}, {}, {}};
  CHECK(program_shifts("shop", "loss", {{"rto of ask", was}}, {{"rto of ask", near}}).empty());
}

TEST_CASE("a p95 that so few pairs do not bound is not known, unless nothing differs at all") {
  const auto before = lognormal(11, 30);
  std::vector<double> later = before;
  for (double& value : later) value += 30;
  const BaselineRow row = row_of(judged(values_of(before), values_of(later)), "p95");
  CHECK(row.change == Change::unknown);
  CHECK_FALSE(row.before);
  CHECK_FALSE(row.difference.mean);
  const BaselineRow same = row_of(judged(values_of(before), values_of(before)), "p95");
  CHECK(same.change == Change::same);
  CHECK(same.difference.mean == 0.0);
  // 72 is the first number with 0.95^n below 2.5 %.
  CHECK(row_of(judged(values_of(lognormal(11, 71)), values_of(lognormal(12, 71))), "p95").change == Change::unknown);
  CHECK(row_of(judged(values_of(lognormal(11, 72)), values_of(lognormal(12, 72))), "p95").change == Change::same);
}

TEST_CASE("an alarm that notices nothing any more is told, one that never did is not") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto alarms = values_of(std::vector<double>(40, 60.0), "s", "detection");
  auto silence = values_of(std::vector<double>(40, infinity), "s", "detection");
  silence.endless.assign(40, 1);
  CHECK(row_of(judged(alarms, silence, 40), "share without end").change == Change::worse);
  CHECK(row_of(judged(silence, alarms, 40), "share without end").change == Change::better);
  CHECK(judged(silence, silence, 40).rows.empty());
}
