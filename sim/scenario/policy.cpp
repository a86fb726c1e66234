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
    problems.error("policy", fmt::format("{} is no name for a policy; use letters, digits, '-' and '_'", in_quotes(name)));
  if (expect.empty() && contracts.empty() && suppressions.empty())
    problems.error("expect", "a policy needs something that it expects: expect, contracts or suppressions");
  std::vector<std::string> names;
  for (const Contract& contract : contracts) {
    if (std::find(names.begin(), names.end(), contract.name) != names.end())
      problems.error("contracts", fmt::format("two contracts have the name {}", in_quotes(contract.name)));
    names.push_back(contract.name);
  }
  for (const ExpectationText& text : expect) {
    if (!text.monthly_uptime && !text.credits) continue;
    if (std::any_of(names.begin(), names.end(), [&](const auto& name) { return glob_matches(text.contract, name); }))
      continue;
    problems.error("expect", names.empty() ? "monthly_uptime and credits need a contract; the policy has none"
                                           : fmt::format("no contract matches {}{}", in_quotes(text.contract),
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
                      fmt::format("no published agreement has the id {}{}", in_quotes(id),
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

}  // namespace windtunnel
