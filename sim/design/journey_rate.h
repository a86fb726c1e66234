// A journey's rate as files write it, and the default workload where they write none.
#pragma once

#include <string>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"
#include "sim/design/design.h"
#include "sim/design/journey.h"

namespace windtunnel {

/// Reads "120 /s", {daily: {peak: ..., trough: ...}} or {share: 60 %} into the journey; problems go to `diagnostics`.
void read_journey_rate(const Node& node, const Design& design, const std::string& file, Diagnostics& diagnostics,
                       JourneyDefinition& journey);

/// A share of the default workload: at the day's peak (20:00 local time) the first pool that is short sits at its scaling
/// target; the trough is a quarter of the peak.
WeeklyRate default_workload(double share, const JourneyDefinition& journey, const Node& node, const Design& design,
                            const std::string& file, Diagnostics& diagnostics);

}  // namespace windtunnel
