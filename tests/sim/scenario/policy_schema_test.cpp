// The schema of policy files holds every key that the reader takes.
#include "sim/scenario/policy_schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

using namespace windtunnel;

TEST_CASE("a policy's keys are in its schema, nested ones too") {
  const auto schema = nlohmann::ordered_json::parse(policy_schema());
  CHECK(schema.at("additionalProperties") == false);
  CHECK(schema.at("required") == nlohmann::ordered_json::array({"policy"}));
  const auto& properties = schema.at("properties");
  for (const char* key : {"policy", "title", "description", "expect", "contracts", "suppressions"})
    CHECK(properties.contains(key));
  const auto& suppression = properties.at("suppressions").at("items");
  CHECK(suppression.at("required") == nlohmann::ordered_json::array({"reason", "expires"}));
  const std::regex day(suppression.at("properties").at("expires").at("pattern").get<std::string>());
  CHECK(std::regex_match("2029-06-30", day));
  CHECK_FALSE(std::regex_match("June 2029", day));
}
