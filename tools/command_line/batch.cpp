// See batch.h.
#include "tools/command_line/batch.h"

#include <algorithm>
#include <cmath>

#include "models/embedded.h"
#include "reports/text.h"
#include "sim/measure/estimate.h"
#include "sim/measure/glob.h"
#include "sim/measure/health.h"
#include "sim/measure/suppress.h"
#include "sim/measure/topology.h"
#include "sim/measure/verdict.h"
#include "sim/measure/wording.h"
#include "sim/run/parallel.h"
#include "sim/run/replay.h"
#include "sim/scenario/planner.h"
#include "tools/command_line/assumption_ends.h"
#include "tools/command_line/batch_years.h"
#include "tools/command_line/choice_ends.h"
#include "tools/command_line/evidence.h"
#include "tools/command_line/former_designs.h"
#include "tools/command_line/identity.h"
#include "tools/command_line/policies.h"
#include "tools/command_line/rate_sources.h"
#include "tools/command_line/replay_commands.h"
#include "tools/command_line/savings.h"
#include "tools/command_line/static_rules.h"
#include "tools/command_line/version.h"

namespace windtunnel::tools {
namespace {

/// Without a cache nobody asks what a design is known by.
CachedRuns cached_runs(const Inputs& inputs, const std::vector<std::shared_ptr<const Design>>& designs,
                       const BatchOptions& options) {
  const auto texts = options.cache ? texts_of(inputs, designs) : std::vector<std::string>(designs.size());
  return {designs, texts, options.campaign, options.cache};
}

std::vector<std::string> scenario_keys(const Inputs& inputs, const std::vector<std::size_t>& scenario_of) {
  std::vector<std::string> of_scenario, keys;
  for (const Scenario& scenario : inputs.scenarios) of_scenario.push_back(scenario_fingerprint(scenario));
  for (const std::size_t s : scenario_of) keys.push_back(of_scenario[s]);
  return keys;
}

std::string stopped_text(std::uint64_t done, std::uint64_t asked, const char* what) {
  return "stopped by the time limit after " + count_text(done) + " of " + count_text(asked) + " " + what;
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
  for (std::size_t d = 0; d < batch.designs().size(); ++d)
    for (std::size_t s = 0; s < inputs.scenarios.size(); ++s) {
      const Scenario& scenario = inputs.scenarios[s];
      for (Plan& p : plan(scenario, *batch.designs()[d].design, diagnostics)) {
        if (!is_wanted(inputs, batch.designs()[d].design->name, p.name)) continue;
        const std::uint64_t own =
            scenario.replications ? static_cast<std::uint64_t>(*scenario.replications) : options.replications;
        batch.runs.push_back({d, std::move(p), std::min(own, options.replications)});
        batch.scenario_of.push_back(s);
      }
    }
  if (!diagnostics.ok()) throw BadInput(diagnostics);
}

/// What a run's replications add up to, and how to see the one of them that went worst.
RunResult estimate_run(const Inputs& inputs, const Batch& batch, const BatchOptions& options, std::size_t r) {
  const PlannedRun& run = batch.runs[r];
  const PreparedDesign& prepared = batch.designs()[run.design];
  if (!run.plan.not_applicable.empty()) return not_applicable(prepared.design->name, run.plan.name, run.plan.not_applicable);
  RunResult estimated = estimate(prepared.design->name, run.plan.name, prepared.labels->labels(), batch.records[r]);
  if (const std::uint64_t done = batch.records[r].size(); done < run.replications) {
    estimated.status = RunStatus::inconclusive;
    estimated.reason = stopped_text(done, run.replications, "replications");
  }
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
  estimated.replay = replay_command(*prepared.design, inputs.scenarios[batch.scenario_of[r]], estimated.scenario, worst, options.campaign);
  return estimated;
}

/// However time ran out for the replications, what there is of them is told; who is interrupted is told nothing.
CampaignOptions to_the_end(const BatchOptions& options) {
  CampaignOptions all = options.campaign;
  all.stop = nullptr;
  return all;
}

void estimate_runs(const Inputs& inputs, const Batch& batch, const BatchOptions& options, Result& result) {
  result.runs.resize(batch.runs.size());
  for_each_index(batch.runs.size(), to_the_end(options), [&] {
    return [&](std::size_t r) { result.runs[r] = estimate_run(inputs, batch, options, r); };
  });
}

bool graver(const FindingResult& a, const FindingResult& b) {
  const auto rank = [](const FindingResult& finding) { return finding.severity == "error" ? 0 : finding.severity == "warning" ? 1 : 2; };
  return rank(a) < rank(b);
}

DesignResult describe(CachedRuns& cached, std::size_t d) {
  const PreparedDesign& prepared = cached.designs()[d];
  DesignResult result;
  result.design = prepared.design->name;
  cached.look_at_health(d, result);
  for (FindingResult& finding : static_findings(*prepared.design)) result.findings.push_back(std::move(finding));
  std::stable_sort(result.findings.begin(), result.findings.end(), graver);
  result.title = prepared.design->title;
  result.document = prepared.design->document;
  result.assumptions = assumptions_of(*prepared.design);
  result.topology = topology_of(*prepared.design);
  result.failure_rates = sourced_failure_rates(*prepared.design);
  if (!prepared.design->inputs.empty()) result.file = prepared.design->inputs.back().first;
  return result;
}

void describe_designs(Batch& batch, const BatchOptions& options, Result& result) {
  result.designs.resize(batch.designs().size());
  for_each_index(batch.designs().size(), to_the_end(options), [&] {
    return [&](std::size_t d) { result.designs[d] = describe(batch.cached, d); };
  });
}

/// Longer than any drill is watched, in seconds.
constexpr double horizon = 1e9;

/// How much of what a report says comes from a run: 2 where it refuted a target, 1 where it refuted another claim.
int weight_of(const Result& result, const std::string& design, const std::string& run) {
  int weight = 0;
  for (const ClaimResult& claim : result.claims)
    for (const ClaimPart& part : claim.parts)
      if (claim.design == design && part.verdict == Verdict::refuted && part.subject.ends_with(" in " + run))
        weight = std::max(weight, claim.kind == "target" ? 2 : 1);
  return weight;
}

/// The runs to replay, of those that hurt users: of designs that were asked for before those that only claims speak of.
/// Runs by which a claim was refuted are what reports speak of, targets first; then the longest recoveries, which have a
/// course to show; and then interruptions without end.
std::vector<std::size_t> runs_to_replay(const Inputs& inputs, const Batch& batch,
                                        const std::vector<TypicalReplication>& typical, const Result& result) {
  std::vector<ReplayCandidate> asked, others;
  for (std::size_t r = 0; r < batch.runs.size(); ++r) {
    if (typical[r].hurt == 0) continue;
    const PlannedRun& run = batch.runs[r];
    const bool claims_only = inputs.for_claims.count(batch.designs()[run.design].design->name) > 0;
    double seconds = std::isfinite(typical[r].seconds) ? typical[r].seconds : 0;
    if (seconds > 0) seconds += horizon * weight_of(result, batch.designs()[run.design].design->name, run.plan.name);
    (claims_only ? others : asked)
        .push_back({r, run.design, scenario_of(run.plan.name), seconds});
  }
  std::vector<std::size_t> chosen = chosen_runs(std::move(asked));
  for (const std::size_t r : chosen_runs(std::move(others), replays_at_most - chosen.size())) chosen.push_back(r);
  return chosen;
}

/// Runs again, with everything told, a replication of a run. Whatever stops the batch stops it half-way.
ReplayResult replay_again(const Inputs& inputs, Batch& batch, std::size_t r, std::uint64_t replication, const BatchOptions& options) {
  const Plan& plan = batch.runs[r].plan;
  const PreparedDesign& prepared = batch.cached.prepared(batch.runs[r].design);
  Drill drill(*prepared.week, *prepared.labels, options.campaign.seed, options.campaign.resolution, halting(options.campaign));
  Story story;
  drill.run(plan, replication, &story);
  ReplayResult told = replay_of(story, *prepared.design);
  add_savings(inputs, prepared, inputs.scenarios[batch.scenario_of[r]], plan, replication, options.campaign, story, told);
  return told;
}

/// Replays the typical replication of the runs that hurt users longest, as many as there is time for.
void record_replays(const Inputs& inputs, Batch& batch, const std::vector<std::string>& keys,
                    const BatchOptions& options, Result& result) {
  std::vector<TypicalReplication> typical;
  for (const auto& records : batch.records) typical.push_back(typical_replication(records));
  for (const std::size_t r : runs_to_replay(inputs, batch, typical, result)) {
    if (is_told_to_stop(options.campaign)) return;
    const PlannedRun& run = batch.runs[r];
    try {
      const auto again = [&] { return replay_again(inputs, batch, r, typical[r].replication, options); };
      result.replays.push_back(batch.cached.replay(run, keys[r], typical[r].replication, again));
    } catch (const Interruption&) {
      return;  // as before the next one; who was interrupted says so
    }
    ReplayResult& replay = result.replays.back();
    replay.scenario = run.plan.name;
    replay.title = run.plan.title;
    replay.replication = typical[r].replication;
    replay.chosen = "the middle one of " + count_text(typical[r].hurt) + " replications that hurt users";
  }
}

/// What rests on years that the time limit cut is not upheld by those that there are.
void doubt_row(std::uint64_t years, const BatchOptions& options, ExpectationResult& row) {
  if (years >= options.years || row.verdict != Verdict::upheld) return;
  row.verdict = Verdict::inconclusive;
  row.because += "; " + stopped_text(years, options.years, "years");
}

void judge_runs(const Inputs& inputs, const Batch& batch, const FormerDesigns& former, const CampaignOptions& options, Result& result) {
  for (std::size_t r = 0; r < batch.runs.size(); ++r) {
    const bool applies = batch.runs[r].plan.not_applicable.empty();
    const RunResult& of = result.runs[r];
    if (inputs.for_claims.count(of.design) > 0) continue;
    const PreparedDesign& design = batch.designs()[batch.runs[r].design];
    const RunEvidence run{&of, &design.labels->labels(), batch.records[r]};
    const Scenario& scenario = inputs.scenarios[batch.scenario_of[r]];
    for (const Expectation& expectation : expectations_of_run(inputs, scenario, of.design, of.scenario)) {
      // A warning that does not apply is as good as none; what can fail a pipeline is accounted for row by row.
      if (!applies && expectation.level == ExpectationLevel::warn) continue;
      for (ExpectationResult& row : judge_expectation(expectation, run, former.evidence())) {
        row.replay = of.replay;
        if (row.worst_replication) row.replay = replay_command(*design.design, scenario, of.scenario, *row.worst_replication, options);
        result.expectations.push_back(std::move(row));
      }
    }
  }
}

void judge(const Inputs& inputs, const Batch& batch, const BatchOptions& options, Result& result) {
  std::vector<DesignEvidence> evidence;
  for (std::size_t d = 0; d < batch.designs().size(); ++d) evidence.push_back(evidence_of(batch, result, d));
  std::vector<PresentDesign> present;
  for (std::size_t d = 0; d < evidence.size(); ++d)
    if (inputs.for_claims.count(evidence[d].design) == 0) present.push_back({&evidence[d], &batch.contracts[d]});
  FormerDesigns former(inputs, options.baseline, options);
  former.measure(present);
  judge_runs(inputs, batch, former, options.campaign, result);
  for (std::size_t d = 0; d < batch.designs().size(); ++d) {
    if (inputs.for_claims.count(evidence[d].design) > 0) continue;
    for (ExpectationResult& row : judge_design(inputs, evidence[d], batch.contracts[d], former)) {
      if (!row.measure.starts_with("monthly_cost")) {
        row.replay = years_command(*batch.designs()[d].design, std::max<std::uint64_t>(options.years, batch.years[d].size()),
                                   options.campaign);
        doubt_row(batch.years[d].size(), options, row);
      }
      result.expectations.push_back(std::move(row));
    }
  }
  withhold_unhealthy(result);
  tell_idle_policies(inputs, result.expectations);
  std::vector<Suppression> suppressions;
  for (const Policy& policy : inputs.policies)
    suppressions.insert(suppressions.end(), policy.suppressions.begin(), policy.suppressions.end());
  apply_suppressions(suppressions, options.today, result.expectations);
  const EvidenceOf find = [&](const std::string& name) -> const DesignEvidence* {
    for (const DesignEvidence& e : evidence)
      if (e.design == name) return &e;
    return nullptr;
  };
  for (const PreparedDesign& prepared : batch.designs())
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

/// A claim that rests on years that the time limit cut is not upheld by those that there are.
void doubt_years(const std::string& design, const std::string& why, Result& result) {
  for (ClaimResult& claim : result.claims) {
    if (claim.design != design) continue;
    for (ClaimPart& part : claim.parts) {
      if (part.subject != "availability over years" || part.verdict != Verdict::upheld) continue;
      part.verdict = Verdict::inconclusive;
      part.because += "; " + why;
      if (claim.verdict != Verdict::upheld) continue;
      claim.verdict = Verdict::inconclusive;
      claim.because += "; " + why;
    }
  }
}

}  // namespace

Result run_batch(const Inputs& inputs, const BatchOptions& options) {
  const auto next = [&](const char* part) {
    if (options.next_part) options.next_part(part);
  };
  next("replications");
  Result result = header(inputs, options);
  Batch batch{cached_runs(inputs, inputs.designs, options), {}, {}, {}, {}, {}};
  plan_runs(inputs, options, batch);
  const auto keys = scenario_keys(inputs, batch.scenario_of);
  batch.records = batch.cached.run(batch.runs, keys);
  estimate_runs(inputs, batch, options, result);
  for (std::size_t r = 0; r < batch.runs.size(); ++r) {
    result.runs[r].title = batch.runs[r].plan.title;
    result.runs[r].last_fault_seconds = last_fault(batch.runs[r].plan).seconds();
    const Scenario& scenario = inputs.scenarios[batch.scenario_of[r]];
    result.runs[r].description = scenario.description;
    if (scenario.disruption) result.runs[r].disruption = word_of(*scenario.disruption);
  }
  describe_designs(batch, options, result);
  next("years");
  simulate_years(inputs, options, batch, result);
  judge(inputs, batch, options, result);
  for (std::size_t d = 0; d < batch.designs().size(); ++d)
    if (batch.years[d].size() < options.years)
      doubt_years(batch.designs()[d].design->name, stopped_text(batch.years[d].size(), options.years, "years"), result);
  if (options.ends) {
    next("ends of assumptions");
    try_assumption_ends(inputs, batch, keys, options, result);
    try_choice_ends(inputs, batch, keys, options, result);
  }
  if (options.replays) {
    next("replays");
    record_replays(inputs, batch, keys, options, result);
  }
  result.command = options.command;
  return result;
}

Result run_availability(const Inputs& inputs, const std::shared_ptr<const Design>& design,
                        const BatchOptions& options) {
  Result result = header(inputs, options);
  CachedRuns cached = cached_runs(inputs, {design}, options);
  auto records = cached.years(0, options.years, options.campaign);
  result.availability.push_back(years_until_decided(cached, 0, options, options.campaign, records));
  result.designs.push_back(describe(cached, 0));
  result.command = options.command;
  return result;
}

}  // namespace windtunnel::tools
