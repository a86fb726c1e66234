// Small questions that every model of a store asks: is its place in service, is it backed up.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/billing.h"
#include "sim/design/component.h"
#include "sim/design/design.h"

namespace windtunnel::models {

/// Whether a managed node in this place is up and can be reached from other zones.
inline bool in_service(const World& world, Site site) {
  return world.alive(site) && (site.zone == no_domain || world.domain(site.zone).isolated == 0);
}

/// Follows one place: whether it is lost, and whether it lost power while it was.
class PlaceWatch {
 public:
  enum class Change : std::uint8_t { none, lost, regained };
  Change look(const World& world, Site site) {
    const bool lost = !in_service(world, site);
    if (lost && !world.alive(site)) lost_power_ = true;
    if (lost == lost_) return Change::none;
    lost_ = lost;
    return lost ? Change::lost : Change::regained;
  }
  /// Another place is watched from now on.
  void turn_to(const World& world, Site site) {
    lost_ = !in_service(world, site);
    lost_power_ = lost_ && !world.alive(site);
  }
  bool lost() const { return lost_; }
  /// What ran in the place must start anew; asking forgets it.
  bool take_power_loss() { return std::exchange(lost_power_, false); }

 private:
  bool lost_ = false, lost_power_ = false;
};

/// Where a restored node can be put: where it was if that works, else another of its places; null when there is none.
inline const Site* free_place(const World& world, const Site& first, const std::vector<Site>& places) {
  if (in_service(world, first)) return &first;
  for (const Site& place : places)
    if (in_service(world, place) && world.has_capacity(place)) return &place;
  return nullptr;
}

/// How callers fail whose store in this place does not answer: a place without power or connection swallows packets.
inline traffic::Failure failure_in(const World& world, Site site) {
  return in_service(world, site) ? traffic::Failure::refused : traffic::Failure::black_hole;
}

/// Whether something else keeps copies of this store: a component that names it under "protects".
inline bool has_backup_plan(const World& world, ComponentId store) {
  for (const ComponentId referrer : world.design().referrers(store))
    for (const Design::Link& link : world.design().links(referrer))
      if (link.target == store && link.parameter.starts_with("protects")) return true;
  return false;
}

/// A sentence for the story, where one is told.
inline void tell(World& world, const Component& component, std::string_view text) {
  if (world.telling()) world.tell(component, text);
}

}  // namespace windtunnel::models
