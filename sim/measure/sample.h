// A measured series as a verdict sees it: one number per replication, and how many kept a limit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/design/claim.h"
#include "sim/measure/measures.h"
#include "sim/measure/statistics.h"

namespace windtunnel {

/// Several values of one replication count as their worst with respect to the limit: one replication, one answer.
struct LimitedSample {
  std::vector<double> values;     ///< in replication order
  std::vector<double> sorted;     ///< ascending
  std::uint64_t kept = 0;         ///< replications whose value keeps the limit
  Estimate share;                 ///< kept / all, Clopper-Pearson; by Kaplan-Meier where some are unfinished, from worst to best
  std::uint64_t without_end = 0;  ///< replications whose value is infinite for sure
  std::uint64_t unfinished = 0;   ///< replications whose value had not ended when their drill was over: infinite in the lists
  std::vector<Survival> times;    ///< of each replication, where some are unfinished
};
LimitedSample limited_sample(const MeasuredSeries& series, const Limit& limit, double confidence = 0.95);

/// The replication to look at: the first with the worst value; nothing where all have the same, and none shows more than another.
std::optional<std::uint64_t> replication_of_worst(const MeasuredSeries& series, const LimitedSample& sample, const Limit& limit);

/// The p-quantile of a sample with its interval; nothing where the sample does not bound it.
std::optional<Estimate> quantile_interval(const LimitedSample& sample, double p);

/// Median and 95th percentile, each with as many digits as its interval carries, and the latter never below the former for that;
/// nothing where the sample does not bound it.
struct Spread {
  std::optional<double> p50, p95;
};
Spread spread_of(const LimitedSample& sample);

/// True for limits of the kind "less is better".
bool is_upper_limit(const Limit& limit);
/// Only yes (1) and no (0) occur in a series without unit that counts nothing.
bool is_yes_or_no(const MeasuredSeries& series);

/// "p50 74.2 s, p95 112 s, < 120 s in 98.7 % of 1 000 replications (95 % interval 97.8 % to 99.3 %)".
std::string measured_text(const MeasuredSeries& series, const LimitedSample& sample, const Limit& limit);

}  // namespace windtunnel
