// Metrics over sliding windows, and rules on them: what alarms and scaling policies are made of.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/kernel/distribution.h"
#include "sim/traffic/network.h"

namespace windtunnel {

/// A quantity that a monitoring service samples. One of the lists names what it is read from.
struct Metric {
  enum class Kind : std::uint8_t {
    utilisation,    ///< busy share of `stations`, 0 to 1, each counted by its servers
    request_rate,   ///< requests per second at `router`, or attempts at `stations`
    refused_rate,   ///< failures per second made in `router` itself or behind it, counts per second
    failed_behind_rate,  ///< failures per second that the targets of `router` made
    latency,        ///< mean seconds of answered requests at `stations`
    backlog,        ///< messages in `queue`
    oldest_age,     ///< seconds, in `queue`
    gauge,          ///< a number that a component sets: World::set_gauge(component, gauge)
  };
  Kind kind = Kind::gauge;
  std::vector<traffic::StationId> stations;
  traffic::RouterId router = traffic::none;
  traffic::QueueId queue = traffic::none;
  std::uint32_t gauge = 0;
  std::uint32_t idle_gauge = ~std::uint32_t{0};  ///< of a utilisation: servers that run idle beside the stations; none: there are none
  std::uint32_t gauge_of = ~std::uint32_t{0};  ///< the component whose gauges they are; none: the rule's owner
  /// Counts are Poisson around the flow: whether a window breaches is drawn with that noise. False for averages.
  bool counted = false;
  /// How far apart its data points are, each the mean since the one before; zero: as close as a rule's periods.
  Duration resolution;
};

/// "At least `datapoints` of the last `evaluation_periods` periods breach": evaluated once a minute (period 60 s or
/// longer) or once a period (shorter) over a sliding window with random phase, seen `publication_delay` late. Where the metric's
/// data points are farther apart than that, once for each of them; a period is no shorter than they are apart.
struct MetricRule {
  enum class Comparison : std::uint8_t { above, at_least, below, at_most };
  enum class MissingData : std::uint8_t { missing, ignore, breaching, not_breaching };
  Metric metric;
  Comparison comparison = Comparison::above;
  double threshold = 0;  ///< in the metric's unit; counts per period where `per_period_count`
  bool per_period_count = false;
  Duration period = seconds(60);
  std::int64_t evaluation_periods = 1;
  std::int64_t datapoints = 1;
  DurationDistribution publication_delay;
  MissingData missing_data = MissingData::missing;  ///< what a period without traffic counts as
};

/// Names a rule that a component has set up in this run.
using WatchId = std::uint32_t;

}  // namespace windtunnel
