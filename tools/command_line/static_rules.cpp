// See static_rules.h.
#include "tools/command_line/static_rules.h"

#include <algorithm>

#include "models/embedded.h"
#include "models/rules/provider_rules.h"
#include "sim/design/rules.h"
#include "sim/measure/health.h"

namespace windtunnel::tools {
namespace {

std::vector<Rule> all_rules() {
  std::vector<Rule> rules;
  for (const Rule& rule : structural_rules()) rules.push_back(rule);
  for (const Rule& rule : models::provider_rules()) rules.push_back(rule);
  return rules;
}

/// Where a reader can act: the component where it is written; where that is a shipped design that the user's own one
/// extends, the user's file.
Written place_of(const Finding& finding, const Design& design) {
  const std::string own = design.inputs.empty() ? "" : design.inputs.back().first;
  const ComponentId id = design.find(finding.component);
  if (id != no_component) {
    const Written& written = design.written(id);
    if (written.file == own || !models::is_embedded(written.file)) return written;
  }
  return {own, {1, 1}};
}

}  // namespace

std::vector<FindingResult> static_findings(const Design& design) {
  std::vector<FindingResult> results;
  for (const Finding& finding : apply_rules(design, all_rules())) {
    const Written place = place_of(finding, design);
    results.push_back({finding.rule, std::string(to_text(finding.severity)), finding.component, finding.text,
                       place.file, place.position.line, place.position.column});
  }
  return results;
}

ByName<std::string> static_rules() {
  ByName<std::string> rules;
  for (const Rule& rule : all_rules()) rules.emplace_back(rule.name, rule.summary);
  rules.emplace_back(health_rule, health_rule_summary);
  std::sort(rules.begin(), rules.end());
  return rules;
}

}  // namespace windtunnel::tools
