// JSON Schema of tables of parameters.
#include "sim/config/schema.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/config/wording.h"

namespace windtunnel {
namespace {

using Json = nlohmann::ordered_json;

/// A text as a regular expression that matches it and nothing else.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}/").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string alternatives_of(const std::vector<std::string>& units) {
  std::string result;
  for (const std::string& unit : units) result += (result.empty() ? "" : "|") + escaped(unit);
  return "(" + result + ")";
}

/// A number and its unit, possibly several ("1 h 30 min"); ISO 8601 durations; distributions by name. The pattern is an
/// editor's help, the reader decides.
std::string quantity_pattern(const ValueType& type) {
  const std::string number = R"([+-]?[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?)";
  const bool duration = type.kind == ValueKind::distribution || &type == &value_type<Duration>();
  std::string pattern = duration ? "(" + number + " *" + alternatives_of(type.units) + " *)+"
                                 : number + " *" + alternatives_of(type.units);
  if (duration) pattern += "|P.+|0";
  if (type.kind == ValueKind::distribution) pattern += R"(|[a-z]+\(.*\))";
  return "^(" + pattern + ")$";
}

std::string form_of(const ValueType& type) {
  std::string form;
  if (!type.example.empty()) form += "for example " + type.example;
  if (!type.units.empty()) form += (form.empty() ? "" : "; ") + std::string("units ") + listed(type.units);
  return form;
}

/// Builds schemas; `open` are the tables around the place that is being described.
class SchemaWriter {
 public:
  Json table(const ParameterTable& table, const void* defaults) {
    Json schema = {{"type", "object"}};
    if (std::find(open_.begin(), open_.end(), &table) != open_.end()) return schema;
    open_.push_back(&table);
    const std::shared_ptr<void> made = defaults == nullptr ? table.make_default() : nullptr;
    const void* object = defaults == nullptr ? made.get() : defaults;
    Json properties = Json::object(), required = Json::array();
    for (const ParameterDeclaration& declaration : table.declarations) {
      properties[declaration.name] = parameter(declaration, declaration.at_const(object));
      if (declaration.required) required.push_back(declaration.name);
    }
    open_.pop_back();
    schema["properties"] = std::move(properties);
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    return schema;
  }

  Json value(const ValueType& type, const void* defaults = nullptr) {
    switch (type.kind) {
      case ValueKind::boolean: return {{"type", "boolean"}};
      case ValueKind::integer: return {{"type", "integer"}};
      case ValueKind::number: return {{"type", "number"}};
      case ValueKind::text: return {{"type", Json::array({"string", "number", "boolean"})}};
      case ValueKind::word: return words(type);
      case ValueKind::reference:
      case ValueKind::zone:
      case ValueKind::formatted: return formatted(type);
      case ValueKind::zones: return zones(type);
      case ValueKind::quantity:
      case ValueKind::distribution: return quantity(type);
      case ValueKind::optional: return or_null(value(type.element()));
      case ValueKind::list: return list(type);
      case ValueKind::dictionary: return {{"type", "object"}, {"additionalProperties", value(type.element())}};
      case ValueKind::choice: return choice(type);
      case ValueKind::group: return table(type.table(), defaults);
    }
    return Json::object();
  }

 private:
  Json parameter(const ParameterDeclaration& declaration, const void* defaults) {
    const ValueType& type = *declaration.type;
    const ValueType& innermost = type.innermost();
    Json schema = value(type, type.kind == ValueKind::group ? defaults : nullptr);
    limit(schema, type, declaration.range);
    Json described = {{"description", describe(declaration, innermost)}};
    described.update(schema);
    if (!declaration.required && type.kind != ValueKind::group) described["default"] = default_of(type, defaults);
    return described;
  }

  static std::string describe(const ParameterDeclaration& declaration, const ValueType& innermost) {
    std::string text = declaration.meaning;
    if (const std::string form = form_of(innermost); !form.empty()) text += " (" + form + ")";
    if (!declaration.range.text.empty()) text += " Range: " + declaration.range.text + ".";
    if (!declaration.capability.empty()) text += " Names a component that offers " + declaration.capability + ".";
    if (declaration.source != "document") text += " Source: " + declaration.source + ".";
    return text;
  }

  /// Numbers carry their range as keywords; quantities are texts, whose range only the reader can check.
  static void limit(Json& schema, const ValueType& type, const Range& range) {
    if (type.kind != ValueKind::integer && type.kind != ValueKind::number) return;
    const auto number = [&](double end) -> Json {
      return type.kind == ValueKind::integer ? Json(static_cast<std::int64_t>(end)) : Json(end);
    };
    if (range.low) schema[range.low_open ? "exclusiveMinimum" : "minimum"] = number(*range.low);
    if (range.high) schema[range.high_open ? "exclusiveMaximum" : "maximum"] = number(*range.high);
  }

  static Json default_of(const ValueType& type, const void* value) {
    switch (type.kind) {
      case ValueKind::boolean: return *static_cast<const bool*>(value);
      case ValueKind::integer: return *static_cast<const std::int64_t*>(value);
      case ValueKind::number: return *static_cast<const double*>(value);
      case ValueKind::zones: {
        const Zones& zones = *static_cast<const Zones*>(value);
        return zones.all ? Json("all") : Json(zones.names);
      }
      case ValueKind::group: return default_of_group(type.table(), value);
      case ValueKind::optional:
      case ValueKind::list:
      case ValueKind::dictionary:
      case ValueKind::choice: return default_of_structure(type, value);
      default: return type.write(value);
    }
  }

  static Json default_of_group(const ParameterTable& table, const void* object) {
    Json result = Json::object();
    for (const ParameterDeclaration& declaration : table.declarations)
      result[declaration.name] = default_of(*declaration.type, declaration.at_const(object));
    return result;
  }

  static Json default_of_structure(const ValueType& type, const void* value) {
    Json result = type.kind == ValueKind::optional ? Json()
                  : type.kind == ValueKind::list   ? Json::array()
                                                   : Json::object();
    type.each(const_cast<void*>(value), [&](const std::string& key, const void* child) {
      Json held = default_of(type.kind == ValueKind::choice ? type.alternative(key) : type.element(), child);
      if (type.kind == ValueKind::optional) result = std::move(held);
      else if (type.kind == ValueKind::list) result.push_back(std::move(held));
      else result[key] = std::move(held);
    });
    return result;
  }

  static Json words(const ValueType& type) {
    Json names = Json::array();
    for (const ValueType::Word& word : type.words) names.push_back(word.word);
    return {{"enum", std::move(names)}};
  }

  static Json formatted(const ValueType& type) {
    Json schema = {{"type", "string"}, {"pattern", type.pattern}};
    if (!type.example.empty()) schema["examples"] = Json::array({type.example});
    return schema;
  }

  static Json zones(const ValueType& type) {
    const Json name = {{"type", "string"}, {"pattern", type.pattern}};
    return {
        {"anyOf", Json::array({name, {{"type", "array"}, {"items", name}, {"minItems", 1}, {"uniqueItems", true}}})}};
  }

  static Json quantity(const ValueType& type) {
    const Json text = {
        {"type", "string"}, {"pattern", quantity_pattern(type)}, {"examples", Json::array({type.example})}};
    if (&type != &value_type<Share>()) return text;
    return {{"anyOf", Json::array({text, {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}})}};
  }

  Json list(const ValueType& type) {
    const ValueType& element = type.element();
    Json items = value(element);
    Json whole = {{"type", "array"}, {"items", items}};
    if (element.is_structure()) return whole;
    return {{"anyOf", Json::array({std::move(whole), std::move(items)})}};
  }

  static Json or_null(Json schema) { return {{"anyOf", Json::array({std::move(schema), {{"type", "null"}}})}}; }

  Json choice(const ValueType& type) {
    Json properties = Json::object();
    for (const ValueType::Alternative& alternative : type.alternatives)
      properties[alternative.name] = value(alternative.type());
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"minProperties", 1},
            {"maxProperties", 1},
            {"additionalProperties", false}};
  }

  std::vector<const ParameterTable*> open_;
};

}  // namespace

nlohmann::ordered_json schema_of(const ParameterTable& table, const void* defaults) {
  return SchemaWriter().table(table, defaults);
}
nlohmann::ordered_json schema_of(const ValueType& type) { return SchemaWriter().value(type); }

}  // namespace windtunnel
