// What static rules say of the shipped designs: weaknesses that their documents do not speak of.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/environment.h"
#include "models/rules/provider_rules.h"

using namespace windtunnel;

namespace {

std::vector<Finding> findings(const std::string& name) {
  const models::Environment environment;
  Diagnostics diagnostics;
  const Document* document = environment.design_document(name);
  REQUIRE(document);
  const auto design = load_design(*document, environment, diagnostics);
  REQUIRE(design);
  std::vector<Rule> rules(structural_rules().begin(), structural_rules().end());
  rules.insert(rules.end(), models::provider_rules().begin(), models::provider_rules().end());
  return apply_rules(*design, rules);
}

/// Errors and warnings of a shipped design.
std::vector<std::string> weaknesses(const std::string& name) {
  std::vector<std::string> texts;
  for (const Finding& finding : findings(name))
    if (finding.severity != Finding::Severity::note) texts.push_back(finding.text);
  return texts;
}

std::string one_gateway(const std::string& pools, const std::string& gateway, const std::string& zone) {
  return "every launch of " + pools + " needs " + gateway + ", which stands in the one zone " + zone +
         ": while it or that zone is down, no replacement starts in any zone";
}

}  // namespace

TEST_CASE("one NAT gateway is a single point of failure of every launch, though both tiers span two zones") {
  CHECK(weaknesses("kasha") ==
        std::vector{one_gateway("primary.frontend and primary.backend", "primary.nat", "us-east-1a")});
}

TEST_CASE("each region of the warm standby has one NAT gateway for its launches") {
  CHECK(weaknesses("multi-region") == std::vector{one_gateway("primary.app", "primary.nat", "us-east-1a"),
                                                  one_gateway("standby.app", "standby.nat", "us-west-2a")});
}

TEST_CASE("rules read any design: none of what they say names one") {
  const models::Environment environment;
  const std::vector<std::string> names = environment.design_names();
  std::size_t texts = 0;
  for (const std::string& name : names)
    for (const Finding& finding : findings(name))
      for (const std::string& any : names) {
        INFO(finding.text);
        CHECK(finding.text.find(any) == std::string::npos);
        ++texts;
      }
  CHECK(texts > names.size());
}
