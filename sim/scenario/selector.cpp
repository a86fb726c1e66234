// What a selector means in a design: which components, zones and regions it names.
#include "sim/scenario/selector.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/wording.h"
#include "sim/scenario/glob.h"

namespace windtunnel {
namespace {

std::string_view local_name(const Component& component) {
  const std::string_view name = component.name();
  return name.substr(name.rfind('.') == std::string_view::npos ? 0 : name.rfind('.') + 1);
}

bool follows_another(const Design& design, ComponentId id) {
  for (const Design::Link& link : design.links(id))
    if (link.capability == DataStore::capability) return true;
  return false;
}

bool on_a_journey(const Design& design, ComponentId id) {
  return std::any_of(design.journeys.begin(), design.journeys.end(), [&](const JourneyDefinition& journey) {
    return std::find(journey.components.begin(), journey.components.end(), id) != journey.components.end();
  });
}

bool matches(const Selector::Components& wanted, const Design& design, const Component& component) {
  if (wanted.role) return wanted.role->holds(design, component);
  if (!wanted.type.empty()) return component.type().name == wanted.type;
  return glob_matches(wanted.path, component.name()) ||
         (wanted.path.find('.') == std::string::npos && glob_matches(wanted.path, local_name(component)));
}

/// "service of standby", "component web": as messages name what was looked for.
std::string described(const Selector::Components& wanted) {
  std::string text = wanted.role            ? std::string(wanted.role->word)
                     : !wanted.type.empty() ? "component of type " + wanted.type
                                            : "component " + in_quotes(wanted.path);
  if (!wanted.region.empty()) text += " in the region " + wanted.region;
  return text;
}

std::string names_of(const Design& design, const std::vector<ComponentId>& ids) {
  std::vector<std::string> names;
  for (const ComponentId id : ids) names.push_back(design.component(id).name());
  return listed(names);
}

std::string no_region(std::string_view word) {
  return word == "standby" ? "the design has no second region"
                           : fmt::format("the design has no region {}", in_quotes(word));
}

/// Finds out what one selector means in one design; stops at the first reason why it means nothing.
class Resolver {
 public:
  Resolver(const Selector& selector, const Design& design) : selector_(selector), design_(design) {}

  Selection resolve() {
    std::vector<ComponentId> found;
    switch (selector_.target) {
      case Selector::Target::component:
        found = components();
        break;
      case Selector::Target::zone:
        found = zones();
        break;
      case Selector::Target::region:
        found = regions();
        break;
    }
    for (const ComponentId id : found) add_hit(id);
    if (result_.hits.empty() && !found.empty())
      nothing(fmt::format("{} has no unit in zone {}", names_of(design_, found), in_quotes(*selector_.within_zone)));
    choose();
    return std::move(result_);
  }

 private:
  bool many() const {
    return selector_.number == Selector::Number::each || selector_.number == Selector::Number::every;
  }

  std::vector<ComponentId> nothing(std::string why) {
    result_.not_applicable = std::move(why);
    return {};
  }

  std::vector<ComponentId> components() {
    const Selector::Components& wanted = *selector_.components;
    const Region* region = nullptr;
    if (!wanted.region.empty() && !(region = region_named(design_, wanted.region)))
      return nothing(no_region(wanted.region));
    std::vector<ComponentId> found;
    for (const auto& component : design_.components())
      if ((!region || component->region() == region->domain) && matches(wanted, design_, *component))
        found.push_back(component->id());
    if (found.empty()) return nothing("the design has no " + described(wanted));
    // What a role means first of all is what journeys pass through, whatever stands before it in the file.
    if (wanted.role)
      std::stable_partition(found.begin(), found.end(), [&](ComponentId id) { return on_a_journey(design_, id); });
    std::stable_partition(found.begin(), found.end(), [&](ComponentId id) { return !follows_another(design_, id); });
    return found;
  }

  std::vector<ComponentId> zones() { return selector_.components ? zones_of_components() : zones_by_name(); }

  std::vector<ComponentId> zones_of_components() {
    const std::vector<ComponentId> all = components();
    std::vector<ComponentId> found;
    for (const ComponentId id : all) {
      const std::vector<Site> sites = design_.component(id).parts();
      for (std::size_t i = 0; i < (many() ? sites.size() : std::min<std::size_t>(sites.size(), 1)); ++i) {
        if (sites[i].zone == no_domain) continue;
        const ComponentId zone = design_.domains[sites[i].zone].component;
        if (std::find(found.begin(), found.end(), zone) == found.end()) found.push_back(zone);
      }
      if (!found.empty() && !many() && selector_.components->take_first) break;
    }
    if (found.empty() && !all.empty())
      return nothing(fmt::format("no unit of {} lies in one zone", names_of(design_, all)));
    return found;
  }

  std::vector<ComponentId> zones_by_name() {
    const Region* only = nullptr;
    if (!selector_.region.empty() && !(only = region_named(design_, selector_.region)))
      return nothing(no_region(selector_.region));
    std::vector<ComponentId> found;
    for (const Region& region : design_.regions)
      for (std::size_t rank = 0; rank < region.zones.size(); ++rank)
        if ((!only || only == &region) && is_called(region, rank, selector_.name))
          found.push_back(design_.domains[region.zones[rank].domain].component);
    if (found.empty())
      return nothing(selector_.name.empty() ? "the design has no zones"
                                            : fmt::format("the design has no zone {}", in_quotes(selector_.name)));
    return found;
  }

  static bool is_called(const Region& region, std::size_t rank, std::string_view name) {
    const std::string number = std::to_string(rank + 1);
    return name.empty() || name == region.zones[rank].name || name == number || name == "zone-" + number;
  }

  std::vector<ComponentId> regions() {
    std::vector<ComponentId> found;
    if (!selector_.name.empty()) {
      const Region* region = region_named(design_, selector_.name);
      if (!region) return nothing(no_region(selector_.name));
      return {design_.domains[region->domain].component};
    }
    if (!selector_.components) {
      for (const Region& region : design_.regions) found.push_back(design_.domains[region.domain].component);
      return found.empty() ? nothing("the design has no regions") : found;
    }
    const std::vector<ComponentId> all = components();
    for (const ComponentId id : all) {
      const DomainId region = design_.component(id).region();
      if (region == no_domain) continue;
      const ComponentId component = design_.domains[region].component;
      if (std::find(found.begin(), found.end(), component) == found.end()) found.push_back(component);
    }
    if (found.empty() && !all.empty()) return nothing(fmt::format("none of {} belongs to a region", names_of(design_, all)));
    return found;
  }

  /// Takes a component as a hit, unless it can have no unit in the zone that is meant.
  void add_hit(ComponentId id) {
    if (!selector_.within_zone) return result_.hits.push_back({id, Site::internet()});
    const Region* named = selector_.within_region ? region_named(design_, *selector_.within_region) : nullptr;
    for (const Site& site : design_.component(id).sites())
      for (const Region& region : design_.regions)
        for (std::size_t rank = 0; rank < region.zones.size(); ++rank) {
          const bool meant =
              (!selector_.within_region || &region == named) && is_called(region, rank, *selector_.within_zone);
          if (meant && site.zone == region.zones[rank].domain) return result_.hits.push_back({id, site});
        }
  }

  /// Leaves one hit where one was asked for.
  void choose() {
    if (many() || result_.hits.size() < 2) return;
    const bool first =
        selector_.number == Selector::Number::first || (selector_.components && selector_.components->take_first);
    std::vector<ComponentId> ids;
    for (const Selection::Hit& hit : result_.hits) ids.push_back(hit.component);
    if (!first)
      result_.ambiguous =
          fmt::format("{} matches {} in design {}; write \"each\", \"every\" or \"first\" before it, or say which",
                      in_quotes(selector_.text), names_of(design_, ids), design_.name);
    result_.hits.resize(1);
  }

  const Selector& selector_;
  const Design& design_;
  Selection result_;
};

}  // namespace

const Region* region_named(const Design& design, std::string_view word) {
  for (const Region& region : design.regions)
    if (region.name == word) return &region;
  const std::size_t rank = word == "primary" ? 0 : word == "standby" ? 1 : design.regions.size();
  return rank < design.regions.size() ? &design.regions[rank] : nullptr;
}

Selection resolve_selector(const Selector& selector, const Design& design) {
  return Resolver(selector, design).resolve();
}

}  // namespace windtunnel
