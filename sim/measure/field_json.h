// Writer, reader and schema of whatever has a field list: visitors of `describe`, found where they are used. For the
// few .cpp files that read or write such files.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sim/config/document.h"
#include "sim/measure/baseline_check.h"
#include "sim/measure/result.h"

namespace windtunnel::result_fields {

using Json = nlohmann::ordered_json;

[[noreturn]] inline void wrong(const std::string& place, std::string_view expected) {
  throw std::runtime_error(fmt::format("{}: expected {}", place.empty() ? "/" : place, expected));
}

/// Whatever has a field list.
template <class T>
concept Described = std::is_class_v<T>;

// ---- writing

inline Json written(double& value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
inline Json written(std::uint64_t& value) { return value; }
inline Json written(std::int64_t& value) { return value; }
inline Json written(bool& value) { return value; }
inline Json written(std::string& value) { return value; }
inline Json written(RunStatus& value) { return to_text(value); }
inline Json written(Verdict& value) { return to_text(value); }
inline Json written(Change& value) { return to_text(value); }
inline Json written(ExpectationLevel& value) { return to_text(value); }
/// Plain scalars that JSON knows as numbers or truth values stay such; all others are text.
inline Json written(Node& node) {
  if (node.is_null()) return nullptr;
  if (node.is_scalar()) {
    const Json plain = node.quoted ? Json() : Json::parse(node.text, nullptr, false);
    return plain.is_number() || plain.is_boolean() ? plain : Json(node.text);
  }
  Json json = node.is_list() ? Json::array() : Json::object();
  for (Node& item : node.items) json.push_back(written(item));
  for (Node::Entry& entry : node.entries) json[entry.key] = written(entry.value);
  return json;
}
inline Json written(std::optional<double>& value) { return value ? written(*value) : Json(nullptr); }

template <class T>
Json written(std::vector<T>& items);
template <class T>
Json written(ByName<T>& entries);

struct Writer {
  Json object = Json::object();
  template <class T>
  void operator()(const char* key, T& member, const char*);
};

template <Described T>
Json written(T& value) {
  Writer writer;
  describe(writer, value);
  return std::move(writer.object);
}

template <class T>
Json written(std::vector<T>& items) {
  Json list = Json::array();
  for (T& item : items) list.push_back(written(item));
  return list;
}

template <class T>
Json written(ByName<T>& entries) {
  Json object = Json::object();
  for (auto& [name, value] : entries) object[name] = written(value);
  return object;
}

template <class T>
void Writer::operator()(const char* key, T& member, const char*) {
  object[key] = written(member);
}

// ---- reading

inline void read(const Json& json, double& value, const std::string& place) {
  if (json.is_null()) {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (json.is_number()) {
    value = json.get<double>();
  } else {
    wrong(place, "a number");
  }
}

inline void read(const Json& json, std::uint64_t& value, const std::string& place) {
  if (!json.is_number_unsigned()) wrong(place, "a whole number from 0");
  value = json.get<std::uint64_t>();
}

inline void read(const Json& json, std::int64_t& value, const std::string& place) {
  if (!json.is_number_integer()) wrong(place, "a whole number");
  value = json.get<std::int64_t>();
}

inline void read(const Json& json, bool& value, const std::string& place) {
  if (!json.is_boolean()) wrong(place, "true or false");
  value = json.get<bool>();
}

inline void read(const Json& json, std::string& value, const std::string& place) {
  if (!json.is_string()) wrong(place, "text");
  value = json.get<std::string>();
}

/// Finds the state whose word stands in the file.
template <class State>
void read_state(const Json& json, State& value, int count, const std::string& place) {
  std::string words;
  for (int i = 0; i < count; ++i) {
    const std::string_view word = to_text(static_cast<State>(i));
    if (json.is_string() && json.get_ref<const std::string&>() == word) {
      value = static_cast<State>(i);
      return;
    }
    words += (i == 0 ? "" : ", ") + std::string(word);
  }
  wrong(place, "one of " + words);
}

inline void read(const Json& json, RunStatus& value, const std::string& place) { read_state(json, value, 3, place); }
inline void read(const Json& json, Verdict& value, const std::string& place) { read_state(json, value, 6, place); }
inline void read(const Json& json, ExpectationLevel& value, const std::string& place) { read_state(json, value, 2, place); }

inline void read(const Json& json, std::optional<double>& value, const std::string& place) {
  value.reset();
  if (!json.is_null()) read(json, value.emplace(), place);
}

inline void read(const Json& json, Node& node, const std::string& place) {
  node = {};
  if (json.is_null()) return;
  node.kind = json.is_object() ? Node::Kind::map : json.is_array() ? Node::Kind::list : Node::Kind::scalar;
  node.quoted = json.is_string();
  if (json.is_string()) node.text = json.get<std::string>();
  if (json.is_number() || json.is_boolean()) node.text = json.dump();
  for (const auto& [key, item] : json.items()) {
    if (!json.is_structured()) break;
    Node child;
    read(item, child, place);
    if (json.is_array())
      node.items.push_back(std::move(child));
    else
      node.entries.push_back({key, {}, std::move(child)});
  }
}

template <class T>
void read(const Json& json, std::vector<T>& items, const std::string& place);
template <class T>
void read(const Json& json, ByName<T>& entries, const std::string& place);

struct Reader {
  const Json& object;
  const std::string& place;
  template <class T>
  void operator()(const char* key, T& member, const char*);
};

template <Described T>
void read(const Json& json, T& value, const std::string& place) {
  if (!json.is_object()) wrong(place, "an object");
  Reader reader{json, place};
  describe(reader, value);
}

template <class T>
void read(const Json& json, std::vector<T>& items, const std::string& place) {
  if (!json.is_array()) wrong(place, "a list");
  items.clear();
  for (std::size_t i = 0; i < json.size(); ++i) {
    items.emplace_back();
    read(json[i], items.back(), place + "/" + std::to_string(i));
  }
}

template <class T>
void read(const Json& json, ByName<T>& entries, const std::string& place) {
  if (!json.is_object()) wrong(place, "an object");
  entries.clear();
  for (const auto& [name, item] : json.items()) {
    entries.emplace_back(name, T{});
    read(item, entries.back().second, place + "/" + name);
  }
}

template <class T>
void Reader::operator()(const char* key, T& member, const char*) {
  if (const auto found = object.find(key); found != object.end()) read(*found, member, place + "/" + key);
}

// ---- layout

inline std::string compact(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

inline bool is_number_or_null(const Json& item) { return item.is_number() || item.is_null(); }
/// Numbers of one list stand on one line: a list of a thousand times stays readable.
inline bool is_list_of_numbers(const Json& json) {
  return json.is_array() && std::all_of(json.begin(), json.end(), is_number_or_null);
}

/// One line per member, but for what `on_one_line` says.
inline void lay_out(const Json& json, const std::string& indent, std::string& text,
                    bool (*on_one_line)(const Json&) = is_list_of_numbers) {
  if (!json.is_structured() || json.empty() || on_one_line(json)) {
    text += compact(json);
    return;
  }
  const std::string inner = indent + " ";
  const char* separator = json.is_object() ? "{\n" : "[\n";
  for (const auto& [key, item] : json.items()) {
    text += separator + inner;
    if (json.is_object()) text += compact(Json(key)) + ": ";
    lay_out(item, inner, text, on_one_line);
    separator = ",\n";
  }
  text += "\n" + indent + (json.is_object() ? "}" : "]");
}

// ---- schema

template <class State>
Json words_of(int count) {
  Json words = Json::array();
  for (int i = 0; i < count; ++i) words.push_back(to_text(static_cast<State>(i)));
  return Json{{"enum", words}};
}

inline Json schema_of(double*) { return Json{{"type", "number"}}; }
inline Json schema_of(std::uint64_t*) { return Json{{"type", "integer"}, {"minimum", 0}}; }
inline Json schema_of(std::int64_t*) { return Json{{"type", "integer"}}; }
inline Json schema_of(bool*) { return Json{{"type", "boolean"}}; }
inline Json schema_of(std::string*) { return Json{{"type", "string"}}; }
inline Json schema_of(Node*) { return Json{{"type", "object"}}; }
inline Json schema_of(std::optional<double>*) { return Json{{"type", Json::array({"number", "null"})}}; }
inline Json schema_of(RunStatus*) { return words_of<RunStatus>(3); }
inline Json schema_of(Verdict*) { return words_of<Verdict>(6); }
inline Json schema_of(Change*) { return words_of<Change>(6); }
inline Json schema_of(ExpectationLevel*) { return words_of<ExpectationLevel>(2); }

template <class T>
Json schema_of(std::vector<T>*);
template <class T>
Json schema_of(ByName<T>*);

struct SchemaWriter {
  Json properties = Json::object();
  Json required = Json::array();
  template <class T>
  void operator()(const char* key, T&, const char* meaning);
};

template <class T>
Json schema_of(T*) {
  T value{};
  SchemaWriter writer;
  describe(writer, value);
  return Json{{"type", "object"}, {"properties", writer.properties}, {"required", writer.required}};
}

template <class T>
Json schema_of(std::vector<T>*) {
  return Json{{"type", "array"}, {"items", schema_of(static_cast<T*>(nullptr))}};
}

template <class T>
Json schema_of(ByName<T>*) {
  return Json{{"type", "object"}, {"additionalProperties", schema_of(static_cast<T*>(nullptr))}};
}

template <class T>
void SchemaWriter::operator()(const char* key, T&, const char* meaning) {
  Json schema = schema_of(static_cast<T*>(nullptr));
  schema["description"] = meaning;
  properties[key] = std::move(schema);
  required.push_back(key);
}

/// The schema of a whole file, whose format is the constant under "schema".
template <class T>
std::string file_schema(const char* title, const char* description) {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", title},
                 {"description", description}};
  const Json fields = schema_of(static_cast<T*>(nullptr));
  for (const auto& [key, value] : fields.items()) schema[key] = value;
  schema["properties"]["schema"]["const"] = T{}.schema;
  return schema.dump(1) + "\n";
}

/// Reads a whole file; throws std::runtime_error with the place and what was expected.
template <class T>
T file_from_json(std::string_view text) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::exception& error) {
    throw std::runtime_error(error.what());
  }
  T file;
  const std::string schema = file.schema;
  file.schema.clear();
  read(json, file, "");
  if (file.schema != schema) wrong("/schema", "\"" + schema + "\"");
  return file;
}

}  // namespace windtunnel::result_fields
