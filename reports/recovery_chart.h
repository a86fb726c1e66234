// A picture of how long recovery takes: every scenario on every design, on one axis of time.
#pragma once

#include <string>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// An SVG of its own, readable on light and dark grounds. Of each scenario and design, the run whose median recovery is
/// the longest, of its slowest journey: a dot at the median, a line up to the 95th percentile (the longest, where the
/// sample cannot bound that). What users never noticed stands at the left edge, what did not recover at the right one.
std::string recovery_chart(const Result& result);

}  // namespace windtunnel::reports
