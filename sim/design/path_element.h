// One element of a journey's path as its file writes it.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/config/diagnostics.h"
#include "sim/design/design.h"
#include "sim/design/file_tables.h"

namespace windtunnel {

/// A component's name, {call: NAME, ...}, or {calls: [...]}.
struct PathElement {
  const Node* node = nullptr;
  CallText text;
  const Node* calls = nullptr;  ///< of a {calls: [...]} element
  const Node* on_miss = nullptr;
};

/// Nothing where it is none, which is reported.
std::optional<PathElement> read_path_element(const Node& node, const std::string& file, Diagnostics& diagnostics);

/// Reports those keys of an element that would have no effect where it stands; `why` is a clause.
void refuse_keys(const Node& element, std::initializer_list<std::string_view> keys, const std::string& why, const std::string& file,
                 Diagnostics& diagnostics);

/// The component that a name means in a region, none where it means none, and the name of its port.
std::pair<ComponentId, std::string> component_and_port(const Design& design, const std::string& name, DomainId region);

/// The name that a path, or one element of it, begins with, where that is a write; else null.
const Node* write_at_front(const Design& design, const Node& path, DomainId region);

}  // namespace windtunnel
