// Designs side by side: each cell has the worst of a scenario's targets and journeys, and tables keep within the width.
#include "reports/overview.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "reports/terminal.h"
#include "reports/text.h"
#include "tests/reports/example.h"

using namespace windtunnel;
using namespace windtunnel::reports;
using Catch::Contains;

namespace {

RunResult run_of(const std::string& design, const std::string& scenario, double p50, double p95, std::uint64_t never = 0) {
  RunResult run = example_run(scenario, p50, p95, never);
  run.design = design;
  return run;
}

/// Two designs that went through the same two scenarios, and a variant that one claim needs.
Result overview_of_two() {
  Result result;
  result.runs = {run_of("shop", "zone-loss@primary.zone-1", 84, 112), run_of("shop", "zone-loss@primary.zone-2", 240, 200),
                 run_of("shop", "region-loss", 744, 900, 600), run_of("shop", "cache-flush", 0, 0),
                 run_of("store", "zone-loss@primary.zone-1", 7200, 9000), run_of("store", "region-loss", 30, 40),
                 run_of("store", "cache-flush", 0, 0), run_of("shop-two-nat", "zone-loss@primary.zone-1", 1, 2)};
  result.runs[2].journeys[0].second.rto_seconds.p50.reset();
  result.runs[3].status = RunStatus::not_applicable;
  result.runs[5].rpo.unbounded = 3;
  for (const char* name : {"shop", "store"}) {
    DesignResult design;
    design.design = name;
    design.cost_monthly.total = 198;
    result.designs.push_back(design);
  }
  result.claims = {example_claim("shop-01", "mechanism", Verdict::refuted, "one reason"),
                   example_claim("shop-02", "target", Verdict::refuted, "another"),
                   example_claim("shop-03", "target", Verdict::upheld, "a third")};
  AvailabilityResult years;
  years.design = "shop";
  years.unavailability.mean = 1e-4;
  years.budget.target = 0.9999;
  years.budget.probability.mean = 0.87;
  result.availability = {years};
  return result;
}

}  // namespace

TEST_CASE("scenarios stand beside designs, with the worst of their targets and journeys") {
  const auto lines = comparison_lines(overview_of_two(), 100);
  // Users hurt: 1 - 98.71 %. Of 1 000 replications 600 never recovered, so neither p50 nor p95 has an end.
  CHECK(lines == std::vector<std::string>{"                            shop                store",
                                          "scenario           RTO  RPO hurt        RTO  RPO hurt",
                                          "zone-loss    4.0m/3.3m  12s 1.3%  2.0h/2.5h  12s 1.3%",
                                          "region-loss        ∞/∞  12s 1.3%    30s/40s    ∞ 1.3%"});
}

TEST_CASE("designs that do not fit beside each other follow in a table below") {
  const Result result = overview_of_two();
  const auto lines = comparison_lines(result, 45);
  CHECK(std::all_of(lines.begin(), lines.end(), [](const std::string& line) { return columns(line) <= 45; }));
  CHECK(lines.size() == 9);
  CHECK(lines[4].empty());
  CHECK_THAT(lines[5], Contains("store"));
  CHECK(comparison_lines(result, 5).size() == 9);
}

TEST_CASE("one design alone is compared with nothing") {
  Result result = overview_of_two();
  std::erase_if(result.runs, [](const RunResult& run) { return run.design == "store"; });
  CHECK(comparison_lines(result, 100).empty());
  CHECK(design_overviews(result).empty());
}

TEST_CASE("of each design a reader learns availability, budget, cost, fallen claims and what matters most") {
  const auto all = design_overviews(overview_of_two());
  REQUIRE(all.size() == 2);
  CHECK(all[0].design == "shop");
  CHECK(all[0].figures == "99.99 % available, 87 % of years keep 99.99 %, 198.00 USD a month");
  CHECK(all[0].fallen == "2 of 3 claims fell: shop-02 and shop-01; the first is a target");
  CHECK(all[0].findings.size() >= 2);
  CHECK(all[1].figures == "no years simulated, 198.00 USD a month");
  CHECK(all[1].fallen.empty());
}

TEST_CASE("the summary of several designs ends with them side by side") {
  Result result = overview_of_two();
  result.runs[0].scenario = "zone\x1b[2J@a";
  const std::string text = terminal(result, {false, 120});
  CHECK(text.find("Cost") < text.find("Designs side by side"));
  CHECK(text.find("Designs side by side") < text.find("store: no years simulated"));
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("warnings beyond the first twenty are counted, failures that decide are all told") {
  Result result = example_result();
  ExpectationResult warning = result.expectations.front(), error = warning;
  warning.verdict = error.verdict = Verdict::refuted;
  warning.level = ExpectationLevel::warn;
  error.level = ExpectationLevel::error;
  result.expectations.assign(50, warning);
  result.expectations.insert(result.expectations.end(), 30, error);
  const std::string text = terminal(result, {false, 200});
  std::size_t told = 0;
  for (std::size_t at = text.find("\n  FAILED"); at != std::string::npos; at = text.find("\n  FAILED", at + 1)) ++told;
  CHECK(told == 30 + 20);
  CHECK_THAT(text, Contains("30 more warnings failed or were inconclusive"));
}
