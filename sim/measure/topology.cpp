// Puts the design's graph into words.
#include "sim/measure/topology.h"

#include <algorithm>

#include "sim/design/graph.h"

namespace windtunnel {
namespace {

const char* word(GraphNode::Kind kind) {
  switch (kind) {
    case GraphNode::Kind::users:
      return "users";
    case GraphNode::Kind::journey:
      return "journey";
    case GraphNode::Kind::component:
      return "component";
    case GraphNode::Kind::part:
      return "part";
    case GraphNode::Kind::zone:
      return "zone";
    case GraphNode::Kind::region:
      return "region";
    case GraphNode::Kind::junction:
      return "junction";
  }
  return "";
}

const char* word(GraphEdge::Kind kind) {
  switch (kind) {
    case GraphEdge::Kind::path:
      return "path";
    case GraphEdge::Kind::reference:
      return "reference";
    case GraphEdge::Kind::placement:
      return "placement";
    case GraphEdge::Kind::way:
      return "way";
  }
  return "";
}

/// The one place of a component: the zone or region that all its parts share.
Site common_site(const Component& component) {
  const std::vector<Site> sites = component.parts();
  Site common{component.region(), no_domain};
  if (!sites.empty()) common = sites.front();
  for (const Site& site : sites) {
    if (site.region != common.region) return Site::internet();
    if (site.zone != common.zone) common.zone = no_domain;
  }
  return common;
}

}  // namespace

std::string part_name(const Design& design, const Component& component, Site site) {
  return component.name() + "@" + design.label(site);
}

TopologyResult topology_of(const Design& design) {
  TopologyResult topology;
  const Graph graph = design_graph(design);
  for (const GraphNode& node : graph.nodes) {
    TopologyResult::Node drawn{node.name, word(node.kind), "", "", "", ""};
    Site site = node.site;
    if (node.component != no_component) {
      const Component& component = design.component(node.component);
      drawn.type = component.type().name;
      if (node.kind != GraphNode::Kind::component) drawn.component = component.name();
      if (node.kind == GraphNode::Kind::component) site = common_site(component);
    }
    if (site.region != no_domain) drawn.region = design.domains[site.region].label;
    if (site.zone != no_domain) drawn.zone = design.domains[site.zone].label;
    topology.nodes.push_back(std::move(drawn));
  }
  for (const GraphEdge& edge : graph.edges) topology.edges.push_back({edge.from, edge.to, word(edge.kind)});
  return topology;
}

std::vector<AssumptionResult> assumptions_of(const Design& design) {
  std::vector<AssumptionResult> all;
  for (const Assumption& a : design.assumptions)
    all.push_back({a.id, a.meaning, a.value, a.low, a.high, a.parameter, a.confidence, a.source});
  return all;
}

}  // namespace windtunnel
