// See pricing.h.
#include "tools/command_line/pricing.h"

#include "models/prices.h"

namespace windtunnel::tools {

double known_cost(const Design& design, const UsageMeter& usage) {
  CostSheet sheet(models::unit_price);
  bill(design, usage, sheet);
  return sheet.total();
}

MonthlyCost price_design(const PreparedDesign& prepared) {
  CostSheet sheet;
  bill(*prepared.design, *prepared.week, sheet);
  std::vector<CostLine> lines;
  for (const CostItem& item : sheet.items()) {
    CostLine line;
    line.item = item.item;
    line.quantity = item.quantity;
    line.unit = item.unit;
    line.price_key = item.price_key;
    line.component = item.component == no_component ? std::string() : prepared.design->component(item.component).name();
    line.region = item.region;
    line.assumed = item.assumed;
    if (const auto price = models::price(item.region, item.price_key)) {
      line.price = price->amount;
      line.source = price->source;
    }
    lines.push_back(std::move(line));
  }
  return monthly_cost(std::move(lines));
}

}  // namespace windtunnel::tools
