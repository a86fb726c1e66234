// Which change of a design did it: designs with some of the changes made, run through what has become worse.
#pragma once

#include <string>
#include <vector>

#include "sim/design/design_changes.h"
#include "sim/measure/baseline_check.h"
#include "tools/command_line/baseline_runs.h"

namespace windtunnel::tools {

/// A design as it was and as it is, what lies between, and what was measured of both.
struct ChangedDesign {
  const std::string& name;
  const std::vector<DesignChange>& changes;
  const ResolvedDesign &before, &now;
  const MeasuredDesign &measured_before, &measured_now;
};

/// Gives the regressions of the design their contributions, `years` being those of the check. Where the time limit comes
/// first, they have none.
void attribute_regressions(const ChangedDesign& design, const Inputs& inputs, std::uint64_t years, Session& session,
                           BaselineCheck& check);

}  // namespace windtunnel::tools
