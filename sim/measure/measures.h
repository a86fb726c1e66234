// Named measures of one replication: "rto" of a journey, "rpo", or a figure that a model published.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/record.h"

namespace windtunnel {

/// One measure over the replications of a run that called upon it. Infinite where it has no end: never recovered, no
/// restore point, an alarm that did not fire; and where no end was seen.
///
/// Per journey: "rto", "objective" (time to the full objective), "downtime" (time below the recovery level),
/// "below_objective", "sli" (share of requests answered well), "users_hurt" (1 - sli), "noticed" (1 when the SLI fell
/// below the recovery level). Per replication: "rpo", "lost_writes", "stranded_writes", "incident_cost", "detection"
/// (first alarm), "detection.<alarm>". Anything else is the name of a published value; globs are allowed in it and in
/// <alarm>.
struct MeasuredSeries {
  std::string journey;  ///< empty for what belongs to no journey
  std::string name;     ///< of the measure, a published value's full name
  std::string unit;     ///< "s", "share", "writes", "USD", "" for counts and yes (1) / no (0)
  std::string meaning;  ///< one clause
  /// Per replication that called upon it, in replication order: the values of that replication.
  std::vector<std::vector<double>> values;
  std::vector<std::uint64_t> replications;
  /// Of each infinite value, the time for which it had run when its drill was over: it ends later, if ever (a censored time).
  /// Infinite where it surely has no end; of built-in measures, which know their ends, empty.
  std::vector<std::vector<double>> watched;
};

/// The series that a measure names: one per matching journey, or per matching published value. Replications whose
/// injections changed nothing are left out; a name that nothing published gives no series.
std::vector<MeasuredSeries> measure_series(std::string_view measure, std::string_view journey_glob,
                                           const RunLabels& labels, std::span<const ReplicationRecord> records);

/// True when the measure is one of the built-in names above.
bool is_built_in_measure(std::string_view measure);

}  // namespace windtunnel
