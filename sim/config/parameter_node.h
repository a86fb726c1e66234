// The parameters of an object as the tree of a file that states all of them, defaults included.
#pragma once

#include "sim/config/document.h"
#include "sim/config/parameter.h"

namespace windtunnel {

/// A map that reads back, by the same table, into an equal object. References and zones that name nothing are left out,
/// since a file has no word for them; everything else is there.
Node node_of(const ParameterTable& table, const void* object);

template <Group T>
Node node_of(const T& object) {
  return node_of(parameters_of<T>(), &object);
}

/// A scalar in quotes.
Node text_node(std::string text);
/// A list of such.
Node list_node(const std::vector<std::string>& texts);
/// An empty map.
Node map_node();
/// The value under a key of a map, put there (empty) where the map has none.
Node& child_of(Node& map, const std::string& key);

}  // namespace windtunnel
