// See resilience_hub.h.
#include "models/resilience_hub.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sim/config/wording.h"

namespace windtunnel::models {
namespace {

constexpr std::string_view resource_type = "AWS::ResilienceHub::ResiliencyPolicy";

Node scalar(std::string text, Position position) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::move(text);
  node.position = position;
  return node;
}

Node container(Node::Kind kind, Position position) {
  Node node;
  node.kind = kind;
  node.position = position;
  return node;
}

void put(Node& map, std::string key, Node value) {
  const Position position = value.position;
  map.entries.push_back({std::move(key), position, std::move(value)});
}

/// A key as CloudFormation writes it, else as the service does: "RtoInSecs", "rtoInSecs".
const Node* find_either(const Node& map, std::string key) {
  if (!map.is_map()) return nullptr;
  if (const Node* found = map.find(key)) return found;
  key[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(key[0])));
  return map.find(key);
}

/// Whether a map gives objectives by type of disruption.
bool holds_disruptions(const Node& node) {
  return node.is_map() &&
         std::any_of(disruption_types().begin(), disruption_types().end(), [&](const DisruptionType& type) {
           const Node* found = node.find(type.name);
           return found && (find_either(*found, "RtoInSecs") || find_either(*found, "RpoInSecs"));
         });
}

/// One policy, wherever it stood.
struct Found {
  const Node* disruptions = nullptr;
  const Node* name = nullptr;
};

bool is_policy_resource(const Node& resource) {
  const Node* type = resource.is_map() ? resource.find("Type") : nullptr;
  return type && type->text == resource_type;
}

std::vector<Found> policies_in(const Node& root) {
  std::vector<Found> found;
  const auto of_service = [&](const Node& policy) {
    const Node* disruptions = policy.is_map() ? policy.find("policy") : nullptr;
    if (disruptions && holds_disruptions(*disruptions)) found.push_back({disruptions, policy.find("policyName")});
  };
  if (!root.is_map()) return found;
  if (const Node* resources = root.find("Resources"))
    for (const Node::Entry& entry : resources->entries)
      if (is_policy_resource(entry.value))
        if (const Node* properties = entry.value.find("Properties"); properties && properties->is_map())
          if (const Node* policy = properties->find("Policy")) found.push_back({policy, properties->find("PolicyName")});
  of_service(root);
  if (const Node* policy = root.find("policy")) of_service(*policy);
  if (const Node* list = root.find("resiliencyPolicies"))
    for (const Node& item : list->items) of_service(item);
  if (holds_disruptions(root)) found.push_back({&root, nullptr});
  return found;
}

/// Writes the policy anew.
class Translation {
 public:
  Translation(const Document& document, const std::map<std::string, std::string>& values, Diagnostics& diagnostics)
      : document_(document), values_(values), diagnostics_(diagnostics) {}

  Document translated() {
    Node expect = container(Node::Kind::list, document_.root.position);
    std::string name;
    for (const Found& found : policies_in(document_.root)) {
      if (name.empty() && found.name) name = as_name(value_of(*found.name));
      for (const DisruptionType& type : disruption_types())
        if (const Node* objectives = found.disruptions->is_map() ? found.disruptions->find(type.name) : nullptr)
          add(type, *objectives, expect);
      if (!holds_disruptions(*found.disruptions))
        error(*found.disruptions, "expected objectives by type of disruption (AZ, Hardware, Software, Region), found " +
                                      found.disruptions->describe());
    }
    Document policy{document_.file, document_.text, container(Node::Kind::map, document_.root.position)};
    put(policy.root, "policy", scalar(name.empty() ? "resilience-hub" : name, document_.root.position));
    put(policy.root, "title", scalar("Objectives of AWS Resilience Hub", document_.root.position));
    put(policy.root, "expect", std::move(expect));
    return policy;
  }

 private:
  void add(const DisruptionType& type, const Node& objectives, Node& expect) {
    for (const auto& [key, measure] : {std::pair{"RtoInSecs", "rto"}, std::pair{"RpoInSecs", "rpo"}}) {
      const Node* objective = find_either(objectives, key);
      if (!objective) continue;
      const auto seconds = seconds_of(*objective);
      if (!seconds) continue;
      const Position at = objective->position;
      Node limits = container(Node::Kind::map, at), expectation = container(Node::Kind::map, at);
      put(limits, "p95", scalar(fmt::format("<= {} s", *seconds), at));
      Node scenarios = container(Node::Kind::list, at);
      for (const std::string_view name : type.scenarios) scenarios.items.push_back(scalar(std::string(name), at));
      put(expectation, "scenario", std::move(scenarios));
      put(expectation, measure, std::move(limits));
      put(expectation, "why", scalar(fmt::format("{} for {} disruptions in AWS Resilience Hub", key, type.name), at));
      expect.items.push_back(std::move(expectation));
    }
  }

  std::optional<std::string> seconds_of(const Node& objective) {
    const std::string text = value_of(objective);
    if (text.empty()) return std::nullopt;
    const bool whole = text.size() <= 9 && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
    if (whole) return text;
    error(objective, "expected a whole number of seconds, found " + in_quotes(text));
    return std::nullopt;
  }

  /// The text of a value, parameters of the template resolved; empty, with a problem told, when there is none.
  std::string value_of(const Node& node) {
    if (node.is_scalar()) return node.text;
    const Node* reference = node.is_map() ? node.find("Ref") : nullptr;
    if (!reference || !reference->is_scalar()) {
      error(node, "expected a value or a reference to a parameter, found " + node.describe());
      return "";
    }
    if (const auto given = values_.find(reference->text); given != values_.end()) return given->second;
    const Node* parameters = document_.root.find("Parameters");
    const Node* parameter = parameters && parameters->is_map() ? parameters->find(reference->text) : nullptr;
    const Node* fallback = parameter && parameter->is_map() ? parameter->find("Default") : nullptr;
    if (fallback && fallback->is_scalar()) return fallback->text;
    if (!parameter) {
      std::vector<std::string> names;
      for (std::size_t i = 0; parameters && i < parameters->entries.size(); ++i)
        names.push_back(parameters->entries[i].key);
      error(node, fmt::format("unknown parameter {}{}", in_quotes(reference->text), did_you_mean(reference->text, names)));
    } else {
      error(node, fmt::format("the parameter {} has no default; give its value in a file of parameters: "
                              "[{{\"ParameterKey\": \"{}\", \"ParameterValue\": \"…\"}}]",
                              in_quotes(reference->text), reference->text));
    }
    return "";
  }

  /// Names of policies here are made of letters, digits, '-' and '_'.
  static std::string as_name(std::string text) {
    for (char& c : text)
      if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') c = '-';
    return text;
  }

  void error(const Node& node, std::string message) {
    diagnostics_.error(document_.file, node.position, std::move(message));
  }

  const Document& document_;
  const std::map<std::string, std::string>& values_;
  Diagnostics& diagnostics_;
};

}  // namespace

const std::vector<DisruptionType>& disruption_types() {
  static const std::vector<DisruptionType> types = {
      {"AZ",
       "A zone is lost, cut off or behaves badly, for all or for one component.",
       {"zone-loss", "zone-partition", "zone-grey", "nat-zone-loss", "database-zone-loss"}},
      {"Hardware",
       "One machine or one redundant part of the infrastructure fails.",
       {"task-loss", "instance-loss", "machine-loss", "nat-loss", "database-crash", "standby-loss", "replica-loss"}},
      {"Software",
       "The application or its operators do harm: bad versions, deleted or damaged data.",
       {"bad-deployment", "deletion", "corruption-noticed-late", "poison-message", "cache-flush"}},
      {"Region", "The primary region is lost.", {"region-loss"}},
  };
  return types;
}

bool may_be_resilience_hub(std::string_view text) { return text.find(resource_type) != std::string_view::npos; }

bool is_resilience_hub(const Document& document) { return !policies_in(document.root).empty(); }

bool read_template_parameters(const Document& document, std::map<std::string, std::string>& values) {
  const Node& root = document.root;
  if (!root.is_list() || root.items.empty()) return false;
  for (const Node& item : root.items)
    if (!item.is_map() || !item.find("ParameterKey") || !item.find("ParameterValue")) return false;
  for (const Node& item : root.items) values[item.find("ParameterKey")->text] = item.find("ParameterValue")->text;
  return true;
}

std::optional<Document> policy_of_resilience_hub(const Document& document,
                                                 const std::map<std::string, std::string>& values,
                                                 Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.errors();
  Document policy = Translation(document, values, diagnostics).translated();
  if (diagnostics.errors() != before) return std::nullopt;
  return policy;
}

}  // namespace windtunnel::models
