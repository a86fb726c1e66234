// What a component type lets others name: metrics that alarms watch, and operations that runbooks order.
#pragma once

#include <string_view>
#include <vector>

#include "sim/design/component.h"

namespace windtunnel::models {

struct TypeOffers {
  std::vector<MetricSource::NamedMetric> metrics;
  std::vector<std::string_view> operations;
};

/// Empty lists for types that cannot be watched or operated.
TypeOffers offers_of(const ComponentType& type);

}  // namespace windtunnel::models
