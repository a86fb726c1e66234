// JUnit XML: valid by Jenkins' schema, with what someone needs to see, understand and repeat a failure.
#include "reports/pipelines/junit.h"

#include <catch2/catch.hpp>

#include "tests/reports/pipelines/example_rows.h"
#include "tests/support/consumers.h"

using namespace windtunnel;
using namespace windtunnel::reports;
using namespace windtunnel::testing;
using Catch::Contains;

TEST_CASE("one suite per scenario file and one case per expectation; what does not count is skipped") {
  const std::string xml = junit(result_with_rows());
  CHECK_THAT(xml, Contains("<testsuites name=\"windtunnel\" tests=\"6\" failures=\"1\" errors=\"1\">"));
  CHECK_THAT(xml, Contains("<testsuite name=\"scenarios/region-loss.yaml\" tests=\"3\" failures=\"1\" errors=\"1\" "
                           "skipped=\"1\">"));
  CHECK_THAT(xml, Contains("<testsuite name=\"scenarios/zone-loss.yaml\" tests=\"3\" failures=\"0\" errors=\"0\" "
                           "skipped=\"2\">"));
  CHECK_THAT(xml, Contains("<testcase classname=\"shop.zone-loss\" name=\"zone-loss@a: order rto.p95 &lt;= 120 s\"/>"));
  CHECK_THAT(xml, Contains("<skipped>suppressed until 2029-06-30: known until the second gateway is bought."));
  CHECK_THAT(xml, Contains("<skipped>inconclusive"));
  CHECK_THAT(xml, Contains("<error type=\"not measured\""));
}

TEST_CASE("a failure says what was measured, what was wanted, why, and how to see it again") {
  const std::string xml = junit(result_with_rows());
  const std::size_t begin = xml.find("<failure");
  const std::string failure = xml.substr(begin, xml.find("</failure>") - begin);
  for (const char* part :
       {"message=\"rto.p95 of order was 212 s, expected &lt;= 120 s\"", "measured  212 s", "limit     &lt;= 120 s",
        "12 of 1 000 replications", "customers leave", "scenarios/region-loss.yaml:7:5",
        "windtunnel trace shop region-loss --replication 3 --seed 42", "windtunnel run shop.yaml --seed 42"})
    CHECK_THAT(failure, Contains(part));
}

TEST_CASE("JUnit XML is valid by Jenkins' schema, whatever the texts of files hold") {
  Result spoilt = hostile(result_with_rows());
  spoilt.expectations[1].because += "\xEF\xBF\xBE\xEF\xBF\xBF\x01 ]]> \xff";  // what XML has no place for
  const Diagnostic problem{Severity::error, "a<b>.yaml", {2, 3}, "unknown key \"<x>\""};
  for (const std::string& xml :
       {junit(result_with_rows()), junit(spoilt), junit(Result{}), junit(Result{}, {problem})}) {
    const Ended checked = check_junit(xml);
    INFO(checked.out);
    CHECK(checked.status == 0);
  }
  CHECK(check_junit("<testsuites><testcase/></testsuites>").status != 0);
}

TEST_CASE("what is wrong with a file is an error, not a failure") {
  const std::string xml = junit(Result{}, {{Severity::error, "shop.yaml", {2, 1}, "unknown key \"regoins\""}});
  CHECK_THAT(xml, Contains("tests=\"1\" failures=\"0\" errors=\"1\"") && Contains("shop.yaml:2:1: error: unknown key"));
}
