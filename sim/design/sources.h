// The documents that one design is made of: its own and those that it extends, and where each component's text stands.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/design/design.h"

namespace windtunnel {

/// One text about a component: the stack's, a region's `with`, or an overlay's. Later layers replace what they name.
struct Layer {
  const Node* node = nullptr;
  const std::string* file = nullptr;
};

/// A component as the files describe it, before its parameters are read.
struct ComponentText {
  std::string name;  ///< "primary.web", or "dns" when global
  DomainId region = no_domain;
  std::vector<Layer> layers;
};

/// The documents of a design from the base (which extends nothing) to the design itself. Cycles and unknown names are
/// reported; the list is empty then.
std::vector<const Document*> extension_chain(const Document& document, const DesignEnvironment& environment, Diagnostics& diagnostics);

/// Reports every top-level key that no design has.
void check_top_level_keys(const Document& document, Diagnostics& diagnostics);

/// The components that the chain describes, in order of regions, then the stack's order, then globals. A null value in
/// an overlay takes a component away, or a stack or a region's `with` and all that they said of components, or all stacks or
/// globals; one that finds nothing to take away is a mistake, as is a stack of the design's own that no region runs.
std::vector<ComponentText> component_texts(const std::vector<const Document*>& chain, const std::vector<Region>& regions,
                                           const std::vector<std::string>& stack_of_region, Diagnostics& diagnostics);

/// An entry of one name, as one document after the other writes it.
struct NamedText {
  std::string name;
  Position position;          ///< of the latest
  std::vector<Layer> layers;  ///< at least one

  const Layer& latest() const { return layers.back(); }
};
/// All entries of the map `key` over the chain, in the order in which names first appear; null removes one, with what came before,
/// or, in place of the map, all of them. A null that finds none to remove is a mistake.
std::vector<NamedText> named_texts(const std::vector<const Document*>& chain, std::string_view key, Diagnostics& diagnostics);

/// What a journey's documents say outside its table of parameters. Each is the latest that is stated, null taking it away; a path and
/// a structure replace each other, together with the rate that goes with them. Without a node: nothing is stated.
struct JourneySource {
  Layer path, success, rate;
};
JourneySource journey_source(const std::vector<Layer>& layers);

}  // namespace windtunnel
