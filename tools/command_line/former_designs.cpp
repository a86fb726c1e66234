// See former_designs.h.
#include "tools/command_line/former_designs.h"

#include <algorithm>

#include "sim/measure/wording.h"
#include "sim/scenario/planner.h"
#include "tools/command_line/baseline_runs.h"
#include "tools/command_line/identity.h"

namespace windtunnel::tools {
/// The plans on a design that something is expected to have increased in, with the fingerprints of their scenarios.
struct FormerPlans {
  std::vector<PlannedRun> runs;
  std::vector<std::string> keys;
};

namespace {

bool is_increase(const Expectation& expectation) {
  return expectation.aggregation == Expectation::Aggregation::increase;
}

bool any_increase(const std::vector<Expectation>& rows, std::initializer_list<Expectation::Scope> scopes) {
  return std::any_of(rows.begin(), rows.end(), [&](const Expectation& row) {
    return is_increase(row) && std::find(scopes.begin(), scopes.end(), row.scope) != scopes.end();
  });
}

FormerPlans plans_with_increases(const Inputs& inputs, const Design& design, std::uint64_t replications) {
  FormerPlans plans;
  Diagnostics diagnostics;
  for (const Scenario& scenario : inputs.scenarios)
    for (Plan& p : plan(scenario, design, diagnostics)) {
      const auto rows = expectations_of_run(inputs, scenario, design.name, p.name);
      if (!p.not_applicable.empty() || std::none_of(rows.begin(), rows.end(), is_increase)) continue;
      const auto own = scenario.replications ? static_cast<std::uint64_t>(*scenario.replications) : replications;
      plans.runs.push_back({0, std::move(p), std::min(own, replications)});
      plans.keys.push_back(scenario_fingerprint(scenario));
    }
  if (!diagnostics.ok()) throw BadInput(diagnostics);
  return plans;
}

}  // namespace

/// One design: the batch's own where nothing changed, else what was run of the recorded one.
struct FormerDesigns::Former {
  PresentDesign same;
  FormerPlans plans;
  std::unique_ptr<CachedRuns> cached;
  std::vector<std::vector<ReplicationRecord>> records;
  std::vector<RunResult> results;
  std::vector<ContractRun> contracts;
  std::vector<ReplicationRecord> years;
  MonthlyCost cost;
  DesignEvidence evidence;

  const DesignEvidence& shown() const { return same.evidence ? *same.evidence : evidence; }

  void run(const Inputs& inputs, const ResolvedDesign& design, const BatchOptions& options) {
    cached = std::make_unique<CachedRuns>(std::vector{design.design}, std::vector{design.text}, options.campaign,
                                          options.cache);
    plans = plans_with_increases(inputs, *design.design, options.replications);
    records = cached->run(plans.runs, plans.keys);
    for (std::size_t r = 0; r < records.size(); ++r) {
      RunResult& result = results.emplace_back();
      result.design = design.design->name;
      result.scenario = plans.runs[r].plan.name;
      if (records[r].size() == plans.runs[r].replications) continue;
      result.status = RunStatus::inconclusive;
      result.reason = "stopped by the time limit after " + count_text(records[r].size()) + " of " +
                      count_text(plans.runs[r].replications) + " replications of the baseline's design";
    }
    using Scope = Expectation::Scope;
    const auto rows = design_expectations(inputs, design.design->name);
    if (any_increase(rows, {Scope::years, Scope::contract}) && options.years > 0) {
      CampaignOptions quiet = options.campaign;
      quiet.progress = nullptr;
      contracts = contracts_of(inputs, *cached, 0);
      years = years_of(*cached, 0, options.years, quiet, contracts);
    }
    if (any_increase(rows, {Scope::bill})) {
      cost = cached->cost(0);
      evidence.cost = &cost;
    }
    evidence.design = design.design->name;
    const RunLabels& labels = cached->designs().front().labels->labels();
    for (std::size_t r = 0; r < records.size(); ++r) evidence.runs.push_back({&results[r], &labels, records[r]});
    evidence.year_labels = &labels;
    evidence.years = years;
  }
};

FormerDesigns::FormerDesigns(const Inputs& inputs, const Baseline* baseline, const BatchOptions& options)
    : inputs_(inputs), baseline_(baseline), options_(options) {}

FormerDesigns::~FormerDesigns() = default;

void FormerDesigns::measure(const std::vector<PresentDesign>& present) {
  if (!baseline_ || !expects_increases(inputs_)) return;
  Diagnostics diagnostics;
  for (const PresentDesign& now : present) {
    const std::string& name = now.evidence->design;
    for (const auto& [recorded, of] : baseline_->designs) {
      if (recorded != name) continue;
      const auto before = read_resolved(inputs_, of.resolved, "the baseline's design " + name, diagnostics);
      if (!before) continue;
      Former& former = *former_.emplace_back(std::make_unique<Former>());
      const auto design = std::find_if(inputs_.designs.begin(), inputs_.designs.end(),
                                       [&](const auto& candidate) { return candidate->name == name; });
      if (before->text == resolve(inputs_, *design).text)
        former.same = now;
      else
        former.run(inputs_, *before, options_);
    }
  }
  if (!diagnostics.ok()) throw BadInput(diagnostics);
}

const FormerDesigns::Former* FormerDesigns::find(const std::string& design) const {
  for (const auto& former : former_)
    if (former->shown().design == design) return former.get();
  return nullptr;
}

EvidenceOf FormerDesigns::evidence() const {
  if (!baseline_) return nullptr;
  return [this](const std::string& design) -> const DesignEvidence* {
    const Former* former = find(design);
    return former ? &former->shown() : nullptr;
  };
}

const ContractMonths* FormerDesigns::months(const std::string& design, const Contract& contract) const {
  const Former* former = find(design);
  if (!former) return nullptr;
  for (const ContractRun& run : former->same.contracts ? *former->same.contracts : former->contracts)
    if (run.contract == &contract) return &run.months;
  return nullptr;
}

}  // namespace windtunnel::tools
