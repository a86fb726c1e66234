// See parameter_node.h.
#include "sim/config/parameter_node.h"

namespace windtunnel {
namespace {

Node node_of_value(const ValueType& type, void* value);

bool is_bare(ValueKind kind) {
  return kind == ValueKind::boolean || kind == ValueKind::integer || kind == ValueKind::number;
}

Node node_of_scalar(const ValueType& type, const void* value) {
  if (type.kind == ValueKind::zones) {
    const Zones& zones = *static_cast<const Zones*>(value);
    return zones.all ? text_node("all") : list_node(zones.names);
  }
  Node node = text_node(type.write(value));
  node.quoted = !is_bare(type.kind);
  return node;
}

/// Whether a file has no way to state this value: a name that is not given.
bool is_unnamed(const ValueType& type, const void* value) {
  return (type.kind == ValueKind::reference || type.kind == ValueKind::zone) && type.write(value).empty();
}

Node node_of_structure(const ValueType& type, void* value) {
  if (type.kind == ValueKind::group) return node_of(type.table(), value);
  Node node;
  if (type.kind == ValueKind::list) node.kind = Node::Kind::list;
  if (type.kind == ValueKind::dictionary || type.kind == ValueKind::choice) node.kind = Node::Kind::map;
  type.each(value, [&](const std::string& key, void* child) {
    const ValueType& of = type.kind == ValueKind::choice ? type.alternative(key) : type.element();
    Node inner = node_of_value(of, child);
    if (type.kind == ValueKind::optional)
      node = std::move(inner);
    else if (type.kind == ValueKind::list)
      node.items.push_back(std::move(inner));
    else
      node.entries.push_back({key, {}, std::move(inner)});
  });
  return node;
}

Node node_of_value(const ValueType& type, void* value) {
  return type.is_structure() ? node_of_structure(type, value) : node_of_scalar(type, value);
}

}  // namespace

Node node_of(const ParameterTable& table, const void* object) {
  Node map = map_node();
  for (const ParameterDeclaration& declaration : table.declarations) {
    void* value = const_cast<void*>(declaration.at_const(object));
    if (!is_unnamed(*declaration.type, value))
      map.entries.push_back({declaration.name, {}, node_of_value(*declaration.type, value)});
  }
  return map;
}

Node text_node(std::string text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.quoted = true;
  node.text = std::move(text);
  return node;
}

Node list_node(const std::vector<std::string>& texts) {
  Node node;
  node.kind = Node::Kind::list;
  for (const std::string& text : texts) node.items.push_back(text_node(text));
  return node;
}

Node map_node() {
  Node node;
  node.kind = Node::Kind::map;
  return node;
}

Node& child_of(Node& map, const std::string& key) {
  for (Node::Entry& entry : map.entries)
    if (entry.key == key) return entry.value;
  map.entries.push_back({key, {}, {}});
  return map.entries.back().value;
}

}  // namespace windtunnel
