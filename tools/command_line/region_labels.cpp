// See region_labels.h.
#include "tools/command_line/region_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "models/geography.h"
#include "models/prices.h"

namespace windtunnel::tools {
namespace {

/// Shorter ones ("eu", "east") are a beginning of many labels, and mean none of them.
constexpr std::size_t shortest_label = 7;

std::vector<std::string> known_labels() {
  std::vector<std::string> labels = models::located_regions();
  for (std::string& label : models::price_regions()) labels.push_back(std::move(label));
  return labels;
}

}  // namespace

void warn_of_region_labels(const Document& design, Diagnostics& diagnostics) {
  static const std::vector<std::string> known = known_labels();
  const Node* regions = design.root.find("regions");
  if (!regions || !regions->is_map()) return;
  for (const Node::Entry& region : regions->entries) {
    const Node* label = region.value.find("name");
    if (!label || !label->is_scalar() || label->text.size() < shortest_label) continue;
    if (std::find(known.begin(), known.end(), label->text) != known.end()) continue;
    if (const std::string nearest = did_you_mean(label->text, known); !nearest.empty())
      diagnostics.warning(design.file, label->position,
                          fmt::format("the region \"{}\" has neither prices nor a place that distances are counted from{}",
                                      label->text, nearest));
  }
}

}  // namespace windtunnel::tools
