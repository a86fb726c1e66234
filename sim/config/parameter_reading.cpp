// Reads maps of a document into objects by their tables, and says what is wrong in words that show the way out.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "sim/config/parameter.h"
#include "sim/config/parameter_path.h"
#include "sim/config/wording.h"

namespace windtunnel {
namespace {

/// What stays the same, or is handed down, while one parameter is read.
struct Target {
  std::string path;  ///< for messages and written places: "health_check.interval"
  const Range* range = nullptr;
  bool overlay = false;
  bool layered = false;  ///< more layers follow: what is required or joins values is checked after the last
  WrittenPlaces* written = nullptr;

  Target below(const std::string& key) const {
    return {detail::path_below(path, key), range, overlay, layered, written};
  }
  /// The same place, as something new: nothing is merged, and required keys are required.
  Target afresh() const { return {path, range, false, false, nullptr}; }
};

bool read_into(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader);
bool read_map(const ParameterTable& table, void* object, const Node& map, const std::vector<std::string>& reserved,
              const Target& target, Reader& reader);

std::string subject(const Target& target) { return target.path.empty() ? "this" : in_quotes(target.path); }

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
  return nearest.empty() ? "" : fmt::format("; did you mean {}?", in_quotes(nearest));
}

/// Says what is wrong with the unit, when the text begins with a number and that is what is wrong.
std::string about_unit(const ValueType& type, const Node& node) {
  if (type.units.empty() || !node.is_scalar()) return "";
  const std::size_t unit = node.text.find_first_not_of("+-0123456789.eE_");
  if (unit == std::string::npos) return node.text.empty() ? "" : "; the unit is missing";
  const std::string word = node.text.substr(std::min(node.text.find_first_not_of(' ', unit), node.text.size()));
  if (unit == 0 || word.find_first_of("0123456789(") != std::string::npos) return "";
  if (std::find(type.units.begin(), type.units.end(), word) != type.units.end()) return "";
  return fmt::format("; unknown unit {}{}", in_quotes(word), suggest_unit(word, type.units));
}

bool report_mismatch(const ValueType& type, const Node& node, const Target& target, const std::string& because,
                     Reader& reader) {
  reader.error(node.position, fmt::format("{} must be {}, found {}{}", subject(target), expectation(type),
                                          node.describe(), because.empty() ? about_unit(type, node) : because));
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
  reader.error(node.position, fmt::format("{} must {} {}, found {}", subject(target), drawn ? "have a median" : "be",
                                          wanted, node.describe()));
  return false;
}

bool read_scalar(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader) {
  std::string because;
  if (!type.parse(node, reader, value, because)) return report_mismatch(type, node, target, because, reader);
  return check_range(type, value, node, target, reader);
}

/// What was stated below a value that has been taken away counts no more when the value is given again.
void forget_below(const Target& target) {
  if (target.written == nullptr) return;
  const std::string prefix = target.path + ".";
  const auto begin = target.written->lower_bound(prefix);
  auto end = begin;
  while (end != target.written->end() && end->first.starts_with(prefix)) ++end;
  target.written->erase(begin, end);
}

bool read_optional(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader) {
  if (node.is_null()) {
    type.clear(value);
    forget_below(target);
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
  std::set<std::string> held;
  if (target.overlay) type.each(value, [&](const std::string& key, void*) { held.insert(key); });
  else type.clear(value);
  bool ok = true;
  for (const Node::Entry& entry : node.entries) {
    if (reader.enough()) return false;
    Target item = target.below(entry.key);
    item.overlay = held.contains(entry.key);
    ok = read_into(type.element(), type.add(value, entry.key), entry.value, item, reader) && ok;
  }
  return ok;
}

bool read_choice(const ValueType& type, void* value, const Node& node, const Target& target, Reader& reader) {
  std::vector<std::string> names;
  for (const ValueType::Alternative& alternative : type.alternatives) names.push_back(alternative.name);
  if (!node.is_map() || node.entries.size() != 1) {
    reader.error(node.position, fmt::format("{} must be a map with exactly one of the keys {}, found {}",
                                            subject(target), listed(names), node.describe()));
    return false;
  }
  const Node::Entry& entry = node.entries.front();
  if (std::find(names.begin(), names.end(), entry.key) == names.end()) {
    reader.error(entry.position, fmt::format("unknown key {}; expected one of {}{}", in_quotes(entry.key), listed(names),
                                             did_you_mean(entry.key, names)));
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

void report_missing(const ParameterDeclaration& declaration, const std::string& path, const Place& place,
                    Reader& reader) {
  reader.error_at(place, fmt::format("missing key {}: {} Expected {}", in_quotes(path), declaration.meaning,
                                     expectation(declaration.type->innermost())));
}

/// Required keys, and rules that join values, of a map that is whole.
void check_whole(const ParameterTable& table, const void* object, const Node& map, const Target& target, bool all_well,
                 Reader& reader) {
  const Place place_of_map = reader.place(map.position);
  for (const ParameterDeclaration& declaration : table.declarations) {
    if (!declaration.required || target.overlay || map.find(declaration.name) != nullptr) continue;
    report_missing(declaration, target.below(declaration.name).path, place_of_map, reader);
    all_well = false;
  }
  if (table.checks.empty() || !all_well) return;
  ParameterProblems problems([&](std::string_view key, std::string message) {
    const Node* value = map.find(key);
    reader.error_at(value == nullptr ? place_of_map : reader.place(value->position), std::move(message));
  });
  table.check(object, problems);
}

/// Two entries of one key cannot come out of a file, but may out of maps that were put together.
bool stands_twice(const Node& map, const Node::Entry& entry) {
  return std::any_of(map.entries.begin(), map.entries.end(),
                     [&](const Node::Entry& e) { return &e < &entry && e.key == entry.key; });
}

bool read_map(const ParameterTable& table, void* object, const Node& map, const std::vector<std::string>& reserved,
              const Target& target, Reader& reader) {
  const std::size_t errors_before = reader.errors();
  for (const Node::Entry& entry : map.entries) {
    if (reader.enough()) return false;
    const ParameterDeclaration* declaration = table.find(entry.key);
    if (declaration != nullptr) {
      Target below = target.below(entry.key);
      below.range = &declaration->range;
      if (stands_twice(map, entry)) reader.error(entry.position, fmt::format("duplicate key {}", in_quotes(entry.key)));
      read_into(*declaration->type, declaration->at(object), entry.value, below, reader);
      if (target.written != nullptr) (*target.written)[below.path] = reader.place(entry.value.position);
    } else if (std::find(reserved.begin(), reserved.end(), entry.key) == reserved.end()) {
      const std::vector<std::string> keys = known_keys(table, reserved);
      reader.error(entry.position, fmt::format("unknown key {}; expected one of {}{}", in_quotes(entry.key), listed(keys),
                                               did_you_mean(entry.key, keys)));
    }
  }
  if (!target.layered) check_whole(table, object, map, target, reader.errors() == errors_before, reader);
  return reader.errors() == errors_before;
}

/// What joins several values of an object that was put together from layers, and is wrong.
struct JointProblem {
  std::string object;  ///< path of the map that holds them: "health_check"; empty at the top
  std::string path;    ///< of the key that it stands at
  std::string message;
  Place place;  ///< of that key's value, or of the map
};

/// Checks an object that was put together from layers, as check_whole does one that was read at once.
class LayeredCheck {
 public:
  LayeredCheck(const WrittenPlaces& written, Reader& reader) : written_(written), reader_(reader) {}

  /// Reports required keys that are missing. `place` is where the object's own map is written.
  void required(const ParameterTable& table, void* object, const Place& place) {
    const auto visit = [this](const ParameterTable& of, void*, const std::string& path, const Place& map) {
      for (const ParameterDeclaration& declaration : of.declarations)
        if (const std::string below = detail::path_below(path, declaration.name); declaration.required && !written_.contains(below))
          report_missing(declaration, below, map, reader_);
    };
    walk(table, object, "", place, visit);
  }

  /// What is wrong between values.
  std::vector<JointProblem> joint(const ParameterTable& table, void* object, const Place& place) {
    std::vector<JointProblem> found;
    const auto visit = [&](const ParameterTable& of, void* part, const std::string& path, const Place& map) {
      ParameterProblems problems([&](std::string_view key, std::string message) {
        const std::string at = detail::path_below(path, std::string(key));
        const auto stated = written_.find(at);
        found.push_back({path, at, std::move(message), stated == written_.end() ? map : stated->second});
      });
      of.check(part, problems);
    };
    walk(table, object, "", place, visit);
    return found;
  }

 private:
  /// Visits the maps that are stated, inner ones first.
  template <class Visit>
  void walk(const ParameterTable& table, void* object, const std::string& path, const Place& place, const Visit& visit) {
    for (const ParameterDeclaration& declaration : table.declarations)
      walk_value(*declaration.type, declaration.at(object), detail::path_below(path, declaration.name), visit);
    visit(table, object, path, place);
  }

  template <class Visit>
  void walk_value(const ValueType& type, void* value, const std::string& path, const Visit& visit) {
    // "pools.fast-2.min" stands between "pools.fast" and "pools.fast.min".
    auto stated = written_.find(path);
    if (stated == written_.end()) stated = written_.lower_bound(path + ".");
    if (stated == written_.end() || (stated->first != path && !stated->first.starts_with(path + "."))) return;
    if (type.kind == ValueKind::group) return walk(type.table(), value, path, stated->second, visit);
    if (type.kind != ValueKind::optional && type.kind != ValueKind::dictionary) return;
    type.each(value, [&](const std::string& key, void* child) {
      walk_value(type.element(), child, key.empty() ? path : detail::path_below(path, key), visit);
    });
  }

  const WrittenPlaces& written_;
  Reader& reader_;
};

/// Layers over one object, read up to some of them.
class Layers {
 public:
  Layers(const std::vector<ParameterLayer>& layers, const ParameterTable& table, const std::vector<std::string>& reserved)
      : layers_(layers), table_(table), reserved_(reserved) {}

  void read(std::size_t begin, std::size_t end, void* object, WrittenPlaces& written, Diagnostics& diagnostics) const {
    for (std::size_t i = begin; i < end; ++i) {
      Reader reader(*layers_[i].file, diagnostics);
      const Node& map = *layers_[i].map;
      if (map.is_map())
        read_map(table_, object, map, reserved_, {"", nullptr, i > begin, true, &written}, reader);
      else
        reader.error(map.position, fmt::format("expected a map of parameters, found {}", map.describe()));
    }
  }

  /// Where the layer that brought a problem about states something of it: what was right before is not to blame.
  Place cause(const JointProblem& problem) const {
    std::size_t layer = layers_.size() - 1;
    while (layer > 0 && has(problem, layer)) --layer;
    if (layer == 0) return problem.place;
    const std::shared_ptr<void> object = table_.make_default();
    WrittenPlaces written;
    Diagnostics told;
    read(layer, layer + 1, object.get(), written, told);
    if (const auto stated = written.find(problem.path); stated != written.end()) return stated->second;
    const std::string below = problem.object.empty() ? "" : problem.object + ".";
    if (const auto beside = written.lower_bound(below); beside != written.end() && beside->first.starts_with(below)) return beside->second;
    return {*layers_[layer].file, layers_[layer].map->position};
  }

 private:
  /// Whether the first layers alone have a problem.
  bool has(const JointProblem& problem, std::size_t layers) const {
    const std::shared_ptr<void> object = table_.make_default();
    WrittenPlaces written;
    Diagnostics told;
    read(0, layers, object.get(), written, told);
    Reader reader(*layers_.front().file, told);
    const auto found = LayeredCheck(written, reader).joint(table_, object.get(), {});
    return std::any_of(found.begin(), found.end(),
                       [&](const JointProblem& one) { return one.path == problem.path && one.message == problem.message; });
  }

  const std::vector<ParameterLayer>& layers_;
  const ParameterTable& table_;
  const std::vector<std::string>& reserved_;
};

}  // namespace

bool read_parameters(const Node& map, const ParameterTable& table, void* object, Reader& reader,
                     const ReadOptions& options) {
  if (!map.is_map()) {
    reader.error(map.position, fmt::format("expected a map of parameters, found {}", map.describe()));
    return false;
  }
  return read_map(table, object, map, options.reserved, {"", nullptr, options.overlay, options.tried, options.written}, reader);
}

bool read_layers(const std::vector<ParameterLayer>& layers, const ParameterTable& table, void* object,
                 Diagnostics& diagnostics, const ReadOptions& options) {
  const std::size_t errors_before = diagnostics.errors();
  const Layers all(layers, table, options.reserved);
  WrittenPlaces written;
  all.read(0, layers.size(), object, written, diagnostics);
  Reader reader(*layers.front().file, diagnostics);
  LayeredCheck check(written, reader);
  const Place place = reader.place(layers.front().map->position);
  // What was left unread after too many mistakes may well be there.
  if (!reader.enough()) check.required(table, object, place);
  // After other mistakes, what joins several values would only be noise.
  if (diagnostics.errors() == errors_before)
    for (const JointProblem& problem : check.joint(table, object, place)) reader.error_at(all.cause(problem), problem.message);
  if (options.written != nullptr) options.written->insert(written.begin(), written.end());
  return diagnostics.errors() == errors_before;
}

bool read_value(const Node& node, const std::string& name, const ValueType& type, void* value, Reader& reader) {
  return read_into(type, value, node, {name, nullptr, false, false, nullptr}, reader);
}

}  // namespace windtunnel
