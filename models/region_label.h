// Regions of a design by the names that AWS gives them.
#pragma once

#include <string_view>

#include "sim/design/design.h"

namespace windtunnel::models {

/// The region with a label such as "us-east-1"; null where the design has none.
inline const Region* region_labelled(const Design& design, std::string_view label) {
  for (const Region& region : design.regions)
    if (region.label == label) return &region;
  return nullptr;
}

}  // namespace windtunnel::models
