// See policies.h.
#include "tools/command_line/policies.h"

#include <algorithm>

#include "sim/measure/glob.h"

namespace windtunnel::tools {
namespace {

using Scope = Expectation::Scope;

bool speaks_of(const Expectation& expectation, const std::string& design) {
  return std::any_of(expectation.designs.begin(), expectation.designs.end(),
                     [&](const std::string& glob) { return glob_matches(glob, design); });
}

/// Journeys that a contract means in a design, with what they are in health.
std::vector<ContractJourney> journeys_of(const Contract& contract, const PreparedDesign& prepared) {
  const Design& design = *prepared.design;
  std::vector<ContractJourney> journeys;
  for (std::uint32_t j = 0; j < design.journeys.size(); ++j) {
    const auto& sla = design.sla.journeys;
    const bool meant =
        contract.journeys
            ? std::any_of(contract.journeys->begin(), contract.journeys->end(),
                          [&](const std::string& glob) { return glob_matches(glob, design.journeys[j].name); })
            : sla.empty() || std::find(sla.begin(), sla.end(), j) != sla.end();
    if (meant) journeys.push_back({j, prepared.week->offered_rate(j), 1 - prepared.week->sli(j)});
  }
  return journeys;
}

/// What is expected of whole designs: of the scenarios that run on it, and of policies.
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

}  // namespace

std::vector<ContractRun> contracts_of(const Inputs& inputs, const PreparedDesign& prepared) {
  std::vector<ContractRun> runs;
  for (const Policy& policy : inputs.policies)
    for (const Contract& contract : policy.contracts) {
      if (!contract.covers(prepared.design->name)) continue;
      auto journeys = journeys_of(contract, prepared);
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

std::vector<ReplicationRecord> years_of(const PreparedDesign& design, std::uint64_t count,
                                        const CampaignOptions& options, std::vector<ContractRun>& contracts) {
  PeriodFold fold;
  if (!contracts.empty())
    fold = [&contracts](ReplicationRecord& year) {
      for (const ContractRun& run : contracts) year.monthly_uptime.push_back(run.counter->months(year));
    };
  std::vector<ReplicationRecord> records = run_years(design, count, years(1), options, fold);
  for (ReplicationRecord& year : records)
    for (std::size_t c = 0; c < contracts.size(); ++c)
      contracts[c].months.by_year.push_back(std::move(year.monthly_uptime[c]));
  return records;
}

std::vector<Expectation> policy_expectations(const Inputs& inputs, const std::string& design, const std::string& run) {
  std::vector<Expectation> all;
  for (const Policy& policy : inputs.policies)
    for (Expectation& row : expectations(policy)) {
      const bool meant = std::any_of(row.scenarios.begin(), row.scenarios.end(),
                                     [&](const std::string& glob) { return run_matches(glob, run); });
      if (row.scope == Scope::run && meant && speaks_of(row, design)) all.push_back(std::move(row));
    }
  return all;
}

std::vector<ExpectationResult> judge_design(const Inputs& inputs, const DesignEvidence& evidence,
                                            const std::vector<ContractRun>& contracts) {
  std::vector<ExpectationResult> rows;
  for (const Expectation& expectation : design_expectations(inputs, evidence.design)) {
    if (expectation.scope == Scope::years) rows.push_back(judge_years(expectation, evidence));
    if (expectation.scope == Scope::bill) rows.push_back(judge_bill(expectation, evidence.design, *evidence.cost));
    if (expectation.scope != Scope::contract) continue;
    for (const ContractRun& run : contracts)
      if (run.policy->name == expectation.policy && glob_matches(expectation.contract, run.contract->name))
        rows.push_back(judge_contract(expectation, *run.contract, evidence.design, run.months));
  }
  return rows;
}

}  // namespace windtunnel::tools
