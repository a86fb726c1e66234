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
                     std::string_view unit, std::string price_key, bool assumed = false, ComponentId priced_at = no_component) {
  CostItem item;
  item.component = component.id();
  if (sheet.keeps_texts()) {
    item.item = component.name() + ": " + std::string(what);
    item.unit = std::string(unit);
  }
  item.quantity = quantity;
  item.price_key = std::move(price_key);
  item.region = meter.region_name(priced_at == no_component ? component.id() : priced_at);
  item.assumed = assumed;
  sheet.add(std::move(item));
}

/// Storage as it is sold: a "GB" of the price list is 2^30 bytes, but files and documents write either unit for it.
inline double sold_gigabytes(Bytes size) {
  const double binary = size.value / gibibytes(1).value;
  return binary == std::floor(binary) ? binary : size.value / 1e9;
}

}  // namespace windtunnel::models
