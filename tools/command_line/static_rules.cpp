// See static_rules.h.
#include "tools/command_line/static_rules.h"

#include "models/rules/provider_rules.h"
#include "sim/design/rules.h"

namespace windtunnel::tools {

std::vector<FindingResult> static_findings(const Design& design) {
  std::vector<Rule> rules(structural_rules().begin(), structural_rules().end());
  rules.insert(rules.end(), models::provider_rules().begin(), models::provider_rules().end());
  std::vector<FindingResult> results;
  for (Finding& finding : apply_rules(design, rules))
    results.push_back({std::move(finding.rule), std::string(to_text(finding.severity)), std::move(finding.component),
                       std::move(finding.text)});
  return results;
}

}  // namespace windtunnel::tools
