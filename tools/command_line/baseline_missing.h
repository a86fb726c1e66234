// What a baseline records and a check of it no longer measures: a gate must not pass because there is nothing left to look at.
#pragma once

#include <vector>

#include "sim/measure/baseline_check.h"
#include "tools/command_line/inputs.h"

namespace windtunnel::tools {

/// A row for each run of a recorded design, and for each journey of it, that today's design has no more under today's
/// scenarios; what the selection's globs leave out is nobody's loss.
std::vector<BaselineRow> missing_runs(const Baseline& baseline, const BaselineDesign& recorded, const Design& now,
                                      const std::vector<Scenario>& scenarios, const Selection& selection);

}  // namespace windtunnel::tools
