// See limits.h.
#include "reports/limits.h"

#include "sim/kernel/quantity.h"

namespace windtunnel::reports {

std::optional<double> rto_limit(const Result& result, const RunResult& run, const std::string& journey) {
  for (const ExpectationResult& row : result.expectations) {
    if (row.design != run.design || row.scenario != run.scenario || !row.measure.starts_with("rto.")) continue;
    if (!row.journey.empty() && row.journey != journey) continue;
    const std::size_t number = row.limit.find_first_of("0123456789");
    if (number == std::string::npos || !row.limit.starts_with('<')) continue;
    if (const auto limit = parse_duration(row.limit.substr(number))) return limit->seconds();
  }
  return std::nullopt;
}

}  // namespace windtunnel::reports
