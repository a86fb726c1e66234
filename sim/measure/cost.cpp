// Totals and sums of cost lines that never take an unknown price for zero.
#include "sim/measure/cost.h"

#include <algorithm>

#include "sim/measure/glob.h"
#include "sim/measure/statistics.h"

namespace windtunnel {

MonthlyCost monthly_cost(std::vector<CostLine> lines) {
  MonthlyCost cost;
  CompensatedSum total;
  for (CostLine& line : lines) {
    if (!line.amount && line.price) line.amount = line.quantity * *line.price;
    if (line.amount) {
      total.add(*line.amount);
    } else {
      cost.unknown.push_back(line.item);
    }
  }
  cost.lines = std::move(lines);
  cost.total = total.value();
  return cost;
}

CostSum sum_matching(const MonthlyCost& cost, const std::vector<std::string>& globs) {
  CostSum result;
  CompensatedSum sum;
  for (const CostLine& line : cost.lines) {
    const auto matches = [&line](const std::string& glob) {
      return glob_matches(glob, line.component) || glob_matches(glob, line.item) ||
             glob_matches(glob, line.price_key) || glob_matches(glob, line.component + ": " + line.item);
    };
    if (std::none_of(globs.begin(), globs.end(), matches)) continue;
    result.lines.push_back(&line);
    if (line.amount) {
      sum.add(*line.amount);
    } else {
      result.unknown.push_back(line.item);
    }
  }
  result.amount = sum.value();
  return result;
}

}  // namespace windtunnel
