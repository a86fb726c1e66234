// What a queue tells monitoring: how many messages wait in it, and for how long the oldest has.
#pragma once

#include "sim/design/component.h"

namespace windtunnel::models {

inline constexpr MetricSource::NamedMetric queue_metric_names[] = {
    {"messages_visible", "messages that wait"},
    {"oldest_message_age", "seconds that the oldest message has waited"},
};

/// The metric of one of these names.
inline Metric queue_metric(std::string_view name, traffic::QueueId queue) {
  Metric metric;
  metric.kind = name == queue_metric_names[0].name ? Metric::Kind::backlog : Metric::Kind::oldest_age;
  metric.queue = queue;
  return metric;
}

}  // namespace windtunnel::models
