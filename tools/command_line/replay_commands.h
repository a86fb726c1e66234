// Commands by which a reader sees again what a result rests on.
#pragma once

#include <cstdint>
#include <string>

#include "sim/design/design.h"
#include "sim/run/campaign.h"
#include "sim/scenario/scenario.h"

namespace windtunnel::tools {

/// Tells a replication of a run ("zone-loss@primary.zone-1") as a story. Shipped designs and scenarios are named, others are files,
/// and so are the bases on which such a design builds.
std::string replay_command(const Design& design, const Scenario& scenario, const std::string& run, std::uint64_t replication,
                           const CampaignOptions& options);

/// Simulates the years of a design.
std::string years_command(const Design& design, std::uint64_t years, const CampaignOptions& options);

}  // namespace windtunnel::tools
