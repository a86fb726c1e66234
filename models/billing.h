// How models write the lines of their bills.
#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "sim/design/component.h"

namespace windtunnel::models {

/// A line of the bill of one component, at the prices of its region; global components have those of the first region,
/// since global services are listed alike in every region. `assumed`: the quantity rests on no document.
inline void add_line(CostSheet& sheet, const UsageMeter& meter, const Component& component, std::string_view what, double quantity,
                     std::string_view unit, std::string_view price_key, bool assumed = false, ComponentId priced_at = no_component) {
  const std::string_view region = meter.region_name(priced_at == no_component ? component.id() : priced_at);
  if (!sheet.keeps_items()) return sheet.add(quantity, region, price_key);
  CostItem item;
  item.component = component.id();
  item.item = component.name() + ": " + std::string(what);
  item.quantity = quantity;
  item.unit = unit;
  item.price_key = price_key;
  item.region = region;
  item.assumed = assumed;
  sheet.add(std::move(item));
}

/// Storage as it is sold: a "GB" of the price list is 2^30 bytes, but files and documents write either unit for it.
inline double sold_gigabytes(Bytes size) {
  const double binary = size.value / gibibytes(1).value;
  return binary == std::floor(binary) ? binary : size.value / 1e9;
}

}  // namespace windtunnel::models
