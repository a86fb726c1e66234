// What data that moves is billed: to the internet, between zones, between regions.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "models/billing.h"
#include "sim/config/parameter.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::models {

/// How much a call of a store carries. No document says it; where callers are in other places, a bill depends on it.
struct CallSize {
  Bytes call_size = bytes(2e3);

  static ParameterTable parameters() {
    using P = CallSize;
    return parameter_table<P>(
        parameter<&P::call_size>("call_size", "Bytes of a call and its answer, for what passes between zones and regions.",
                                 "assumption:call-size", at_least(bytes(0)), plausible(bytes(200), bytes(50e3))));
  }
};

/// How many of the two sides of a transfer between zones pay for it (dt.inter_az.sides, dt.inter_az.cache).
enum class ChargedSides { caller, both };

/// A step of a price that falls with the volume of a month.
struct VolumeStep {
  double gigabytes;  ///< its width
  std::string_view what;
  const char* price_key;
};
/// 1 TB of the price list is 1024 GB.
inline constexpr std::array internet_steps = {
    VolumeStep{10240, "data to the internet beyond the free 100 GB", "dt.internet_out.tier1_first_10tb"},
    VolumeStep{40960, "data to the internet beyond 10 TB", "dt.internet_out.tier2_next_40tb"},
    VolumeStep{102400, "data to the internet beyond 50 TB", "dt.internet_out.tier3_next_100tb"},
    VolumeStep{1e300, "data to the internet beyond 150 TB", "dt.internet_out.tier4_over_150tb"}};

/// Lines for gigabytes of a month that leave a region for the internet. The first 100 GB are free, whatever sends them and from
/// wherever (dt.internet.free); the steps of the price count all that a region sends.
inline void add_internet_lines(CostSheet& sheet, const UsageMeter& meter, const Component& component, double gigabytes) {
  constexpr double free_gigabytes = 100;
  const double before = sheet.accumulate("internet", gigabytes);
  const double paid = std::max(0.0, before + gigabytes - std::max(before, free_gigabytes));
  const double from = sheet.accumulate("internet from " + std::string(meter.region_name(component.id())), paid), to = from + paid;
  double low = 0;
  for (const VolumeStep& step : internet_steps) {
    const double high = low + step.gigabytes, within = std::max(0.0, std::min(to, high) - std::max(from, low));
    if (within > 0 || low == 0) add_line(sheet, meter, component, step.what, within, "GB", step.price_key, true);
    low = high;
  }
}

/// Share of a component's requests that users send it themselves.
inline double share_of_users(const UsageMeter& meter, const Component& component) {
  double share = 0;
  for (const Caller& caller : meter.callers(component.id()))
    if (caller.component == no_component) share += caller.share;
  return share;
}

/// Lines for what of so many gigabytes comes from, or goes back to, callers in other zones and regions. Between regions the
/// sender pays, which is the callee: answers are the most of a call (dt.inter_region.side).
inline void add_transfer_lines(CostSheet& sheet, const UsageMeter& meter, const Component& component, double gigabytes,
                               ChargedSides sides) {
  double between_zones = 0, between_regions = 0;
  for (const Caller& caller : meter.callers(component.id())) {
    between_zones += caller.share * caller.between_zones;
    if (caller.region != no_domain && caller.region != component.region()) between_regions += caller.share;
  }
  const bool both = sides == ChargedSides::both;
  if (between_zones > 0)
    add_line(sheet, meter, component, both ? "data between zones, paid on both sides" : "data between zones, paid by callers",
             gigabytes * between_zones * (both ? 2 : 1), "GB", "dt.inter_az.each_direction", true);
  if (between_regions > 0)
    add_line(sheet, meter, component, "data to callers in another region", gigabytes * between_regions, "GB", "dt.inter_region.out",
             true);
}

/// The line for writes that a store sends to a copy in another region; the region of the store has the price.
inline void add_replication_line(CostSheet& sheet, const UsageMeter& meter, const Component& copy, ComponentId source, double gigabytes) {
  add_line(sheet, meter, copy, "writes from another region", gigabytes, "GB", "dt.inter_region.out", true, source);
}

}  // namespace windtunnel::models
