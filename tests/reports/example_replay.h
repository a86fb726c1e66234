// The small result of example.h with an incident, a topology and years of two designs; and the same from a stranger.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/reports/example.h"

namespace windtunnel::reports {

inline ReplayResult example_replay() {
  ReplayResult replay;
  replay.design = "shop";
  replay.scenario = "zone-loss@a";
  replay.title = "A zone loses power";
  replay.replication = 17;
  replay.chosen = "the middle one of 900 replications that hurt users";
  replay.struck = "Tuesday 14:03 UTC";
  replay.from_seconds = -3600;
  replay.until_seconds = 3700;
  replay.served = {{"order", {{-3600, 0, 0, 60, 84, 3700}, {1, 1, 0.5, 0.5, 1, 1}}}};
  replay.lanes = {{"primary.web@a", {-3600, 0}, {"up", "down"}},
                  {"primary.web@b", {-3600, 10, 80}, {"up", "degraded", "up"}},
                  {"primary.web", {-3600, 0, 80}, {"up", "degraded", "up"}},
                  {"primary.nat", {-3600, 0}, {"up", "down"}}};
  replay.events = {{0, "primary.web", "a task stops", "", {}},
                   {60, "primary.alb", "a target is left out", "notice", 0.0}};
  replay.recoveries = {{"order",
                        true,
                        true,
                        84,
                        {{0, 60, "notice", "primary.alb", "a target is left out"},
                         {60, 70, "act", "", "an intermediate step"},
                         {70, 80, "act", "primary.web", "a task answers"},
                         {80, 84, "drain", "", "requests follow"}},
                        {{"primary.alb.health_check.interval", "30 s", "15 s", 29.5},
                         {"primary.web.boot", "lognormal(p50: 10 s, p95: 20 s)", "lognormal(p50: 5 s, p95: 10 s)", 5},
                         {"primary.web.cooldown", "60 s", "30 s", -12}}}};
  replay.parameters_tried = 7;
  return replay;
}

inline TopologyResult example_topology() {
  TopologyResult topology;
  topology.nodes = {{"us-east-1", "region", "region", "primary", "us-east-1", ""},
                    {"us-east-1a", "zone", "zone", "primary.zone-1", "us-east-1", "us-east-1a"},
                    {"us-east-1b", "zone", "zone", "primary.zone-2", "us-east-1", "us-east-1b"},
                    {"primary.alb", "component", "load_balancer", "", "us-east-1", ""},
                    {"primary.web", "component", "service", "", "us-east-1", ""},
                    {"primary.web@a", "part", "service", "primary.web", "us-east-1", "us-east-1a"},
                    {"primary.web@b", "part", "service", "primary.web", "us-east-1", "us-east-1b"},
                    {"primary.nat", "component", "nat_gateway", "", "us-east-1", "us-east-1a"},
                    {"users", "users", "", "", "", ""},
                    {"order", "journey", "", "", "", ""},
                    {"primary.watch", "component", "alarm", "", "us-east-1", ""}};
  topology.edges = {{8, 9, "path"}, {9, 3, "path"}, {3, 4, "path"}, {4, 7, "reference"}, {10, 3, "reference"}};
  return topology;
}

inline Result example_report() {
  Result result = example_result();
  for (RunResult& run : result.runs) {
    if (run.status != RunStatus::measured) continue;
    run.replication_values.rto_seconds = {{"order", {20.0, 84.0, 112.0, 5400.0, std::nullopt}},
                                          {"browse", {1.0, 2.0, 3.0, 4.0, 5.0}}};
    for (auto& [name, journey] : run.journeys) journey.hurt = 1;
    run.title = "A zone loses power";
    run.fingerprint = "0123456789abcdef";
  }
  result.designs[0].title = "The shop";
  result.designs[0].topology = example_topology();
  result.designs[0].assumptions = {
      {"resolver-cache", "how long resolvers keep an answer", "60 s", "10 s", "300 s", "*.ttl", "low", "a survey"}};
  result.replays = {example_replay()};
  result.command = "windtunnel run shop.yaml --seed 42";
  DesignResult other = result.designs[0];
  other.design = "kiosk";
  other.title = "";
  other.cost_monthly.total = 500;
  result.designs.push_back(other);
  AvailabilityResult years = result.availability[0];
  years.design = "kiosk";
  years.unavailability = {1.2e-5, 1.1e-5, 1.3e-5};
  result.availability.push_back(years);
  RunResult run = result.runs[0];
  run.design = "kiosk";
  result.runs.push_back(run);
  ContractResult contract;
  contract.contract = "gold";
  contract.policy = "gate";
  contract.design = "shop";
  contract.counts = "time";
  contract.months = 12000;
  contract.kept = {0.97, 0.96, 0.98};
  contract.tiers = {{0.999, 0.1, {0.03, 0.02, 0.04}}};
  contract.credits.per_month = {3.5, 3.0, 4.0};
  contract.credits.charge = 1000;
  result.contracts = {contract};
  return result;
}

/// What a stranger might write for a name: markup, script, quotes, controls, changes of direction, a formula.
inline const std::string hostile_text =
    "=cmd|' /C calc'!A0</script><script>window.owned=1</script><img src=x "
    "onerror=window.owned=1>\"'`${owned}\x1b[31m\x07\xe2\x80\xae]]>--><!--\xff";

/// The result with every text of a file made hostile, in a way that keeps equal names equal.
inline Result hostile(const Result& result) {
  using Json = nlohmann::ordered_json;
  static const std::set<std::string> ours = {"schema", "status",   "verdict",  "level",   "kind", "phase",
                                             "states", "severity", "currency", "measure", "limit"};
  const auto spoil = [](const std::string& text) {
    const bool of_the_engine = text.empty() || text == "an intermediate step" || text == "requests follow";
    return of_the_engine ? text : hostile_text + text;
  };
  const auto walk = [&](const auto& self, const Json& json, const std::string& key) -> Json {
    if (json.is_string()) return ours.contains(key) ? json : Json(spoil(json.get<std::string>()));
    if (json.is_array()) {
      Json list = Json::array();
      for (const Json& item : json) list.push_back(self(self, item, key));
      return list;
    }
    if (!json.is_object()) return json;
    const bool names =
        key == "journeys" || key == "rto_seconds" || key == "served" || key == "inputs" || key == "values";
    const bool figures = json.contains("mean") || json.contains("p50");
    Json object = Json::object();
    for (const auto& [name, item] : json.items())
      object[names && !figures ? spoil(name) : name] = self(self, item, name);
    return object;
  };
  // Bytes that are no text cannot stand in JSON: they come in by hand.
  Json json = Json::parse(to_json(result));
  const std::string text = walk(walk, json, "").dump(-1, ' ', false, Json::error_handler_t::replace);
  return from_json(text);
}

}  // namespace windtunnel::reports
