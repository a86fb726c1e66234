// See policy.h.
#include "sim/scenario/policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/wording.h"
#include "sim/scenario/glob.h"

namespace windtunnel {

ParameterTable Suppression::parameters() {
  using P = Suppression;
  return parameter_table<P>(
      parameter<&P::design>("design", "Designs whose failures are suppressed; globs allowed."),
      parameter<&P::scenario>("scenario", "Runs whose failures are suppressed, as zone-loss or zone-loss@*; globs "
                                          "allowed."),
      parameter<&P::journey>("journey", "Journeys whose failures are suppressed; globs allowed."),
      parameter<&P::measure>("measure", "Measures, with or without their statistic: rto, rto.p95, \"rto.*\"; globs "
                                        "allowed."),
      parameter<&P::reason>("reason", "Why the failure is agreed on.", required),
      parameter<&P::expires>("expires", "Last day on which it is suppressed; from the next day on, the suppression "
                                        "itself fails.",
                             required));
}

void Suppression::check(ParameterProblems& problems) const {
  if (reason.find_first_not_of(" \t\n") == std::string::npos)
    problems.error("reason", "a suppression needs a reason");
}

ParameterTable Policy::parameters() {
  using P = Policy;
  return parameter_table<P>(
      parameter<&P::name>("policy", "Name of the policy; as the first key of a file it says that the file is one.",
                          required),
      parameter<&P::title>("title", "What it is about, in one line."),
      parameter<&P::description>("description", "What it is about, in a paragraph."),
      parameter<&P::expect>("expect", "What is expected of runs and designs."),
      parameter<&P::contracts>("contracts", "Service level agreements, counted as contracts count."),
      parameter<&P::suppressions>("suppressions", "Failures that are agreed on, each until a day."));
}

void Policy::check(ParameterProblems& problems) const {
  if (!is_dotted_name(name) || name.find('.') != std::string::npos)
    problems.error("policy", fmt::format("{} is no name for a policy; use letters, digits and '-'", quoted(name)));
  std::vector<std::string> names;
  for (const Contract& contract : contracts) {
    if (std::find(names.begin(), names.end(), contract.name) != names.end())
      problems.error("contracts", fmt::format("two contracts have the name {}", quoted(contract.name)));
    names.push_back(contract.name);
  }
  for (const ExpectationText& text : expect) {
    if (!text.monthly_uptime && !text.credits) continue;
    if (std::any_of(names.begin(), names.end(), [&](const auto& name) { return glob_matches(text.contract, name); }))
      continue;
    problems.error("expect", names.empty() ? "monthly_uptime and credits need a contract; the policy has none"
                                           : fmt::format("no contract matches {}{}", quoted(text.contract),
                                                         did_you_mean(text.contract, names)));
  }
}

std::vector<Expectation> expectations(const Policy& policy) {
  return expectations_of(policy.expect, policy.file, policy.name);
}

bool is_policy(const Document& document) {
  return document.root.is_map() && !document.root.entries.empty() && document.root.entries.front().key == "policy";
}

namespace {

/// Fills in what contracts leave to published agreements; an agreement that nobody knows is told at its place, unless the
/// contract states all credits itself and names none.
bool complete_contracts(const Document& document, const PublishedAgreements& published, Policy& policy,
                        Diagnostics& diagnostics) {
  bool good = true;
  const Node* texts = document.root.find("contracts");
  for (std::size_t c = 0; c < policy.contracts.size(); ++c) {
    Contract& contract = policy.contracts[c];
    const std::string& id = contract.sla.empty() ? published.usual : contract.sla;
    const auto terms = published.by_id.find(id);
    const bool known = terms != published.by_id.end();
    contract.complete(known ? &terms->second : nullptr);
    const Node* text = texts && c < texts->items.size() ? &texts->items[c] : nullptr;
    const Node* named = text ? text->find("sla") : nullptr;
    if (known || (!named && !contract.credits.empty())) continue;
    std::vector<std::string> ids;
    for (const auto& [other, of] : published.by_id) ids.push_back(other);
    diagnostics.error(document.file, named ? named->position : text ? text->position : Position{},
                      fmt::format("no published agreement has the id {}{}", quoted(id),
                                  did_you_mean(id, ids)));
    good = false;
  }
  return good;
}

}  // namespace

std::optional<Policy> load_policy(const Document& document, Diagnostics& diagnostics,
                                  const PublishedAgreements& published) {
  Policy policy;
  policy.file = document.file;
  Reader reader(document.file, diagnostics);
  if (!read_parameters(document.root, policy, reader)) return std::nullopt;
  if (!complete_contracts(document, published, policy, diagnostics)) return std::nullopt;
  for (Suppression& suppression : policy.suppressions) {
    suppression.policy = policy.name;
    suppression.file = policy.file;
  }
  return policy;
}

namespace {

/// Walks over the globs that a document states and reports those that fit nothing.
class NameCheck {
 public:
  NameCheck(const Document& document, bool each, Diagnostics& diagnostics)
      : document_(document), each_(each), diagnostics_(diagnostics) {}

  void globs(const Node& of, const char* key, const char* kind, const std::vector<std::string>& known) {
    const Node* node = of.is_map() ? of.find(key) : nullptr;
    if (node == nullptr) return;
    if (node->is_scalar()) return report_misfit(*node, kind, known);
    const auto fit = [&](const Node& item) { return fits(item, known); };
    if (!each_ && std::any_of(node->items.begin(), node->items.end(), fit)) return;
    for (const Node& item : node->items) report_misfit(item, kind, known);
  }

 private:
  /// "zone-loss@primary.a" names an expansion of "zone-loss".
  static std::string pattern_of(const Node& node) { return node.text.substr(0, node.text.find('@')); }

  static bool fits(const Node& node, const std::vector<std::string>& known) {
    return std::any_of(known.begin(), known.end(),
                       [&](const std::string& name) { return glob_matches(pattern_of(node), name); });
  }

  void report_misfit(const Node& node, const char* kind, const std::vector<std::string>& known) {
    if (fits(node, known)) return;
    const std::string what = is_glob(pattern_of(node)) ? fmt::format("no {} matches {}", kind, quoted(node.text))
                                                       : fmt::format("unknown {} {}", kind, quoted(node.text));
    diagnostics_.error(document_.file, node.position, what + did_you_mean(pattern_of(node), known));
  }

  const Document& document_;
  bool each_;
  Diagnostics& diagnostics_;
};

/// The journeys of all designs that an item of a policy speaks of.
std::vector<std::string> journeys_for(const Node& item, const PolicyNames& known) {
  std::vector<std::string> globs;
  if (const Node* node = item.is_map() ? item.find("design") : nullptr) {
    if (node->is_scalar()) globs.push_back(node->text);
    for (const Node& one : node->items) globs.push_back(one.text);
  }
  std::vector<std::string> journeys;
  for (const auto& [design, names] : known.journeys)
    if (globs.empty() || std::any_of(globs.begin(), globs.end(), [&](const auto& g) { return glob_matches(g, design); }))
      journeys.insert(journeys.end(), names.begin(), names.end());
  return journeys;
}

}  // namespace

void check_policy_names(const Document& document, const PolicyNames& known, bool each, Diagnostics& diagnostics) {
  NameCheck check(document, each, diagnostics);
  for (const char* list : {"expect", "contracts"}) {
    const Node* items = document.root.find(list);
    for (std::size_t i = 0; items && i < items->items.size(); ++i) {
      const Node& item = items->items[i];
      check.globs(item, "design", "design", known.designs);
      check.globs(item, "scenario", "scenario", known.scenarios);
      const std::vector<std::string> journeys = journeys_for(item, known);
      if (journeys.empty()) continue;
      check.globs(item, "journey", "journey", journeys);
      check.globs(item, "journeys", "journey", journeys);
    }
  }
}

}  // namespace windtunnel
