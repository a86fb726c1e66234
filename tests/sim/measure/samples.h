// Samples of measured values, for the tests of baseline checks.
#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "sim/kernel/random.h"
#include "sim/measure/baseline_values.h"
#include "sim/measure/statistics.h"

namespace windtunnel {

/// One value for each replication from the first on, each of which ended.
inline MeasuredValues values_of(std::vector<double> values, const std::string& unit = "s", const std::string& measure = "rto") {
  MeasuredValues result{measure, "ask", unit, {}, {}, {}};
  for (std::size_t i = 0; i < values.size(); ++i) {
    result.replications.push_back(i);
    result.values.push_back(values[i]);
    result.endless.push_back(0);
  }
  return result;
}

/// Around 100, with a standard deviation of 1 in the logarithm.
inline std::vector<double> lognormal(std::uint64_t seed, std::size_t count) {
  Stream stream({seed, 0, 1, 2});
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(100 * std::exp(standard_normal_quantile(stream.uniform())));
  return values;
}

}  // namespace windtunnel
