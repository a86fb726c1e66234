// How long calls are on their way between regions and zones.
#pragma once

#include "sim/design/design.h"

namespace windtunnel {

/// Seconds there and back between two regions. What has no region is near everyone.
double between_regions(const Design& design, DomainId from, DomainId to);

/// Mean seconds that calls of one component to another take between zones of their region, where each part calls all
/// parts alike. What no zone holds is near all of them.
double between_zones(const Design& design, ComponentId from, ComponentId to);

}  // namespace windtunnel
