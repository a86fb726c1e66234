// What a verdict, its level and a suppression mean to a pipeline.
#include "reports/pipelines/outcome.h"

#include <catch2/catch.hpp>

#include "tests/reports/pipelines/example_rows.h"

using namespace windtunnel;
using namespace windtunnel::reports;

TEST_CASE("only an error that is not suppressed fails, and what was not measured is apart from what was not decided") {
  const std::vector<ExpectationResult> rows = result_with_rows().expectations;
  const std::vector<Outcome> expected = {Outcome::passed,     Outcome::failed, Outcome::undecided,
                                         Outcome::unmeasured, Outcome::warned, Outcome::suppressed};
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(outcome(rows.at(i)) == expected[i]);
  CHECK(outcome(example_row("x", Verdict::not_measurable, ExpectationLevel::error)) == Outcome::unmeasured);
}

TEST_CASE("a pipeline hears the figure, the limit and the excuse in one sentence each") {
  const std::vector<ExpectationResult> rows = result_with_rows().expectations;
  CHECK(sentence(rows[1]) == "rto.p95 of order was 212 s, expected <= 120 s");
  CHECK(excuse(rows[1]) == "");
  CHECK(excuse(rows[5]) == "suppressed until 2029-06-30: known until the second gateway is bought");
}
