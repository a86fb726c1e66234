// Annotations: one command a line, with nothing in it that ends it or begins another.
#include "reports/pipelines/annotations.h"

#include <catch2/catch.hpp>
#include <regex>
#include <sstream>

#include "tests/reports/pipelines/example_rows.h"

using namespace windtunnel;
using namespace windtunnel::reports;
using Catch::Contains;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("failures come first, at the line that sets the limit, with the command that shows one again") {
  const std::vector<std::string> lines = lines_of(annotations(result_with_rows()));
  CHECK(lines.at(0) ==
        "::error file=scenarios/region-loss.yaml,line=7,col=5,title=shop%2C region-loss::rto.p95 of order was 212 s, "
        "expected <= 120 s%0A12 of 1 000 replications kept <= 120 s%0Awindtunnel trace shop region-loss --replication 3 "
        "--seed 42");
  CHECK_THAT(lines.at(1), Contains("::error ") && Contains("nothing measures this"));
  CHECK_THAT(lines.at(2), Contains("::error ") && Contains("inconclusive"));
  CHECK_THAT(lines.at(3), Contains("::warning ") && Contains("only a warning"));
  CHECK_THAT(lines.at(4), Contains("::notice ") && Contains("suppressed until 2029-06-30"));
  CHECK_THAT(lines.at(5), Contains("::warning file=designs/shop.yaml,line=12,col=3,title=shop%2C refused::primary."));
}

TEST_CASE("each line is one command of ours, whatever the texts of files hold") {
  Result spoilt = hostile(result_with_rows());
  for (ExpectationResult& row : spoilt.expectations) {
    row.because = "50 %\r\n::set-output name=a::b\n::add-mask::x";
    row.design = "a,line=1::b\n::error::c";
  }
  // The forms that the runner documents: properties without colon and comma, data without line breaks.
  const std::regex form("::(error|warning|notice) (file=[^:,]*,(line=[0-9]+,)?(col=[0-9]+,)?)?title=[^:,]*::[^\r\n]+");
  const std::regex percent("%(?!0A|25|2C|3A)");
  const std::vector<std::string> lines = lines_of(annotations(spoilt));
  CHECK(lines.size() > 5);
  for (const std::string& line : lines) {
    INFO(line);
    CHECK(std::regex_match(line, form));
    CHECK_FALSE(std::regex_search(line, percent));
    CHECK(line.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("what is wrong with a file is annotated at its place") {
  CHECK(annotations(Result{}, {{Severity::error, "shop.yaml", {2, 1}, "unknown key \"a\""}}) ==
        "::error file=shop.yaml,line=2,col=1,title=windtunnel::unknown key \"a\"\n");
}

TEST_CASE("text for people holds no command of a runner") {
  CHECK(without_commands("a ::b\n  ::set-output name=x::y\n") == "a ::b\n  : :set-output name=x::y\n");
  CHECK(without_commands("\r::error::x") == "\r: :error::x");
  CHECK(without_commands("x ##[group]y ##vso[task.setvariable]z") == "x # #[group]y # #vso[task.setvariable]z");
  CHECK(without_commands("## Heading\n# [x]") == "## Heading\n# [x]");
}
