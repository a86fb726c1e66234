// The years of a batch's designs under nature.
#pragma once

#include <vector>

#include "tools/command_line/evidence.h"

namespace windtunnel::tools {

/// What years of a design come to; more of them are simulated where they leave its budget open and the options say so. Those of
/// contracts are as many as were asked for.
AvailabilityResult years_until_decided(CachedRuns& runs, std::size_t d, const BatchOptions& options,
                                       const CampaignOptions& campaign, std::vector<ReplicationRecord>& years);

/// Simulates the years of every design that was asked for.
void simulate_years(const Inputs& inputs, const BatchOptions& options, Batch& batch, Result& result);

}  // namespace windtunnel::tools
