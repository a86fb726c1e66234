// The picture of a design as a graph.
#include "sim/design/graph.h"

#include <algorithm>

namespace windtunnel {

std::uint32_t Graph::add(GraphNode node) {
  nodes.push_back(std::move(node));
  return static_cast<std::uint32_t>(nodes.size() - 1);
}

void Graph::connect(std::uint32_t from, std::uint32_t to, GraphEdge::Kind kind) { edges.push_back({from, to, kind}); }

namespace {

using Kind = GraphNode::Kind;

/// Draws a design; components, zones and regions are drawn once.
class Picture {
 public:
  explicit Picture(const Design& design)
      : design_(design), component_nodes_(design.components().size()), zone_nodes_(design.domains.size()) {}

  Graph draw() {
    draw_places();
    for (const auto& component : design_.components())
      if (!is_place(*component)) draw_component(*component);
    draw_references();
    draw_journeys();
    return std::move(graph_);
  }

 private:
  bool is_place(const Component& component) const {
    return std::any_of(design_.domains.begin(), design_.domains.end(), [&](const Domain& domain) {
      const bool place = domain.kind == Domain::Kind::zone || domain.kind == Domain::Kind::region;
      return place && domain.component == component.id();
    });
  }

  void draw_places() {
    for (const Region& region : design_.regions) {
      const ComponentId component = design_.domains[region.domain].component;
      zone_nodes_[region.domain] = component_nodes_[component] =
          graph_.add({Kind::region, region.label, component, {region.domain, no_domain}});
      for (const Region::Zone& zone : region.zones) {
        const Domain& domain = design_.domains[zone.domain];
        zone_nodes_[zone.domain] = component_nodes_[domain.component] =
            graph_.add({Kind::zone, domain.label, domain.component, {region.domain, zone.domain}});
        graph_.connect(zone_nodes_[zone.domain], zone_nodes_[region.domain], GraphEdge::Kind::placement);
      }
    }
  }

  void draw_component(const Component& component) {
    const std::uint32_t whole = component_nodes_[component.id()] =
        graph_.add({Kind::component, component.name(), component.id(), {}});
    for (const Site& site : component.parts()) {
      if (site.on_internet()) continue;
      if (site.zone == no_domain) {
        graph_.connect(whole, zone_nodes_[site.region], GraphEdge::Kind::placement);
        continue;
      }
      const std::uint32_t part =
          graph_.add({Kind::part, component.name() + "@" + design_.label(site), component.id(), site});
      graph_.connect(whole, part, GraphEdge::Kind::placement);
      graph_.connect(part, zone_nodes_[site.zone], GraphEdge::Kind::placement);
    }
  }

  void draw_references() {
    for (const auto& component : design_.components())
      for (const Design::Link& link : design_.links(component->id()))
        graph_.connect(component_nodes_[component->id()], component_nodes_[link.target], GraphEdge::Kind::reference);
  }

  void draw_journeys() {
    const std::uint32_t users = graph_.add({Kind::users, "users", no_component, {}});
    for (const JourneyDefinition& journey : design_.journeys) {
      const std::uint32_t node = graph_.add({Kind::journey, journey.name, no_component, {}});
      graph_.connect(users, node, GraphEdge::Kind::path);
      if (journey.structural)
        for (const ComponentId id : journey.components)
          graph_.connect(node, component_nodes_[id], GraphEdge::Kind::path);
      else
        draw_visit(node, design_.network.journeys[journey.traffic].entry);
    }
  }

  void draw_visit(std::uint32_t from, traffic::VisitId id) {
    for (const ComponentId component : design_.visit_components[id]) {
      connect_once(from, component_nodes_[component]);
      from = component_nodes_[component];
    }
    for (const traffic::Call& call : design_.network.visits[id].calls) {
      draw_visit(from, call.visit);
      if (call.fallback != traffic::none) draw_visit(from, call.fallback);
    }
  }

  void connect_once(std::uint32_t from, std::uint32_t to) {
    const bool there = std::any_of(graph_.edges.begin(), graph_.edges.end(), [&](const GraphEdge& edge) {
      return edge.from == from && edge.to == to && edge.kind == GraphEdge::Kind::path;
    });
    if (!there) graph_.connect(from, to, GraphEdge::Kind::path);
  }

  const Design& design_;
  Graph graph_;
  std::vector<std::uint32_t> component_nodes_, zone_nodes_;
};

}  // namespace

Graph design_graph(const Design& design) { return Picture(design).draw(); }

}  // namespace windtunnel
