// The failure rates of a design with the sources of the facts that they rest on.
#pragma once

#include <vector>

#include "sim/design/design.h"
#include "sim/measure/result.h"

namespace windtunnel::tools {

/// `failure_rates_of`, each source with text and confidence of its fact.
std::vector<FailureRateResult> sourced_failure_rates(const Design& design);

}  // namespace windtunnel::tools
