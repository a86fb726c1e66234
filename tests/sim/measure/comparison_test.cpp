// Differences in pairs: what they see that two intervals do not, and what they leave out.
#include "sim/measure/comparison.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

namespace {

RunResult run_of(const std::string& design, std::vector<std::optional<double>> rto) {
  RunResult run;
  run.design = design;
  run.scenario = "zone-loss@a";
  run.replications = rto.size();
  run.replication_values.rpo_seconds.assign(rto.size(), 0.0);
  run.replication_values.rto_seconds = {{"order", std::move(rto)}};
  return run;
}

/// Storms that differ much more from each other than the designs do: design b is ten seconds slower in each.
Result storms(std::size_t count) {
  std::vector<std::optional<double>> a, b;
  for (std::size_t i = 0; i < count; ++i) {
    const double storm = 100.0 * static_cast<double>(i % 17);
    a.push_back(storm);
    b.push_back(storm + 10 + static_cast<double>(i % 3) - 1);
  }
  Result result;
  result.seed = 7;
  result.runs = {run_of("a", a), run_of("b", b)};
  return result;
}

}  // namespace

TEST_CASE("pairs show a difference that is small beside the storms") {
  const Result result = storms(60);
  const Comparison comparison = compare(result, "a", result, "b");
  REQUIRE(comparison.differences.size() == 3);  // all journeys, order, and the RPO
  const Difference& d = comparison.differences[0];
  CHECK(d.paired);
  CHECK(d.pairs == 60);
  CHECK(*d.difference.mean == Approx(10));
  CHECK(*d.difference.low > 9.5);
  CHECK(*d.difference.high < 10.5);
  CHECK(d.sign() == 1);
  CHECK(comparison.differences[2].measure == "rpo");
  CHECK(comparison.differences[2].sign() == 0);
}

TEST_CASE("the other way round the difference changes its sign") {
  const Result result = storms(60);
  const Comparison comparison = compare(result, "b", result, "a");
  CHECK(*comparison.differences[0].difference.mean == Approx(-10));
  CHECK(comparison.differences[0].sign() == -1);
}

TEST_CASE("results of different seeds are not paired, and the same difference does not show") {
  const Result first = storms(60);
  Result second = first;
  second.seed = 8;
  const Comparison comparison = compare(first, "a", second, "b");
  CHECK_FALSE(comparison.differences[0].paired);
  CHECK(comparison.differences[0].sign() == 0);
}

TEST_CASE("a result of fewer replications is paired with the first of the other, which met the same storms") {
  const Result first = storms(60), second = storms(20);
  CHECK(compare(first, "a", second, "b").differences[0].pairs == 20);
}

TEST_CASE("replications that never recovered are counted apart") {
  Result result = storms(20);
  result.runs[1].replication_values.rto_seconds[0].second[4].reset();
  const Difference d = compare(result, "a", result, "b").differences[0];
  CHECK(d.endless_first == 0);
  CHECK(d.endless_second == 1);
  CHECK(d.pairs == 19);
}

TEST_CASE("what never recovers has no mean recovery") {
  Result result;
  result.seed = 7;
  result.runs = {run_of("a", std::vector<std::optional<double>>(20)), run_of("b", std::vector<std::optional<double>>(20, 30.0))};
  const Difference d = compare(result, "a", result, "b").differences[0];
  CHECK_FALSE(d.first);
  CHECK(d.second == 30.0);  // of its own replications, since no pair ended
  CHECK_FALSE(d.difference.mean);
}

TEST_CASE("a comparison says what the bills lack") {
  Result result;
  CostLine known, canary;
  known.amount = 12;
  canary.item = "canary: runs";
  canary.quantity = 43800;
  result.designs.resize(2);
  result.designs[0].design = "a";
  result.designs[0].cost_monthly = monthly_cost({known, canary});
  result.designs[1].design = "b";
  result.designs[1].cost_monthly = monthly_cost({known});
  Comparison comparison = compare(result, "a", result, "b");
  CHECK(comparison.unpriced_first == std::vector<std::string>{"canary: runs"});
  CHECK(comparison.unpriced_second.empty());
  CHECK_FALSE(comparison.lack_the_same);
  result.designs[1].cost_monthly = result.designs[0].cost_monthly;
  CHECK(compare(result, "a", result, "b").lack_the_same);
}

TEST_CASE("to recover sooner is no better for a design that does not recover at all in a third of the storms") {
  std::vector<std::optional<double>> sure(60, 1000.0), stuck(60, 30.0);
  for (std::size_t i = 0; i < 60; i += 3) stuck[i].reset();
  Result result;
  result.seed = 7;
  result.runs = {run_of("sure", sure), run_of("stuck", stuck)};
  CHECK(compare(result, "sure", result, "stuck").differences[0].sign() == 1);
  // One storm of sixty may be chance.
  std::fill(stuck.begin() + 1, stuck.end(), 30.0);
  result.runs[1] = run_of("stuck", stuck);
  CHECK(compare(result, "sure", result, "stuck").differences[0].sign() == -1);
}

TEST_CASE("a run that only one design went through is named") {
  Result result = storms(20);
  result.runs[1].scenario = "zone-loss@b";
  const Comparison comparison = compare(result, "a", result, "b");
  CHECK(comparison.differences.empty());
  CHECK(comparison.only_first == std::vector<std::string>{"zone-loss@a"});
  CHECK(comparison.only_second == std::vector<std::string>{"zone-loss@b"});
}

TEST_CASE("the mean recovery is that of the slowest journey, over all runs") {
  Result result;
  result.runs = {run_of("a", {10.0, 30.0})};
  result.runs[0].replication_values.rto_seconds.push_back({"browse", {50.0, 0.0}});
  result.designs.resize(1);
  result.designs[0].design = "a";
  result.designs[0].cost_monthly.total = 12;
  const std::string run = result.runs[0].scenario;
  REQUIRE(mean_figures(result, "a", {run}));
  CHECK(mean_figures(result, "a", {run})->recovery == 40);
  CHECK(mean_figures(result, "a", {run})->cost == 12);
  CHECK_FALSE(mean_figures(result, "b", {run}));
  // A run that only one design has, because a change brought it, is none that both are compared on.
  RunResult own = result.runs[0], other = result.runs[0];
  own.scenario = "own";
  other.design = "b";
  result.runs.push_back(own);
  result.runs.push_back(other);
  CHECK(common_runs(result, "a", "b") == std::set<std::string>{run});
}
