// Block diagrams of what journeys and launches need.
#include <algorithm>
#include <string_view>

#include "sim/design/graph.h"

namespace windtunnel {
namespace {

using Kind = GraphNode::Kind;

/// Larger diagrams of "at least k of n" are simplified to "any of n": exact ones have n times (n - k + 1) junctions.
constexpr std::size_t largest_threshold_diagram = 20'000;
/// Of a whole diagram, above which nothing more is laid exactly: "at least k of n" inside each other multiply.
constexpr std::size_t largest_diagram = 100'000;

/// How often a structure names a component.
std::size_t leaves(const Structure& structure) {
  if (structure.parts.empty()) return 1;
  std::size_t sum = 0;
  for (const Structure& part : structure.parts) sum += leaves(part);
  return sum;
}

/// Lays blocks between junctions; every function continues from one junction and returns the next, or leads to a given
/// one.
class Diagram {
 public:
  explicit Diagram(const Design& design) : design_(design) {
    graph_.add({Kind::junction, "start", no_component, {}});
    graph_.add({Kind::junction, "end", no_component, {}});
  }

  Needs finish(std::uint32_t last) {
    graph_.connect(last, Needs::end);
    return {std::move(graph_)};
  }

  /// The parts of one component side by side.
  std::uint32_t component(std::uint32_t from, ComponentId id) {
    const std::uint32_t to = junction();
    const Component& component = design_.component(id);
    for (const Site& site : places(component)) {
      const bool whole = site.zone == no_domain;
      GraphNode node{whole ? Kind::component : Kind::part, component.name(), id, site};
      if (!whole) node.name += "@" + design_.label(site);
      block(from, to, std::move(node));
    }
    return to;
  }

  std::uint32_t visit(std::uint32_t from, traffic::VisitId id) {
    const traffic::Visit& visit = design_.network.visits[id];
    for (const ComponentId passed : design_.visit_components[id]) from = component(from, passed);
    const auto& passed = design_.visit_components[id];
    const ComponentId caller = passed.empty() ? no_component : passed.back();
    if (visit.kind == traffic::Visit::Kind::select) {
      const std::uint32_t to = junction();
      for (const traffic::Call& alternative : visit.calls) graph_.connect(call(from, alternative, caller), to);
      return to;
    }
    for (const traffic::Call& made : visit.calls)
      if (made.required) from = call(from, made, caller);
    return from;
  }

  std::uint32_t structure(std::uint32_t from, const Structure& structure) {
    if (structure.parts.empty()) return with_providers(from, structure.component);
    const std::size_t spare = structure.parts.size() - structure.at_least;
    if (spare == 0) {
      for (const Structure& part : structure.parts) from = this->structure(from, part);
      return from;
    }
    const bool exact = structure.at_least > 1 && structure.parts.size() * (spare + 1) <= largest_threshold_diagram &&
                       graph_.nodes.size() + leaves(structure) * (spare + 1) <= largest_diagram;
    return exact ? threshold(from, structure, spare) : any(from, structure);
  }

  /// A component with everything that it refers to as a provider.
  std::uint32_t with_providers(std::uint32_t from, ComponentId id) {
    if (std::find(open_.begin(), open_.end(), id) != open_.end()) return from;
    return providers(component(from, id), id);
  }

  /// What a component refers to as providers, in a row; of alternatives one.
  std::uint32_t providers(std::uint32_t from, ComponentId id) {
    open_.push_back(id);
    const auto& links = design_.links(id);
    std::vector<std::string_view> done;
    for (const Design::Link& link : links) {
      const std::string_view list = list_of(link);
      if (link.capability != Provider::capability || std::find(done.begin(), done.end(), list) != done.end()) continue;
      if (!link.any_of) {
        from = with_providers(from, link.target);
        continue;
      }
      done.push_back(list);
      const std::uint32_t to = junction();
      for (const Design::Link& alternative : links)
        if (list_of(alternative) == list) graph_.connect(with_providers(from, alternative.target), to);
      from = to;
    }
    open_.pop_back();
    return from;
  }

 private:
  std::uint32_t junction() { return graph_.add({Kind::junction, "", no_component, {}}); }
  void block(std::uint32_t from, std::uint32_t to, GraphNode node) {
    const std::uint32_t added = graph_.add(std::move(node));
    graph_.connect(from, added);
    graph_.connect(added, to);
  }

  /// Places that stand in for each other. A pool of one unit is in one of its places at a time.
  static std::vector<Site> places(const Component& component) {
    std::vector<Site> parts = component.parts();
    if (parts.empty()) return {{component.region(), no_domain}};
    const auto* scalable = capability_of<Scalable>(component);
    if (parts.size() > 1 && scalable && scalable->desired() == 1) return {{component.region(), no_domain}};
    return parts;
  }

  /// "route" of the parameter path "route[1]".
  static std::string_view list_of(const Design::Link& link) {
    const std::string_view path = link.parameter;
    return path.substr(0, std::min(path.find('['), path.size()));
  }

  std::uint32_t call(std::uint32_t from, const traffic::Call& call, ComponentId caller) {
    const std::uint32_t first = visit(call.over_internet ? egress(from, caller) : from, call.visit);
    if (call.fallback == traffic::none) return first;
    const std::uint32_t to = junction();
    graph_.connect(first, to);
    graph_.connect(visit(call.fallback_over_internet ? egress(from, caller) : from, call.fallback), to);
    return to;
  }

  /// The way out of a caller's network.
  std::uint32_t egress(std::uint32_t from, ComponentId caller) {
    for (const Design::Link& link : design_.links(caller))
      if (link.parameter == "egress") from = with_providers(from, link.target);
    return from;
  }

  std::uint32_t any(std::uint32_t from, const Structure& structure) {
    const std::uint32_t to = junction();
    for (const Structure& part : structure.parts) graph_.connect(this->structure(from, part), to);
    return to;
  }

  /// Goes through the parts in order, past each by the part itself or by one of the `spare` that may be missing.
  std::uint32_t threshold(std::uint32_t from, const Structure& structure, std::size_t spare) {
    std::vector<std::uint32_t> row = {from};  // by the number of parts passed over
    for (const Structure& part : structure.parts) {
      std::vector<std::uint32_t> next(std::min(row.size() + 1, spare + 1));
      for (std::uint32_t& node : next) node = junction();
      for (std::size_t missing = 0; missing < row.size(); ++missing) {
        graph_.connect(this->structure(row[missing], part), next[missing]);
        if (missing + 1 < next.size()) graph_.connect(row[missing], next[missing + 1]);
      }
      row = std::move(next);
    }
    const std::uint32_t to = junction();
    for (const std::uint32_t node : row) graph_.connect(node, to);
    return to;
  }

  const Design& design_;
  Graph graph_;
  std::vector<ComponentId> open_;  // components whose providers are being laid, against circles
};

}  // namespace

Needs journey_needs(const Design& design, const JourneyDefinition& journey) {
  Diagram diagram(design);
  const std::uint32_t last = journey.structural
                                 ? diagram.structure(Needs::start, journey.structure)
                                 : diagram.visit(Needs::start, design.network.journeys[journey.traffic].entry);
  return diagram.finish(last);
}

Needs launch_needs(const Design& design, ComponentId pool) {
  Diagram diagram(design);
  return diagram.finish(diagram.providers(Needs::start, pool));
}

}  // namespace windtunnel
