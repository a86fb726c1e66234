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

class CostSheet {
 public:
  /// Whether items have their texts for people (`item`, `unit`): whoever only adds up amounts needs none.
  enum class Texts { kept, left_out };
  explicit CostSheet(Texts texts = Texts::kept) : texts_(texts) {}
  bool keeps_texts() const { return texts_ == Texts::kept; }
  void add(CostItem item) { items_.push_back(std::move(item)); }
  const std::vector<CostItem>& items() const { return items_; }
  /// Adds to a volume that all components fill together, for prices that fall with it; returns what it was before.
  double accumulate(std::string_view volume, double quantity);
  /// Only this share of what was added from item `first` on is paid for; what costs nothing is left out.
  void keep(std::size_t first, double share);

 private:
  Texts texts_;
  std::vector<CostItem> items_;
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
  /// The provider's name of the region that a component is in ("us-east-1"), for price keys.
  virtual std::string region_name(ComponentId component) const = 0;
};

/// The items of all components of a design. What another component creates is paid for while it exists.
CostSheet bill_of(const Design& design, const UsageMeter& usage, CostSheet::Texts texts = CostSheet::Texts::kept);

/// A dated price list.
class PriceBook {
 public:
  struct Price {
    double amount = 0;  ///< USD per unit
    std::string unit, source, confidence, as_of;
  };
  virtual ~PriceBook() = default;
  /// Nothing when the book has no such price: it is then unknown, never 0.
  virtual std::optional<Price> find(std::string_view region, std::string_view key) const = 0;
};

}  // namespace windtunnel
