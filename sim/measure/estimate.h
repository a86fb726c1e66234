// From the records of replications to the estimates of a run.
#pragma once

#include <span>
#include <string>

#include "sim/measure/record.h"
#include "sim/measure/result.h"

namespace windtunnel {

/// The estimates of a drill. Records stand in replication order. Replications whose injections changed no condition say
/// nothing and are only counted; when all are such, the run is inconclusive.
RunResult estimate(const std::string& design, const std::string& scenario, const RunLabels& labels,
                   std::span<const ReplicationRecord> records);

/// A run that has no target in the design, with the reason.
RunResult not_applicable(const std::string& design, const std::string& scenario, const std::string& reason);

/// By journey the recoveries of the replications whose injections changed something, in seconds; null: never.
ByName<std::vector<std::optional<double>>> recoveries_of(const RunLabels& labels, std::span<const ReplicationRecord> records);

/// The estimates of years under nature: each record is one year (its window_seconds long), judged on the downtime that
/// `target` (a share such as 0.9999) allows in that window.
AvailabilityResult estimate_availability(const std::string& design, double target, const RunLabels& labels,
                                         std::span<const ReplicationRecord> years);

/// One hash of the fingerprints in the order given.
std::uint64_t combined_fingerprint(std::span<const ReplicationRecord> records);

}  // namespace windtunnel
