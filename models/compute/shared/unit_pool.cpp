// Book-keeping of units in slots.
#include "models/compute/shared/unit_pool.h"

#include <algorithm>
#include <cassert>

namespace windtunnel::models {
namespace {

bool counts_for_spread(UnitState state) {
  return state == UnitState::starting || state == UnitState::registered || state == UnitState::in_service;
}

bool includes(std::uint32_t zones, std::size_t zone) { return (zones >> zone & 1U) != 0; }

}  // namespace

std::string_view name_of(UnitState state) {
  switch (state) {
    case UnitState::vacant:
      return "vacant";
    case UnitState::starting:
      return "starting";
    case UnitState::registered:
      return "registered";
    case UnitState::in_service:
      return "in service";
    case UnitState::draining:
      return "draining";
    case UnitState::lost:
      return "lost";
  }
  return "";
}

void UnitPool::set_up(std::vector<Site> sites, std::vector<traffic::StationId> stations, double workers,
                      std::size_t slots) {
  assert(sites.size() == stations.size() && sites.size() <= 32);
  sites_ = std::move(sites);
  stations_ = std::move(stations);
  workers_ = workers;
  slots_.assign(slots, {});
  units_.assign(slots, {});
  for (std::size_t slot = 0; slot < slots; ++slot) units_[slot].id = {static_cast<std::uint32_t>(slot), 0};
}

std::optional<std::size_t> UnitPool::find(UnitId unit) const {
  if (unit.slot >= slots_.size() || units_[unit.slot].id != unit || slots_[unit.slot].state == UnitState::vacant)
    return std::nullopt;
  return unit.slot;
}

std::optional<std::size_t> UnitPool::occupy(std::uint8_t zone, Time now) {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].state != UnitState::vacant) continue;
    slots_[slot] = {};
    slots_[slot].launched = now;
    ++units_[slot].id.generation;
    move(slot, zone);
    enter(slot, UnitState::starting);
    return slot;
  }
  return std::nullopt;
}

void UnitPool::vacate(std::size_t slot) {
  slots_[slot].state = UnitState::vacant;
  slots_[slot].ready = false;
  units_[slot].registered = units_[slot].draining = false;
}

void UnitPool::enter(std::size_t slot, UnitState state) {
  slots_[slot].state = state;
  units_[slot].draining = state == UnitState::draining;
  if (state == UnitState::registered) units_[slot].registered = true;
  if (state == UnitState::draining) units_[slot].registered = false;
}

void UnitPool::move(std::size_t slot, std::uint8_t zone) {
  slots_[slot].zone = zone;
  units_[slot].site = sites_[zone];
  units_[slot].station = zone;
}

std::int64_t UnitPool::count(UnitState state) const {
  return std::count_if(slots_.begin(), slots_.end(), [&](const Slot& slot) { return slot.state == state; });
}

std::int64_t UnitPool::spread(std::size_t zone) const {
  return std::count_if(slots_.begin(), slots_.end(), [&](const Slot& slot) {
    return slot.zone == zone && counts_for_spread(slot.state) && !slot.condemned;
  });
}

std::optional<std::uint8_t> UnitPool::emptiest(std::uint32_t excluded) const {
  std::optional<std::uint8_t> best;
  std::int64_t fewest = 0;
  for (std::size_t zone = 0; zone < sites_.size(); ++zone) {
    if (includes(excluded, zone)) continue;
    const std::int64_t units = spread(zone);
    if (best && units >= fewest) continue;
    best = static_cast<std::uint8_t>(zone);
    fewest = units;
  }
  return best;
}

std::optional<std::size_t> UnitPool::victim(UnitState state) const {
  std::optional<std::size_t> best;
  std::int64_t most = 0;
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].state != state || slots_[slot].condemned) continue;
    const std::int64_t units = spread(slots_[slot].zone);
    if (best && (units < most || (units == most && slots_[slot].launched < slots_[*best].launched))) continue;
    best = slot;
    most = units;
  }
  return best;
}

std::int64_t UnitPool::imbalance(std::uint32_t excluded) const {
  std::int64_t fewest = -1, most = 0;
  for (std::size_t zone = 0; zone < sites_.size(); ++zone) {
    if (includes(excluded, zone)) continue;
    const std::int64_t units = spread(zone);
    fewest = fewest < 0 ? units : std::min(fewest, units);
    most = std::max(most, units);
  }
  return fewest < 0 ? 0 : most - fewest;
}

bool UnitPool::usable(const World& world, std::size_t zone) const {
  const Site site = sites_[zone];
  return world.alive(site) && (site.zone == no_domain || world.domain(site.zone).isolated == 0);
}

Answer UnitPool::answer(const World& world, UnitId unit, Site from) const {
  const std::optional<std::size_t> found = find(unit);
  if (!found) return Answer::silent;  // its address is gone
  const Slot& slot = slots_[*found];
  if (!world.reach(from, sites_[slot.zone]).connected) return Answer::silent;
  if (slot.state == UnitState::lost) return slot.silent ? Answer::silent : Answer::refused;
  if (!slot.ready) return Answer::refused;
  return slot.failing ? Answer::error : Answer::ok;
}

std::int64_t UnitPool::serving(const World& world, std::size_t zone, bool unchecked) const {
  if (!usable(world, zone)) return 0;
  const bool with_registered = unchecked || count(UnitState::in_service) == 0;
  return std::count_if(slots_.begin(), slots_.end(), [&](const Slot& slot) {
    if (slot.zone != zone || !slot.ready || slot.failing) return false;
    return slot.state == UnitState::in_service || (with_registered && slot.state == UnitState::registered);
  });
}

std::int64_t UnitPool::write_stations(World& world, bool unchecked, std::uint32_t egress) const {
  std::int64_t units = 0;
  for (std::size_t zone = 0; zone < sites_.size(); ++zone) {
    traffic::Station station = world.station(stations_[zone]);
    const std::int64_t here = serving(world, zone, unchecked);
    units += here;
    station.servers = static_cast<double>(here) * workers_;
    station.when_down = usable(world, zone) ? traffic::Failure::refused : traffic::Failure::black_hole;
    if (sites_[zone].zone != no_domain) {
      station.added_latency = world.domain(sites_[zone].zone).added_latency;
      station.loss_share = world.domain(sites_[zone].zone).loss;
    }
    station.egress = station.servers == 0 || includes(egress, zone) ? 1 : 0;
    world.set_station(stations_[zone], station);
  }
  return units;
}

}  // namespace windtunnel::models
