// The rates from which a design's years under nature are drawn, and what each rests on.
#pragma once

#include <vector>

#include "sim/measure/result.h"

namespace windtunnel {

class Design;

/// One entry per component type, fault mode and laws, in the design's order; modes that nature never brings are left out.
/// Which parameters a law rests on is found by moving each of a copy. Texts and confidences of facts are left empty.
std::vector<FailureRateResult> failure_rates_of(const Design& design);

/// Whether two entries differ in nothing but the number of units.
bool is_one_rate(const FailureRateResult& a, const FailureRateResult& b);

}  // namespace windtunnel
