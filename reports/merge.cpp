// See merge.h.
#include "reports/merge.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace windtunnel::reports {
namespace {

/// Appends rows; a row with the key of an earlier one takes its place.
template <class Row, class Key>
void take(std::vector<Row>& into, const std::vector<Row>& rows, const Key& key) {
  for (const Row& row : rows) {
    const auto same = std::find_if(into.begin(), into.end(), [&](const Row& other) { return key(other) == key(row); });
    if (same == into.end())
      into.push_back(row);
    else
      *same = row;
  }
}

constexpr std::size_t replays_at_most = 20;

/// The first replays of every design, in turn, until there are as many as a report shows.
std::vector<ReplayResult> fair_share(const std::vector<ReplayResult>& replays) {
  std::map<std::string, std::size_t> of_design;
  std::vector<std::pair<std::size_t, std::size_t>> turns;  // turn within the design, index
  for (std::size_t i = 0; i < replays.size(); ++i) turns.push_back({of_design[replays[i].design]++, i});
  std::sort(turns.begin(), turns.end());
  if (turns.size() > replays_at_most) turns.resize(replays_at_most);
  std::vector<std::size_t> kept;
  for (const auto& [turn, i] : turns) kept.push_back(i);
  std::sort(kept.begin(), kept.end());
  std::vector<ReplayResult> all;
  for (const std::size_t i : kept) all.push_back(replays[i]);
  return all;
}

}  // namespace

Result merged(const std::vector<Result>& results) {
  Result all;
  for (const Result& one : results) {
    if (&one == &results.front()) {
      all.windtunnel = one.windtunnel;
      all.seed = one.seed;
      all.command = one.command;
    } else if (!one.command.empty() && one.command != all.command) {
      all.command += "\n" + one.command;
    }
    take(all.inputs, one.inputs, [](const auto& input) { return input; });
    take(all.rules, one.rules, [](const auto& rule) { return rule.first; });
    take(all.runs, one.runs, [](const RunResult& r) { return std::pair(r.design, r.scenario); });
    take(all.availability, one.availability, [](const AvailabilityResult& a) { return a.design; });
    take(all.designs, one.designs, [](const DesignResult& d) { return d.design; });
    take(all.expectations, one.expectations,
         [](const ExpectationResult& e) {
           return std::tuple(e.scenario, e.design, e.journey, e.measure, e.limit, e.policy, e.contract);
         });
    take(all.contracts, one.contracts,
         [](const ContractResult& c) { return std::tuple(c.design, c.policy, c.contract); });
    take(all.claims, one.claims, [](const ClaimResult& c) { return std::pair(c.id, c.design); });
    take(all.choice_ends, one.choice_ends, [](const ChoiceEnd& e) { return std::tuple(e.design, e.assumption, e.value); });
    take(all.replays, one.replays, [](const ReplayResult& r) { return std::pair(r.design, r.scenario); });
  }
  all.replays = fair_share(all.replays);
  return all;
}

}  // namespace windtunnel::reports
