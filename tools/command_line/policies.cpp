// See policies.h.
#include "tools/command_line/policies.h"

#include <algorithm>

#include "sim/measure/glob.h"
#include "tools/command_line/former_designs.h"

namespace windtunnel::tools {
namespace {

using Scope = Expectation::Scope;

bool speaks_of(const Expectation& expectation, const std::string& design) {
  return std::any_of(expectation.designs.begin(), expectation.designs.end(),
                     [&](const std::string& glob) { return glob_matches(glob, design); });
}

/// Journeys that a contract means in a design; where it counts requests, with what they are in health.
std::vector<ContractJourney> journeys_of(const Contract& contract, CachedRuns& runs, std::size_t d) {
  const Design& design = *runs.designs()[d].design;
  std::vector<ContractJourney> journeys;
  for (std::uint32_t j = 0; j < design.journeys.size(); ++j) {
    const auto& sla = design.sla.journeys;
    const bool meant =
        contract.journeys
            ? std::any_of(contract.journeys->begin(), contract.journeys->end(),
                          [&](const std::string& glob) { return glob_matches(glob, design.journeys[j].name); })
            : sla.empty() || std::find(sla.begin(), sla.end(), j) != sla.end();
    if (!meant) continue;
    ContractJourney& journey = journeys.emplace_back();
    journey.journey = j;
    if (contract.counts != ContractCount::requests) continue;
    const HealthyWeek& week = *runs.prepared(d).week;
    journey.rate = week.offered_rate(j);
    journey.healthy_failure = 1 - week.sli(j);
  }
  return journeys;
}

}  // namespace

std::vector<ContractRun> contracts_of(const Inputs& inputs, CachedRuns& cached, std::size_t d) {
  const PreparedDesign& prepared = cached.designs()[d];
  std::vector<ContractRun> runs;
  for (const Policy& policy : inputs.policies)
    for (const Contract& contract : policy.contracts) {
      if (!contract.covers(prepared.design->name)) continue;
      auto journeys = journeys_of(contract, cached, d);
      if (journeys.empty()) continue;
      ContractRun& run = runs.emplace_back();
      run.policy = &policy;
      run.contract = &contract;
      run.counter = std::make_unique<ContractCounter>(contract, std::move(journeys), prepared.labels->labels());
    }
  return runs;
}

bool expects_of_years(const Inputs& inputs, const std::string& design) {
  const auto rows = design_expectations(inputs, design);
  return std::any_of(rows.begin(), rows.end(), [](const Expectation& row) { return row.scope == Scope::years; });
}

std::vector<ReplicationRecord> years_of(CachedRuns& runs, std::size_t design, std::uint64_t count,
                                        const CampaignOptions& options, std::vector<ContractRun>& contracts) {
  const auto months_of = [&contracts](ReplicationRecord& year) {
    for (const ContractRun& run : contracts) year.monthly_uptime.push_back(run.counter->months(year));
  };
  const bool by_request = std::any_of(contracts.begin(), contracts.end(), [](const ContractRun& run) {
    return run.contract->counts == ContractCount::requests;
  });
  runs.require_memory(design, count, options);
  auto records = by_request ? run_years(runs.prepared(design), count, years(1), options, months_of)
                            : runs.years(design, count, options);
  for (ReplicationRecord& year : records) {
    if (!by_request) months_of(year);
    for (std::size_t c = 0; c < contracts.size(); ++c)
      contracts[c].months.by_year.push_back(std::move(year.monthly_uptime[c]));
    year.monthly_uptime.clear();
  }
  return records;
}

std::vector<Expectation> expectations_of_run(const Inputs& inputs, const Scenario& scenario, const std::string& design,
                                             const std::string& run) {
  std::vector<Expectation> all;
  for (Expectation& row : expectations(scenario))
    if (row.scope == Scope::run && speaks_of(row, design)) all.push_back(std::move(row));
  for (const Policy& policy : inputs.policies)
    for (Expectation& row : expectations(policy)) {
      const bool meant = std::any_of(row.scenarios.begin(), row.scenarios.end(),
                                     [&](const std::string& glob) { return run_matches(glob, run); });
      if (row.scope == Scope::run && meant && speaks_of(row, design)) all.push_back(std::move(row));
    }
  return all;
}

std::vector<Expectation> design_expectations(const Inputs& inputs, const std::string& design) {
  std::vector<Expectation> all;
  const auto take = [&](const std::vector<Expectation>& rows) {
    for (const Expectation& row : rows)
      if (row.scope != Scope::run && speaks_of(row, design)) all.push_back(row);
  };
  for (const Scenario& scenario : inputs.scenarios)
    if (scenario.runs_on(design)) take(expectations(scenario));
  for (const Policy& policy : inputs.policies) take(expectations(policy));
  return all;
}

void tell_idle_policies(const Inputs& inputs, std::vector<ExpectationResult>& rows) {
  for (const Policy& policy : inputs.policies) {
    const auto expected = expectations(policy);
    if (expected.empty()) continue;
    std::uint64_t silent = 0;
    const bool judged = std::any_of(rows.begin(), rows.end(), [&](const ExpectationResult& row) {
      const bool own = row.policy == policy.name && !row.design.empty();
      silent += own && row.verdict == Verdict::not_applicable;
      return own && row.verdict != Verdict::not_applicable;
    });
    if (judged) continue;
    ExpectationResult& row = rows.emplace_back();
    row.policy = policy.name;
    row.measure = "policy";
    row.limit = "judges something";
    row.measured_text = "nothing";
    row.verdict = Verdict::inconclusive;
    row.level = silent > 0 ? ExpectationLevel::error : ExpectationLevel::warn;
    row.because = silent > 0 ? "nothing that the policy expects applies to anything that ran, so it has checked nothing"
                             : "no run that the policy speaks of is among those selected, so it has checked nothing";
    row.file = expected.front().file;
    row.line = expected.front().position.line;
    row.column = expected.front().position.column;
  }
}

bool expects_increases(const Inputs& inputs) {
  const auto any = [](const std::vector<Expectation>& rows) {
    return std::any_of(rows.begin(), rows.end(), [](const Expectation& row) {
      return row.aggregation == Expectation::Aggregation::increase;
    });
  };
  return std::any_of(inputs.scenarios.begin(), inputs.scenarios.end(), [&](const Scenario& s) { return any(expectations(s)); }) ||
         std::any_of(inputs.policies.begin(), inputs.policies.end(), [&](const Policy& p) { return any(expectations(p)); });
}

std::vector<ExpectationResult> judge_design(const Inputs& inputs, const DesignEvidence& evidence,
                                            const std::vector<ContractRun>& contracts, const FormerDesigns& former) {
  std::vector<ExpectationResult> rows;
  for (const Expectation& expectation : design_expectations(inputs, evidence.design)) {
    if (expectation.scope == Scope::years) rows.push_back(judge_years(expectation, evidence, former.evidence()));
    if (expectation.scope == Scope::bill)
      rows.push_back(judge_bill(expectation, evidence.design, *evidence.cost, former.evidence()));
    if (expectation.scope != Scope::contract) continue;
    for (const ContractRun& run : contracts)
      if (run.policy->name == expectation.policy && glob_matches(expectation.contract, run.contract->name))
        rows.push_back(judge_contract(expectation, *run.contract, evidence.design, run.months,
                                      former.months(evidence.design, *run.contract)));
  }
  return rows;
}

}  // namespace windtunnel::tools
