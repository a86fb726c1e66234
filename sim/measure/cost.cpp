// Totals and sums of cost lines that never take an unknown price for zero.
#include "sim/measure/cost.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/measure/glob.h"
#include "sim/measure/statistics.h"

namespace windtunnel {

namespace {

/// How much of what has no price a bill holds; a price belongs to a region.
std::map<std::tuple<std::string, std::string, std::string>, double> unpriced_quantities(const MonthlyCost& cost) {
  std::map<std::tuple<std::string, std::string, std::string>, double> quantities;
  for (const CostLine& line : cost.lines)
    if (!line.amount) quantities[{line.price_key.empty() ? line.item : line.price_key, line.region, line.unit}] += line.quantity;
  return quantities;
}

}  // namespace

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

bool lack_the_same(const MonthlyCost& a, const MonthlyCost& b) {
  const auto first = unpriced_quantities(a), second = unpriced_quantities(b);
  return std::equal(first.begin(), first.end(), second.begin(), second.end(), [](const auto& one, const auto& other) {
    return one.first == other.first && std::abs(one.second - other.second) <= 1e-9 * std::abs(one.second);
  });
}

}  // namespace windtunnel
