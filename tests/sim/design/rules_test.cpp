// The order of findings, and the table of rules.
#include "sim/design/rules.h"

#include <array>
#include <catch2/catch.hpp>

#include "tests/support/small_catalogue.h"

using namespace windtunnel;

namespace {

std::vector<Finding> mixed(const Design&) {
  return {{"", Finding::Severity::note, "b", "a note"},
          {"", Finding::Severity::error, "c", "an error"},
          {"", Finding::Severity::warning, "b", "a warning"},
          {"", Finding::Severity::warning, "a", "another"}};
}

}  // namespace

TEST_CASE("findings carry their rule and come with the worst first") {
  const auto design = testing::small_design(testing::two_regions);
  const std::array rules = {Rule{"mixed", "Finds everything.", mixed}};
  const auto found = apply_rules(*design, rules);
  REQUIRE(found.size() == 4);
  CHECK(found[0].severity == Finding::Severity::error);
  CHECK(found[1].component == "a");
  CHECK(found[2].text == "a warning");
  CHECK(to_text(found[3].severity) == "note");
  for (const Finding& finding : found) CHECK(finding.rule == "mixed");
}

TEST_CASE("every rule says what it is, in the order of names") {
  std::string before;
  for (const Rule& rule : structural_rules()) {
    CHECK(before < rule.name);
    CHECK(rule.summary.ends_with('.'));
    before = rule.name;
  }
}
