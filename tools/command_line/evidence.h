// What a batch holds while it is judged, and what it knows of each design.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "sim/measure/result.h"
#include "sim/measure/verdict.h"
#include "sim/run/campaign.h"
#include "tools/command_line/batch.h"
#include "tools/command_line/cached_runs.h"
#include "tools/command_line/policies.h"

namespace windtunnel::tools {

/// Everything a batch holds while it is judged.
struct Batch {
  CachedRuns cached;
  std::vector<PlannedRun> runs;
  std::vector<std::size_t> scenario_of;  ///< by run
  std::vector<std::vector<ReplicationRecord>> records;
  std::vector<std::vector<ReplicationRecord>> years;  ///< by design
  std::vector<std::vector<ContractRun>> contracts;    ///< by design

  const std::vector<PreparedDesign>& designs() const { return cached.designs(); }
};

/// The resolved texts of designs, which are what the cache knows them by.
std::vector<std::string> texts_of(const Inputs& inputs, const std::vector<std::shared_ptr<const Design>>& designs);

/// The assumption that says which share of replications must keep a claim.
inline constexpr const char* required_share_id = "required-share";
double required_share_of(const Design& design);

/// All that the batch knows of a design, by its index; points into both, whose runs and designs must not move.
DesignEvidence evidence_of(const Batch& batch, const Result& result, std::size_t design);

}  // namespace windtunnel::tools
