// Figures of a sample as a result prints them: rounded to the digits they carry, null where the sample cannot bound
// them.
#pragma once

#include <span>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel {

/// Decimals of a duration in seconds: never finer than a millisecond, never coarser than a second.
int seconds_decimals(double uncertainty);

/// A quantile of an ascending sample that may end in infinities, rounded.
std::optional<double> rounded_quantile(std::span<const double> sorted, double p);

/// Quantiles, means and the count of those without end, of one time per replication.
RtoResult summarise_recovery(const std::vector<Survival>& times);

/// Splits a mean of `total` (a decimal with `decimals` places) over phases so that the printed parts add up to it
/// exactly: each is rounded down, and what is missing goes to the largest remainders.
PhaseSeconds split_exactly(const PhaseSeconds& means, double total, int decimals);

}  // namespace windtunnel
