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

}  // namespace windtunnel
