// What designs hide comes out of runs: each static rule and each mechanism is shown by a shipped design that has the
// weakness, and by one that has not.
#include <algorithm>
#include <string>
#include <vector>

#include "models/rules/provider_rules.h"
#include "sim/scenario/planner.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using testing::ScriptedRun;

namespace {

std::shared_ptr<const Design> shipped(const std::string& name) {
  const models::Environment environment;
  Diagnostics diagnostics;
  const Document* document = environment.design_document(name);
  INFO("design " << name);
  REQUIRE(document);
  std::shared_ptr<const Design> design = load_design(*document, environment, diagnostics);
  REQUIRE(design);
  return design;
}

/// The run of a scenario of that name ("zone-loss@primary.zone-1"); scenarios are given by folder and file.
Plan planned(const Design& design, const std::string& folder, const std::string& run) {
  const models::Environment environment;
  Diagnostics diagnostics;
  const std::string file = run.substr(0, run.find('@'));
  const auto document =
      load_document(std::string(WINDTUNNEL_SOURCE_DIR) + "/scenarios/" + folder + "/" + file + ".yaml", diagnostics);
  REQUIRE(document);
  const auto scenario = load_scenario(*document, environment.catalogue(), diagnostics);
  REQUIRE(scenario);
  for (const Plan& plan : plan(*scenario, design, diagnostics))
    if (plan.name == run && plan.not_applicable.empty()) return plan;
  FAIL(run << " does nothing on " << design.name);
  return {};
}

/// One figure of a run, in every replication or as often as it was published.
struct Figure {
  std::string value;  ///< a published name, or "rto", "downtime", "decide" of a journey, "unbounded" for losses without end
  std::string journey;
};

std::vector<double> measured(const std::string& design_name, const std::string& folder, const std::string& run, const Figure& figure) {
  const auto design = shipped(design_name);
  const ScriptedRun runs(*design, planned(*design, folder, run), 12);
  if (figure.value != "rto" && figure.value != "downtime" && figure.value != "unbounded" && figure.value != "decide")
    return runs.values(figure.value);
  const auto& journeys = design->journeys;
  const auto found = std::find_if(journeys.begin(), journeys.end(), [&](const auto& j) { return j.name == figure.journey; });
  REQUIRE(found != journeys.end());
  std::vector<double> all;
  for (const ReplicationRecord& record : runs.records()) {
    const JourneyRecord& journey = record.journeys[static_cast<std::size_t>(found - journeys.begin())];
    const bool endless = std::any_of(record.losses.begin(), record.losses.end(), [](const auto& loss) { return loss.unbounded; });
    all.push_back(figure.value == "rto"        ? (journey.recovered ? journey.rto_seconds : 1e9)
                  : figure.value == "downtime" ? journey.below_level_seconds
                  : figure.value == "decide"   ? journey.phases.decide
                                               : (endless ? 1.0 : 0.0));
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// The weak design is above the limit in most replications, the sound one below it in most, or has nothing to publish.
struct Mechanism {
  std::string what, folder, run;
  std::string weak, weak_journey, sound, sound_journey;
  std::string figure;
  double limit;
};

const std::vector<Mechanism>& mechanisms() {
  static const std::vector<Mechanism> all = {
      {"replacements wait for the one NAT gateway", "standard", "zone-loss@primary.zone-1", "kasha", "browse", "kasha-two-nat",
       "browse", "primary.frontend.replacement_seconds", 3600},
      {"a single instance is down while it is patched, a standby takes over", "standard", "maintenance", "lamp-dr", "visit",
       "kasha", "order", "rto", 200},
      {"a database in one zone waits for the zone", "standard", "database-zone-loss", "ecia-dev", "order", "ecia-prod", "order",
       "rto", 3600},
      {"pilot light waits for people, health checks do not", "standard", "region-loss", "lamp-dr", "visit", "multi-region",
       "write", "decide", 60},
      {"a record that people edit waits for the DNS control plane", "standard", "dns-control-plane-loss", "ecs-aurora-cfn",
       "browse", "multi-region", "read", "rto", 4 * 3600},
      {"without backups a deletion is for good", "standard", "deletion", "lamp-dr", "visit", "lamp-dr-backups", "visit",
       "unbounded", 0.5},
      {"a day of backups does not reach behind damage that is noticed later", "standard", "corruption-noticed-late", "ecia-prod",
       "order", "kasha", "order", "unbounded", 0.5},
      {"a release without a circuit breaker is taken back by people", "standard", "bad-deployment", "ecia-prod", "browse",
       "kasha", "browse", "downtime", 300},
      {"content with one origin is lost with its region", "standard", "region-loss", "ecs-aurora-cfn", "media", "multi-region",
       "static", "rto", 3600},
      {"one cluster for two regions is lost with the first", "standard", "region-loss", "ecs-aurora-active-active", "order",
       "multi-region", "write", "rto", 4 * 3600},
      {"a table with a ceiling of ten units limits writes", "standard", "surge", "multi-region", "write", "multi-region-aurora",
       "write", "primary.table.write_ceiling", 0},
      {"a replica that people promote waits for them, a global table does not", "standard", "region-loss", "multi-region-rds",
       "write", "multi-region", "write", "decide", 60},
      {"the only task of the night leaves nothing when it stops", "standard", "night-operations", "lamp-dr", "visit", "kasha",
       "browse", "downtime", 15},
      {"without Origin Shield every edge's misses reach the origin", "multi-region", "edge-cache-flush", "multi-region-unshielded",
       "static", "multi-region", "static", "cdn.origin_share", 0.08},
      // Of some 60 that the instance allows: nothing is exhausted at this load, pooled or not.
      {"without pooling every request opens a connection", "standard", "database-crash", "kasha-unpooled", "order",
       "kasha", "order", "primary.db.unpooled_connections", 0.02},
      {"everything in one zone is lost with it", "standard", "zone-loss@primary.zone-1", "kasha-one-zone", "browse", "ecia-prod",
       "browse", "rto", 4 * 3600 - 1},
  };
  return all;
}

}  // namespace

TEST_CASE("each static rule finds something in one shipped design and nothing in another") {
  std::vector<Rule> rules(structural_rules().begin(), structural_rules().end());
  rules.insert(rules.end(), models::provider_rules().begin(), models::provider_rules().end());
  const models::Environment environment;
  for (const Rule& rule : rules) {
    std::size_t with = 0, without = 0;
    for (const std::string name :
         {"kasha", "kasha-two-nat", "lamp-dr", "multi-region", "multi-region-unchecked", "ecia-prod", "ecs-aurora-cfn"}) {
      const auto findings = apply_rules(*shipped(name), std::vector{rule});
      const bool weak = std::any_of(findings.begin(), findings.end(),
                                    [](const Finding& finding) { return finding.severity != Finding::Severity::note; });
      ++(weak ? with : without);
    }
    INFO(rule.name);
    CHECK(with > 0);
    CHECK(without > 0);
  }
}

TEST_CASE("each mechanism is shown by a design that has the weakness and by one that has not") {
  for (const Mechanism& mechanism : mechanisms()) {
    INFO(mechanism.what);
    const auto above = [&](const std::vector<double>& figures) {
      return std::count_if(figures.begin(), figures.end(), [&](double figure) { return figure > mechanism.limit; });
    };
    const bool published = mechanism.figure.find('.') != std::string::npos;
    const auto weak = measured(mechanism.weak, mechanism.folder, mechanism.run, {mechanism.figure, mechanism.weak_journey});
    CHECK(above(weak) >= (published ? 1 : 10));
    if (published) {
      const auto design = shipped(mechanism.sound);
      const DesignLabels labels(*design);
      const auto& names = labels.labels().values;
      if (std::none_of(names.begin(), names.end(), [&](const auto& value) { return value.name == mechanism.figure; })) continue;
    }
    const auto sound = measured(mechanism.sound, mechanism.folder, mechanism.run, {mechanism.figure, mechanism.sound_journey});
    CHECK(above(sound) <= (published ? 0 : 2));
  }
}
