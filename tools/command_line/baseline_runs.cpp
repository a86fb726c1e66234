// See baseline_runs.h.
#include "tools/command_line/baseline_runs.h"

#include <algorithm>

#include "sim/scenario/planner.h"
#include "tools/command_line/cached_runs.h"
#include "tools/command_line/identity.h"

namespace windtunnel::tools {
namespace {

struct Planned {
  std::vector<PlannedRun> runs;
  std::vector<std::string> keys;       ///< fingerprints of their scenarios
  std::vector<std::string> scenarios;  ///< their names
};

Planned plan_all(const std::vector<ResolvedDesign>& designs, const std::vector<Scenario>& scenarios,
                 const BaselineRequest& request) {
  Planned planned;
  Diagnostics diagnostics;
  for (std::size_t d = 0; d < designs.size(); ++d)
    for (const Scenario& scenario : scenarios) {
      const std::string key = scenario_fingerprint(scenario);
      const auto own = scenario.replications ? static_cast<std::uint64_t>(*scenario.replications) : request.replications;
      for (Plan& p : plan(scenario, *designs[d].design, diagnostics)) {
        if (!p.not_applicable.empty() || (request.wanted && !request.wanted(p.name))) continue;
        planned.runs.push_back({d, std::move(p), std::min(own, request.replications)});
        planned.keys.push_back(key);
        planned.scenarios.push_back(scenario.name);
      }
    }
  if (!diagnostics.ok()) throw BadInput(diagnostics);
  return planned;
}

}  // namespace

ResolvedDesign resolve(const Inputs& inputs, const std::shared_ptr<const Design>& design) {
  ResolvedDesign result;
  result.resolved = resolved_design(*inputs.environment.design_document(design->name), inputs.environment, *design);
  result.text = resolved_text(result.resolved);
  result.design = design;
  return result;
}

std::optional<ResolvedDesign> read_resolved(const Inputs& inputs, const Node& resolved, const std::string& file,
                                            Diagnostics& diagnostics) {
  const Document document = resolved_document(resolved, file);
  ResolvedDesign result;
  result.design = load_design(document, inputs.environment, diagnostics);
  if (!result.design) return std::nullopt;
  result.resolved = resolved_design(document, inputs.environment, *result.design);
  result.text = resolved_text(result.resolved);
  return result;
}

std::vector<std::shared_ptr<const Design>> selected_designs(const Inputs& inputs) {
  std::vector<std::shared_ptr<const Design>> designs;
  for (const auto& design : inputs.designs)
    if (inputs.for_claims.count(design->name) == 0) designs.push_back(design);
  return designs;
}

std::vector<MeasuredDesign> measure_designs(const std::vector<ResolvedDesign>& designs,
                                            const std::vector<Scenario>& scenarios, const BaselineRequest& request,
                                            Session& session) {
  std::vector<std::shared_ptr<const Design>> plain;
  std::vector<std::string> texts;
  for (const ResolvedDesign& design : designs) {
    plain.push_back(design.design);
    texts.push_back(design.text);
  }
  const CampaignOptions options = session.campaign();
  CachedRuns cached(plain, texts, options, session.cache());
  const Planned planned = plan_all(designs, scenarios, request);
  const auto records = cached.run(planned.runs, planned.keys);
  std::vector<MeasuredDesign> measured(designs.size());
  for (std::size_t r = 0; r < planned.runs.size(); ++r) {
    const PlannedRun& run = planned.runs[r];
    MeasuredDesign::Run& into = measured[run.design].runs[run.plan.name];
    into.values = drill_values(cached.designs()[run.design].labels->labels(), records[r]);
    into.planned = run.replications;
    into.done = records[r].size();
    into.scenario = planned.scenarios[r];
  }
  CampaignOptions quiet = options;
  quiet.progress = nullptr;
  for (std::size_t d = 0; d < designs.size(); ++d) {
    const Design& design = *designs[d].design;
    if (request.years > 0 && design.sla.target > 0 && (!request.wanted || request.wanted(years_run))) {
      const auto years = cached.years(d, request.years, quiet);
      measured[d].runs[years_run] = {yearly_values(design.sla.target, years), request.years, years.size(), years_run};
    }
    if (!request.costs) continue;
    const MonthlyCost cost = cached.cost(d);
    if (cost.unknown.empty()) measured[d].monthly_cost = cost.total;
  }
  return measured;
}

}  // namespace windtunnel::tools
