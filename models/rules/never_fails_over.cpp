// Rule: a failover record that nothing tells of its primary's loss, and that nobody switches.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "models/rules/provider_rules.h"

namespace windtunnel::models {
namespace {

/// Fact r53.record.no_hc: a record without a health check always counts as healthy, unless its alias takes over its target's health.
bool hears_of_health(const Design& design, const Component& record) {
  const std::string check = record.name() + ".health_check.", alias = record.name() + ".evaluate_target_health";
  const auto parameters = design.parameters();
  return std::any_of(parameters.begin(), parameters.end(), [&](const auto& parameter) {
    return parameter.first.starts_with(check) || (parameter.first == alias && parameter.second == "true");
  });
}

bool is_switched(const Design& design, const Component& record) {
  const auto& components = design.components();
  return std::any_of(components.begin(), components.end(), [&](const auto& component) {
    const auto& links = design.links(component->id());
    return std::any_of(links.begin(), links.end(), [&](const Design::Link& link) {
      return link.target == record.id() && link.capability == Operable::capability;
    });
  });
}

}  // namespace

std::vector<Finding> never_fails_over(const Design& design) {
  std::vector<Finding> findings;
  for (const auto& record : design.components()) {
    if (record->type().name != "route53_failover" || hears_of_health(design, *record) || is_switched(design, *record)) continue;
    findings.push_back({"", Finding::Severity::warning, record->name(),
                        fmt::format("{} never fails over: it has neither a health check nor evaluate_target_health, so that its primary "
                                    "counts as healthy whatever happens to it, and no runbook or rule switches it",
                                    record->name())});
  }
  return findings;
}

}  // namespace windtunnel::models
