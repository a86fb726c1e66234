// A threshold that a scenario or policy sets on a statistic of a measure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/document.h"
#include "sim/design/claim.h"

namespace windtunnel {

/// What it means that an expectation fails: exit code 1, or a line in the report.
enum class ExpectationLevel : std::uint8_t { error, warn };

struct Expectation {
  enum class Aggregation : std::uint8_t {
    p50,
    p95,
    p99,
    mean,
    max,
    probability,
    total,     ///< of a figure that a design has once, such as its monthly cost
    increase,  ///< of the mean against a baseline; the limit is a share
  };
  /// What the measure is taken from, and so how often an expectation is judged.
  enum class Scope : std::uint8_t {
    run,       ///< the replications of each matching run
    years,     ///< a design's years under nature
    contract,  ///< the months of those years, as a contract counts them
    bill,      ///< a design's healthy month
  };
  std::string policy;  ///< name of the policy that sets it; empty: a scenario's own
  Scope scope = Scope::run;
  std::vector<std::string> designs = {"*"};    ///< globs
  std::vector<std::string> scenarios = {"*"};  ///< globs over names of runs: "zone-loss@*"
  std::string journey = "*";                   ///< glob; only for measures of journeys
  /// rto, rpo, lost_writes, sli, users_hurt and so on, or a published figure (globs allowed); of years under nature
  /// availability and yearly_downtime; of contracts monthly_uptime and credits; of a design monthly_cost.
  std::string measure;
  std::string contract;  ///< glob over names of contracts; only for their measures
  Aggregation aggregation = Aggregation::p95;
  Limit limit;
  double required_share = 0.95;  ///< for `probability`: the share of replications (or years, months) that must keep it
  double confidence = 0.95;      ///< of the interval that must lie on one side of the limit for a verdict
  ExpectationLevel level = ExpectationLevel::error;
  std::string why;
  std::string file;  ///< where it is written
  Position position;
};

}  // namespace windtunnel
