// The order in which visits are met.
#include "sim/traffic/call_order.h"

#include <algorithm>

namespace windtunnel::traffic {
namespace {

void descend(const Network& network, VisitId visit, std::vector<char>& seen, std::vector<VisitId>& finished) {
  if (visit == none || seen[visit]) return;
  seen[visit] = 1;
  for (const Call& call : network.visits[visit].calls) {
    descend(network, call.visit, seen, finished);
    descend(network, call.fallback, seen, finished);
  }
  finished.push_back(visit);
}

}  // namespace

std::vector<VisitId> call_order(const Network& network) {
  std::vector<char> seen(network.visits.size(), 0);
  std::vector<VisitId> order;
  for (const Journey& journey : network.journeys) descend(network, journey.entry, seen, order);
  std::reverse(order.begin(), order.end());
  return order;
}

}  // namespace windtunnel::traffic
