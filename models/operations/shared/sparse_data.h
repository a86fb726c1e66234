// What an alarm makes of a metric whose data points are farther apart than its periods, so that most of these have none.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/design/metric.h"

namespace windtunnel::models {

/// How a rule that looks at periods goes by the data points that there are.
struct SparseData {
  std::int64_t looked_at = 1;  ///< data points
  std::int64_t needed = 1;     ///< of them, to fire; more than are looked at: it never does
  Duration ageing;             ///< from the evaluation that sees them until they are old enough
};

/// Facts cw.alarm.evaluation_range and cw.alarm.missing_default, after "Configuring how CloudWatch alarms treat missing data" in the
/// CloudWatch user guide. An evaluation looks back over two periods more than the rule names and takes every data point in them, at the
/// most as many as the rule has periods. Where the range has room for fewer, missing periods count as the rule says: as `breaching`
/// they make up for data points, as `not_breaching` they take their place, and `ignore` keeps the state. As `missing` they do neither:
/// it fires when all data points in the range breach, and the oldest lies so many periods back as have to breach.
inline SparseData sparse_data(const MetricRule& rule, Duration period) {
  using MissingData = MetricRule::MissingData;
  constexpr std::int64_t looked_back_farther = 2;
  const Duration apart = rule.metric.resolution;
  const std::int64_t periods = rule.evaluation_periods, breaching = rule.datapoints;
  const Duration range = period * (periods + looked_back_farther);
  SparseData data;
  data.looked_at = std::clamp<std::int64_t>((range - microseconds(1)) / apart + 1, 1, periods);
  data.needed = breaching;
  if (rule.missing_data == MissingData::breaching) data.needed = std::max<std::int64_t>(1, breaching - (periods - data.looked_at));
  if (rule.missing_data == MissingData::missing && breaching > data.looked_at) {
    data.needed = data.looked_at;
    data.ageing = std::max(Duration{}, period * (breaching - 1) - apart * (data.looked_at - 1));
  }
  return data;
}

}  // namespace windtunnel::models
