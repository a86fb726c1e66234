// Graphs of a design: what is connected with what, and what a journey or a launch needs.
//
// Two views. `design_graph` is the picture: users, journeys, components, their parts in zones, zones and regions, and
// why they are connected. `journey_needs` and `launch_needs` are block diagrams with a start and an end: the request
// (or the launch) succeeds while some way leads through blocks that work. What is needed stands in a row, alternatives
// side by side, so that nodes on every way are single points of failure and a cut is a set of losses that nothing
// survives.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/design/design.h"

namespace windtunnel {

struct GraphNode {
  enum class Kind : std::uint8_t {
    users,
    journey,
    component,
    part,  ///< of a component, in one zone
    zone,
    region,
    junction,  ///< start, end, or a point between: nothing that could fail
  };
  Kind kind = Kind::junction;
  std::string name;  ///< "primary.web@us-east-1a", "order"
  ComponentId component = no_component;
  Site site;  ///< of a part, or of a component that has only one place
};

struct GraphEdge {
  enum class Kind : std::uint8_t { path, reference, placement, way };
  std::uint32_t from = 0, to = 0;
  Kind kind = Kind::way;
};

/// A directed graph; nodes are named by their index.
struct Graph {
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;

  std::uint32_t add(GraphNode node);
  void connect(std::uint32_t from, std::uint32_t to, GraphEdge::Kind kind = GraphEdge::Kind::way);
};

/// What must work for something to succeed: a block diagram.
struct Needs {
  static constexpr std::uint32_t start = 0, end = 1;
  Graph graph;
};

/// Users are connected with journeys, journeys with the components that their requests pass, components with those that
/// they refer to, with their parts, and parts with zones and regions.
Graph design_graph(const Design& design);

/// What a journey's requests need while nothing is launched. Calls that are made only sometimes, or only when a cache
/// has not the answer, count as needed, optional ones do not; a fallback stands beside what it replaces. A component
/// with sites in several zones is as many parts side by side, unless it runs one unit.
Needs journey_needs(const Design& design, const JourneyDefinition& journey);

/// What every launch of a pool needs: the providers that it refers to, and what those refer to in turn. Of a list of
/// alternatives one is enough.
Needs launch_needs(const Design& design, ComponentId pool);

}  // namespace windtunnel
