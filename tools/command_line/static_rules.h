// The static rules' findings on a design, as results list them.
#pragma once

#include <vector>

#include "sim/design/design.h"
#include "sim/measure/result.h"

namespace windtunnel::tools {

std::vector<FindingResult> static_findings(const Design& design);

}  // namespace windtunnel::tools
