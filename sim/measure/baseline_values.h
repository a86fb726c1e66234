// What baselines record and compare: the values of each measure by replication, and the figures that sum them up.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/measure/baseline.h"
#include "sim/measure/record.h"

namespace windtunnel {

/// One measure over the replications that called upon it, in their order; more is worse in all of them.
struct MeasuredValues {
  std::string measure, journey;  ///< journey empty: of the run
  std::string unit;              ///< "s", "share", "writes", "USD"
  std::vector<std::uint64_t> replications;
  std::vector<double> values;  ///< of one without end what was observed; infinite where nothing bounds it
  std::vector<char> endless;
};

/// By journey: rto, downtime and users_hurt; of the run: rpo, lost_writes, detection and incident_cost.
std::vector<MeasuredValues> drill_values(const RunLabels& labels, std::span<const ReplicationRecord> records);
/// Whether no alarm has noticed anything in any replication: there may be none. Of one side only, that is a difference.
bool is_silent(const MeasuredValues& values);
/// Of years under nature: downtime (in a year of 365 days), and whether the budget of the target was missed.
std::vector<MeasuredValues> yearly_values(double target, std::span<const ReplicationRecord> years);

BaselineFigure figure_of(const MeasuredValues& values);
/// The figures of a run by their keys.
ByName<BaselineFigure> figures_of(const std::vector<MeasuredValues>& values);

}  // namespace windtunnel
