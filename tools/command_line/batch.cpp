// See batch.h.
#include "tools/command_line/batch.h"

#include <algorithm>

#include "models/embedded.h"
#include "reports/text.h"
#include "sim/measure/estimate.h"
#include "sim/measure/glob.h"
#include "sim/measure/suppress.h"
#include "sim/measure/topology.h"
#include "sim/measure/verdict.h"
#include "sim/measure/wording.h"
#include "sim/run/replay.h"
#include "sim/scenario/planner.h"
#include "tools/command_line/policies.h"
#include "tools/command_line/pricing.h"
#include "tools/command_line/static_rules.h"
#include "tools/command_line/version.h"

namespace windtunnel::tools {
namespace {

/// Everything a batch holds while it is judged.
struct Batch {
  std::vector<PreparedDesign> designs;
  std::vector<PlannedRun> runs;
  std::vector<std::size_t> scenario_of;  ///< by run
  std::vector<std::vector<ReplicationRecord>> records;
  std::vector<std::vector<ReplicationRecord>> years;  ///< by design
  std::vector<std::vector<ContractRun>> contracts;    ///< by design
};

/// What `trace` finds a thing by: a shipped one by name, any other by its file.
std::string name_or_file(const std::string& name, const std::string& file) {
  return reports::shell_word(file.empty() || models::is_embedded(file) ? name : file);
}

/// The command that tells a replication as a story.
std::string replay_command(const Design& design, const Scenario& scenario, const std::string& run,
                           std::uint64_t replication, std::uint64_t seed) {
  const std::string design_file = design.inputs.empty() ? "" : design.inputs.back().first;
  const bool shipped = scenario.file.empty() || models::is_embedded(scenario.file);
  const std::string target = run.substr(std::min(run.size(), scenario.name.size()));  // "@primary.zone-1" or nothing
  return "windtunnel trace " + name_or_file(design.name, design_file) + " " +
         reports::shell_word((shipped ? scenario.name : scenario.file) + target) + " --replication " +
         std::to_string(replication) + " --seed " + std::to_string(seed);
}

/// Whether a run belongs to the batch: of designs that only claims speak of, no more than the runs that these need.
bool is_wanted(const Inputs& inputs, const std::string& design, const std::string& run) {
  const auto found = inputs.for_claims.find(design);
  if (found == inputs.for_claims.end()) return true;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const std::string& glob) { return run_matches(glob, run); });
}

void plan_runs(const Inputs& inputs, const BatchOptions& options, Batch& batch) {
  Diagnostics diagnostics;
  for (std::size_t d = 0; d < batch.designs.size(); ++d)
    for (std::size_t s = 0; s < inputs.scenarios.size(); ++s) {
      const Scenario& scenario = inputs.scenarios[s];
      for (Plan& p : plan(scenario, *batch.designs[d].design, diagnostics)) {
        if (!is_wanted(inputs, batch.designs[d].design->name, p.name)) continue;
        const std::uint64_t own =
            scenario.replications ? static_cast<std::uint64_t>(*scenario.replications) : options.replications;
        batch.runs.push_back({d, std::move(p), std::min(own, options.replications)});
        batch.scenario_of.push_back(s);
      }
    }
  if (!diagnostics.ok()) throw BadInput(diagnostics);
}

void estimate_runs(const Inputs& inputs, const Batch& batch, const BatchOptions& options, Result& result) {
  for (std::size_t r = 0; r < batch.runs.size(); ++r) {
    const PlannedRun& run = batch.runs[r];
    const std::string& design = batch.designs[run.design].design->name;
    if (!run.plan.not_applicable.empty()) {
      result.runs.push_back(not_applicable(design, run.plan.name, run.plan.not_applicable));
      continue;
    }
    result.runs.push_back(
        estimate(design, run.plan.name, batch.designs[run.design].labels->labels(), batch.records[r]));
    RunResult& estimated = result.runs.back();
    std::uint64_t worst = 0;
    double longest = -1;
    for (std::size_t j = 0; j < estimated.journeys.size(); ++j) {
      const auto& [name, journey] = estimated.journeys[j];
      const double rto = batch.records[r][journey.worst_replication].journeys[j].rto_seconds;
      if (rto > longest) {
        longest = rto;
        worst = journey.worst_replication;
      }
    }
    estimated.replay = replay_command(*batch.designs[run.design].design, inputs.scenarios[batch.scenario_of[r]],
                                      estimated.scenario, worst, options.campaign.seed);
  }
}

DesignResult describe(const PreparedDesign& prepared) {
  DesignResult result;
  result.design = prepared.design->name;
  result.cost_monthly = price_design(prepared);
  result.findings = static_findings(*prepared.design);
  result.title = prepared.design->title;
  result.document = prepared.design->document;
  result.assumptions = assumptions_of(*prepared.design);
  result.topology = topology_of(*prepared.design);
  if (!prepared.design->inputs.empty()) result.file = prepared.design->inputs.back().first;
  return result;
}

/// Runs again, with everything told, the typical replication of the runs that hurt users longest.
void record_replays(const Batch& batch, const BatchOptions& options, Result& result) {
  std::vector<TypicalReplication> typical(batch.runs.size());
  std::vector<ReplayCandidate> candidates;
  for (std::size_t r = 0; r < batch.runs.size(); ++r) {
    typical[r] = typical_replication(batch.records[r]);
    const std::string& name = batch.runs[r].plan.name;
    if (typical[r].hurt > 0)
      candidates.push_back({r, batch.runs[r].design, name.substr(0, name.find('@')), typical[r].seconds});
  }
  for (const std::size_t r : chosen_runs(std::move(candidates))) {
    if (options.campaign.interrupted && *options.campaign.interrupted) return;
    const PreparedDesign& prepared = batch.designs[batch.runs[r].design];
    Drill drill(*prepared.week, *prepared.labels, options.campaign.seed, options.campaign.resolution);
    Story story;
    drill.run(batch.runs[r].plan, typical[r].replication, &story);
    ReplayResult replay = replay_of(story, *prepared.design);
    replay.scenario = batch.runs[r].plan.name;
    replay.title = batch.runs[r].plan.title;
    replay.replication = typical[r].replication;
    replay.chosen = "the middle one of " + count_text(typical[r].hurt) + " replications that hurt users";
    result.replays.push_back(std::move(replay));
  }
}

DesignEvidence evidence_of(const Batch& batch, const Result& result, std::size_t d) {
  const PreparedDesign& prepared = batch.designs[d];
  DesignEvidence evidence;
  evidence.design = prepared.design->name;
  for (std::size_t r = 0; r < batch.runs.size(); ++r)
    if (batch.runs[r].design == d)
      evidence.runs.push_back({&result.runs[r], &prepared.labels->labels(), batch.records[r]});
  for (const AvailabilityResult& availability : result.availability)
    if (availability.design == evidence.design) evidence.availability = &availability;
  evidence.year_labels = &prepared.labels->labels();
  evidence.years = batch.years[d];
  evidence.parameter = [design = prepared.design](const std::string& path) { return design->parameter(path); };
  evidence.findings = result.designs[d].findings;
  evidence.cost = &result.designs[d].cost_monthly;
  for (const Assumption& assumption : prepared.design->assumptions)
    if (assumption.id == "required-share")
      if (const auto share = parse_share(assumption.value)) evidence.required_share = share->value;
  return evidence;
}

/// By which the years of a design are simulated again.
std::string years_command(const std::string& design, const BatchOptions& options) {
  return "windtunnel availability " + design + " --years " + std::to_string(options.years) + " --seed " +
         std::to_string(options.campaign.seed);
}

/// What a run's own scenario and policies expect of it.
std::vector<Expectation> expectations_of_run(const Inputs& inputs, const Scenario& scenario, const RunResult& run) {
  std::vector<Expectation> all = policy_expectations(inputs, run.design, run.scenario);
  std::vector<Expectation> own = expectations(scenario);
  std::erase_if(own, [&](const Expectation& e) {
    return e.scope != Expectation::Scope::run ||
           std::none_of(e.designs.begin(), e.designs.end(),
                        [&](const std::string& glob) { return glob_matches(glob, run.design); });
  });
  all.insert(all.begin(), own.begin(), own.end());
  return all;
}

void judge(const Inputs& inputs, const Batch& batch, const BatchOptions& options, Result& result) {
  for (std::size_t r = 0; r < batch.runs.size(); ++r) {
    if (!batch.runs[r].plan.not_applicable.empty()) continue;
    if (inputs.for_claims.count(result.runs[r].design) > 0) continue;
    const RunEvidence run{&result.runs[r], &batch.designs[batch.runs[r].design].labels->labels(), batch.records[r]};
    const Scenario& scenario = inputs.scenarios[batch.scenario_of[r]];
    for (const Expectation& expectation : expectations_of_run(inputs, scenario, result.runs[r]))
      for (ExpectationResult& row : judge_expectation(expectation, run)) {
        row.replay = result.runs[r].replay;
        result.expectations.push_back(std::move(row));
      }
  }
  std::vector<DesignEvidence> evidence;
  for (std::size_t d = 0; d < batch.designs.size(); ++d) evidence.push_back(evidence_of(batch, result, d));
  for (std::size_t d = 0; d < batch.designs.size(); ++d) {
    if (inputs.for_claims.count(evidence[d].design) > 0) continue;
    for (ExpectationResult& row : judge_design(inputs, evidence[d], batch.contracts[d])) {
      if (!row.measure.starts_with("monthly_cost")) row.replay = years_command(evidence[d].design, options);
      result.expectations.push_back(std::move(row));
    }
  }
  std::vector<Suppression> suppressions;
  for (const Policy& policy : inputs.policies)
    suppressions.insert(suppressions.end(), policy.suppressions.begin(), policy.suppressions.end());
  apply_suppressions(suppressions, options.today, result.expectations);
  const EvidenceOf find = [&](const std::string& name) -> const DesignEvidence* {
    for (const DesignEvidence& e : evidence)
      if (e.design == name) return &e;
    return nullptr;
  };
  for (const PreparedDesign& prepared : batch.designs)
    for (const Claim& claim : prepared.design->claims)
      result.claims.push_back(judge_claim(claim, prepared.design->name, find));
}

Result header(const Inputs& inputs, const BatchOptions& options) {
  Result result;
  result.windtunnel = version;
  result.seed = options.campaign.seed;
  for (const auto& [file, hash] : inputs.hashes) result.inputs.emplace_back(file, hash);
  result.rules = static_rules();
  return result;
}

double sla_target(const Design& design) { return design.sla.target > 0 ? design.sla.target : 0.9999; }

/// The years of a design whose document promises an availability, or of which something is expected.
void simulate_years(const Inputs& inputs, std::size_t d, const BatchOptions& options, Batch& batch, Result& result) {
  const PreparedDesign& prepared = batch.designs[d];
  const std::string& name = prepared.design->name;
  batch.contracts[d] = contracts_of(inputs, prepared);
  const bool wanted = prepared.design->sla.target > 0 || !batch.contracts[d].empty() || expects_of_years(inputs, name);
  if (!wanted || options.years == 0) return;
  CampaignOptions quiet = options.campaign;
  quiet.progress = nullptr;
  batch.years[d] = years_of(prepared, options.years, quiet, batch.contracts[d]);
  result.availability.push_back(
      estimate_availability(name, sla_target(*prepared.design), prepared.labels->labels(), batch.years[d]));
  for (const ContractRun& run : batch.contracts[d])
    result.contracts.push_back(estimate_contract(*run.contract, run.policy->name, name, run.months));
}

}  // namespace

Result run_batch(const Inputs& inputs, const BatchOptions& options) {
  Result result = header(inputs, options);
  Batch batch;
  batch.designs = prepare(inputs.designs, options.campaign);
  plan_runs(inputs, options, batch);
  batch.records = run_campaign(batch.designs, batch.runs, options.campaign);
  estimate_runs(inputs, batch, options, result);
  for (std::size_t r = 0; r < batch.runs.size(); ++r) {
    result.runs[r].title = batch.runs[r].plan.title;
    result.runs[r].description = inputs.scenarios[batch.scenario_of[r]].description;
  }
  batch.years.resize(batch.designs.size());
  batch.contracts.resize(batch.designs.size());
  for (std::size_t d = 0; d < batch.designs.size(); ++d) {
    result.designs.push_back(describe(batch.designs[d]));
    if (inputs.for_claims.count(batch.designs[d].design->name) == 0) simulate_years(inputs, d, options, batch, result);
  }
  judge(inputs, batch, options, result);
  record_replays(batch, options, result);
  result.command = options.command;
  return result;
}

Result run_availability(const Inputs& inputs, const std::shared_ptr<const Design>& design,
                        const BatchOptions& options) {
  Result result = header(inputs, options);
  const auto prepared = prepare({design}, options.campaign);
  const auto records = run_years(prepared.front(), options.years, years(1), options.campaign);
  result.availability.push_back(
      estimate_availability(design->name, sla_target(*design), prepared.front().labels->labels(), records));
  result.designs.push_back(describe(prepared.front()));
  result.command = options.command;
  return result;
}

}  // namespace windtunnel::tools
