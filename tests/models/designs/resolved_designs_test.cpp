// Every shipped design stands alone in its resolved form: the same parameters, and the same trajectories to the bit.
#include <catch2/catch.hpp>

#include "models/environment.h"
#include "sim/design/resolved.h"
#include "sim/run/campaign.h"
#include "sim/scenario/planner.h"

using namespace windtunnel;

namespace {

std::shared_ptr<const Design> load(const Document& document, const models::Environment& environment) {
  Diagnostics diagnostics;
  std::shared_ptr<const Design> design = load_design(document, environment, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.sorted()) UNSCOPED_INFO(to_text(diagnostic));
  REQUIRE(design);
  return design;
}

/// Fingerprints of a few replications in which a zone of every region is lost.
std::vector<std::uint64_t> fingerprints(const std::shared_ptr<const Design>& design) {
  Diagnostics diagnostics;
  const std::string text = "scenario: dark\ntitle: Dark\nfaults:\n  - {strike: each zone, mode: power_loss, for: 1 h}\n";
  const models::Environment environment;
  const auto document = parse_document("dark.yaml", text, diagnostics);
  const auto scenario = load_scenario(*document, environment.catalogue(), diagnostics);
  REQUIRE(scenario);
  const auto prepared = prepare({design}, {});
  std::vector<PlannedRun> runs;
  for (Plan& p : plan(*scenario, *design, diagnostics)) runs.push_back({0, std::move(p), 2});
  std::vector<std::uint64_t> prints;
  for (const auto& records : run_campaign(prepared, runs, {}))
    for (const ReplicationRecord& record : records) prints.push_back(record.fingerprint);
  return prints;
}

}  // namespace

TEST_CASE("a resolved design has the parameters of the design, and resolves to itself") {
  const models::Environment environment;
  for (const std::string& name : environment.design_names()) {
    INFO(name);
    const Document& document = *environment.design_document(name);
    const auto design = load(document, environment);
    const Node resolved = resolved_design(document, environment, *design);
    const Document alone = resolved_document(resolved, name + ", resolved");
    const auto again = load(alone, environment);
    CHECK(again->parameters() == design->parameters());
    CHECK(resolved_text(resolved_design(alone, environment, *again)) == resolved_text(resolved));
  }
}

TEST_CASE("a resolved design runs as the design does, to the last bit") {
  const models::Environment environment;
  for (const std::string name : {"kasha", "multi-region", "lamp-dr", "ecia-prod"}) {
    INFO(name);
    const Document& document = *environment.design_document(name);
    const auto design = load(document, environment);
    const auto alone = load(resolved_document(resolved_design(document, environment, *design), name), environment);
    const auto expected = fingerprints(design);
    CHECK(expected.size() >= 2);
    CHECK(fingerprints(alone) == expected);
  }
}
