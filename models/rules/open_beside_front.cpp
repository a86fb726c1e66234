// Rule: an origin that anybody may connect to, though a distribution is meant to stand in front of it.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "models/rules/provider_rules.h"

namespace windtunnel::models {
namespace {

/// What the parameters at this path and its elements say.
std::vector<std::string> values_at(const Design& design, const std::string& path) {
  std::vector<std::string> values;
  for (const auto& [name, text] : design.parameters())
    if (name == path || name.starts_with(path + "[")) values.push_back(text);
  return values;
}

bool lets_everybody_in(const Design& design, const Component& component) {
  const auto open = [](const std::string& text) { return text.find("0.0.0.0/0") != std::string::npos; };
  const auto ingress = values_at(design, component.name() + ".ingress");
  return std::any_of(ingress.begin(), ingress.end(), open);
}

}  // namespace

std::vector<Finding> open_beside_front(const Design& design) {
  std::vector<Finding> findings;
  for (const auto& front : design.components()) {
    if (front->type().name != "cloudfront_distribution") continue;
    for (const Design::Link& link : design.links(front->id())) {
      if (link.parameter != "origin" && link.parameter != "secondary_origin") continue;
      const Component& origin = design.component(link.target);
      if (!lets_everybody_in(design, origin)) continue;
      findings.push_back({"", Finding::Severity::warning, origin.name(),
                          fmt::format("{} lets everybody connect, though {} stands in front of it: requests can go past {} and "
                                      "what it inspects, limits or caches",
                                      origin.name(), front->name(), front->name())});
    }
  }
  return findings;
}

}  // namespace windtunnel::models
