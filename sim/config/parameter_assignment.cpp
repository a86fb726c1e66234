// Single values by their paths, from text.
#include "sim/config/parameter.h"
#include "sim/config/tree_builder.h"

namespace windtunnel {
namespace {

void move_to(Node& node, Position position) {
  node.position = position;
  for (Node& item : node.items) move_to(item, position);
  for (Node::Entry& entry : node.entries) {
    entry.position = position;
    move_to(entry.value, position);
  }
}

/// The maps that lead to one value, which is read from text.
Node tree_of_assignment(std::string_view path, std::string_view text, Position position) {
  // Lists, maps in braces and null are read as in a file; what is not YAML, or only looks like a map for the colon in a distribution
  // without quotes, is one text.
  Diagnostics form;
  std::optional<Node> value = detail::parse_yaml("", text, form, {});
  if (!value || (value->is_map() && !text.starts_with('{'))) {
    value.emplace();
    value->kind = Node::Kind::scalar;
    value->text = text;
  }
  for (std::size_t end = path.size(); end != std::string_view::npos;) {
    const std::size_t dot = end == 0 ? std::string_view::npos : path.rfind('.', end - 1);
    const std::size_t begin = dot == std::string_view::npos ? 0 : dot + 1;
    Node map;
    map.kind = Node::Kind::map;
    map.entries.push_back({std::string(path.substr(begin, end - begin)), position, std::move(*value)});
    value = std::move(map);
    end = dot;
  }
  move_to(*value, position);
  return std::move(*value);
}

}  // namespace

bool assign_parameter(const ParameterTable& table, void* object, std::string_view path, std::string_view text, Reader& reader,
                      Position position) {
  ReadOptions options;
  options.overlay = true;
  return read_parameters(tree_of_assignment(path, text, position), table, object, reader, options);
}

bool try_parameter(const ParameterTable& table, void* object, std::string_view path, std::string_view text, Reader& reader,
                   Position position) {
  ReadOptions options;
  options.overlay = true;
  options.tried = true;
  return read_parameters(tree_of_assignment(path, text, position), table, object, reader, options);
}

}  // namespace windtunnel
