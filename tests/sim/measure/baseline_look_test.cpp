// First looks: which runs they settle, and that two looks keep what one promises.
#include "sim/measure/baseline_look.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/measure/samples.h"

using namespace windtunnel;

namespace {

/// A check of one run after its first look, with two looks to come.
BaselineCheck looked(const std::vector<double>& before, const std::vector<double>& now, double family_error = 0.001) {
  BaselineCheck check;
  check.looks = 2;
  check.family_error = family_error;
  const std::size_t first = std::min<std::size_t>(30, before.size());
  check.rows = paired_rows("shop", "loss", first_of({values_of(before)}, first), first_of({values_of(now)}, first), first);
  judge_rows(check);
  return check;
}

const DesignRun run{"shop", "loss"};

}  // namespace

TEST_CASE("a first look sees any replication that differs by what could matter, or is called upon on one side only") {
  const auto seen = [](const MeasuredValues& before, const MeasuredValues& now) { return differ({before}, {now}, 3); };
  const MeasuredValues before = values_of({100, 200, 300, 400});
  CHECK_FALSE(seen(before, values_of({100, 200, 300})));
  CHECK_FALSE(seen(before, values_of({100.9, 199.1, 300})));
  CHECK(seen(before, values_of({101, 200, 300})));
  CHECK(seen(before, values_of({100, 200})));
  MeasuredValues endless = values_of({100, 200, 300});
  endless.endless[1] = 1;
  CHECK(seen(before, endless));
  CHECK(differ({}, {before}, 3));
  CHECK_FALSE(differ({}, {before}, 0));
  CHECK_FALSE(seen(values_of({0.5, 0.4, 0.3}, "share", "users_hurt"), values_of({0.5, 0.4, 0.3005}, "share", "users_hurt")));
  CHECK(seen(values_of({0.5, 0.4, 0.3}, "share", "users_hurt"), values_of({0.5, 0.4, 0.302}, "share", "users_hurt")));
}

TEST_CASE("a clear regression is settled by the first look, and so is what cannot matter") {
  const auto before = lognormal(2, 100);
  std::vector<double> worse = before, alike = before, some = before;
  for (double& value : worse) value *= 2;
  for (std::size_t i = 0; i < 100; ++i) alike[i] += i % 2 ? 0.4 : -0.1;
  for (std::size_t i = 0; i < 100; i += 5) some[i] += 500;
  CHECK(looked(before, worse).rows[0].change == Change::worse);
  CHECK(open_runs(looked(before, worse), 100).empty());
  CHECK(open_runs(looked(worse, before), 100).empty());
  CHECK(looked(before, alike).rows[0].change == Change::same);
  CHECK(open_runs(looked(before, alike), 100).empty());
  // Six of thirty pairs prove nothing yet; twenty of a hundred will.
  CHECK(looked(before, some).rows[0].change == Change::same);
  CHECK(open_runs(looked(before, some), 100) == std::set<DesignRun>{run});
  BaselineCheck again = looked(before, some);
  again.rows = paired_rows("shop", "loss", {values_of(before)}, {values_of(some)}, 100);
  for (BaselineRow& row : again.rows) row.look = 2;
  judge_rows(again, 2);
  CHECK(again.rows[0].change == Change::worse);
}

TEST_CASE("what the scenario or the baseline asks no more of is not looked at again") {
  const auto before = lognormal(2, 20);
  std::vector<double> some = before;
  for (std::size_t i = 0; i < 20; i += 5) some[i] += 500;
  CHECK(open_runs(looked(before, some), 100).empty());
  CHECK(first_look(20) == 20);
  CHECK(first_look(100) == 30);
  CHECK(first_look(1000) == 300);
}

TEST_CASE("costs do not ask for a second look") {
  const auto before = lognormal(2, 100);
  std::vector<double> some = before;
  for (std::size_t i = 0; i < 100; i += 5) some[i] += 500;
  BaselineCheck check = looked(before, some);
  for (BaselineRow& row : check.rows) row.gates = false;
  CHECK(open_runs(check, 100).empty());
}

TEST_CASE("two looks err no oftener than one may") {
  // Independent samples of one law, with an error of one check in five instead of one in a thousand: of 400 checks 80 may
  // be wrong, and 112 is four deviations more.
  std::size_t false_ones = 0;
  for (std::uint64_t i = 0; i < 400; ++i) {
    const auto before = lognormal(1000 + i, 100), now = lognormal(5000 + i, 100);
    BaselineCheck check = looked(before, now, 0.2);
    if (!open_runs(check, 100).empty()) {
      check.rows = paired_rows("shop", "loss", {values_of(before)}, {values_of(now)}, 100);
      for (BaselineRow& row : check.rows) row.look = 2;
      judge_rows(check, 2);
    }
    bool wrong = false;
    for (const BaselineRow& row : check.rows) wrong |= row.change == Change::worse || row.change == Change::better;
    false_ones += wrong;
  }
  CHECK(false_ones <= 112);
}

TEST_CASE("each look has its part of the error, and runs that signs have settled count in the second") {
  const auto before = lognormal(4, 100);
  std::vector<double> worse = before;
  for (double& value : worse) value *= 2;
  BaselineCheck check = looked(before, worse);
  // One row of two can show something: the p95 of thirty is not known.
  CHECK(check.rows[0].threshold == Approx(0.0005));
  auto other = paired_rows("shop", "other", {values_of(before)}, {values_of(worse)}, 100);
  for (BaselineRow& row : other) row.look = 2;
  check.rows.insert(check.rows.end(), other.begin(), other.end());
  judge_rows(check, 2);
  CHECK(check.rows[0].threshold == Approx(0.0005));
  CHECK(check.rows[0].change == Change::worse);
  CHECK(check.rows.back().threshold <= 0.0005 / 2);
  CHECK(check.threshold == check.rows.back().threshold);
}
