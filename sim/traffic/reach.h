// What a journey's requests can meet.
#pragma once

#include <vector>

#include "sim/traffic/network.h"

namespace windtunnel::traffic {

struct Reach {
  std::vector<StationId> stations;
  std::vector<RouterId> routers;
  std::vector<CacheId> caches;
};

/// Everything that the journey's calls lead to, whatever the routers' weights are now.
Reach reach_of(const Network& network, JourneyId journey);

/// Whether the router sends requests elsewhere from one moment to the next.
bool moves(const Router& router, Time now);

}  // namespace windtunnel::traffic
