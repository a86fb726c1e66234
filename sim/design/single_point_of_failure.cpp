// Rule: parts that every request of a journey needs, parts that every launch of a pool needs, and regions without a
// second.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "sim/design/graph.h"
#include "sim/design/graph_algorithms.h"
#include "sim/design/rules.h"

namespace windtunnel {
namespace {

std::string listed_names(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}

/// Components with a part whose loss alone leaves no way: parts on every way, and parts that stand in several places.
std::vector<ComponentId> single_points(const Needs& needs) {
  std::vector<ComponentId> found;
  for (const std::uint32_t node : dominators(needs.graph, Needs::start, Needs::end))
    if (needs.graph.nodes[node].component != no_component) found.push_back(needs.graph.nodes[node].component);
  std::map<std::pair<ComponentId, DomainId>, int> places;
  for (const GraphNode& node : needs.graph.nodes)
    if (node.component != no_component) ++places[{node.component, node.site.zone}];
  for (const auto& [part, count] : places) {
    const auto lost = [&, part = part](const GraphNode& node) {
      return node.component == part.first && node.site.zone == part.second;
    };
    if (count > 1 && !reaches(needs.graph, Needs::start, Needs::end, lost)) found.push_back(part.first);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// Whether a path comes to a component only where a cache before it does not answer.
bool is_behind_caches(const Design& design, const JourneyDefinition& journey, ComponentId component) {
  const auto& path = journey.components;
  if (journey.structural || std::find(path.begin(), path.end(), component) == path.end()) return false;
  const auto& visits = design.network.visits;
  std::vector<char> seen(visits.size(), 0);
  std::vector<traffic::VisitId> open = {design.network.journeys[journey.traffic].entry};
  while (!open.empty()) {
    const traffic::VisitId visit = open.back();
    open.pop_back();
    if (std::exchange(seen[visit], 1)) continue;
    const auto& passed = design.visit_components[visit];
    if (std::find(passed.begin(), passed.end(), component) != passed.end()) return false;
    for (const traffic::Call& call : visits[visit].calls)
      if (call.unless_hit == traffic::none) open.push_back(call.visit);
  }
  return true;
}

/// Journeys that need a component: with every request, or with those that no cache answers.
struct Needing {
  std::vector<std::string> always, on_miss;
};

std::string needing_requests(const Needing& journeys) {
  if (journeys.on_miss.empty()) return "every request of " + listed_names(journeys.always);
  const std::string on_miss = listed_names(journeys.on_miss) + " that no cache answers";
  if (journeys.always.empty()) return "every request of " + on_miss;
  return fmt::format("every request of {}, and every one of {},", listed_names(journeys.always), on_miss);
}

bool needs_region(const Needs& needs, DomainId region) {
  return !reaches(needs.graph, Needs::start, Needs::end,
                  [&](const GraphNode& node) { return node.site.region == region; });
}

/// Collects, over all journeys and pools, who needs what; one finding for each component.
class CutSearch {
 public:
  explicit CutSearch(const Design& design) : design_(design) {}

  std::vector<Finding> run() {
    for (const JourneyDefinition& journey : design_.journeys) search(journey);
    for (const auto& component : design_.components())
      if (capability_of<ServingPool>(*component)) search(*component);
    for (const auto& [component, journeys] : requests_need_) report_requests(component, journeys);
    for (const auto& [component, pools] : launches_need_) report_launches(component, pools);
    for (const auto& [region, journeys] : needed_regions_) report_region(region, journeys);
    return std::move(findings_);
  }

 private:
  void search(const JourneyDefinition& journey) {
    const Needs needs = journey_needs(design_, journey);
    for (const ComponentId id : single_points(needs))
      if (fails_alone(design_.component(id), journey.structural)) {
        Needing& needing = requests_need_[id];
        (is_behind_caches(design_, journey, id) ? needing.on_miss : needing.always).push_back(journey.name);
      }
    for (const Region& region : design_.regions)
      if (needs_region(needs, region.domain)) needed_regions_[region.domain].push_back(journey.name);
  }

  void search(const Component& pool) {
    for (const ComponentId id : single_points(launch_needs(design_, pool.id())))
      if (zone_of(design_.component(id)) != no_domain) launches_need_[id].push_back(pool.name());
  }

  /// Whether the component is one thing in one place. A regional or global service is redundant inside; of a journey
  /// that is a structure, every leaf counts as it is.
  static bool fails_alone(const Component& component, bool structural) {
    return structural || zone_of(component) != no_domain || runs_one_unit(component);
  }

  static DomainId zone_of(const Component& component) {
    const std::vector<Site> sites = component.parts();
    const bool one = !sites.empty() &&
                     std::all_of(sites.begin(), sites.end(), [&](const Site& site) { return site == sites.front(); });
    return one ? sites.front().zone : no_domain;
  }

  static bool runs_one_unit(const Component& component) {
    const auto* scalable = capability_of<Scalable>(component);
    return scalable && scalable->desired() == 1;
  }

  std::string place_of(const Component& component) const {
    const DomainId zone = zone_of(component);
    return zone == no_domain ? "" : fmt::format(" in the one zone {}", design_.domains[zone].label);
  }

  void report_requests(ComponentId id, const Needing& journeys) {
    const Component& component = design_.component(id);
    const char* what = runs_one_unit(component) ? "runs one unit" : "stands";
    std::string text = fmt::format("{} needs {}", needing_requests(journeys), component.name());
    if (zone_of(component) != no_domain || runs_one_unit(component))
      text += fmt::format(", which {}{}", what, place_of(component));
    text += ": nothing stands in for it";
    findings_.push_back({"", Finding::Severity::warning, component.name(), std::move(text)});
  }

  void report_launches(ComponentId id, const std::vector<std::string>& pools) {
    const Component& component = design_.component(id);
    findings_.push_back({"", Finding::Severity::warning, component.name(),
                         fmt::format("every launch of {} needs {}, which stands{}: while it or that zone is down, no "
                                     "replacement starts in any zone",
                                     listed_names(pools), component.name(), place_of(component))});
  }

  void report_region(DomainId region, const std::vector<std::string>& journeys) {
    const Domain& domain = design_.domains[region];
    findings_.push_back(
        {"", Finding::Severity::note, design_.component(domain.component).name(),
         fmt::format("as long as nobody fails over, {} can be served from the region {} only", listed_names(journeys), domain.label)});
  }

  const Design& design_;
  std::map<ComponentId, Needing> requests_need_;
  std::map<ComponentId, std::vector<std::string>> launches_need_;
  std::map<DomainId, std::vector<std::string>> needed_regions_;
  std::vector<Finding> findings_;
};

}  // namespace

namespace rules {

std::vector<Finding> single_point_of_failure(const Design& design) { return CutSearch(design).run(); }

}  // namespace rules

}  // namespace windtunnel
