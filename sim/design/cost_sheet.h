// What a design costs: models state quantities and price keys; prices come from a dated book that may lack them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/design/callers.h"
#include "sim/design/site.h"
#include "sim/traffic/network.h"

namespace windtunnel {

class Design;

/// A quantity to be priced: "2.4 GB-month of primary.db at rds.gp3.storage in us-east-1".
struct CostItem {
  ComponentId component = no_component;
  std::string item;       ///< what it is, for people: "primary.nat: hours"
  double quantity = 0;    ///< per month of 730 h
  std::string unit;       ///< "h", "GB", "GB-month", "million requests"
  std::string price_key;  ///< in the price book: "nat.hour"
  std::string region;     ///< "us-east-1"
  bool assumed = false;   ///< the quantity rests on an assumption (traffic volume), not on the design
};

/// What is to be paid for: items with all their texts, or, where only the sum is asked for, their amounts at once.
class CostSheet {
 public:
  /// Dollars per unit of a price key in a region; nothing when the price is unknown.
  using PriceOf = std::optional<double> (*)(std::string_view region, std::string_view price_key);
  CostSheet() = default;
  explicit CostSheet(PriceOf price_of) : price_of_(price_of) {}
  bool keeps_items() const { return price_of_ == nullptr; }
  void add(CostItem item) { items_.push_back(std::move(item)); }
  /// Where no items are kept: an amount. What has no known price adds nothing.
  void add(double quantity, std::string_view region, std::string_view price_key);
  const std::vector<CostItem>& items() const { return items_; }
  /// Dollars of all amounts.
  double total() const;
  /// Items or amounts so far.
  std::size_t lines() const { return items_.size() + amounts_.size(); }
  /// Adds to a volume that all components fill together, for prices that fall with it; returns what it was before.
  double accumulate(std::string_view volume, double quantity);
  /// Only this share of what was added from line `first` on is paid for; what costs nothing is left out.
  void keep(std::size_t first, double share);

 private:
  struct Amount {
    double quantity, price;
  };
  PriceOf price_of_ = nullptr;
  std::vector<CostItem> items_;
  std::vector<Amount> amounts_;
  std::map<std::string, double, std::less<>> volumes_;
};

/// Usage of a healthy month, as the periodic healthy state has it.
class UsageMeter {
 public:
  static constexpr double hours_per_month = 730;
  virtual ~UsageMeter() = default;
  /// Requests per month through a router, or served at a station.
  virtual double requests(traffic::RouterId router) const = 0;
  virtual double completions(traffic::StationId station) const = 0;
  /// Messages per month that a queue accepts.
  virtual double messages(traffic::QueueId) const { return 0; }
  /// Time average over the week of a gauge that the component sets (for example its units).
  virtual double average_gauge(ComponentId component, std::uint32_t gauge) const = 0;
  /// Who sends a component its requests.
  virtual std::vector<Caller> callers(ComponentId component) const = 0;
  /// The provider's name of the region that a component is in ("us-east-1"), for prices; it lives as long as the design.
  virtual std::string_view region_name(ComponentId component) const = 0;
};

/// Adds what all components of a design are to be paid for. What another component creates is paid for while it exists.
void bill(const Design& design, const UsageMeter& usage, CostSheet& sheet);

}  // namespace windtunnel
