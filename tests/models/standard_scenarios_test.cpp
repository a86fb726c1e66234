// The standard suite on the shipped designs: every file is read, and every selector finds what its title speaks of.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/embedded.h"
#include "models/environment.h"
#include "sim/scenario/planner.h"

using namespace windtunnel;

namespace {

const std::vector<std::string> standard = {
    "bad-deployment", "cache-flush", "capacity-shortage", "consumer-outage", "corruption-noticed-late",
    "database-crash", "database-zone-loss", "deletion", "deployment", "dns-control-plane-loss", "failback", "instance-loss",
    "machine-loss", "maintenance", "minor-engine-upgrade", "nat-loss", "nat-zone-loss", "night-operations",
    "poison-message", "quiet-week", "region-control-plane-loss", "region-loss", "registry-loss", "replica-loss",
    "replication-lag", "retry-storm", "second-region-lost-during-failover", "secrets-loss", "standby-loss",
    "steady-load", "storage-growth", "surge", "surge-extreme", "task-loss", "zone-grey", "zone-loss",
    "zone-partition"};

std::string text_of(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) text += to_text(diagnostic) + "\n";
  return text;
}

Scenario shipped(const std::string& name, const models::Environment& environment) {
  const std::string file = std::string(WINDTUNNEL_SOURCE_DIR) + "/scenarios/standard/" + name + ".yaml";
  Diagnostics diagnostics;
  std::optional<Scenario> scenario;
  if (const auto document = load_document(file, diagnostics))
    scenario = load_scenario(*document, environment.catalogue(), diagnostics);
  INFO(text_of(diagnostics));
  REQUIRE(scenario);
  return *scenario;
}

std::vector<Plan> plans(const std::string& scenario, const std::string& design_name) {
  const models::Environment environment;
  Diagnostics diagnostics;
  const Document* document = environment.design_document(design_name);
  REQUIRE(document);
  const auto design = load_design(*document, environment, diagnostics);
  INFO(text_of(diagnostics));
  REQUIRE(design);
  const auto all = plan(shipped(scenario, environment), *design, diagnostics);
  INFO(text_of(diagnostics));
  REQUIRE(diagnostics.ok());
  return all;
}

/// Names of the runs; those with nothing to do with their reason.
std::vector<std::string> runs(const std::string& scenario, const std::string& design) {
  std::vector<std::string> names;
  for (const Plan& plan : plans(scenario, design)) {
    CHECK(plan.not_applicable.empty() != (plan.blows.empty() && plan.traffic.empty()));
    names.push_back(plan.name + (plan.not_applicable.empty() ? "" : ": " + plan.not_applicable));
  }
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("every scenario of the standard suite is well-formed, says what it is, and only warns") {
  const models::Environment environment;
  for (const std::string& name : standard) {
    const Scenario scenario = shipped(name, environment);
    INFO(name);
    CHECK(scenario.name == name);
    CHECK_FALSE(scenario.title.empty());
    CHECK(scenario.description.size() > 100);
    CHECK_FALSE(scenario.expect.empty());
    for (const Expectation& expectation : expectations(scenario)) {
      CHECK(expectation.level == ExpectationLevel::warn);
      CHECK_FALSE(expectation.why.empty());
    }
  }
}

TEST_CASE("the standard suite finds its targets in a design of one region") {
  CHECK(runs("task-loss", "kasha") == Names{"task-loss@primary.frontend", "task-loss@primary.backend"});
  CHECK(runs("zone-loss", "kasha") == Names{"zone-loss@primary.zone-1", "zone-loss@primary.zone-2"});
  CHECK(runs("nat-loss", "kasha") == Names{"nat-loss@primary.nat"});
  CHECK(runs("database-zone-loss", "kasha") == Names{"database-zone-loss"});
  CHECK(runs("region-loss", "kasha") == Names{"region-loss"});
  CHECK(runs("dns-control-plane-loss", "kasha") == Names{"dns-control-plane-loss: the design has no dns"});
  CHECK(runs("surge", "kasha") == Names{"surge"});
  CHECK(runs("retry-storm", "kasha") == Names{"retry-storm"});
  // Half of the two tasks that each service normally has.
  const std::vector<Blow> blows = plans("retry-storm", "kasha").at(0).blows;
  REQUIRE(blows.size() == 2);
  for (const Blow& blow : blows) CHECK(blow.strike.units == 1);
}

TEST_CASE("the standard suite finds its targets in a design of two regions") {
  CHECK(runs("task-loss", "multi-region") == Names{"task-loss@primary.app"});
  CHECK(runs("zone-loss", "multi-region") == Names{"zone-loss@primary.zone-1", "zone-loss@primary.zone-2",
                                                   "zone-loss@standby.zone-1", "zone-loss@standby.zone-2"});
  CHECK(runs("nat-loss", "multi-region") == Names{"nat-loss@primary.nat", "nat-loss@standby.nat"});
  CHECK(runs("database-zone-loss", "multi-region") ==
        Names{"database-zone-loss: no unit of primary.table, primary.static lies in one zone"});
  CHECK(runs("region-loss", "multi-region") == Names{"region-loss"});
  CHECK(runs("dns-control-plane-loss", "multi-region") == Names{"dns-control-plane-loss"});
  CHECK(plans("dns-control-plane-loss", "multi-region").at(0).blows.size() == 2);
  CHECK(runs("surge", "multi-region") == Names{"surge"});
  CHECK(runs("retry-storm", "multi-region") == Names{"retry-storm"});
}

TEST_CASE("what a component does not have cannot be lost") {
  CHECK(runs("standby-loss", "lamp-dr") == Names{"standby-loss: primary.db has no standby"});
  CHECK(runs("standby-loss", "ecia-dev") == Names{"standby-loss: primary.db has no standby"});
  CHECK(runs("standby-loss", "kasha") == Names{"standby-loss"});
  for (const char* scenario : {"consumer-outage", "poison-message"}) {
    const Names names = runs(scenario, "kasha");
    CHECK(names.size() == 8);
    for (const std::string& name : names) {
      INFO(name);
      const bool dead_letters = name.find("dead-letters") != std::string::npos;
      CHECK(dead_letters == name.ends_with("has no consumer that could fail at a message"));
    }
  }
  CHECK(runs("machine-loss", "ecs-aurora-cfn") ==
        Names{"machine-loss@primary.machines",
              "machine-loss@standby.machines: standby.machines runs no unit before something else has happened"});
}
