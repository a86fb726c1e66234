// The schema of design files: every key that the loader reads is in it, with the catalogue's types and parameters.
#include "sim/design/design_schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/small_catalogue.h"

using namespace windtunnel;

TEST_CASE("a design's keys and the catalogue's types are in its schema") {
  const testing::SmallCatalogue catalogue;
  const auto schema = nlohmann::ordered_json::parse(design_schema(catalogue));
  CHECK(schema.at("additionalProperties") == false);
  for (const char* key : {"design", "title", "description", "document", "extends", "regions", "stacks", "components",
                          "journeys", "assumptions", "claims", "sla"})
    CHECK(schema.at("properties").contains(key));
  const auto& definitions = schema.at("$defs");
  const auto& types = definitions.at("component").at("properties").at("type").at("enum");
  REQUIRE(types.size() == catalogue.types().size());
  for (const auto& type : types)
    CHECK(definitions.at(type.get<std::string>()).at("properties").at("type").at("const") == type);
  CHECK(definitions.at("balancer").at("properties").contains("targets"));
  CHECK(definitions.at("component").at("allOf").size() == catalogue.types().size());
}

TEST_CASE("layers of one component may state its required keys between them") {
  const testing::SmallCatalogue catalogue;
  REQUIRE(component_type<testing::SmallBalancer>().parameters->find("targets")->required);
  CHECK_FALSE(nlohmann::ordered_json::parse(design_schema(catalogue)).at("$defs").at("balancer").contains("required"));
}

TEST_CASE("every reference inside the schema leads somewhere") {
  const auto schema = nlohmann::ordered_json::parse(design_schema(testing::SmallCatalogue()));
  const auto flat = schema.flatten();
  std::size_t references = 0;
  for (const auto& [path, value] : flat.items()) {
    if (!path.ends_with("/$ref")) continue;
    ++references;
    const std::string target = value.get<std::string>();
    INFO(path << " -> " << target);
    REQUIRE(target.starts_with("#"));
    CHECK(schema.contains(nlohmann::ordered_json::json_pointer(target.substr(1))));
  }
  CHECK(references > 10);
}
