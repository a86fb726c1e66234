// See junit.h. The elements and their order are those of the schema that Jenkins publishes.
#include "reports/pipelines/junit.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/answer.h"
#include "reports/markup.h"
#include "reports/pipelines/outcome.h"
#include "sim/measure/glob.h"

namespace windtunnel::reports {
namespace {

struct Suite {
  std::string name, cases;
  std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;
};

/// The suite of a name, made where there is none yet.
Suite& suite_of(std::vector<Suite>& suites, const std::string& name) {
  const auto found = std::ranges::find(suites, name, &Suite::name);
  if (found != suites.end()) return *found;
  suites.push_back({});
  suites.back().name = name;
  return suites.back();
}

/// What someone needs to see, understand and repeat a failure.
std::string details(const Result& result, const ExpectationResult& row) {
  std::string text;
  const auto add = [&text](const char* what, const std::string& value) {
    if (!value.empty()) text += fmt::format("{:<10}{}\n", what, markup(value));
  };
  add("measured", row.measured_text);
  add("limit", row.limit);
  add("because", row.because);
  add("why", row.why);
  if (row.line > 0) add("set at", fmt::format("{}:{}:{}", row.file, row.line, row.column));
  if (!row.scenario.empty()) add("replay", replay_command(result, row));
  add("run again", result.command);
  return text;
}

void add_case(const Result& result, const ExpectationResult& row, Suite& suite) {
  const std::string place = row.scenario.empty() ? row.design : row.design + "." + scenario_of(row.scenario);
  const std::string run = row.scenario.empty() ? "" : row.scenario + ": ";
  const std::string owner = row.journey.empty() ? "" : row.journey + " ";
  const std::string begin = fmt::format("    <testcase classname=\"{}\" name=\"{}\"", markup(place),
                                        markup(run + owner + row.measure + " " + row.limit));
  const std::string message = markup(sentence(row));
  ++suite.tests;
  switch (outcome(row)) {
    case Outcome::passed:
      suite.cases += begin + "/>\n";
      return;
    case Outcome::failed:
      ++suite.failures;
      suite.cases += fmt::format("{}>\n      <failure type=\"expectation\" message=\"{}\">{}</failure>\n", begin,
                                 message, details(result, row));
      break;
    case Outcome::unmeasured:
      ++suite.errors;
      suite.cases += fmt::format("{}>\n      <error type=\"not measured\" message=\"{}\">{}</error>\n", begin, message,
                                 details(result, row));
      break;
    default:
      ++suite.skipped;
      suite.cases += fmt::format("{}>\n      <skipped>{}. {}.\n{}</skipped>\n", begin, markup(excuse(row)), message,
                                 details(result, row));
  }
  suite.cases += "    </testcase>\n";
}

void add_problem(const Diagnostic& problem, Suite& suite) {
  ++suite.tests;
  ++suite.errors;
  suite.cases += fmt::format(
      "    <testcase classname=\"input\" name=\"{}:{}:{}\">\n      <error type=\"input\" message=\"{}\">{}</error>\n"
      "    </testcase>\n",
      markup(problem.file), problem.position.line, problem.position.column, markup(problem.message),
      markup(to_text(problem)));
}

}  // namespace

std::string junit(const Result& result, const std::vector<Diagnostic>& problems) {
  std::vector<Suite> suites;
  for (const Diagnostic& problem : problems) add_problem(problem, suite_of(suites, "input files"));
  for (const ExpectationResult& row : result.expectations)
    add_case(result, row, suite_of(suites, row.file.empty() ? scenario_of(row.scenario) : row.file));
  Suite all;
  std::string text;
  for (const Suite& suite : suites) {
    text += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n    <properties>\n"
        "      <property name=\"windtunnel\" value=\"{}\"/>\n      <property name=\"seed\" value=\"{}\"/>\n"
        "    </properties>\n{}  </testsuite>\n",
        markup(suite.name), suite.tests, suite.failures, suite.errors, suite.skipped, markup(result.windtunnel),
        result.seed, suite.cases);
    all.tests += suite.tests;
    all.failures += suite.failures;
    all.errors += suite.errors;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"windtunnel\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\">\n{}</testsuites>\n",
      all.tests, all.failures, all.errors, text);
}

}  // namespace windtunnel::reports
