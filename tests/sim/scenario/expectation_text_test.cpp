// Expectations of scenarios and policies share their keys, and are checked alike.
#include "sim/scenario/expectation_text.h"

#include <catch2/catch.hpp>

#include "sim/scenario/scenario.h"
#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

std::string problems(const std::string& expectation) {
  Diagnostics diagnostics;
  const auto document = parse_document("s.yaml", "scenario: s\nexpect: [" + expectation + "]\n", diagnostics);
  REQUIRE(document);
  load_scenario(*document, testing::SmallCatalogue(), diagnostics);
  return testing::text_of(diagnostics);
}

}  // namespace

TEST_CASE("a scenario's expectations take confidence, largest values, budgets and bills as policies do") {
  CHECK(problems("{design: kasha, rto: {max: < 5 min}, confidence: 99 %}").empty());
  CHECK(problems("{availability: {probability: {limit: \">= 99.99 %\"}}}").empty());
  CHECK(problems("{monthly_cost: {total: <= 900 USD}}").empty());
}

TEST_CASE("what an expectation needs is said") {
  CHECK(problems("{monthly_uptime: {mean: \">= 99 %\"}}").find("contracts belong in policies") != std::string::npos);
  CHECK(problems("{journey: a}").find("needs something that it expects") != std::string::npos);
  CHECK(problems("{scenario: other, rto: {p95: < 1 s}}").find("belongs in policies") != std::string::npos);
  CHECK(problems("{contract: a, rto: {p95: < 1 s}}").find("monthly_uptime or credits") != std::string::npos);
  CHECK(problems("{rto: {p95: < 1 s}, confidence: 40 %}").find("between 50 %") != std::string::npos);
  CHECK(problems("{rto: {increase: <= 10 s}}").find("limit on a share") != std::string::npos);
}
