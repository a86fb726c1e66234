// Prices what a component bills in an invented month of use.
#pragma once

#include "models/prices.h"
#include "tests/support/scripted_run.h"

namespace windtunnel::testing {

/// The same number of requests through every router and station.
class FixedMeter final : public UsageMeter {
 public:
  explicit FixedMeter(const Design& design, double requests = 0) : calls_(design), requests_(requests) {}
  double requests(traffic::RouterId) const override { return requests_; }
  double completions(traffic::StationId) const override { return requests_; }
  double average_gauge(ComponentId, std::uint32_t) const override { return 0; }
  std::vector<Caller> callers(ComponentId component) const override { return calls_.to(component, *this); }
  std::string_view region_name(ComponentId) const override { return "us-east-1"; }

 private:
  JourneyCalls calls_;
  double requests_;
};

/// The items that a component bills in a month.
inline std::vector<CostItem> bill_of(const Design& design, const std::string& component, double requests = 0) {
  const ComponentId id = design.find(component);
  INFO("component " << component);
  REQUIRE(id != no_component);
  CostSheet sheet;
  design.component(id).bill(FixedMeter(design, requests), sheet);
  return sheet.items();
}

/// Dollars a month of items with a price key; the test fails where the price book has no such price.
inline double dollars_for(const std::vector<CostItem>& items, std::string_view price_key) {
  double sum = 0;
  for (const CostItem& item : items) {
    const auto price = models::price(item.region, item.price_key);
    INFO("price of " << item.price_key << " in " << item.region);
    REQUIRE(price);
    if (item.price_key == price_key) sum += item.quantity * price->amount;
  }
  return sum;
}

}  // namespace windtunnel::testing
