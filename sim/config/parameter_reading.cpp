// Reads maps of a document into objects by their tables, and says what is wrong in words that show the way out.
#include <fmt/format.h>

#include <algorithm>

#include "sim/config/parameter.h"
#include "sim/config/tree_builder.h"
#include "sim/config/wording.h"

namespace windtunnel {
namespace {

/// What stays the same, or is handed down, while one parameter is read.
struct Target {
  std::string path;  ///< for messages and written places: "health_check.interval"
  const Range* range = nullptr;
  bool overlay = false;
  WrittenPlaces* written = nullptr;

  Target below(const std::string& key) const { return {path.empty() ? key : path + "." + key, range, overlay, written}; }
  /// The same place, as something new: nothing is merged, and required keys are required.
  Target afresh() const { return {path, range, false, nullptr}; }
};

bool read_into(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader);
bool read_map(const ParameterTable& table, void* object, const Node& map, const std::vector<std::string>& reserved, const Target& target, Reader& reader);

std::string subject(const Target& target) { return target.path.empty() ? "this" : quoted(target.path); }

/// "a duration such as 90 s (units ms, s, min)".
std::string expectation(const ValueType& type) {
  std::string text = type.name;
  if (!type.example.empty()) text += " such as " + type.example;
  if (!type.units.empty()) text += fmt::format(" (unit{} {})", type.units.size() == 1 ? "" : "s", listed(type.units));
  return text;
}

/// "; did you mean "s"?" for "sec": the unit with few other letters, else the longest one with which the word begins.
std::string suggest_unit(const std::string& word, const std::vector<std::string>& units) {
  std::string nearest = nearest_word(word, units);
  if (nearest.empty())
    for (const std::string& unit : units)
      if (word.starts_with(unit) && unit.size() > nearest.size()) nearest = unit;
  return nearest.empty() ? "" : fmt::format("; did you mean {}?", quoted(nearest));
}

/// Says what is wrong with the unit, when the text begins with a number and that is what is wrong.
std::string about_unit(const ValueType& type, const Node& node) {
  if (type.units.empty() || !node.is_scalar()) return "";
  const std::size_t unit = node.text.find_first_not_of("+-0123456789.eE_");
  if (unit == std::string::npos) return node.text.empty() ? "" : "; the unit is missing";
  const std::string word = node.text.substr(std::min(node.text.find_first_not_of(' ', unit), node.text.size()));
  if (unit == 0 || word.find_first_of("0123456789(") != std::string::npos) return "";
  if (std::find(type.units.begin(), type.units.end(), word) != type.units.end()) return "";
  return fmt::format("; unknown unit {}{}", quoted(word), suggest_unit(word, type.units));
}

bool report_mismatch(const ValueType& type, const Node& node, const Target& target, const std::string& because, Reader& reader) {
  reader.error(node.position, fmt::format("{} must be {}, found {}{}", subject(target), expectation(type), node.describe(),
                                          because.empty() ? about_unit(type, node) : because));
  return false;
}

bool check_range(const ValueType& type, const void* value, const Node& node, const Target& target, Reader& reader) {
  if (type.measure == nullptr) return true;
  const double measure = type.measure(value);
  Range natural = type.natural;
  if (target.range != nullptr && target.range->low) natural.low.reset();
  if (target.range != nullptr && target.range->high) natural.high.reset();
  const bool declared_holds = target.range == nullptr || target.range->contains(measure);
  if (declared_holds && natural.contains(measure)) return true;
  const std::string& wanted = declared_holds ? natural.text : target.range->text;
  const bool drawn = type.kind == ValueKind::distribution && node.text.find('(') != std::string::npos;
  reader.error(node.position, fmt::format("{} must {} {}, found {}", subject(target), drawn ? "have a median" : "be", wanted, node.describe()));
  return false;
}

bool read_scalar(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader) {
  std::string because;
  if (!type.parse(node, reader, value, because)) return report_mismatch(type, node, target, because, reader);
  return check_range(type, value, node, target, reader);
}

bool read_optional(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader) {
  if (node.is_null()) {
    type.clear(value);
    return true;
  }
  bool held = false;
  type.each(value, [&](const std::string&, void*) { held = true; });
  Target inner = target;
  inner.overlay = target.overlay && held;
  return read_into(type.element(), type.add(value, ""), node, inner, reader);
}

bool read_list(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader) {
  const ValueType& element = type.element();
  // One item may stand without brackets: "targets: web".
  const bool alone = node.is_scalar() && !element.is_structure();
  if (!node.is_list() && !alone) return report_mismatch(type, node, target, "", reader);
  type.clear(value);
  if (alone) return read_into(element, type.add(value, ""), node, target.afresh(), reader);
  bool ok = true;
  for (std::size_t i = 0; i < node.items.size() && !reader.enough(); ++i) {
    Target item = target.afresh();
    item.path += fmt::format("[{}]", i);
    ok = read_into(element, type.add(value, ""), node.items[i], item, reader) && ok;
  }
  return ok;
}

bool read_dictionary(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader) {
  if (!node.is_map()) return report_mismatch(type, node, target, "", reader);
  std::vector<std::string> held;
  if (target.overlay) type.each(value, [&](const std::string& key, void*) { held.push_back(key); });
  else type.clear(value);
  bool ok = true;
  for (const Node::Entry& entry : node.entries) {
    if (reader.enough()) return false;
    Target item = target.below(entry.key);
    item.overlay = std::find(held.begin(), held.end(), entry.key) != held.end();
    ok = read_into(type.element(), type.add(value, entry.key), entry.value, item, reader) && ok;
  }
  return ok;
}

bool read_choice(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader) {
  std::vector<std::string> names;
  for (const ValueType::Alternative& alternative : type.alternatives) names.push_back(alternative.name);
  if (!node.is_map() || node.entries.size() != 1) {
    reader.error(node.position, fmt::format("{} must be a map with exactly one of the keys {}, found {}", subject(target), listed(names), node.describe()));
    return false;
  }
  const Node::Entry& entry = node.entries.front();
  if (std::find(names.begin(), names.end(), entry.key) == names.end()) {
    reader.error(entry.position, fmt::format("unknown key {}; expected one of {}{}", quoted(entry.key), listed(names), did_you_mean(entry.key, names)));
    return false;
  }
  void* held = type.add(value, entry.key);
  return read_into(type.alternative(entry.key), held, entry.value, target.afresh().below(entry.key), reader);
}

bool read_into(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader) {
  switch (type.kind) {
    case ValueKind::optional: return read_optional(type, value, node, target, reader);
    case ValueKind::list: return read_list(type, value, node, target, reader);
    case ValueKind::dictionary: return read_dictionary(type, value, node, target, reader);
    case ValueKind::choice: return read_choice(type, value, node, target, reader);
    case ValueKind::group:
      if (!node.is_map()) return report_mismatch(type, node, target, "", reader);
      return read_map(type.table(), value, node, {}, target, reader);
    default: return read_scalar(type, value, node, target, reader);
  }
}

std::vector<std::string> known_keys(const ParameterTable& table, const std::vector<std::string>& reserved) {
  std::vector<std::string> keys = reserved;
  for (const ParameterDeclaration& declaration : table.declarations) keys.push_back(declaration.name);
  return keys;
}

void report_missing(const ParameterTable& table, const Node& map, const Target& target, Reader& reader) {
  for (const ParameterDeclaration& declaration : table.declarations) {
    if (!declaration.required || map.find(declaration.name) != nullptr) continue;
    reader.error(map.position, fmt::format("missing key {}: {} Expected {}", quoted(target.below(declaration.name).path), declaration.meaning,
                                           expectation(declaration.type->innermost())));
  }
}

/// Two entries of one key cannot come out of a file, but may out of maps that were put together.
bool stands_twice(const Node& map, const Node::Entry& entry) {
  return std::any_of(map.entries.begin(), map.entries.end(), [&](const Node::Entry& e) { return &e < &entry && e.key == entry.key; });
}

bool read_map(const ParameterTable& table, void* object, const Node& map, const std::vector<std::string>& reserved, const Target& target, Reader& reader) {
  const std::size_t errors_before = reader.errors();
  for (const Node::Entry& entry : map.entries) {
    if (reader.enough()) return false;
    const ParameterDeclaration* declaration = table.find(entry.key);
    if (declaration != nullptr) {
      Target below = target.below(entry.key);
      below.range = &declaration->range;
      if (stands_twice(map, entry)) reader.error(entry.position, fmt::format("duplicate key {}", quoted(entry.key)));
      read_into(*declaration->type, declaration->at(object), entry.value, below, reader);
      if (target.written != nullptr) (*target.written)[below.path] = reader.place(entry.value.position);
    } else if (std::find(reserved.begin(), reserved.end(), entry.key) == reserved.end()) {
      const std::vector<std::string> keys = known_keys(table, reserved);
      reader.error(entry.position, fmt::format("unknown key {}; expected one of {}{}", quoted(entry.key), listed(keys), did_you_mean(entry.key, keys)));
    }
  }
  if (!target.overlay) report_missing(table, map, target, reader);
  if (table.check != nullptr && reader.errors() == errors_before) {
    ParameterProblems problems(map, reader);
    table.check(object, problems);
  }
  return reader.errors() == errors_before;
}

void move_to(Node& node, Position position) {
  node.position = position;
  for (Node& item : node.items) move_to(item, position);
  for (Node::Entry& entry : node.entries) {
    entry.position = position;
    move_to(entry.value, position);
  }
}

}  // namespace

void ParameterProblems::error(std::string_view key, std::string message) {
  const Node* value = map_.find(key);
  reader_.error(value == nullptr ? map_.position : value->position, std::move(message));
}

bool read_parameters(const Node& map, const ParameterTable& table, void* object, Reader& reader, const ReadOptions& options) {
  if (!map.is_map()) {
    reader.error(map.position, fmt::format("expected a map of parameters, found {}", map.describe()));
    return false;
  }
  return read_map(table, object, map, options.reserved, {"", nullptr, options.overlay, options.written}, reader);
}

bool read_value(const Node& node, const std::string& name, const ValueType& type, void* value, Reader& reader) {
  return read_into(type, value, node, {name, nullptr, false, nullptr}, reader);
}

bool assign_parameter(const ParameterTable& table, void* object, std::string_view path, std::string_view text, Reader& reader, Position position) {
  // Lists and null are read as in a file; what is not YAML, such as a distribution without quotes, is one text.
  Diagnostics form;
  std::optional<Node> value = detail::parse_yaml("", text, form, {});
  if (!value) {
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
  ReadOptions options;
  options.overlay = true;
  return read_parameters(*value, table, object, reader, options);
}

}  // namespace windtunnel
