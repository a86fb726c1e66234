// What a report needs to draw a design and to play one of its incidents again, as plain structs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace windtunnel {

/// The picture of a design: users, journeys, components, their parts in zones, and why they are connected.
struct TopologyResult {
  struct Node {
    std::string name;          ///< "primary.web", "primary.web@us-east-1a", "order", "us-east-1a"
    std::string kind;          ///< users, journey, component, part, zone or region
    std::string type;          ///< of a component or part: "ecs_fargate_service"
    std::string component;     ///< of a part, zone or region: the component that it belongs to, or that stands for it
    std::string region, zone;  ///< labels of the place, where there is only one
  };
  struct Edge {
    std::uint64_t from = 0, to = 0;  ///< indices into nodes
    std::string kind;                ///< path, reference or placement
  };
  std::vector<Node> nodes;
  std::vector<Edge> edges;
};

/// A named assumption of a design.
struct AssumptionResult {
  std::string id, meaning, value, low, high, parameter, confidence, source;
};

/// One replication of one run, kept to be looked at. Times are seconds from the first fault; before it they are
/// negative.
struct ReplayResult {
  /// A share over time, as a line through points.
  struct Track {
    std::vector<double> seconds, share;
  };
  /// What a component or a part of it was like, from each instant on.
  struct Lane {
    std::string name;  ///< of a node of the topology
    std::vector<double> seconds;
    std::vector<std::string> states;  ///< up, changing, degraded or down
  };
  struct Event {
    double seconds = 0;
    std::string component, text;
    std::string phase;                  ///< what the wait before it was spent on; empty: on nothing that is counted
    std::optional<double> after_event;  ///< index of the event that caused it
  };
  /// One thing that a recovery waited for.
  struct Wait {
    double from_seconds = 0, until_seconds = 0;
    std::string phase, component, text;
  };
  /// What a recovery would have been if one parameter had been smaller: the same replication, run once more.
  struct Saving {
    std::string parameter;     ///< "dns.health_check.interval"
    std::string value, tried;  ///< "30 s", "15 s"
    double seconds = 0;        ///< by which it would have been over sooner; negative: later
  };
  struct Recovery {
    std::string journey;
    bool hurt = false, recovered = true;
    double seconds = 0;       ///< to the last return to the recovery level
    std::vector<Wait> waits;  ///< in order of time; their lengths add up to `seconds`
    std::vector<Saving> savings = {};  ///< the largest first; without those that change nothing
  };
  std::string design, scenario, title;
  std::uint64_t replication = 0;
  std::string chosen;  ///< why this replication: "the median of 1 000 recoveries of order"
  std::string struck;  ///< "Tuesday 14:03 UTC"
  double from_seconds = 0, until_seconds = 0;
  std::vector<std::pair<std::string, Track>> served;  ///< by journey: share of requests answered well
  std::vector<Lane> lanes;                            ///< of whatever was ever other than up
  std::vector<Event> events;
  std::vector<Recovery> recoveries;
  std::uint64_t parameters_tried = 0;  ///< how many parameters were made smaller, one at a time
};

}  // namespace windtunnel
