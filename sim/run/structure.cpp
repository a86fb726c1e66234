// See structure.h.
#include "sim/run/structure.h"

#include "sim/design/component.h"

namespace windtunnel {

StructureEvaluator::StructureEvaluator(const Design& design)
    : leaves_of_(design.components().size()), root_of_(design.journeys.size(), 0) {
  for (std::uint32_t j = 0; j < design.journeys.size(); ++j) {
    if (!design.journeys[j].structural) continue;
    journeys_.push_back(j);
    root_of_[j] = add(design.journeys[j].structure, ~std::uint32_t{0});
    nodes_[root_of_[j]].root = true;
  }
}

std::uint32_t StructureEvaluator::add(const Structure& structure, std::uint32_t parent) {
  const auto id = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({parent, static_cast<std::uint32_t>(structure.at_least), 0, false, false});
  if (structure.component != no_component) leaves_of_[structure.component].push_back(id);
  for (const Structure& part : structure.parts) add(part, id);
  return id;
}

void StructureEvaluator::begin(const World& world) {
  for (NodeState& node : nodes_) {
    node.holding = 0;
    node.holds = false;
  }
  providers_.resize(leaves_of_.size());
  for (ComponentId c = 0; c < leaves_of_.size(); ++c) {
    providers_[c] = leaves_of_[c].empty() ? nullptr : world.capability<Provider>(c);
    changed(world, c);
  }
}

bool StructureEvaluator::changed(const World& world, ComponentId component) {
  const auto& leaves = leaves_of_[component];
  if (leaves.empty()) return false;
  const bool provides = providers_[component]->provides(world, Site::internet());
  bool root_changed = false;
  for (const std::uint32_t leaf : leaves) root_changed |= set(leaf, provides);
  return root_changed;
}

bool StructureEvaluator::set(std::uint32_t id, bool holds) {
  for (;;) {
    NodeState& node = nodes_[id];
    if (node.holds == holds) return false;
    node.holds = holds;
    if (node.root) return true;
    NodeState& parent = nodes_[node.parent];
    parent.holding += holds ? 1 : std::uint32_t(-1);
    id = node.parent;
    holds = parent.holding >= parent.at_least;
  }
}

}  // namespace windtunnel
