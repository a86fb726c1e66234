// The schema of scenario files: its keys, and forms that let through what the reader takes.
#include "sim/scenario/scenario_schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

using namespace windtunnel;

TEST_CASE("a scenario's keys are in its schema, nested ones too") {
  const auto schema = nlohmann::ordered_json::parse(scenario_schema());
  CHECK(schema.at("additionalProperties") == false);
  CHECK(schema.at("required") == nlohmann::ordered_json::array({"scenario"}));
  const auto& properties = schema.at("properties");
  for (const char* key : {"scenario", "title", "description", "designs", "faults", "traffic", "clients", "horizon",
                          "lead", "quiet", "replications", "expect"})
    CHECK(properties.contains(key));
  const auto& fault = properties.at("faults").at("items");
  for (const char* key : {"strike", "mode", "at", "for", "units", "severity"})
    CHECK(fault.at("properties").contains(key));
  CHECK(fault.at("required") == nlohmann::ordered_json::array({"strike", "mode"}));
  CHECK(properties.at("expect").at("items").at("properties").at("level").at("enum").size() == 2);
}

TEST_CASE("the schema's patterns let through what the reader takes") {
  const auto schema = nlohmann::ordered_json::parse(scenario_schema());
  const auto& fault = schema.at("properties").at("faults").at("items").at("properties");
  const auto fits = [&](const char* key, const std::string& text) {
    return std::regex_match(text, std::regex(fault.at(key).at("pattern").get<std::string>()));
  };
  for (const char* text :
       {"10 min", "0 s", "PT1H", "random time of week", "busiest time of day", "20:00 America/New_York"})
    CHECK(fits("at", text));
  CHECK_FALSE(fits("at", "teatime"));
  for (const char* text : {"power_loss", "task_loss|instance_loss"}) CHECK(fits("mode", text));
  CHECK_FALSE(fits("mode", "power loss"));
  CHECK(fits("strike", "each zone of primary"));
}
