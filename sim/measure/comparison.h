// Two designs side by side under common random numbers: differences in pairs, with intervals.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel {

/// One figure of one scenario, second minus first.
struct Difference {
  std::string scenario;
  std::string journey;           ///< empty: of a replication, the journey that recovers last
  std::string measure;           ///< "rto" or "rpo", in seconds
  /// Means over the pairs; where there are none, of the replications that ended. Nothing: none ended.
  std::optional<double> first, second;
  Estimate difference;           ///< mean of second - first, 95 %
  bool paired = true;            ///< replication by replication; else the two samples were independent
  std::uint64_t pairs = 0;
  std::uint64_t endless_first = 0, endless_second = 0;  ///< left out: never recovered, or lost without bound
  /// -1: the second is better, 1: worse, 0: the interval holds zero.
  int sign() const;
};

/// A parameter that the designs do not share, and what it does alone.
struct ChangedField {
  std::string path;           ///< "primary.web.tasks.min"
  std::string first, second;  ///< empty: the design has no such parameter
  std::optional<double>
      effect;  ///< change of the mean recovery over all scenarios when only this field changes, seconds
  std::optional<double> share;  ///< of the whole difference; they need not add up where fields act together
  std::optional<double> loss_effect;  ///< change of the mean data loss, seconds
  std::optional<double> cost_effect;  ///< change of the monthly cost; nothing where prices are missing of some variants only
  std::uint64_t tried = 0;            ///< orders of changes in which this one could be made alone, over which effects are means
};

struct Comparison {
  std::string first, second;  ///< names of the designs
  std::vector<Difference> differences;
  std::vector<std::string> only_first, only_second;  ///< runs that the other has not
  std::optional<double> cost_first, cost_second;     ///< USD a month, of what has a known price
  std::vector<std::string> unpriced_first, unpriced_second;  ///< items whose price is not known
  bool lack_the_same = true;                         ///< the same amounts of the same items: the difference is known all the same
  std::string currency = "USD";
  Estimate unavailability_first, unavailability_second;
  std::vector<ChangedField> changed;
  std::uint64_t changed_in_all = 0;  ///< fields that differ, where not all were tried
  std::uint64_t orders = 0;          ///< in which changes were made one after the other; 0: none was tried
  double together = 0;  ///< change of the mean recovery that belongs to no field alone, seconds
};

/// Compares a design of one result with a design of another (or of the same). Replications are paired when seed and
/// program are the same and every replication of both struck something.
Comparison compare(const Result& first, const std::string& first_design, const Result& second,
                   const std::string& second_design);

/// What a design comes to over some of its runs, by name; nothing where one of them was not measured.
struct MeanFigures {
  double recovery = 0;  ///< mean over the runs of the mean recovery of the slowest journey, endless ones left out; s
  double loss = 0;      ///< mean over the runs of the mean data loss, unbounded ones left out; s
  double cost = 0;      ///< a month
};
std::optional<MeanFigures> mean_figures(const Result& result, const std::string& design,
                                        const std::set<std::string>& runs);
/// Names of the runs that were measured on both designs of a result.
std::set<std::string> common_runs(const Result& result, const std::string& first, const std::string& second);

}  // namespace windtunnel
