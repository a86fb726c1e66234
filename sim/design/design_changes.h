// What lies between two resolved designs: fields that changed, which of them only make sense together, and the designs
// in between.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "sim/config/document.h"

namespace windtunnel {

/// One change that can be made alone: a parameter, a key of a journey or region, or a component that came or went.
struct DesignChange {
  std::string path;           ///< "primary.frontend-subnets.route"; of a component its name: "primary.nat-2"
  std::string before, after;  ///< canonical text; of a component its type; empty: there was, or is, none
  std::vector<std::string> keys;  ///< where it stands in the resolved designs
  /// Changes (by index) that must be made before this one: the component that a new value names comes first, and one
  /// that goes is let go of first.
  std::vector<std::size_t> after_changes;
};

/// The changes from one resolved design to another, in order of their paths. Titles do not count.
std::vector<DesignChange> design_changes(const Node& before, const Node& after);

/// Which of the changes (by index) no file has made: both values were left to the catalogue, which has another default
/// now. `defaults_before` and `defaults_now` are those of the two designs' types, as default_parameters gives them.
std::set<std::size_t> changes_of_defaults(const std::vector<DesignChange>& changes, const Node& after,
                                          const Node& defaults_before, const Node& defaults_now);

/// "nat_gateway.repair" of a change of "primary.nat.repair": the type in place of the component.
std::string parameter_of(const DesignChange& change, const Node& after);

/// The first design with some of the changes made: none of them gives `before`, all of them `after`.
Node with_changes(const Node& before, const Node& after, const std::vector<DesignChange>& changes,
                  const std::set<std::size_t>& made);

}  // namespace windtunnel
