// The dated price book: what a unit of a resource costs in a region.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::models {

/// A list price, without taxes, discounts, commitments or free tiers.
struct Price {
  double amount;     ///< in `unit`
  std::string unit;  ///< "USD/GB-month", "USD/instance-hour" ...
  std::string source;
  std::string confidence;  ///< verified, high, medium or low
  std::string as_of;       ///< "2026-07-20" or "2026-08"; empty where the source gives no date
  std::string note;        ///< what to know before using it; mostly empty
};

/// The price of a SKU ("nat.hour") in a region ("us-east-1"); it lives as long as the program. Null where the book has none:
/// unknown, never 0.
const Price* price(std::string_view region, std::string_view sku);

/// What one unit of it costs, in dollars; nothing where the book has no price.
std::optional<double> unit_price(std::string_view region, std::string_view sku);

/// Regions that the book covers, ordered.
std::vector<std::string> price_regions();

/// SKUs that the book prices in a region, ordered; empty for a region that it does not cover.
std::vector<std::string> price_skus(std::string_view region);

/// What holds for every price of the book.
struct PriceBook {
  std::string currency;     ///< "USD"
  double hours_per_month;   ///< the month in which monthly costs are stated
  std::string as_of_range;  ///< between which dates the prices were read
};
const PriceBook& price_book();

}  // namespace windtunnel::models
