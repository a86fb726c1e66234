// What each parameter holds of a recovery: the same replication once more, with the parameter halved.
#pragma once

#include <cstdint>

#include "sim/measure/replay.h"
#include "sim/run/campaign.h"
#include "sim/run/story.h"
#include "sim/scenario/scenario.h"
#include "tools/command_line/inputs.h"

namespace windtunnel::tools {

/// Most parameters that are tried for one incident: those that can hold most of it.
inline constexpr std::size_t savings_tried_at_most = 10;

/// Halves, one at a time, the durations and thresholds of the components that the story's recoveries waited for, runs
/// the replication again, and notes in the replay by how much every recovery was shorter. All else stays as it was:
/// the fault, its instant and every draw. What may not be halved takes the smallest value that is allowed. Stops early
/// when the options' flags say so.
void add_savings(const Inputs& inputs, const PreparedDesign& prepared, const Scenario& scenario, const Plan& plan,
                 std::uint64_t replication, const CampaignOptions& options, const Story& story, ReplayResult& replay);

}  // namespace windtunnel::tools
