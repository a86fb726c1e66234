// Whether the metrics of a component still come, whoever counts them here.
#pragma once

#include <algorithm>
#include <string_view>

#include "sim/design/component.h"

namespace windtunnel::models {

/// A source that knows better than its places whether data points of its metrics come.
class MetricEmission {
 public:
  virtual ~MetricEmission() = default;
  virtual bool emits(const World& world, std::string_view metric) const = 0;
};

/// Whether data points of a component's metric come now: what is gone has none, whatever its callers meet.
inline bool emits(const World& world, ComponentId source, std::string_view metric) {
  const Component& component = world.component(source);
  if (const auto* emission = dynamic_cast<const MetricEmission*>(&component)) return emission->emits(world, metric);
  const std::vector<Site> sites = component.sites();
  return sites.empty() || std::any_of(sites.begin(), sites.end(), [&](Site site) { return world.alive(site); });
}

}  // namespace windtunnel::models
