// What policies ask of a batch beyond its drills: years under nature, months of contracts, the bill; and their judgement.
#pragma once

#include <memory>
#include <vector>

#include "sim/measure/contract_months.h"
#include "sim/measure/verdict.h"
#include "sim/run/campaign.h"
#include "tools/command_line/inputs.h"

namespace windtunnel::tools {

/// One contract on one design, with the months that it has counted.
struct ContractRun {
  const Policy* policy = nullptr;
  const Contract* contract = nullptr;
  std::unique_ptr<const ContractCounter> counter;
  ContractMonths months;
};

/// The contracts that are made for a design; those whose journeys it does not have are left out.
std::vector<ContractRun> contracts_of(const Inputs& inputs, const PreparedDesign& design);

/// Whether some expectation is about the design's years.
bool expects_of_years(const Inputs& inputs, const std::string& design);

/// Simulates the years of a design and counts its contracts.
std::vector<ReplicationRecord> years_of(const PreparedDesign& design, std::uint64_t years,
                                        const CampaignOptions& options, std::vector<ContractRun>& contracts);

/// What policies expect of a run.
std::vector<Expectation> policy_expectations(const Inputs& inputs, const std::string& design, const std::string& run);

/// What scenarios and policies expect of a design's years, contracts and bill, judged.
std::vector<ExpectationResult> judge_design(const Inputs& inputs, const DesignEvidence& evidence,
                                            const std::vector<ContractRun>& contracts);

}  // namespace windtunnel::tools
