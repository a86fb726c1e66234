// Expectations on increases: a figure against what it is on a former design that meets the same storms today, replication
// by replication.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/measure/measures.h"
#include "sim/measure/verdict.h"

namespace windtunnel {

/// One figure on two designs, by the replications that both have.
struct PairedFigure {
  std::string name, unit;
  std::string noun = "replications";
  std::vector<double> before, now;  ///< of the pairs in which both have an end
  std::uint64_t ended_before = 0;   ///< pairs that had an end and have none now
  std::uint64_t ended_now = 0;      ///< pairs that have an end now and had none
  std::uint64_t endless = 0;        ///< pairs that have no end on either side
  std::string unresolved;           ///< why an interval cannot be trusted; empty: it can
};

/// Pairs of replications that called upon the measure on both sides; several values of one count as their mean.
PairedFigure paired_figure(const MeasuredSeries& before, const MeasuredSeries& now);

/// Pairs of years, of which `before` and `now` have one value each.
PairedFigure paired_years(const std::string& name, const std::string& unit, const std::vector<double>& before,
                          const std::vector<double>& now, const std::string& unresolved);

/// By how much the mean has grown, as a share of the former mean, by the ratio estimator over pairs: chance that both
/// sides share cancels. Exactly 0 where no pair differs; empty where the former mean is 0 and the present one is not.
Estimate increase_of(const PairedFigure& pairs, double confidence);

/// Upheld or refuted where both ends of the interval lie on one side of the limit. A replication that no longer comes to
/// an end breaks every limit.
void judge_increase(const Expectation& asked, const PairedFigure& pairs, ExpectationResult& row);

/// Two numbers that nothing is uncertain about, such as bills.
void judge_increase(const Expectation& asked, double before, double now, const std::string& unit,
                    ExpectationResult& row);

}  // namespace windtunnel
