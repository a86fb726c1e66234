// Reads the embedded facts once and finds them by id.
#include "models/facts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "models/embedded.h"
#include "sim/config/diagnostics.h"

namespace windtunnel::models {
namespace {

using Json = nlohmann::ordered_json;

Fact behaviour_fact(const Json& entry) {
  return {.id = entry.at("id"),
          .component = entry.at("component"),
          .parameter = entry.at("parameter"),
          .value = entry.at("value").dump(),
          .unit = entry.at("unit"),
          .semantics = entry.at("semantics"),
          .source = entry.at("source"),
          .confidence = entry.at("confidence")};
}

std::string text_or_empty(const Json& entry, const char* key) {
  return entry.is_object() ? entry.value(key, std::string()) : std::string();
}

Fact failure_rate_fact(const std::string& key, const Json& entry) {
  return {.id = "failure_rates." + key,
          .component = "",
          .parameter = "how often, and for how long",
          .value = entry.dump(),
          .unit = "",
          .semantics = text_or_empty(entry, "what"),
          .source = text_or_empty(entry, "source"),
          .confidence = text_or_empty(entry, "confidence")};
}

Fact agreement_fact(const Json& entry) {
  const std::string note = text_or_empty(entry, "note"), confidence = entry.at("confidence");
  return {.id = "sla." + entry.at("id").get<std::string>(),
          .component = entry.at("service"),
          .parameter = "share of a month's charge owed below an uptime",
          .value = entry.at("credit_tiers").dump(),
          .unit = "",
          .semantics = entry.at("scope").get<std::string>() + "; " + entry.at("measurement").get<std::string>() +
                       (note.empty() ? "" : "; " + note),
          .source = entry.at("source"),
          .confidence = confidence == "verified" ? "high" : confidence};
}

std::vector<Fact> read_facts() {
  std::vector<Fact> facts;
  for (const auto& entry : Json::parse(embedded_file("models/facts/behaviour.json")))
    facts.push_back(behaviour_fact(entry));
  const auto rates = Json::parse(embedded_file("models/facts/failure_rates.json"));
  for (const auto& [key, entry] : rates.items()) {
    const bool about_the_file = key.starts_with('_');
    if (!about_the_file) facts.push_back(failure_rate_fact(key, entry));
  }
  const auto agreements = Json::parse(embedded_file("models/facts/sla.json"));
  for (const auto& entry : agreements.at("services")) facts.push_back(agreement_fact(entry));
  std::ranges::sort(facts, {}, &Fact::id);
  return facts;
}

/// Ids that continue the words of `prefix`, at most `count`.
std::vector<std::string> continuing(std::string_view prefix, const std::vector<std::string>& ids, std::size_t count) {
  std::vector<std::string> found;
  for (const auto& id : ids) {
    if (found.size() < count && id.starts_with(std::string(prefix) + '.')) found.push_back(id);
  }
  return found;
}

}  // namespace

const std::vector<Fact>& all_facts() {
  static const std::vector<Fact> facts = read_facts();
  return facts;
}

const Fact* find_fact(std::string_view id) {
  const auto& facts = all_facts();
  const auto found =
      std::ranges::lower_bound(facts, id, {}, [](const Fact& fact) { return std::string_view(fact.id); });
  return found != facts.end() && found->id == id ? &*found : nullptr;
}

std::vector<std::string> suggest_facts(std::string_view id, std::size_t count) {
  std::vector<std::string> ids;
  for (const auto& fact : all_facts()) ids.push_back(fact.id);
  auto suggestions = continuing(id, ids, count);
  if (!suggestions.empty() || count == 0) return suggestions;
  const std::string nearest = nearest_word(id, ids);
  if (!nearest.empty()) return {nearest};
  for (auto dot = id.rfind('.'); dot != id.npos && suggestions.empty(); dot = id.rfind('.')) {
    id = id.substr(0, dot);
    suggestions = continuing(id, ids, count);
  }
  return suggestions;
}

}  // namespace windtunnel::models
