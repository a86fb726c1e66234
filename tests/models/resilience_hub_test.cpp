// Policies of AWS Resilience Hub: a real template, and the forms of the service's commands.
#include "models/resilience_hub.h"

#include <catch2/catch.hpp>

#include "sim/scenario/policy.h"
#include "tests/support/small_catalogue.h"

using namespace windtunnel;
using namespace windtunnel::models;

namespace {

constexpr const char* sample = WINDTUNNEL_SOURCE_DIR "/tests/data/resilience_hub/resiliency_policy_granular.yaml";

Document document_of(const std::string& name, const std::string& text) {
  Diagnostics diagnostics;
  DocumentLimits limits;
  limits.tags_as_keys = true;
  auto document = parse_document(name, text, diagnostics, limits);
  INFO(testing::text_of(diagnostics));
  REQUIRE(document);
  return *document;
}

std::vector<Expectation> expectations_in(const Document& document,
                                         const std::map<std::string, std::string>& values = {}) {
  Diagnostics diagnostics;
  const auto translated = policy_of_resilience_hub(document, values, diagnostics);
  INFO(testing::text_of(diagnostics));
  REQUIRE(translated);
  const auto policy = load_policy(*translated, diagnostics);
  INFO(testing::text_of(diagnostics));
  REQUIRE(policy);
  return expectations(*policy);
}

}  // namespace

TEST_CASE("a template of the service's own samples is read with the values of its parameters") {
  Diagnostics diagnostics;
  DocumentLimits limits;
  limits.tags_as_keys = true;
  const auto template_document = load_document(sample, diagnostics, limits);
  REQUIRE(template_document);
  CHECK(may_be_resilience_hub(template_document->text));
  REQUIRE(is_resilience_hub(*template_document));
  std::map<std::string, std::string> values;
  REQUIRE(read_template_parameters(document_of("p.json", R"([
    {"ParameterKey": "PolicyName", "ParameterValue": "Web shop"},
    {"ParameterKey": "AvalabilityZoneRTOInSecs", "ParameterValue": "300"},
    {"ParameterKey": "AvalabilityZoneRPOInSecs", "ParameterValue": "0"},
    {"ParameterKey": "HardwareRTOInSecs", "ParameterValue": "120"},
    {"ParameterKey": "HardwareRPOInSecs", "ParameterValue": "0"},
    {"ParameterKey": "SoftwareRTOInSecs", "ParameterValue": "3600"},
    {"ParameterKey": "SoftwareRPOInSecs", "ParameterValue": "600"},
    {"ParameterKey": "RegionRTOInSecs", "ParameterValue": "7200"},
    {"ParameterKey": "RegionRPOInSecs", "ParameterValue": "900"}])"),
                                   values));
  const auto rows = expectations_in(*template_document, values);
  REQUIRE(rows.size() == 8);
  CHECK(rows[0].policy == "Web-shop");
  CHECK(rows[0].measure == "rto");
  CHECK(rows[0].limit.value == 300);
  CHECK(rows[0].aggregation == Expectation::Aggregation::p95);
  CHECK(rows[0].level == ExpectationLevel::error);
  CHECK(std::find(rows[0].scenarios.begin(), rows[0].scenarios.end(), "zone-loss") != rows[0].scenarios.end());
  CHECK(rows[0].file == sample);
  CHECK(rows[0].position.line == 79);  // RtoInSecs of AZ
  CHECK(rows[1].measure == "rpo");
  CHECK(rows[7].measure == "rpo");
  CHECK(rows[7].limit.value == 900);
  CHECK(rows[7].scenarios == std::vector<std::string>{"region-loss"});
}

TEST_CASE("a parameter without value is a mistake with its place") {
  Diagnostics diagnostics;
  DocumentLimits limits;
  limits.tags_as_keys = true;
  const auto document = load_document(sample, diagnostics, limits);
  REQUIRE(document);
  CHECK_FALSE(policy_of_resilience_hub(*document, {}, diagnostics));
  const std::string problems = testing::text_of(diagnostics);
  CHECK(problems.find(":79:22: error: the parameter \"AvalabilityZoneRTOInSecs\" has no default") != std::string::npos);
  // Not also that there are no objectives.
  CHECK(problems.find("expected objectives") == std::string::npos);
}

TEST_CASE("what the service's commands take and give is read, too") {
  const std::string objectives =
      R"({"AZ": {"rtoInSecs": 60, "rpoInSecs": 5}, "Hardware": {"rtoInSecs": 30, "rpoInSecs": 5},)"
      R"( "Software": {"rtoInSecs": 600, "rpoInSecs": 300}})";
  for (const std::string& text :
       {objectives, R"({"policy": {"policyName": "critical", "policy": )" + objectives + "}}",
        R"({"resiliencyPolicies": [{"policyName": "critical", "policy": )" + objectives + "}]}",
        R"({"policyName": "critical", "tier": "Critical", "policy": )" + objectives + "}"}) {
    const Document document = document_of("policy.json", text);
    REQUIRE(is_resilience_hub(document));
    const auto rows = expectations_in(document);
    REQUIRE(rows.size() == 6);
    CHECK(rows[0].limit.text == "<= 60 s");
  }
}

TEST_CASE("what is no such policy is left to others") {
  CHECK_FALSE(is_resilience_hub(document_of("a.yaml", "policy: gate\nexpect: []\n")));
  CHECK_FALSE(is_resilience_hub(document_of("a.yaml", "design: shop\n")));
  CHECK_FALSE(is_resilience_hub(document_of("a.yaml", "Resources: {Topic: {Type: \"AWS::SNS::Topic\"}}\n")));
  CHECK_FALSE(is_resilience_hub(document_of("a.json", "[1, 2]")));
}

TEST_CASE("objectives that are no seconds are refused") {
  Diagnostics diagnostics;
  const Document document = document_of("policy.json", R"({"AZ": {"rtoInSecs": "five", "rpoInSecs": 5}})");
  CHECK_FALSE(policy_of_resilience_hub(document, {}, diagnostics));
  CHECK(testing::text_of(diagnostics).find("expected a whole number of seconds, found \"five\"") != std::string::npos);
}

TEST_CASE("every scenario that stands for a type of disruption is in the standard suite, and says that it is of this kind") {
  const std::map<std::string_view, std::string> kinds = {
      {"AZ", "zone"}, {"Hardware", "hardware"}, {"Software", "software"}, {"Region", "region"}};
  Diagnostics diagnostics;
  for (const DisruptionType& type : disruption_types())
    for (const std::string_view name : type.scenarios) {
      INFO(name);
      const auto document = load_document(WINDTUNNEL_SOURCE_DIR "/scenarios/standard/" + std::string(name) + ".yaml", diagnostics);
      REQUIRE(document);
      const Node* disruption = document->root.find("disruption");
      REQUIRE(disruption);
      CHECK(disruption->text == kinds.at(type.name));
    }
}
