// JSON Schema of tables: what an editor is told about each kind of parameter.
#include "sim/config/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/sim/config/sample_parameters.h"

using namespace windtunnel;
using Json = nlohmann::ordered_json;
using sample::Everything;

namespace {

bool matches(const Json& schema, const std::string& text) {
  return std::regex_search(text, std::regex(schema.at("pattern").get<std::string>(), std::regex::ECMAScript));
}

}  // namespace

TEST_CASE("a table's schema names every parameter and allows nothing else") {
  const Json schema = schema_of(parameters_of<Everything>());
  CHECK(schema["type"] == "object");
  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["required"] == Json::array({"zone"}));
  CHECK(schema["properties"].size() == parameters_of<Everything>().declarations.size());
  CHECK(schema["properties"].begin().key() == "zone");
}

TEST_CASE("a quantity is text with a unit, a default and a source") {
  const Json interval = schema_of(parameters_of<sample::HealthCheck>())["properties"]["interval"];
  CHECK(interval["type"] == "string");
  CHECK(interval["default"] == "30 s");
  CHECK(interval["description"] ==
        "Time between two probes. (for example 90 s; units us, ms, s, min, h, d, w, y) Range: between 5 s and 5 min. "
        "Source: alb.hc.interval.");
  for (const char* text : {"90 s", "1.5 min", "15min", "1 h 30 min", "PT1H30M", ".5 s", "1e3 ms"}) {
    INFO(text);
    CHECK(matches(interval, text));
    CHECK(parse_duration(text));
  }
  for (const char* text : {"90", "90 sec", "s", "soon", ""}) {
    INFO(text);
    CHECK_FALSE(matches(interval, text));
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("patterns accept every default and example") {
  for_each_parameter(parameters_of<Everything>(), "", [](const CatalogueParameter& parameter) {
    const ValueType& type = *parameter.declaration->type;
    const Json schema = schema_of(type);
    if (!schema.contains("pattern")) return;
    INFO(parameter.path);
    CHECK(matches(schema, type.example));
    CHECK(schema["examples"] == Json::array({type.example}));
    const std::string& text = parameter.default_text;
    if (!text.empty()) CHECK(matches(schema, text.front() == '"' ? text.substr(1, text.size() - 2) : text));
  });
}

TEST_CASE("numbers carry their range, enumerations their words") {
  const Json properties = schema_of(parameters_of<Everything>())["properties"];
  CHECK(properties["count"]["type"] == "integer");
  CHECK(properties["count"]["minimum"] == 0);
  CHECK(properties["count"]["maximum"] == 10);
  CHECK(properties["count"]["default"] == 2);
  CHECK(properties["factor"]["exclusiveMinimum"] == 0.0);
  CHECK(properties["factor"]["default"] == 1.5);
  CHECK(properties["enabled"]["default"] == true);
  CHECK(properties["routing"]["enum"] == Json::array({"round_robin", "least_outstanding"}));
  CHECK(properties["routing"]["default"] == "round_robin");
}

TEST_CASE("structures open into schemas of their own") {
  const Json properties = schema_of(parameters_of<Everything>())["properties"];
  CHECK(properties["health_check"]["properties"]["interval"]["default"] == "10 s");  // the outer struct's default
  CHECK(properties["deep_check"]["default"] == nullptr);
  CHECK(properties["deep_check"]["anyOf"][0]["properties"]["interval"]["default"] == "30 s");
  CHECK(properties["deep_check"]["anyOf"][1]["type"] == "null");
  CHECK(properties["scaling"]["items"]["properties"]["step"]["required"] == Json::array({"add"}));
  CHECK(properties["scaling"]["items"]["maxProperties"] == 1);
  CHECK(properties["scaling"]["default"] == Json::array());
  CHECK(properties["targets"]["anyOf"][0]["items"]["type"] == "string");  // a list …
  CHECK(properties["targets"]["anyOf"][1]["type"] == "string");           // … or one item without brackets
  CHECK(properties["tags"]["additionalProperties"]["type"].is_array());
  CHECK(properties["pools"]["additionalProperties"]["properties"].contains("max"));
  CHECK(properties["share"]["anyOf"][1]["type"] == "number");
  CHECK(properties["zones"]["default"] == "all");
}

TEST_CASE("a struct that contains itself is opened once") {
  const Json rule = schema_of(parameters_of<sample::Rule>());
  CHECK(rule["properties"]["all_of"]["items"] == Json{{"type", "object"}});
}

TEST_CASE("a reference says what it must name") {
  CHECK(schema_of(parameters_of<Everything>())["properties"]["egress"]["description"] ==
        "What carries packets out. (for example primary.db) Names a component that offers egress.");
}
