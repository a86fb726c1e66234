// What a journey's requests can meet.
#include "sim/traffic/reach.h"

#include <algorithm>

namespace windtunnel::traffic {
namespace {

void descend(const Network& network, VisitId id, std::vector<char>& seen, Reach& reach) {
  if (id == none || seen[id]) return;
  seen[id] = 1;
  const Visit& visit = network.visits[id];
  if (visit.router != none) reach.routers.push_back(visit.router);
  reach.stations.insert(reach.stations.end(), visit.stations.begin(), visit.stations.end());
  for (const Call& call : visit.calls) {
    if (call.unless_hit != none) reach.caches.push_back(call.unless_hit);
    descend(network, call.visit, seen, reach);
    descend(network, call.fallback, seen, reach);
  }
}

}  // namespace

Reach reach_of(const Network& network, JourneyId journey) {
  std::vector<char> seen(network.visits.size(), 0);
  Reach reach;
  descend(network, network.journeys[journey].entry, seen, reach);
  return reach;
}

bool moves(const Router& router, Time now) {
  const auto moving = [now](const Ramp& ramp) { return ramp.moving(now); };
  return moving(router.refused) || moving(router.black_holed) ||
         std::any_of(router.branches.begin(), router.branches.end(), moving);
}

}  // namespace windtunnel::traffic
