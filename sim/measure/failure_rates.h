// The rates from which a design's years under nature are drawn, and what each rests on.
#pragma once

#include <vector>

#include "sim/design/design.h"
#include "sim/measure/result.h"

namespace windtunnel {

/// One entry per component type, fault mode and laws, in the design's order; modes that nature never brings are left out.
/// Which parameters a law rests on is found by moving each of a copy. Texts and confidences of facts are left empty.
std::vector<FailureRateResult> failure_rates_of(const Design& design);

}  // namespace windtunnel
