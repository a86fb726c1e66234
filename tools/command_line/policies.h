// What policies ask of a batch beyond its drills: years under nature, months of contracts, the bill; and their judgement.
#pragma once

#include <memory>
#include <vector>

#include "sim/measure/contract_months.h"
#include "sim/measure/verdict.h"
#include "sim/run/campaign.h"
#include "tools/command_line/cached_runs.h"
#include "tools/command_line/inputs.h"

namespace windtunnel::tools {

class FormerDesigns;

/// One contract on one design, with the months that it has counted.
struct ContractRun {
  const Policy* policy = nullptr;
  const Contract* contract = nullptr;
  std::unique_ptr<const ContractCounter> counter;
  ContractMonths months;
};

/// The contracts that are made for a design; those whose journeys it does not have are left out.
std::vector<ContractRun> contracts_of(const Inputs& inputs, CachedRuns& runs, std::size_t design);

/// Whether some expectation is about the design's years.
bool expects_of_years(const Inputs& inputs, const std::string& design);

/// Simulates the years of a design and counts its contracts. Contracts that count requests need each minute, which no
/// cache keeps.
std::vector<ReplicationRecord> years_of(CachedRuns& runs, std::size_t design, std::uint64_t years,
                                        const CampaignOptions& options, std::vector<ContractRun>& contracts);

/// What a run's own scenario and policies expect of it.
std::vector<Expectation> expectations_of_run(const Inputs& inputs, const Scenario& scenario, const std::string& design,
                                             const std::string& run);

/// What is expected of whole designs: of the scenarios that run on it, and of policies.
std::vector<Expectation> design_expectations(const Inputs& inputs, const std::string& design);

/// Adds a row for each policy of which nothing was judged: a gate that looked at nothing must not look like one that
/// passed. It is undecided, at error level where something at that level did not apply.
void tell_idle_policies(const Inputs& inputs, std::vector<ExpectationResult>& rows);

/// Whether anything is expected against a baseline.
bool expects_increases(const Inputs& inputs);

/// What scenarios and policies expect of a design's years, contracts and bill, judged.
std::vector<ExpectationResult> judge_design(const Inputs& inputs, const DesignEvidence& evidence,
                                            const std::vector<ContractRun>& contracts, const FormerDesigns& former);

}  // namespace windtunnel::tools
