// See baseline_missing.h.
#include "tools/command_line/baseline_missing.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/measure/glob.h"
#include "sim/scenario/glob.h"
#include "sim/scenario/planner.h"
#include "tools/command_line/baseline_runs.h"

namespace windtunnel::tools {
namespace {

/// Why today's design has no such run under a scenario; empty: it has.
std::string why_no_run(const std::string& run, const Scenario& scenario, const Design& now) {
  Diagnostics ignored;  // told when the inputs were read
  const std::vector<Plan> plans = plan(scenario, now, ignored);
  if (plans.empty())
    return fmt::format("the scenario does not run on {}: its designs are {}", now.name, fmt::join(scenario.designs, ", "));
  const auto found = std::find_if(plans.begin(), plans.end(), [&](const Plan& p) { return p.name == run; });
  if (found != plans.end()) return found->not_applicable;
  // A scenario that expands over nothing says so in its only plan.
  return plans.front().not_applicable.empty() ? "the design has no such target" : plans.front().not_applicable;
}

std::string why_not_measured(const std::string& run, const std::string& scenario, const Design& now,
                             const std::vector<Scenario>& scenarios) {
  if (run == years_run) return now.sla.target > 0 ? "" : "the design promises no availability";
  const auto present =
      std::find_if(scenarios.begin(), scenarios.end(), [&](const Scenario& other) { return other.name == scenario; });
  if (present == scenarios.end()) return fmt::format("no scenario {} is among the inputs", scenario);
  return why_no_run(run, *present, now);
}

/// The journey of "rto of browse"; empty where the figure belongs to none.
std::string journey_of(const std::string& figure) {
  static const std::string of = " of ";
  const std::size_t at = figure.find(of);
  return at == std::string::npos ? "" : figure.substr(at + of.size());
}

/// The scenario that a run of the baseline belongs to: "zone-loss" of "zone-loss@primary.zone-1".
std::string scenario_of_run(const Baseline& baseline, const std::string& run) {
  std::string longest = scenario_of(run);
  for (const auto& [name, fingerprint] : baseline.scenarios)
    if ((run == name || run.starts_with(name + "@")) && name.size() > longest.size()) longest = name;
  return longest;
}

}  // namespace

std::vector<BaselineRow> missing_runs(const Baseline& baseline, const BaselineDesign& recorded, const Design& now,
                                      const std::vector<Scenario>& scenarios, const Selection& selection) {
  std::vector<BaselineRow> rows;
  std::set<std::string> journeys;
  for (const auto& [run, figures] : recorded.runs) {
    const std::string scenario = scenario_of_run(baseline, run);
    if (run != years_run && !glob_matches(selection.scenarios, scenario)) continue;
    const std::string why = why_not_measured(run, scenario, now, scenarios);
    if (!why.empty()) {
      rows.push_back(missing_row(now.name, run, "", why));
      continue;
    }
    for (const auto& [figure, values] : figures) journeys.insert(journey_of(figure));
  }
  for (const JourneyDefinition& journey : now.journeys) journeys.erase(journey.name);
  for (const std::string& journey : journeys)
    if (!journey.empty()) rows.push_back(missing_row(now.name, "", journey, "the design has no such journey"));
  return rows;
}

}  // namespace windtunnel::tools
