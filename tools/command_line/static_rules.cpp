// See static_rules.h.
#include "tools/command_line/static_rules.h"

#include "models/rules/provider_rules.h"
#include "sim/design/rules.h"

namespace windtunnel::tools {

std::vector<FindingResult> static_findings(const Design& design) {
  std::vector<Rule> rules;
  for (const Rule& rule : structural_rules()) rules.push_back(rule);
  for (const Rule& rule : models::provider_rules()) rules.push_back(rule);
  std::vector<FindingResult> results;
  for (const Finding& finding : apply_rules(design, rules))
    results.push_back({finding.rule, std::string(to_text(finding.severity)), finding.component, finding.text});
  return results;
}

}  // namespace windtunnel::tools
