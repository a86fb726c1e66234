// SARIF: valid by the standard's schema, pointing at the lines where something can be done.
#include "reports/pipelines/sarif.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/reports/pipelines/example_rows.h"
#include "tests/support/consumers.h"

using namespace windtunnel;
using namespace windtunnel::reports;
using namespace windtunnel::testing;
using Json = nlohmann::json;

namespace {

Json run_of(const Result& result, const std::vector<Diagnostic>& problems = {}) {
  return Json::parse(sarif(result, problems)).at("runs").at(0);
}

}  // namespace

TEST_CASE("SARIF is valid by the schema of the standard, whatever the texts of files hold") {
  const Diagnostic problem{Severity::error, "a [b]:{0}.yaml", {2, 3}, "unknown key \"[x](http://y)\""};
  Result spoilt = hostile(result_with_rows());
  spoilt.expectations[1].because += "\xff\x01";
  for (const std::string& log :
       {sarif(result_with_rows()), sarif(spoilt), sarif(Result{}), sarif(Result{}, {problem})}) {
    const Ended checked = check_sarif(log);
    INFO(checked.out);
    CHECK(checked.status == 0);
  }
  CHECK(check_sarif("{\"version\": \"2.1.0\"}").status != 0);
}

TEST_CASE("a failed expectation points at the line that sets it, a finding at its component") {
  const Json run = run_of(result_with_rows());
  const Json& failed = run.at("results").at(0);
  CHECK(failed.at("ruleId") == "expectation/rto.p95");
  CHECK(failed.at("level") == "error");
  const Json& place = failed.at("locations").at(0).at("physicalLocation");
  CHECK(place.at("artifactLocation").at("uri") == "scenarios/region-loss.yaml");
  CHECK(place.at("artifactLocation").at("uriBaseId") == "%SRCROOT%");
  CHECK(place.at("region").at("startLine") == 7);
  const Json& finding = run.at("results").at(5);
  CHECK(finding.at("ruleId") == "naming");
  CHECK(finding.at("level") == "note");
  CHECK(finding.at("locations").at(0).at("physicalLocation").at("region").at("startLine") == 12);
  CHECK(finding.at("locations").at(0).at("logicalLocations").at(0).at("fullyQualifiedName") == "primary.web");
}

TEST_CASE("each result names a rule that is described, and has a fingerprint of its own") {
  const Json run = run_of(result_with_rows());
  const Json& rules = run.at("tool").at("driver").at("rules");
  CHECK(rules.at(0).at("fullDescription").at("text") == "The provider takes the configuration.");
  std::set<std::string> prints;
  for (const Json& result : run.at("results")) {
    CHECK(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == result.at("ruleId"));
    prints.insert(result.at("partialFingerprints").dump());
  }
  // The three rows of one limit are one alert, as it moves from failed to undecided; the second design repeats findings
  // under its own name.
  CHECK(prints.size() == run.at("results").size() - 2);
}

TEST_CASE("what is suppressed says so, and what holds is no result") {
  const Json results = run_of(result_with_rows()).at("results");
  std::size_t suppressed = 0;
  for (const Json& result : results) suppressed += result.contains("suppressions");
  CHECK(suppressed == 1);
  CHECK(results.at(4).at("suppressions").at(0).at("justification") ==
        "suppressed until 2029-06-30: known until the second gateway is bought");
  CHECK(results.size() == 5 + 8);
}

TEST_CASE("messages hold no links or arguments, and paths are escaped") {
  Result result = result_with_rows();
  result.expectations = {example_row("region-loss", Verdict::refuted, ExpectationLevel::error)};
  result.expectations[0].because = "[click](http://evil) {0}";
  result.expectations[0].file = "my files/a:b#c.yaml";
  const Json entry = run_of(result).at("results").at(0);
  CHECK(entry.at("message").at("text").get<std::string>().find("\\[click\\](http://evil) {{0}}") != std::string::npos);
  CHECK(entry.at("locations").at(0).at("physicalLocation").at("artifactLocation").at("uri") ==
        "my%20files/a%3Ab%23c.yaml");
}

TEST_CASE("what is wrong with a file makes the invocation a failed one") {
  const Json invocation =
      run_of(Result{}, {{Severity::error, "shop.yaml", {2, 1}, "unknown key"}}).at("invocations").at(0);
  CHECK(invocation.at("executionSuccessful") == false);
  CHECK(invocation.at("toolConfigurationNotifications").at(0).at("message").at("text") == "unknown key");
}
