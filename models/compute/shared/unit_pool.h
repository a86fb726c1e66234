// Units in slots: where each one is, what state it is in, what it answers, and how many serve behind each traffic
// station.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/design/capability.h"
#include "sim/design/site.h"
#include "sim/design/world.h"

namespace windtunnel::models {

/// Where a unit is in its life.
enum class UnitState : std::uint8_t {
  vacant,      ///< the slot holds no unit
  starting,    ///< on its way through the launch chain; no balancer knows it
  registered,  ///< a target of the balancers that has not passed a check yet
  in_service,  ///< has passed its first check
  draining,    ///< takes no new requests and ends when the balancers have let go of it
  lost,        ///< gone, and its owner does not know it yet
};
std::string_view name_of(UnitState state);

/// The units of one serving pool. Slots are vectors of fixed size: a copy reuses storage, no handler allocates.
class UnitPool {
 public:
  using UnitId = ServingPool::UnitId;
  using Unit = ServingPool::Unit;

  struct Slot {
    UnitState state = UnitState::vacant;
    bool ready = false;      ///< the application answers
    bool failing = false;    ///< it answers, but only with errors
    bool suspected = false;  ///< the balancer's last verdict is "unhealthy"
    bool condemned = false;  ///< the owner has decided to replace it
    bool silent = false;     ///< lost without a word: neither refuses nor answers
    bool admitted = false;   ///< the service's launch rate has let its start through
    bool warm = false;       ///< comes from the warm pool: it was set up before
    bool hosted = false;     ///< it takes room on `host`
    bool abandoned = false;  ///< its start never came to an end, and nobody tries again
    std::uint8_t zone = 0;
    std::uint8_t link = 0;       ///< index into the launch chain
    std::uint8_t held = 0;       ///< 0: moving; otherwise one more than the number of what holds it up
    std::uint8_t drains = 0;     ///< balancers that still drain it
    std::uint32_t version = 0;   ///< of what it runs
    std::uint32_t refusals = 0;  ///< bit per zone that has refused this start
    Time launched;               ///< when its start was asked for
    Time targeted;               ///< when it became a target of the balancers
    Time served;                 ///< when it came into service
    Time hurt;                   ///< when it was lost, or began to fail
    Time noticed;                ///< when its owner will know that it is lost
    Time held_since;
    Hosts::HostId host;
    EventHandle timer;    ///< the next step of its start, the end of patience, or that of a reboot
    EventHandle verdict;  ///< the owner's reaction to a balancer's verdict, or to its loss
  };

  /// Fixes the places and the greatest number of units alive at once, starting and draining ones included.
  void set_up(std::vector<Site> sites, std::vector<traffic::StationId> stations, double workers, std::size_t slots);

  const std::vector<Site>& sites() const { return sites_; }
  const std::vector<traffic::StationId>& stations() const { return stations_; }
  std::span<const Unit> units() const { return units_; }
  std::size_t size() const { return slots_.size(); }
  std::size_t zones() const { return sites_.size(); }
  Slot& operator[](std::size_t slot) { return slots_[slot]; }
  const Slot& operator[](std::size_t slot) const { return slots_[slot]; }
  UnitId id(std::size_t slot) const { return units_[slot].id; }
  /// The slot of a unit that is still there, or nothing for a stale name.
  std::optional<std::size_t> find(UnitId unit) const;

  /// Puts a new unit into a vacant slot, or gives nothing when all are taken.
  std::optional<std::size_t> occupy(std::uint8_t zone, Time now);
  void vacate(std::size_t slot);
  void enter(std::size_t slot, UnitState state);
  void move(std::size_t slot, std::uint8_t zone);

  std::int64_t count(UnitState state) const;
  /// Units of a zone that count when units are spread: starting, registered and in service.
  std::int64_t spread(std::size_t zone) const;
  /// The zone with fewest such units whose bit in `excluded` is not set; ties go to the lower rank.
  std::optional<std::uint8_t> emptiest(std::uint32_t excluded) const;
  /// The unit to remove first: the newest in `state`, not condemned, of the zone with most units.
  std::optional<std::size_t> victim(UnitState state) const;
  /// Largest difference of spread() between zones whose bit in `excluded` is not set.
  std::int64_t imbalance(std::uint32_t excluded) const;

  /// Whether a zone has power and can be reached from its peers.
  bool usable(const World& world, std::size_t zone) const;
  /// What a unit answers to a request from a site now.
  Answer answer(const World& world, UnitId unit, Site from) const;
  /// Sets servers, failure mode, latency, loss and egress of every station from the units and the zones; a bit of `egress` says for
  /// each zone whether it has any. Returns how many units serve: ones that have not passed a check do only where nothing checks
  /// (`unchecked`), or when no unit has passed; balancers then send requests to all.
  std::int64_t write_stations(World& world, bool unchecked, std::uint32_t egress) const;

 private:
  std::int64_t serving(const World& world, std::size_t zone, bool unchecked) const;

  std::vector<Site> sites_;
  std::vector<traffic::StationId> stations_;
  std::vector<Slot> slots_;
  std::vector<Unit> units_;
  double workers_ = 1;
};

/// A unit's name as the argument of an event, and back.
constexpr std::uint64_t to_argument(ServingPool::UnitId unit) {
  return unit.slot | std::uint64_t{unit.generation} << 32;
}
constexpr ServingPool::UnitId to_unit(std::uint64_t argument) {
  return {static_cast<std::uint32_t>(argument), static_cast<std::uint32_t>(argument >> 32)};
}

}  // namespace windtunnel::models
