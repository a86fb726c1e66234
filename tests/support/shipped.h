// Designs and scenarios as they are shipped, ready to be run.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/embedded.h"
#include "models/environment.h"
#include "sim/scenario/planner.h"
#include "tests/support/scripted_run.h"

namespace windtunnel::testing {

inline std::shared_ptr<const Design> shipped_design(const std::string& name) {
  const models::Environment environment;
  Diagnostics diagnostics;
  const Document* document = environment.design_document(name);
  REQUIRE(document);
  std::shared_ptr<const Design> design = load_design(*document, environment, diagnostics);
  REQUIRE(design);
  return design;
}

/// The runs of a shipped scenario ("scenarios/standard/surge.yaml") on a design that can be run.
inline std::vector<Plan> shipped_plans(const std::string& file, const Design& design) {
  const models::Environment environment;
  Diagnostics diagnostics;
  const auto document = parse_document(file, std::string(models::embedded_file(file)), diagnostics);
  INFO(file);
  REQUIRE(document);
  const auto scenario = load_scenario(*document, environment.catalogue(), diagnostics);
  REQUIRE(scenario);
  std::vector<Plan> plans = plan(*scenario, design, diagnostics);
  REQUIRE(diagnostics.ok());
  std::erase_if(plans, [](const Plan& plan) { return !plan.not_applicable.empty(); });
  return plans;
}

/// Files of the shipped scenarios in a folder ("scenarios/standard/").
inline std::vector<std::string> shipped_scenarios(const std::string& folder) {
  std::vector<std::string> files;
  for (const models::EmbeddedFile& file : models::embedded_files())
    if (file.path.substr(0, folder.size()) == folder && file.path.ends_with(".yaml")) files.emplace_back(file.path);
  return files;
}

}  // namespace windtunnel::testing
