// What is said of designs that do not work while nothing fails.
#include "sim/measure/health.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

TEST_CASE("a journey below the recovery level of its objective does not work in health, one below its objective misses it") {
  const std::vector<HealthResult> journeys = {{"fine", 0.99999, 0.999, 0.95}, {"short", 0.97, 0.999, 0.95}, {"down", 0.246, 0.999, 0.95}};
  CHECK(unhealthy(journeys[0]).empty());
  CHECK(unhealthy(journeys[1]).empty());
  CHECK(unhealthy(journeys[2]) ==
        "while nothing fails, journey down serves 24.6 % of a week's requests within its objective, which asks for 99.9 %");
  const auto findings = health_findings(journeys);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].severity == "warning");
  CHECK(findings[1].severity == "error");
}

TEST_CASE("an expectation is not upheld because what does not work cannot do worse") {
  Result result;
  DesignResult design;
  design.design = "shop";
  design.health = {{"order", 0, 0.999, 0.95}, {"look", 1, 0.999, 0.95}};
  result.designs.push_back(design);
  const auto expect = [&](const std::string& measure, const std::string& journey, const std::string& of = "shop") {
    ExpectationResult row;
    row.design = of;
    row.journey = journey;
    row.measure = measure;
    row.verdict = Verdict::upheld;
    result.expectations.push_back(row);
  };
  expect("rto.p95", "order");
  expect("rto.p95", "look");
  expect("sli.mean", "order");           // a share of requests needs no level
  expect("availability.mean", "");       // of all journeys
  expect("rto.p95", "order", "another");
  withhold_unhealthy(result);
  const std::vector<Verdict> after = {Verdict::inconclusive, Verdict::upheld, Verdict::upheld, Verdict::inconclusive, Verdict::upheld};
  for (std::size_t i = 0; i < after.size(); ++i) CHECK(result.expectations[i].verdict == after[i]);
}
