// Monthly cost, line by line; what has no price is unknown and listed, never zero.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace windtunnel {

struct CostLine {
  std::string item;              ///< "Fargate vCPU, 2 tasks"
  double quantity = 0;           ///< in `unit`, per month
  std::string unit;              ///< "vCPU-hours"
  std::optional<double> price;   ///< USD per unit; empty: unknown
  std::optional<double> amount;  ///< USD a month; empty: unknown
  std::string source;            ///< of the price
  std::string price_key;         ///< key in the price book
  std::string component;         ///< id of the component that causes it
  std::string region;            ///< provider's name of the region whose price it is
  bool assumed = false;          ///< the quantity rests on an assumption (traffic volume), not on the design
};

struct MonthlyCost {
  std::string currency = "USD";
  std::vector<CostLine> lines;
  double total = 0;                  ///< of the lines whose price is known
  std::vector<std::string> unknown;  ///< items whose price is not known
};

/// Sets each line's amount from its price (where one is known and no amount is set, as tiers set it), the total and the
/// unknown items.
MonthlyCost monthly_cost(std::vector<CostLine> lines);

/// The lines that match any of the globs by component, item, price key, or "component: item".
struct CostSum {
  double amount = 0;
  std::vector<const CostLine*> lines;  ///< in the order of the bill
  std::vector<std::string> unknown;
};
CostSum sum_matching(const MonthlyCost& cost, const std::vector<std::string>& globs);

/// Whether two bills lack the same amounts of the same prices, so that their totals differ as the bills do.
bool lack_the_same(const MonthlyCost& a, const MonthlyCost& b);

}  // namespace windtunnel
