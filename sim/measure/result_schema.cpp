// The JSON Schema of the result file, by visiting the same field lists as its writer.
#include <nlohmann/json.hpp>

#include "sim/measure/result.h"
#include "sim/measure/result_fields.h"

namespace windtunnel {
namespace {

using Json = nlohmann::ordered_json;

template <class State>
Json words_of(int count) {
  Json words = Json::array();
  for (int i = 0; i < count; ++i) words.push_back(to_text(static_cast<State>(i)));
  return Json{{"enum", words}};
}

Json schema_of(double*) { return Json{{"type", "number"}}; }
Json schema_of(std::uint64_t*) { return Json{{"type", "integer"}, {"minimum", 0}}; }
Json schema_of(std::int64_t*) { return Json{{"type", "integer"}}; }
Json schema_of(bool*) { return Json{{"type", "boolean"}}; }
Json schema_of(std::string*) { return Json{{"type", "string"}}; }
Json schema_of(std::optional<double>*) { return Json{{"type", Json::array({"number", "null"})}}; }
Json schema_of(RunStatus*) { return words_of<RunStatus>(3); }
Json schema_of(Verdict*) { return words_of<Verdict>(5); }
Json schema_of(ExpectationLevel*) { return words_of<ExpectationLevel>(2); }

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
  result_fields::describe(writer, value);
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

}  // namespace

std::string result_schema() {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "Result of a windtunnel batch"},
                 {"description",
                  "Shares are 0 to 1, durations are in seconds unless the key says otherwise, and a figure that the "
                  "sample cannot bound is null. Later versions add keys and never change these."}};
  const Json result = schema_of(static_cast<Result*>(nullptr));
  for (const auto& [key, value] : result.items()) schema[key] = value;
  schema["properties"]["schema"]["const"] = Result{}.schema;
  return schema.dump(1) + "\n";
}

}  // namespace windtunnel
