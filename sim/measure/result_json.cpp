// Writes and reads the result file by visiting its field lists.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sim/measure/result.h"
#include "sim/measure/result_fields.h"

namespace windtunnel {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void wrong(const std::string& place, std::string_view expected) {
  throw std::runtime_error(fmt::format("{}: expected {}", place.empty() ? "/" : place, expected));
}

/// Whatever has a field list.
template <class T>
concept Described = std::is_class_v<T>;

// ---- writing

Json written(double& value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json written(std::uint64_t& value) { return value; }
Json written(std::int64_t& value) { return value; }
Json written(bool& value) { return value; }
Json written(std::string& value) { return value; }
Json written(RunStatus& value) { return to_text(value); }
Json written(Verdict& value) { return to_text(value); }
Json written(ExpectationLevel& value) { return to_text(value); }
Json written(std::optional<double>& value) { return value ? written(*value) : Json(nullptr); }

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
  result_fields::describe(writer, value);
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

void read(const Json& json, double& value, const std::string& place) {
  if (json.is_null()) {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (json.is_number()) {
    value = json.get<double>();
  } else {
    wrong(place, "a number");
  }
}

void read(const Json& json, std::uint64_t& value, const std::string& place) {
  if (!json.is_number_unsigned()) wrong(place, "a whole number from 0");
  value = json.get<std::uint64_t>();
}

void read(const Json& json, std::int64_t& value, const std::string& place) {
  if (!json.is_number_integer()) wrong(place, "a whole number");
  value = json.get<std::int64_t>();
}

void read(const Json& json, bool& value, const std::string& place) {
  if (!json.is_boolean()) wrong(place, "true or false");
  value = json.get<bool>();
}

void read(const Json& json, std::string& value, const std::string& place) {
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

void read(const Json& json, RunStatus& value, const std::string& place) { read_state(json, value, 3, place); }
void read(const Json& json, Verdict& value, const std::string& place) { read_state(json, value, 5, place); }
void read(const Json& json, ExpectationLevel& value, const std::string& place) { read_state(json, value, 2, place); }

void read(const Json& json, std::optional<double>& value, const std::string& place) {
  value.reset();
  if (!json.is_null()) read(json, value.emplace(), place);
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
  result_fields::describe(reader, value);
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

std::string compact(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// One line per member, but numbers of one list on one line: a list of a thousand times stays readable.
void lay_out(const Json& json, const std::string& indent, std::string& text) {
  const auto plain = [](const Json& item) { return item.is_number() || item.is_null(); };
  const bool is_leaf =
      !json.is_structured() || json.empty() || (json.is_array() && std::all_of(json.begin(), json.end(), plain));
  if (is_leaf) {
    text += compact(json);
    return;
  }
  const std::string inner = indent + " ";
  const char* separator = json.is_object() ? "{\n" : "[\n";
  for (const auto& [key, item] : json.items()) {
    text += separator + inner;
    if (json.is_object()) text += compact(Json(key)) + ": ";
    lay_out(item, inner, text);
    separator = ",\n";
  }
  text += "\n" + indent + (json.is_object() ? "}" : "]");
}

}  // namespace

std::string to_json(const Result& result) {
  // Field lists name members to read into, so they visit a copy here.
  Result copy = result;
  std::string text;
  lay_out(written(copy), "", text);
  return text + "\n";
}

Result from_json(std::string_view text) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::exception& error) {
    throw std::runtime_error(error.what());
  }
  Result result;
  const std::string schema = result.schema;
  result.schema.clear();
  read(json, result, "");
  if (result.schema != schema) wrong("/schema", "\"" + schema + "\"");
  return result;
}

}  // namespace windtunnel
