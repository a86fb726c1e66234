// The result file: fixed keys, a schema that it satisfies, and reading back what was written.
#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sim/measure/estimate.h"
#include "sim/measure/result.h"
#include "tests/sim/measure/drill.h"

using namespace windtunnel;
using Json = nlohmann::ordered_json;

namespace {

Result example() {
  Result result;
  result.windtunnel = "0.1.0";
  result.seed = 18446744073709551615u;
  result.inputs = {{"shop.yaml", "9f86d081"}};
  auto records = drill::ladder(100);
  for (ReplicationRecord& record : records) record.values = {{0, 61}};
  records.push_back(drill::never_recovered(100, 86400));
  result.runs = {estimate("shop", "zone-loss@a", drill::labels(), records),
                 not_applicable("shop", "cache-loss", "no cache")};
  ReplicationRecord year;
  year.window_seconds = 365.0 * 86400;
  year.downtime_seconds = 600;
  year.downtime_by_cause = {600, 0};
  year.incidents = {{0, Time{}, 600, true, 0}};
  result.availability = {estimate_availability("shop", 0.9999, drill::labels(), std::vector(100, year))};
  CostLine unknown;
  unknown.item = "support \"gold\"";
  CostLine known;
  known.item = "NAT hours";
  known.quantity = 730;
  known.price = 0.045;
  result.designs = {
      {"shop", monthly_cost({known, unknown}), {{"single-point-of-failure", "warning", "primary.nat", "one"}}}};
  ExpectationResult expectation;
  expectation.verdict = Verdict::refuted;
  expectation.level = ExpectationLevel::warn;
  expectation.measured = 94.95;
  result.expectations = {expectation, ExpectationResult{}};
  ClaimResult claim;
  claim.id = "shop-01";
  claim.line = 12;
  claim.assumptions = {"resolver-cache"};
  claim.parts = {{"rto in zone-loss@a", Verdict::upheld, "p50 50 s", "because"}};
  result.claims = {claim};
  result.designs[0].assumptions = {{"workers", "what a task serves at a time", "2", "1", "8", "*.workers", "low", ""}};
  result.designs[0].failure_rates = {{"zone", "power_loss", "it loses its power", false, "exponential(33.3 y)", "4 h", 0.03, 3,
                                      {{"power_loss_interval", "failure_rates.az_outage_major", false, "outages", "medium"}}}};
  result.designs[0].topology = {{{"users", "users", "", "", "", ""}, {"order", "journey", "", "", "", ""}}, {{0, 1, "path"}}};
  ReplayResult replay;
  replay.design = "shop";
  replay.served = {{"order", {{-60, 0, 90}, {1, 0, 1}}}};
  replay.lanes = {{"primary.db", {-60, 0, 90}, {"up", "down", "up"}}};
  replay.events = {{0, "primary.db", "fails", "", {}}, {90, "primary.db", "is back", "act", 0.0}};
  replay.recoveries = {{"order", true, true, 90, {{0, 90, "act", "primary.db", "is back"}}}};
  result.replays = {replay};
  result.command = "windtunnel run shop.yaml";
  return result;
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> result;
  for (const auto& [key, value] : object.items()) result.push_back(key);
  return result;
}

bool begins_with(const Json& object, const std::vector<std::string>& expected) {
  const auto found = keys(object);
  for (const std::string& key : expected) {
    if (std::find(found.begin(), found.end(), key) == found.end()) return false;
  }
  return true;
}

bool has_type(const Json& instance, const std::string& type) {
  if (type == "null") return instance.is_null();
  if (type == "number") return instance.is_number();
  if (type == "integer") return instance.is_number_integer();
  if (type == "boolean") return instance.is_boolean();
  if (type == "string") return instance.is_string();
  if (type == "array") return instance.is_array();
  return type == "object" && instance.is_object();
}

/// Checks an instance against the part of JSON Schema that the result's schema uses, and, stricter than the schema,
/// that every key of an object is declared.
void check(const Json& instance, const Json& schema, const std::string& place, std::vector<std::string>& problems) {
  if (schema.contains("type")) {
    const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
    const bool fits = std::any_of(types.begin(), types.end(),
                                  [&](const Json& t) { return has_type(instance, t.get<std::string>()); });
    if (!fits) problems.push_back(place + ": not of type " + types.dump());
  }
  if (schema.contains("const") && instance != schema["const"]) problems.push_back(place + ": not the constant");
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), instance) == schema["enum"].end()) {
    problems.push_back(place + ": not in the enumeration");
  }
  if (schema.contains("minimum") && instance.is_number() && instance < schema["minimum"])
    problems.push_back(place + ": too small");
  if (schema.contains("required")) {
    for (const Json& key : schema["required"]) {
      if (!instance.contains(key.get<std::string>())) problems.push_back(place + ": lacks " + key.get<std::string>());
    }
  }
  if (instance.is_object()) {
    for (const auto& [key, value] : instance.items()) {
      if (schema.contains("properties") && schema["properties"].contains(key)) {
        check(value, schema["properties"][key], place + "/" + key, problems);
      } else if (schema.contains("additionalProperties")) {
        check(value, schema["additionalProperties"], place + "/" + key, problems);
      } else {
        problems.push_back(place + "/" + key + ": not declared");
      }
    }
  }
  if (instance.is_array() && schema.contains("items")) {
    for (std::size_t i = 0; i < instance.size(); ++i)
      check(instance[i], schema["items"], place + "/" + std::to_string(i), problems);
  }
}

std::vector<std::string> problems_of(const Json& instance) {
  std::vector<std::string> problems;
  check(instance, Json::parse(result_schema()), "", problems);
  return problems;
}

}  // namespace

TEST_CASE("the agreed keys stand in the result file") {
  const Json json = Json::parse(to_json(example()));
  CHECK(keys(json) == std::vector<std::string>{"schema", "windtunnel", "seed", "inputs", "rules", "runs", "availability",
                                               "designs", "expectations", "claims", "replays", "command", "contracts", "choice_ends"});
  CHECK(json["schema"] == "windtunnel-result/1");
  CHECK(json["seed"] == 18446744073709551615u);
  CHECK(json["inputs"]["shop.yaml"] == "9f86d081");
  const Json& run = json["runs"][0];
  CHECK(begins_with(run, {"design", "scenario", "replications", "status", "reason", "fingerprint", "journeys", "rpo",
                          "detection", "cost", "replication_values", "struck", "values"}));
  const Json& journey = run["journeys"]["order"];
  CHECK(begins_with(journey, {"availability", "rto_seconds", "objective_seconds", "rto_phases_seconds"}));
  CHECK(keys(journey["availability"]) == std::vector<std::string>{"mean", "low", "high"});
  CHECK(begins_with(journey["rto_seconds"], {"mean", "p50", "p95", "p99", "max", "never_recovered"}));
  CHECK(begins_with(journey["objective_seconds"], {"p50", "p95"}));
  CHECK(keys(journey["rto_phases_seconds"]) ==
        std::vector<std::string>{"notice", "decide", "act", "propagate", "warm_up", "drain"});
  CHECK(begins_with(run["rpo"], {"seconds", "unbounded", "lost_writes", "stranded_writes"}));
  CHECK(keys(run["rpo"]["seconds"]) == std::vector<std::string>{"p50", "p95", "max"});
  CHECK(begins_with(run["detection"][0], {"alarm", "fired", "seconds"}));
  CHECK(begins_with(run["cost"], {"incident_extra", "currency"}));
  CHECK(begins_with(run["values"]["primary.db.failover_seconds"],
                    {"count", "mean", "p50", "p95", "max", "unit", "meaning"}));
  const Json& availability = json["availability"][0];
  CHECK(begins_with(availability, {"design", "unavailability", "downtime_minutes_per_year", "budget", "causes"}));
  CHECK(begins_with(availability["downtime_minutes_per_year"], {"mean", "p50", "p95"}));
  CHECK(begins_with(availability["budget"], {"target", "probability"}));
  const Json& design = json["designs"][0];
  CHECK(begins_with(design["cost_monthly"], {"total", "currency", "lines", "unknown"}));
  CHECK(begins_with(design["cost_monthly"]["lines"][0], {"item", "quantity", "unit", "price", "amount", "source"}));
  CHECK(keys(design["findings"][0]) == std::vector<std::string>{"rule", "severity", "component", "text", "file", "line", "column"});
  CHECK(begins_with(json["expectations"][0],
                    {"scenario", "design", "journey", "measure", "limit", "measured", "verdict", "level"}));
  CHECK(begins_with(json["claims"][0], {"id", "design", "verdict", "claimed", "measured", "because", "assumptions"}));
}

TEST_CASE("unknown figures are null, never 0") {
  const Json json = Json::parse(to_json(example()));
  CHECK(json["runs"][0]["journeys"]["order"]["rto_seconds"]["p99"].is_null());
  CHECK(json["designs"][0]["cost_monthly"]["lines"][1]["amount"].is_null());
  CHECK(json["designs"][0]["cost_monthly"]["unknown"][0] == "support \"gold\"");
  CHECK(json["runs"][0]["replication_values"]["rto_seconds"]["order"][100].is_null());
}

TEST_CASE("a result satisfies its schema, and the checker would notice if it did not") {
  Json json = Json::parse(to_json(example()));
  CHECK(problems_of(json) == std::vector<std::string>{});
  Json broken = json;
  broken["runs"][0]["status"] = "fine";
  broken["claims"][0].erase("because");
  broken["seed"] = -1;
  broken["schema"] = "other";
  broken["runs"][0]["journeys"]["order"]["availability"]["mean"] = "high";
  CHECK(problems_of(broken).size() == 5);
  CHECK(problems_of(Json::parse(to_json(Result{}))) == std::vector<std::string>{});
}

TEST_CASE("what was written is read back, to the byte") {
  const std::string text = to_json(example());
  CHECK(to_json(from_json(text)) == text);
  CHECK(from_json(text).runs.at(1).status == RunStatus::not_applicable);
  CHECK(from_json(text).expectations.at(0).level == ExpectationLevel::warn);
}

TEST_CASE("later files with more keys are read, files of another kind are not") {
  Json json = Json::parse(to_json(example()));
  json["later"] = {1, 2};
  json["runs"][0]["later"] = "x";
  CHECK(from_json(json.dump()).runs.size() == 2);
  CHECK_THROWS_WITH(from_json("{}"), Catch::Contains("windtunnel-result/1"));
  CHECK_THROWS_WITH(from_json("[]"), Catch::Contains("an object"));
  CHECK_THROWS_AS(from_json("{\"schema\": "), std::runtime_error);
  json["runs"][0]["status"] = "fine";
  CHECK_THROWS_WITH(from_json(json.dump()),
                    Catch::Contains("/runs/0/status: expected one of measured, not_applicable, inconclusive"));
}

TEST_CASE("text that is not UTF-8 cannot break the file") {
  Result result;
  result.claims.emplace_back().claimed = "caf\xe9 \x01";
  const Json json = Json::parse(to_json(result));
  CHECK(json["claims"][0]["claimed"] == "caf\xEF\xBF\xBD \x01");
}

TEST_CASE("numbers of one list stand on one line") {
  const std::string text = to_json(example());
  CHECK(text.find("\"rpo_seconds\": [0.0,0.0,") != std::string::npos);
}
