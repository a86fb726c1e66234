// The region whose price list a component is billed from.
#pragma once

#include <string>

#include "sim/design/design.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// The provider's name of the component's own region; for global components that of the design's first region, since
/// prices of global services are listed alike in every region.
inline std::string price_region(const Wiring& wiring, const Component& component) {
  const std::vector<Region>& regions = wiring.design().regions;
  for (const Region& region : regions)
    if (region.domain == component.region()) return region.label;
  return regions.empty() ? std::string() : regions.front().label;
}

}  // namespace windtunnel::models
