// The table of structural rules, and how findings are put in order.
#include "sim/design/rules.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace windtunnel {

std::string_view to_text(Finding::Severity severity) {
  switch (severity) {
    case Finding::Severity::error:
      return "error";
    case Finding::Severity::warning:
      return "warning";
    case Finding::Severity::note:
      return "note";
  }
  return "note";
}

std::span<const Rule> structural_rules() {
  static constexpr std::array all = {
      Rule{"address_space",
           "Address blocks are private, apart from each other, inside their network, and large enough.",
           rules::address_space},
      Rule{"single_point_of_failure",
           "No single part is needed by every request of a journey, or by every launch of a pool.",
           rules::single_point_of_failure},
  };
  return all;
}

std::vector<Finding> apply_rules(const Design& design, std::span<const Rule> rules) {
  std::vector<Finding> all;
  for (const Rule& rule : rules) {
    std::vector<Finding> found = rule.check(design);
    for (Finding& finding : found) finding.rule = rule.name;
    all.insert(all.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  const auto key = [](const Finding& f) { return std::tie(f.severity, f.rule, f.component, f.text); };
  std::sort(all.begin(), all.end(), [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  return all;
}

}  // namespace windtunnel
