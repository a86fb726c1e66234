// Generated files are what the code of today generates.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

void check_in_sync(const std::string& file, const std::string& command) {
  const Ended ended = windtunnel_program(command);
  REQUIRE(ended.status == 0);
  INFO(file << " is out of date; run tools/generate");
  CHECK((text_of(WINDTUNNEL_SOURCE_DIR "/" + file) == ended.out));
}

/// Properties of a schema that lack a description, by their paths.
void undescribed(const nlohmann::json& schema, const std::string& path, std::vector<std::string>& paths) {
  if (schema.is_array())
    for (std::size_t i = 0; i < schema.size(); ++i) undescribed(schema[i], path, paths);
  if (!schema.is_object()) return;
  for (const auto& [key, value] : schema.items()) {
    // A choice of one key has its meaning at the place of the choice.
    const bool choice = schema.contains("maxProperties");
    if (key == "properties" && value.is_object() && !choice)
      for (const auto& [name, property] : value.items())
        if (property.is_object() && !property.contains("description") && !property.contains("$ref") &&
            !property.contains("const"))
          paths.push_back(path + "/" + name);
    undescribed(value, path + "/" + key, paths);
  }
}

}  // namespace

TEST_CASE("the reference page is in sync") { check_in_sync("models/REFERENCE.md", "reference"); }

TEST_CASE("the JSON Schemas are in sync") {
  for (const std::string of : {"design", "scenario", "policy", "result", "baseline", "baseline-check"})
    check_in_sync("tools/schemas/" + of + ".json", "schema " + of);
}

TEST_CASE("the schemas of what people write describe each key") {
  for (const std::string of : {"design", "scenario", "policy"}) {
    std::vector<std::string> paths;
    undescribed(nlohmann::json::parse(text_of(WINDTUNNEL_SOURCE_DIR "/tools/schemas/" + of + ".json")), of, paths);
    for (const std::string& path : paths) INFO(path);
    CHECK(paths == std::vector<std::string>{});
  }
}
