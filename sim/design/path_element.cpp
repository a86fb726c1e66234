// See path_element.h.
#include "sim/design/path_element.h"

#include <algorithm>

namespace windtunnel {

std::optional<PathElement> read_path_element(const Node& node, const std::string& file, Diagnostics& diagnostics) {
  PathElement e;
  e.node = &node;
  if (node.is_scalar()) {
    e.text.call = node.text;
    return e;
  }
  if (node.is_map() && node.find("calls")) {
    e.calls = node.find("calls");
    if (node.entries.size() == 1 && e.calls->is_list()) return e;
    diagnostics.error(file, node.position, "expected {calls: [...]} alone, with a list of calls");
    return std::nullopt;
  }
  if (!node.is_map()) {
    diagnostics.error(file, node.position, "expected a component's name, {call: ...} or {calls: [...]}, found " + node.describe());
    return std::nullopt;
  }
  Reader reader(file, diagnostics);
  if (!read_parameters(node, e.text, reader, {.reserved = {"on_miss"}})) return std::nullopt;
  e.on_miss = node.find("on_miss");
  return e;
}

void refuse_keys(const Node& element, std::initializer_list<std::string_view> keys, const std::string& why, const std::string& file,
                 Diagnostics& diagnostics) {
  for (const Node::Entry& entry : element.entries)
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end())
      diagnostics.error(file, entry.position, "\"" + entry.key + "\" has no effect here: " + why);
}

std::pair<ComponentId, std::string> component_and_port(const Design& design, const std::string& name, DomainId region) {
  const ComponentId whole = design.resolve(name, region);
  const std::size_t dot = name.rfind('.');
  if (whole != no_component || dot == std::string::npos) return {whole, ""};
  return {design.resolve(name.substr(0, dot), region), name.substr(dot + 1)};
}

const Node* write_at_front(const Design& design, const Node& path, DomainId region) {
  const Node& first = path.is_list() && !path.items.empty() ? path.items.front() : path;
  const Node* name = first.is_map() ? first.find("call") : &first;
  if (!name || !name->is_scalar()) return nullptr;
  const auto [id, port_name] = component_and_port(design, name->text, region);
  const auto port = id == no_component ? std::nullopt : design.component(id).port(port_name);
  return port && port->write ? name : nullptr;
}

}  // namespace windtunnel
