// Facts are found by id with their value, unit and source, and a misspelt id leads to the one that was meant.
#include "models/facts.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <thread>

namespace windtunnel::models {

TEST_CASE("a fact comes with its value, unit, meaning, source and confidence") {
  const Fact* fact = find_fact("r53.hc.interval.default");
  REQUIRE(fact);
  CHECK(fact->component == "Route53");
  CHECK(fact->parameter == "HealthCheckConfig.RequestInterval default");
  CHECK(fact->value == "30");  // the default RequestInterval in the API model of Route 53
  CHECK(fact->unit == "s");
  CHECK(fact->confidence == "high");
  CHECK(fact->source.find("service-2.json") != std::string::npos);
  CHECK(fact->semantics.find("Per checker") == 0);
}

TEST_CASE("a value that is a distribution stays JSON") {
  const Fact* fact = find_fact("rds.maz.failover");
  REQUIRE(fact);
  const auto value = nlohmann::json::parse(fact->value);
  CHECK(value.at("min") == 60);  // documented range of a Multi-AZ failover: 60 to 120 s
  CHECK(value.at("max") == 120);
}

TEST_CASE("failure rates are facts under the name of their file") {
  const Fact* fact = find_fact("failure_rates.az_outage_major");
  REQUIRE(fact);
  const auto value = nlohmann::json::parse(fact->value);
  CHECK(value.at("published_rate_all_regions").at("events") == 15);
  CHECK(value.at("published_rate_all_regions").at("exposure") == 1020);
  CHECK(fact->semantics == "power/cooling/storage loss of (a large part of) one AZ");
  CHECK_FALSE(find_fact("failure_rates._how_to_use"));
}

TEST_CASE("facts are ordered by unique ids, and what states a behaviour names its source and confidence") {
  const auto& facts = all_facts();
  CHECK(facts.size() >= 417 + 23 + 52);  // behaviour, failure rates, and agreements on service levels: more may come, none goes
  for (std::size_t i = 1; i < facts.size(); ++i) CHECK(facts[i - 1].id < facts[i].id);
  for (const auto& fact : facts) {
    CAPTURE(fact.id);
    CHECK(nlohmann::json::accept(fact.value));
    if (fact.id.starts_with("failure_rates.")) continue;
    CHECK_FALSE(fact.source.empty());
    CHECK((fact.confidence == "high" || fact.confidence == "medium" || fact.confidence == "low"));
  }
}

TEST_CASE("an unknown id is nothing, and the nearest ones are suggested") {
  CHECK_FALSE(find_fact("r53.hc.interval.defalt"));
  CHECK_FALSE(find_fact(""));
  CHECK_FALSE(find_fact("r53.hc.interval"));
  CHECK(suggest_facts("r53.hc.interval.defalt").front() == "r53.hc.interval.default");
}

TEST_CASE("the beginning of an id suggests what continues it") {
  const auto suggestions = suggest_facts("r53.hc", 50);
  CHECK(suggestions.size() == 18);  // the facts on health checks of Route 53
  CHECK(std::ranges::all_of(suggestions, [](const std::string& id) { return id.starts_with("r53.hc."); }));
  CHECK(suggest_facts("r53.hc").size() == 5);
  CHECK(suggest_facts("r53.hc.completely-different-words", 50) == suggestions);
  CHECK(suggest_facts("no such thing at all").empty());
}

TEST_CASE("many threads may ask first") {
  std::vector<const Fact*> found(8);
  std::vector<std::thread> threads;
  for (auto& fact : found) threads.emplace_back([&fact] { fact = find_fact("r53.hc.interval.default"); });
  for (auto& thread : threads) thread.join();
  CHECK(std::ranges::count(found, find_fact("r53.hc.interval.default")) == 8);
}

}  // namespace windtunnel::models
