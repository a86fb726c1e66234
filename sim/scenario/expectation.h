// A threshold that a scenario or policy sets on a statistic of a measure.
#pragma once

#include <cstdint>
#include <string>

#include "sim/config/document.h"
#include "sim/design/claim.h"

namespace windtunnel {

/// What it means that an expectation fails: exit code 1, or a line in the report.
enum class ExpectationLevel : std::uint8_t { error, warn };

struct Expectation {
  enum class Aggregation : std::uint8_t { p50, p95, p99, mean, max, probability };
  std::string journey = "*";  ///< glob; only for measures of journeys
  std::string measure;  ///< rto, rpo, lost_writes, sli, users_hurt and so on, or a published figure; globs allowed
  Aggregation aggregation = Aggregation::p95;
  Limit limit;
  double required_share = 0.95;  ///< for `probability`: the share of replications that must keep the limit
  ExpectationLevel level = ExpectationLevel::error;
  std::string why;
  std::string file;  ///< where it is written
  Position position;
};

}  // namespace windtunnel
