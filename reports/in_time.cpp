// See in_time.h.
#include "reports/in_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/measure/glob.h"

namespace windtunnel::reports {
namespace {

bool hurts(const RunResult& run) {
  for (const auto& [journey, values] : run.replication_values.rto_seconds)
    if (std::any_of(values.begin(), values.end(), [](const auto& value) { return !value || *value > 0; })) return true;
  return false;
}

/// What can be compared: the designs that went through at least half as many scenarios as any other (a variant that one
/// claim needs has not been tried enough), and that have a price where any has one; and the scenarios common to them.
struct Comparable {
  std::set<std::string> designs, scenarios;
};

Comparable comparable(const Result& result) {
  std::map<std::string, std::set<std::string>> scenarios_of;
  for (const RunResult& run : result.runs) scenarios_of[run.design].insert(scenario_of(run.scenario));
  std::size_t most = 0;
  for (const auto& [design, scenarios] : scenarios_of) most = std::max(most, scenarios.size());
  const auto priced = [](const DesignResult& design) { return !design.cost_monthly.lines.empty(); };
  const bool any_priced = std::any_of(result.designs.begin(), result.designs.end(), priced);
  Comparable found;
  for (const DesignResult& design : result.designs) {
    const std::set<std::string>& own = scenarios_of[design.design];
    if (own.empty() || own.size() * 2 < most || (any_priced && !priced(design))) continue;
    std::set<std::string> common;
    for (const std::string& scenario : own)
      if (found.designs.empty() || found.scenarios.contains(scenario)) common.insert(scenario);
    found.scenarios = std::move(common);
    found.designs.insert(design.design);
  }
  return found;
}

/// Worst share of a design over the targets of a scenario; nothing where no run of it was measured.
std::optional<double> worst_share(const Result& result, const std::string& design, const std::string& scenario,
                                  double limit, std::string& title) {
  std::optional<double> worst;
  for (const RunResult& run : result.runs) {
    if (run.design != design || scenario_of(run.scenario) != scenario || run.status != RunStatus::measured) continue;
    worst = std::min(worst.value_or(1), share_in_time(run.replication_values.rto_seconds, limit));
    if (title.empty()) title = run.title;
  }
  return worst;
}

/// Where a kind stands among those that reports name; unknown ones and none come last.
std::size_t place_of(const std::string& kind) {
  const auto& kinds = disruption_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& known) { return known.first == kind; });
  return static_cast<std::size_t>(found - kinds.begin());
}

void count(InTime& design, const std::string& disruption, bool kept) {
  auto kind = std::find_if(design.kinds.begin(), design.kinds.end(), [&](const InTime::Kind& k) { return k.name == disruption; });
  if (kind == design.kinds.end()) {
    const auto after = std::find_if(design.kinds.begin(), design.kinds.end(), [&](const InTime::Kind& other) {
      return std::pair(place_of(other.name), other.name) > std::pair(place_of(disruption), disruption);
    });
    kind = design.kinds.insert(after, {disruption, 0, 0});
  }
  ++design.runs;
  ++kind->runs;
  design.kept += kept;
  kind->kept += kept;
}

/// Who kept a drill too, and whose bill may be smaller than that of the cheapest.
void note_perhaps_cheaper(const Result& result, ScenarioInTime& one) {
  for (const auto& [name, share] : one.shares) {
    if (name == one.cheapest || share.value_or(0) < required_in_time) continue;
    for (const DesignResult& design : result.designs)
      if (design.design == name && !design.cost_monthly.unknown.empty() &&
          (!one.unpriced.empty() || design.cost_monthly.total < one.cost))
        one.perhaps_cheaper.push_back(name);
  }
}

}  // namespace

double share_in_time(const ByName<std::vector<std::optional<double>>>& rto_seconds, double limit) {
  double least = 1;
  for (const auto& [journey, values] : rto_seconds) {
    if (values.empty()) continue;
    const auto kept =
        std::count_if(values.begin(), values.end(), [&](const auto& value) { return value && *value <= limit; });
    least = std::min(least, static_cast<double>(kept) / static_cast<double>(values.size()));
  }
  return least;
}

std::string in_time_text(double share) {
  if (share <= 0) return "never in time";
  if (share >= 1) return "always in time";
  // A share of replications is a quotient: 29 of 100 lies a little below 29 %.
  const double whole = std::floor(share * 100 + 1e-9);
  return whole < 1 ? "under 1 % in time" : fmt::format("{:.0f} % in time", whole);
}

const std::vector<std::pair<std::string, std::string>>& disruption_kinds() {
  static const std::vector<std::pair<std::string, std::string>> kinds = {
      {"hardware", "failure of a part"},  {"zone", "loss of a zone"},          {"region", "loss of a region"},
      {"software", "software and data"},  {"provider", "services of the provider"}, {"load", "load"},
      {"operations", "planned work"}};
  return kinds;
}

std::string kind_words(const std::string& kind) {
  for (const auto& [name, words] : disruption_kinds())
    if (name == kind) return words;
  return kind.empty() ? "other" : kind;
}

std::vector<InTime> in_time(const Result& result, double limit) { return in_time(result, limit, {}); }

std::vector<InTime> in_time(const Result& result, double limit, const std::vector<std::string>& kinds) {
  const Comparable set = comparable(result);
  std::vector<InTime> all;
  std::vector<std::vector<std::pair<double, std::string>>> missed;
  for (const DesignResult& design : result.designs)
    if (set.designs.contains(design.design))
      all.push_back({design.design, design.cost_monthly.total, 0, 0, {}, {}, design.cost_monthly.unknown});
  missed.resize(all.size());
  for (const ScenarioInTime& one : by_scenario(result, limit)) {
    if (!one.for_all || !one.hurt) continue;  // designs are compared by the same drills, and by what happens in them
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), one.disruption) == kinds.end()) continue;
    for (std::size_t d = 0; d < all.size(); ++d) {
      const double share = *one.shares[d].second;
      count(all[d], one.disruption, share >= required_in_time);
      if (share < required_in_time) missed[d].push_back({share, one.scenario});
    }
  }
  for (std::size_t d = 0; d < all.size(); ++d) {
    std::stable_sort(missed[d].begin(), missed[d].end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [share, scenario] : missed[d]) all[d].missed.push_back(scenario);
  }
  std::erase_if(all, [](const InTime& one) { return one.runs == 0; });
  std::stable_sort(all.begin(), all.end(), [](const InTime& a, const InTime& b) {
    return a.kept != b.kept ? a.kept > b.kept : std::pair(!a.unpriced.empty(), a.cost) < std::pair(!b.unpriced.empty(), b.cost);
  });
  return all;
}

std::vector<std::string> deciding_drills(const Result& result) {
  std::vector<std::string> drills;
  for (const ScenarioInTime& one : by_scenario(result, choice_limit))
    if (one.for_all && one.hurt) drills.push_back(one.scenario);
  return drills;
}

std::vector<std::string> contenders(const std::vector<InTime>& designs) {
  constexpr std::size_t at_most = 4;
  std::vector<std::string> chosen;
  if (designs.size() < 2) return chosen;
  const auto take = [&](const InTime& one) {
    if (chosen.size() < at_most && std::find(chosen.begin(), chosen.end(), one.design) == chosen.end())
      chosen.push_back(one.design);
  };
  double least = designs.front().cost;
  take(designs.front());
  for (const InTime& one : designs) {
    if (one.cost >= least || one.kept == 0) continue;
    if (one.unpriced.empty()) least = one.cost;
    take(one);
  }
  for (const InTime& one : designs)
    if (one.kept == designs.front().kept) take(one);
  return chosen;
}

std::vector<InTime> perhaps_cheaper(const std::vector<InTime>& designs) {
  std::vector<InTime> found;
  for (std::size_t d = 1; d < designs.size() && designs[d].kept == designs[0].kept; ++d)
    if (!designs[d].unpriced.empty() && (!designs[0].unpriced.empty() || designs[d].cost < designs[0].cost))
      found.push_back(designs[d]);
  return found;
}

std::vector<ScenarioInTime> by_scenario(const Result& result, double limit) {
  const Comparable set = comparable(result);
  std::vector<ScenarioInTime> all;
  for (const std::string& scenario : set.scenarios) {
    ScenarioInTime one;
    one.scenario = scenario;
    for (const DesignResult& design : result.designs) {
      if (!set.designs.contains(design.design)) continue;
      const auto share = worst_share(result, design.design, scenario, limit, one.title);
      one.shares.push_back({design.design, share});
      if (!share) continue;
      ++one.judged;
      if (*share < required_in_time) continue;
      ++one.kept;
      const MonthlyCost& cost = design.cost_monthly;
      if (one.cheapest.empty() || std::pair(!cost.unknown.empty(), cost.total) < std::pair(!one.unpriced.empty(), one.cost))
        one.cheapest = design.design, one.cost = cost.total, one.unpriced = cost.unknown;
    }
    note_perhaps_cheaper(result, one);
    for (const RunResult& run : result.runs)
      if (scenario_of(run.scenario) == scenario && !run.disruption.empty()) one.disruption = run.disruption;
    for (const RunResult& run : result.runs)
      one.hurt |= set.designs.contains(run.design) && scenario_of(run.scenario) == scenario && hurts(run);
    one.for_all = one.judged == set.designs.size();
    if (one.judged > 0) all.push_back(std::move(one));
  }
  const auto turn = [](const ScenarioInTime& s) { return s.kept == s.judged ? 2 : s.kept == 0 ? 1 : 0; };
  std::stable_sort(all.begin(), all.end(), [&](const ScenarioInTime& a, const ScenarioInTime& b) {
    return std::pair(turn(a), a.kept) < std::pair(turn(b), b.kept);
  });
  return all;
}

std::vector<LeftOut> left_out(const Result& result, double limit) {
  const Comparable set = comparable(result);
  const std::vector<std::string> deciding = deciding_drills(result);
  std::vector<LeftOut> all;
  if (set.designs.size() < 2) return all;
  for (const DesignResult& design : result.designs) {
    if (set.designs.contains(design.design)) continue;
    LeftOut one{design.design, "", !design.cost_monthly.lines.empty(), design.cost_monthly.total, 0, 0, design.cost_monthly.unknown};
    for (const std::string& scenario : deciding) {
      std::string title;
      const auto share = worst_share(result, design.design, scenario, limit, title);
      one.runs += share.has_value();
      one.kept += share && *share >= required_in_time;
    }
    one.why = !one.priced ? "its bill is not known" : fmt::format("put through {} of the {} drills", one.runs, deciding.size());
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace windtunnel::reports
