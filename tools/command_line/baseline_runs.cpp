// See baseline_runs.h.
#include "tools/command_line/baseline_runs.h"

#include <algorithm>
#include <span>

#include "sim/scenario/planner.h"
#include "tools/command_line/identity.h"

namespace windtunnel::tools {
namespace {

std::vector<std::shared_ptr<const Design>> plain(const std::vector<ResolvedDesign>& designs) {
  std::vector<std::shared_ptr<const Design>> result;
  for (const ResolvedDesign& design : designs) result.push_back(design.design);
  return result;
}

std::vector<std::string> texts_of(const std::vector<ResolvedDesign>& designs) {
  std::vector<std::string> texts;
  for (const ResolvedDesign& design : designs) texts.push_back(design.text);
  return texts;
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

DesignRuns::DesignRuns(std::vector<ResolvedDesign> designs, const std::vector<Scenario>& scenarios, Session& session)
    : designs_(std::move(designs)),
      scenarios_(scenarios),
      options_(session.campaign()),
      cached_(plain(designs_), texts_of(designs_), options_, session.cache()) {}

DesignRuns::Planned DesignRuns::plan_all(const BaselineRequest& request) const {
  Planned planned;
  Diagnostics diagnostics;
  // Both sides of a scenario stand beside each other: what a time limit leaves can be compared then.
  for (const Scenario& scenario : scenarios_) {
    const std::string key = scenario_fingerprint(scenario);
    for (std::size_t d = 0; d < designs_.size(); ++d)
      for (Plan& p : plan(scenario, *designs_[d].design, diagnostics)) {
        if (!p.not_applicable.empty()) continue;
        std::uint64_t count = request.wanted ? request.wanted(d, p.name) : request.replications;
        if (scenario.replications) count = std::min(count, static_cast<std::uint64_t>(*scenario.replications));
        if (count == 0) continue;
        planned.runs.push_back({d, std::move(p), count});
        planned.keys.push_back(key);
        planned.scenarios.push_back(scenario.name);
      }
  }
  if (!diagnostics.ok()) throw BadInput(diagnostics);
  return planned;
}

void DesignRuns::measure_drills(const BaselineRequest& request, std::vector<MeasuredDesign>& measured) {
  const Planned planned = plan_all(request);
  std::vector<std::vector<ReplicationRecord>> known;
  for (const PlannedRun& run : planned.runs) known.push_back(std::move(known_[{run.design, run.plan.name}]));
  auto records = cached_.run(planned.runs, planned.keys, std::move(known));
  for (std::size_t r = 0; r < planned.runs.size(); ++r) {
    const PlannedRun& run = planned.runs[r];
    MeasuredDesign::Run& into = measured[run.design].runs[run.plan.name];
    const std::span<const ReplicationRecord> asked(records[r].data(),
                                                   std::min<std::size_t>(records[r].size(), run.replications));
    into.values = drill_values(cached_.designs()[run.design].labels->labels(), asked);
    into.planned = run.replications;
    into.done = asked.size();
    into.scenario = planned.scenarios[r];
    known_[{run.design, run.plan.name}] = std::move(records[r]);
  }
}

std::vector<MeasuredDesign> DesignRuns::measure(const BaselineRequest& request) {
  std::vector<MeasuredDesign> measured(designs_.size());
  measure_drills(request, measured);
  CampaignOptions quiet = options_;
  quiet.progress = nullptr;
  for (std::size_t d = 0; d < designs_.size(); ++d) {
    const Design& design = *designs_[d].design;
    if (request.years > 0 && design.sla.target > 0 && (!request.wanted || request.wanted(d, years_run) > 0)) {
      const auto years = cached_.years(d, request.years, quiet);
      measured[d].runs[years_run] = {yearly_values(design.sla.target, years), request.years, years.size(), years_run};
    }
    if (!request.costs) continue;
    const MonthlyCost cost = cached_.cost(d);
    if (cost.unknown.empty()) measured[d].monthly_cost = cost.total;
  }
  return measured;
}

}  // namespace windtunnel::tools
