// Numbers rounded to the digits that they carry, so that the last bit of a mathematical library cannot change a report.
#pragma once

#include "sim/measure/statistics.h"

namespace windtunnel {

/// The value to a multiple of 10^-decimals (decimals may be negative).
double round_decimals(double value, int decimals);
/// How many decimals a value carries whose uncertainty (half-width or standard error) is given: two digits of it.
/// Without uncertainty nothing limits them and `otherwise` is returned.
int decimals_carried(double uncertainty, int otherwise);
/// Half of the interval's width; 0 when an end is missing.
double half_width(const Estimate& estimate);
/// Mean and ends rounded to the digits that the interval carries, but no fewer than three of the mean; six significant digits where
/// there is no interval.
Estimate rounded(const Estimate& estimate);

}  // namespace windtunnel
