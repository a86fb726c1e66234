// Tables of parameters: completed when built, walked by everything that derives from them.
#include "sim/config/parameter.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/config/parameter_path.h"

namespace windtunnel {
namespace {

using detail::path_below;

/// Walks the catalogue; `entered` are the tables that the walk is in.
class CatalogueWalk {
 public:
  explicit CatalogueWalk(const std::function<void(const CatalogueParameter&)>& visit) : visit_(visit) {}

  void table(const ParameterTable& table, void* object, const std::string& prefix) {
    if (std::find(entered_.begin(), entered_.end(), &table) != entered_.end()) return;
    entered_.push_back(&table);
    for (const ParameterDeclaration& declaration : table.declarations) {
      const std::string path = path_below(prefix, declaration.name);
      const ValueType& type = *declaration.type;
      const bool silent = declaration.required || type.kind == ValueKind::group;
      visit_({path, &declaration, silent ? "" : value_text(type, declaration.at(object))});
      below(type, declaration.at(object), path);
    }
    entered_.pop_back();
  }

 private:
  void below(const ValueType& type, void* value, const std::string& path) {
    if (type.kind == ValueKind::group) return table(type.table(), value, path);
    if (type.kind == ValueKind::choice) {
      for (const ValueType::Alternative& alternative : type.alternatives)
        fresh(alternative.type(), path_below(path, alternative.name));
      return;
    }
    if (type.element == nullptr) return;
    // A default optional that holds a group shows that group's values; else a new element's defaults count.
    void* held = nullptr;
    if (type.kind == ValueKind::optional) type.each(value, [&](const std::string&, void* child) { held = child; });
    if (held != nullptr) below(type.element(), held, path);
    else fresh(type.element(), path);
  }

  void fresh(const ValueType& type, const std::string& path) {
    if (type.kind == ValueKind::group) {
      const std::shared_ptr<void> object = type.table().make_default();
      table(type.table(), object.get(), path);
    } else if (type.element != nullptr) {
      fresh(type.element(), path);
    } else if (type.kind == ValueKind::choice) {
      below(type, nullptr, path);
    }
  }

  const std::function<void(const CatalogueParameter&)>& visit_;
  std::vector<const ParameterTable*> entered_;
};

void walk_values(const ParameterDeclaration& declaration, const ValueType& type, void* value, const std::string& path,
                 const std::function<void(const ParameterValue&)>& visit) {
  if (!type.is_structure()) return visit({path, &declaration, &type, value});
  if (type.kind == ValueKind::group) return for_each_value(type.table(), value, path, visit);
  type.each(value, [&](const std::string& key, void* child) {
    switch (type.kind) {
      case ValueKind::optional: return walk_values(declaration, type.element(), child, path, visit);
      case ValueKind::list: return walk_values(declaration, type.element(), child, path + "[" + key + "]", visit);
      case ValueKind::choice: return walk_values(declaration, type.alternative(key), child, path_below(path, key), visit);
      default: return walk_values(declaration, type.element(), child, path_below(path, key), visit);
    }
  });
}

}  // namespace

bool Range::contains(double value) const {
  if (low && (value < *low || (low_open && value == *low))) return false;
  return !high || (value <= *high && !(high_open && value == *high));
}

const ParameterDeclaration* ParameterTable::find(std::string_view name) const {
  const auto found = std::find_if(declarations.begin(), declarations.end(),
                                  [&](const ParameterDeclaration& d) { return d.name == name; });
  return found == declarations.end() ? nullptr : &*found;
}

void ParameterTable::check(const void* object, ParameterProblems& problems) const {
  for (const Check& each : checks) each.run(static_cast<const std::byte*>(object) + each.owner, problems);
}

std::string detail::range_text(const std::string& low, const std::string& high, bool low_open, bool high_open) {
  const std::string lower = low.empty() ? "" : (low_open ? "above " : "at least ") + low;
  const std::string upper = high.empty() ? "" : (high_open ? "below " : "at most ") + high;
  if (!low.empty() && !high.empty() && !low_open && !high_open) return "between " + low + " and " + high;
  return lower + (lower.empty() || upper.empty() ? "" : " and ") + upper;
}

void detail::complete(ParameterTable& table) {
  const std::shared_ptr<void> object = table.make_default();
  for (ParameterDeclaration& declaration : table.declarations) {
    const auto fail = [&](const char* what) {
      throw std::logic_error(fmt::format("parameter \"{}\" {}", declaration.name, what));
    };
    if (declaration.name.empty() || declaration.name.find('.') != std::string::npos) fail("needs a name without dots");
    if (declaration.meaning.empty() || declaration.source.empty()) fail("needs a meaning and a source");
    if (table.find(declaration.name) != &declaration) fail("is declared twice");
    const ValueType& type = *declaration.type;
    if (declaration.required || type.kind == ValueKind::group) continue;
    declaration.default_text = value_text(type, declaration.at(object.get()));
    if (type.measure != nullptr && !declaration.range.contains(type.measure(declaration.at(object.get()))))
      fail("has a default outside its range");
  }
}

void for_each_parameter(const ParameterTable& table, const std::string& prefix,
                        const std::function<void(const CatalogueParameter&)>& visit) {
  const std::shared_ptr<void> object = table.make_default();
  CatalogueWalk(visit).table(table, object.get(), prefix);
}

void for_each_value(const ParameterTable& table, void* object, const std::string& prefix,
                    const std::function<void(const ParameterValue&)>& visit) {
  for (const ParameterDeclaration& declaration : table.declarations)
    walk_values(declaration, *declaration.type, declaration.at(object), path_below(prefix, declaration.name), visit);
}

void for_each_reference(
    const ParameterTable& table, void* object,
    const std::function<void(const std::string& path, const ParameterDeclaration&, Reference&)>& visit) {
  for_each_value(table, object, "", [&](const ParameterValue& value) {
    if (value.type->kind == ValueKind::reference)
      visit(value.path, *value.declaration, *static_cast<Reference*>(value.value));
  });
}

}  // namespace windtunnel
