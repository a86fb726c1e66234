// See path_latency.h.
#include "sim/design/path_latency.h"

#include "sim/design/callers.h"

namespace windtunnel {

double between_regions(const Design& design, DomainId from, DomainId to) {
  if (to == no_domain || from == no_domain || from == to) return 0;
  const ComponentId region = design.domains[from].component;
  const auto* located = region == no_component ? nullptr : capability_of<Located>(design.component(region));
  return located ? located->round_trip(design.domains[to].label) : 0;
}

double between_zones(const Design& design, ComponentId from, ComponentId to) {
  const ZonePairs pairs = zone_pairs(design, from, to);
  if (pairs.crossing == 0) return 0;
  const Domain& region = design.domains[design.component(to).region()];
  const auto* located = region.component == no_component ? nullptr : capability_of<Located>(design.component(region.component));
  return located ? located->round_trip(region.label) * pairs.crossing / pairs.all : 0;
}

}  // namespace windtunnel
