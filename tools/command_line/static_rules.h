// The static rules' findings on a design, as results list them.
#pragma once

#include <vector>

#include "sim/design/design.h"
#include "sim/measure/result.h"

namespace windtunnel::tools {

std::vector<FindingResult> static_findings(const Design& design);
/// Every rule that is applied, with what it demands.
ByName<std::string> static_rules();

}  // namespace windtunnel::tools
