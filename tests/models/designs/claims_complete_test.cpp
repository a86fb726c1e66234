// Every documented design answers for every claim of the ledger that names it, and for no other.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "models/embedded.h"
#include "models/environment.h"
#include "sim/config/document.h"

using namespace windtunnel;

namespace {

const std::vector<std::string> documented = {"ecia-dev",       "ecia-prod", "ecia-staging", "ecs-aurora-active-active",
                                             "ecs-aurora-cfn", "kasha",     "lamp-dr",      "multi-region"};

std::shared_ptr<const Design> shipped(const models::Environment& environment, const std::string& name) {
  Diagnostics diagnostics;
  const Document* document = environment.design_document(name);
  REQUIRE(document);
  auto design = load_design(*document, environment, diagnostics);
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) text += to_text(diagnostic) + "\n";
  INFO(text);
  REQUIRE(design);
  return design;
}

std::set<std::string> ledger_of(const models::Environment& environment, const std::string& design) {
  std::set<std::string> ids;
  for (const std::string& id : environment.claim_ids()) {
    const auto& designs = environment.claim(id)->designs;
    if (std::find(designs.begin(), designs.end(), design) != designs.end()) ids.insert(id);
  }
  return ids;
}

bool is_measured(const Claim& claim) {
  return std::none_of(claim.judgements.begin(), claim.judgements.end(), [](const Judgement& judgement) {
    return judgement.kind == Judgement::Kind::not_measured || judgement.kind == Judgement::Kind::not_measurable;
  });
}

}  // namespace

TEST_CASE("every claim has a row in every design that its document speaks of") {
  const models::Environment environment;
  for (const std::string& name : documented) {
    INFO(name);
    const auto design = shipped(environment, name);
    std::set<std::string> rows;
    for (const Claim& claim : design->claims) {
      INFO(claim.id);
      CHECK(rows.insert(claim.id).second);
      CHECK_FALSE(claim.judgements.empty());
    }
    CHECK(rows == ledger_of(environment, name));
  }
}

TEST_CASE("every target is measured, and so are most other claims") {
  const models::Environment environment;
  std::size_t targets = 0, measured = 0;
  for (const std::string& name : documented) {
    const auto design = shipped(environment, name);
    for (const Claim& claim : design->claims) {
      INFO(claim.id << " of " << name);
      const bool target = environment.claim(claim.id)->kind == "target";
      targets += target;
      measured += !target && is_measured(claim);
      if (target) CHECK(is_measured(claim));
    }
  }
  // The ledger has eight targets, each of one design.
  CHECK(targets == 8);
  CHECK(measured >= 100);
}

TEST_CASE("claims speak of runs that scenarios make, and of variants that are shipped") {
  const models::Environment environment;
  std::set<std::string> scenarios;
  Diagnostics diagnostics;
  for (const models::EmbeddedFile& file : models::embedded_files())
    if (file.path.starts_with("scenarios/"))
      if (const auto document = parse_document(std::string(file.path), std::string(file.text), diagnostics))
        scenarios.insert(document->root.entries.front().value.text);
  for (const std::string& name : documented) {
    const auto design = shipped(environment, name);
    for (const Claim& claim : design->claims)
      for (const Judgement& judgement : claim.judgements) {
        INFO(claim.id << " of " << name << ": " << judgement.scenario << judgement.overlay << judgement.saving_by);
        if (!judgement.scenario.empty())
          CHECK(scenarios.count(judgement.scenario.substr(0, judgement.scenario.find('@'))) == 1);
        if (!judgement.overlay.empty()) CHECK(environment.design_document(judgement.overlay));
        if (!judgement.saving_by.empty()) CHECK(environment.design_document(judgement.saving_by));
      }
  }
}
