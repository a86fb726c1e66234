// Journeys whose success is a structure over conditions: counters that a change of one leaf updates on its way up.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/design/design.h"
#include "sim/design/world.h"

namespace windtunnel {

class StructureEvaluator {
 public:
  explicit StructureEvaluator(const Design& design);

  bool empty() const { return journeys_.empty(); }
  /// Asks every leaf anew.
  void begin(const World& world);
  /// A component's condition may have changed; says whether some journey's success did.
  bool changed(const World& world, ComponentId component);
  /// Whether a journey (index into Design::journeys) holds now; only for structural ones.
  bool holds(std::uint32_t journey) const { return nodes_[root_of_[journey]].holds; }

 private:
  struct NodeState {
    std::uint32_t parent = 0;
    std::uint32_t at_least = 1;
    std::uint32_t holding = 0;
    bool holds = false;
    bool root = false;
  };
  std::uint32_t add(const Structure& structure, std::uint32_t parent);
  /// Passes a changed leaf on to its ancestors; says whether a root changed.
  bool set(std::uint32_t node, bool holds);

  std::vector<NodeState> nodes_;
  std::vector<std::vector<std::uint32_t>> leaves_of_;  // by component
  std::vector<const Provider*> providers_;             // by component, of the world that it has begun with
  std::vector<std::uint32_t> journeys_;                // structural journeys
  std::vector<std::uint32_t> root_of_;                 // by journey
};

}  // namespace windtunnel
