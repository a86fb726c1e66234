// See state_watch.h.
#include "sim/run/state_watch.h"

#include <algorithm>

#include "sim/design/capability.h"
#include "sim/design/design.h"

namespace windtunnel {
namespace {

const Domain* domain_of(const Design& design, ComponentId component, DomainId& id) {
  for (id = 0; id < design.domains.size(); ++id)
    if (design.domains[id].component == component) return &design.domains[id];
  return nullptr;
}

bool sound(const DomainState& state) {
  return state.no_capacity == 0 && state.impaired == 0 && state.added_latency == 0 && state.loss == 0;
}

/// Whether anything of it has power: a component without parts stands in no place that could lose it.
bool has_power(const World& world, const Component& component) {
  const std::vector<Site> parts = component.parts();
  return parts.empty() || std::any_of(parts.begin(), parts.end(), [&](Site part) { return world.alive(part); });
}

}  // namespace

void StateWatch::begin(const World& world) {
  lanes_.clear();
  usual_.clear();
  changes_.clear();
  for (const auto& component : world.design().components()) {
    lanes_.push_back({component->id(), Site::internet(), true});
    for (const Site& part : world.component(component->id()).parts())
      if (part.zone != no_domain) lanes_.push_back({component->id(), part, false});
  }
  for (const Lane& lane : lanes_) usual_.push_back(view(world, lane));
  states_.assign(lanes_.size(), ComponentState::up);
}

void StateWatch::look(const World& world, Time time) {
  for (std::uint32_t l = 0; l < lanes_.size(); ++l) {
    const ComponentState now = state(usual_[l], view(world, lanes_[l]));
    if (now == states_[l]) continue;
    states_[l] = now;
    // Several events of one instant are one change.
    const auto same = std::find_if(changes_.rbegin(), changes_.rend(),
                                   [&](const Change& change) { return change.time < time || change.lane == l; });
    if (same != changes_.rend() && same->time == time)
      same->state = now;
    else
      changes_.push_back({time, l, now});
  }
}

StateWatch::View StateWatch::view(const World& world, const Lane& lane) const {
  const Component& component = world.component(lane.component);
  View seen;
  if (!lane.whole && !world.alive(lane.site)) {
    seen.powered = false;
    return seen;
  }
  seen.settled = component.settled(world);
  DomainId id = no_domain;
  if (domain_of(world.design(), lane.component, id)) {
    const DomainState& state = world.domain(id);
    seen.works = state.down == 0 && state.isolated == 0;
    seen.sound = sound(state);
    return seen;
  }
  seen.powered = has_power(world, component);
  if (const auto* pool = world.capability<ServingPool>(lane.component)) {
    for (const ServingPool::Unit& unit : pool->units())
      if (unit.registered && !unit.draining && (lane.whole || unit.site.zone == lane.site.zone))
        seen.units += pool->answer(world, unit.id, unit.site) == Answer::ok;
    const auto* scalable = world.capability<Scalable>(lane.component);
    seen.wanted = scalable && lane.whole ? scalable->desired() : seen.units;
    seen.settled = seen.settled || !lane.whole;
    return seen;
  }
  if (const auto* store = world.capability<DataStore>(lane.component)) {
    // A part that does not take writes now is as good as its place.
    if (!lane.whole && store->writer_site() != lane.site) return View{};
    seen.works = store->accepts_writes(world);
    seen.sound = !store->damage().any();
  } else if (const auto* provider = world.capability<Provider>(lane.component)) {
    seen.works = provider->provides(world, lane.whole ? Site{component.region(), no_domain} : lane.site);
  }
  return seen;
}

ComponentState StateWatch::state(const View& usual, const View& now) {
  if (!now.powered || (usual.works && !now.works)) return ComponentState::down;
  if (usual.units > 0 && now.units == 0) return ComponentState::down;
  const std::int64_t expected =
      usual.wanted > 0 ? std::min(usual.units, std::max(now.wanted, std::int64_t{1})) : usual.units;
  if (now.units < expected || (usual.sound && !now.sound)) return ComponentState::degraded;
  if (usual.settled && !now.settled) return ComponentState::changing;
  return ComponentState::up;
}

}  // namespace windtunnel
