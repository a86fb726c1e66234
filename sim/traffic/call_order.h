// The order in which visits are met: callers before those that they call, as far as the call graph has no cycle.
#pragma once

#include <vector>

#include "sim/traffic/network.h"

namespace windtunnel::traffic {

/// Every visit that a journey can reach, callers first (reverse post-order of a depth-first search from the journeys).
std::vector<VisitId> call_order(const Network& network);

}  // namespace windtunnel::traffic
