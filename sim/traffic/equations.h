// The traffic equations r = g + P'r over the call graph: how often each visit and each station is met per request.
#pragma once

#include <vector>

#include "sim/traffic/network.h"

namespace windtunnel::traffic {

/// Attempts per second at each visit and station when every call succeeds at the first attempt and caches are warm.
struct ArrivalRates {
  std::vector<double> visits;
  std::vector<double> stations;
};

/// Solves the equations for the journeys' rates and the routers' branches at `now`. Cycles of calls are allowed as long as
/// each turn makes fewer calls than the one before. Throws std::domain_error where that is not so: the calls never end.
ArrivalRates arrival_rates(const Network& network, Time now);
/// The same for one request per second of a single journey: its visit ratios.
ArrivalRates visit_ratios(const Network& network, JourneyId journey, Time now);

}  // namespace windtunnel::traffic
