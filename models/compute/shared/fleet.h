// Keeps a wanted number of units alive: places them, starts them link by link, notices losses, replaces, spreads,
// drains.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/compute/shared/launch_chain.h"
#include "models/compute/shared/unit_pool.h"
#include "sim/design/component.h"

namespace windtunnel::models {

/// What differs between services that keep units alive.
struct FleetRules {
  enum class Replacement : std::uint8_t {
    start_first,      ///< an unhealthy unit ends when its replacement is in service
    terminate_first,  ///< an unhealthy unit ends at once; few at a time
  };
  std::string_view noun = "unit";  ///< for the story: "task", "instance"
  std::int64_t least = 1, normal = 1, most = 1;
  std::int64_t room = 1;  ///< the greatest number that any scheduled action allows
  double workers = 1;
  Replacement replacement = Replacement::start_first;
  double ceiling_share = 2;     ///< start_first: units alive at once, as a share of those wanted (rounded down)
  double batch_share = 0.1;     ///< terminate_first: units replaced at once, as a share of those wanted (at least one)
  bool heeds_balancers = true;  ///< replaces units that a balancer calls unhealthy
  Duration grace;               ///< after a unit became a target, during which verdicts do not count
  DurationDistribution reaction;          ///< from a verdict (or the end of grace) until the owner acts on it
  DurationDistribution stop_notice;       ///< from a unit's stop until the owner knows
  DurationDistribution silence_notice;    ///< from a unit's silent death (host, zone) until the owner sees it
  DurationDistribution silence_patience;  ///< from then until the owner takes it for lost
  Duration patience;                      ///< that a start has with a dependency that is down
  Duration room_patience;                 ///< the same with machines that have no room
  double launch_rate = 0, launch_burst = 0;  ///< starts per second that are let through, and at once; 0: any number
  bool abandons_units = false;  ///< out of patience, the unit stays without its application; otherwise the start fails
  Duration retry_first, retry_longest;  ///< waits after failed starts: doubling from the first to the longest
  double refusal = 0;    ///< probability that a placement finds no capacity while another zone of the pool is down
  bool reboots = false;  ///< units of a zone without power come back with it, unless they were replaced
  DurationDistribution reboot;
  std::int64_t warm_units = 0;  ///< set up in advance; starts take them first
  DurationDistribution warm_start;  ///< in place of placement and set-up
  bool rebalances = true;  ///< moves units back when zones hold unequal numbers
  DurationDistribution rebalance_delay;
  double floor_share = 1;           ///< roll-outs: units in service, as a share of those wanted (rounded up)
  bool circuit_breaker = false;     ///< roll-outs: goes back after max(3, half of those wanted) failed units, at most 200
  Duration rollout_warm_up;         ///< roll-outs: from a unit's entry into service until it counts
  Duration rollout_patience;        ///< roll-outs: without progress, before the roll-out is given up; 0: any
  bool rollout_goes_back = false;   ///< a roll-out that was given up is undone
  Duration
      unchecked_wait;  ///< without balancers: from the application's first answer until a unit counts as in service
};

/// Measures that every fleet publishes, in the order of fleet_measures.
enum class FleetMeasure : std::uint32_t {
  replacement,
  launch,
  failed_launches,
  scale_out,
  desired,
  taken_back,
  notice,
  verdict_ignored,
  deployment,
  rollback,
  held_first,  ///< one per Lack from here on
};
/// The measure of starts that lack something.
constexpr std::uint32_t held_measure(Lack lack) {
  return static_cast<std::uint32_t>(FleetMeasure::held_first) + static_cast<std::uint32_t>(lack);
}
inline constexpr Measure fleet_measures[] = {
    {"replacement_seconds", "s", "from the loss of a unit until a unit started after it is in service"},
    {"launch_seconds", "s", "from the launch call of a start that succeeded until the unit is in service"},
    {"failed_launches", "", "the number of starts that have failed so far, published with each of them"},
    {"scale_out_seconds", "s", "from the decision to have more units until that many are in service"},
    {"desired_units", "", "the number of units wanted, published with each change"},
    {"taken_back_seconds", "s", "from a change of the number of units wanted until it was taken back by one in the other direction"},
    {"notice_seconds", "s", "from the loss of a unit until its owner knows"},
    {"verdict_ignored", "",
     "yes (1) when a balancer had called a unit unhealthy and its owner kept it all the same, no (0) when it was replaced"},
    {"deployment_seconds", "s", "from the start of a roll-out until the new version was all that ran"},
    {"rollback_seconds", "s", "from the start of a roll-out that failed until the version before was all that ran"},
    {"held_by_control_plane_seconds", "s", "during which no start got past the launch call"},
    {"held_by_capacity_seconds", "s", "during which no start found capacity"},
    {"held_by_egress_seconds", "s", "that a start waited for a way out of its zone"},
    {"held_by_registry_seconds", "s", "that a start waited for its image"},
    {"held_by_secrets_seconds", "s", "that a start waited for a secret"},
    {"held_by_room_seconds", "s", "that a start waited for room on a machine"},
};

class Fleet {
 public:
  using UnitId = ServingPool::UnitId;
  /// The number of signals that handle() understands, from 0.
  static constexpr std::uint16_t signals = 12;
  /// Purposes of draws, from 0; owners go on from here.
  static constexpr std::uint16_t purposes = 9;
  /// Units billed, units that serve, and places for requests in units that run and take none.
  enum Gauge : std::uint32_t { running_gauge, serving_gauge, idle_gauge };

  /// Fixes everything that does not change in a run, and puts `normal` units into service.
  void set_up(const FleetRules& rules, LaunchChain chain, std::vector<Site> sites,
              std::vector<traffic::StationId> stations);
  void set_needs(LaunchNeeds needs) { chain_.set_needs(std::move(needs)); }
  /// Units run on machines of another component, each taking so much room.
  void set_hosts(ComponentId hosts, Hosts::Size size) { hosts_ = hosts, size_ = size; }
  void attach_balancer(ComponentId balancer) { balancers_.push_back(balancer); }
  void start(World& world, const Component& self);

  void handle(World& world, const Component& self, std::uint16_t signal, std::uint64_t argument);
  void domain_changed(World& world, const Component& self, DomainId domain);
  void reference_changed(World& world, const Component& self, ComponentId component);
  void health_verdict(World& world, const Component& self, UnitId unit, bool healthy);
  void drained(World& world, const Component& self, UnitId unit);

  /// Sets the number of units wanted; `least` and `most` are the bounds of whoever decides.
  void want(World& world, const Component& self, std::int64_t units);
  void set_bounds(std::int64_t least, std::int64_t most);
  std::int64_t desired() const { return desired_; }
  std::int64_t least() const { return least_; }
  std::int64_t most() const { return most_; }
  /// The most that the fleet has room for.
  std::int64_t room() const { return rules_.room; }

  /// Faults. Each takes `units` of those within a place (0: all), says whether any was hit.
  bool stop_units(World& world, const Component& self, const Strike& strike);
  bool silence_units(World& world, const Component& self, const Strike& strike);
  bool spoil_units(World& world, const Component& self, const Strike& strike);
  /// Replaces units that never came to life or answer with errors; how many.
  std::int64_t replace_broken(World& world, const Component& self);

  /// Replaces every unit by one of a new version; a bad one answers with errors. False when that cannot be ordered now.
  bool roll_out(World& world, const Component& self, bool bad);
  /// Returns to the version before, if the present one is bad. False when there is nothing to return from.
  bool roll_back(World& world, const Component& self);
  bool rolling() const { return rolling_; }

  const UnitPool& units() const { return pool_; }
  Answer answer(const World& world, UnitId unit, Site from) const { return pool_.answer(world, unit, from); }
  bool has_egress(const World& world, Site place) const { return chain_.has_egress(world, place); }
  /// Whether any unit answers someone at a place.
  bool provides(const World& world, Site from) const;
  /// Units that are in service, answer, and are to stay.
  std::int64_t healthy() const;
  /// Units that run without serving, taken for good by their owner: without their application, or left out by balancers.
  std::int64_t idle() const;
  /// Whether units are on their way into service.
  bool coming() const;
  bool settled(const World& world) const;
  void tell_unfinished(World& world, const Component& self) const;
  std::string start_held_up(const World& world) const;
  double workers() const { return rules_.workers; }

 private:
  struct Census {
    std::int64_t good = 0;    ///< the owner believes them in service
    std::int64_t coming = 0;  ///< on their way
    std::int64_t bad = 0;     ///< to be replaced
    std::int64_t old = 0;     ///< of another version than the one that is rolled out
  };
  enum Signal : std::uint16_t {
    step_done,
    patience_over,
    loss_noticed,
    verdict_due,
    retry_due,
    rebalancing_due,
    check_over,
    reboot_over,
    admitted,
    warmed_up,
    rollout_stuck,
    warm_unit_ready
  };
  enum Purpose : std::uint16_t {
    launch_draw,
    notice_draw,
    reaction_draw,
    victim_draw,
    refusal_draw,
    rebalancing_draw,
    reboot_draw,
    warm_draw
  };
  using Blow = void (Fleet::*)(World&, const Component&, std::size_t slot);

  // fleet.cpp: how many units, where
  Census census() const;
  void reconcile(World& world, const Component& self);
  void pass(World& world, const Component& self);
  void stop_condemned(World& world, const Component& self);
  std::optional<std::size_t> any_condemned(World& world, const Component& self);
  void stop_excess(World& world, const Component& self);
  std::int64_t missing() const;
  void launch_missing(World& world, const Component& self);
  void stop(World& world, const Component& self, std::size_t slot);
  void remove(World& world, const Component& self, std::size_t slot);
  void vacate(World& world, std::size_t slot);
  void changed(World& world, const Component& self);
  void consider_rebalancing(World& world, const Component& self);
  std::uint32_t unusable_zones(const World& world) const;
  void look_for_egress(World& world, const Component& self);

  // fleet_launch.cpp: the way of a unit into service
  void begin_step(World& world, const Component& self, std::size_t slot);
  void finish_step(World& world, const Component& self, std::size_t slot);
  bool refused(World& world, const Component& self);
  bool admit(World& world, const Component& self, std::size_t slot);
  bool take_warm(World& world, const Component& self, std::size_t slot);
  void refill(World& world, const Component& self, std::size_t zone);
  bool find_host(World& world, std::size_t slot);
  void look_at_hosts(World& world, const Component& self);
  void try_another_zone(World& world, const Component& self, std::size_t slot);
  void hold(World& world, const Component& self, std::size_t slot, Lack lack);
  void release(World& world, const Component& self, std::size_t slot);
  void give_up(World& world, const Component& self, std::size_t slot);
  void fail_start(World& world, const Component& self, std::size_t slot, Lack lack);
  void become_target(World& world, const Component& self, std::size_t slot);
  void become_ready(World& world, const Component& self, std::size_t slot);
  void enter_service(World& world, const Component& self, std::size_t slot);
  void unblock(World& world, const Component& self);
  void settle_accounts(World& world, const Component& self, std::size_t slot);

  // fleet_rollout.cpp: from one version to the next
  bool outdated(const UnitPool::Slot& unit) const { return rolling_ && unit.version != version_; }
  bool trusted(const World& world, const UnitPool::Slot& unit) const;
  void stop_outdated(World& world, const Component& self);
  void consider_rollout_over(World& world, const Component& self);
  void count_failed(World& world, const Component& self, const UnitPool::Slot& unit);
  void progress(World& world, const Component& self);
  void give_rollout_up(World& world, const Component& self);
  void turn_to(World& world, const Component& self, std::uint32_t version);

  // fleet_loss.cpp: losses and verdicts
  bool hit(World& world, const Component& self, const Strike& strike, Blow blow);
  void lose_stopped(World& world, const Component& self, std::size_t slot);
  void lose_silent(World& world, const Component& self, std::size_t slot);
  void spoil(World& world, const Component& self, std::size_t slot);
  void lose(World& world, const Component& self, std::size_t slot, bool silent, Duration notice);
  void notice_after(World& world, const Component& self, std::size_t slot, Duration delay);
  void zone_lost(World& world, const Component& self, std::size_t zone);
  void zone_back(World& world, const Component& self, std::size_t zone);
  void notice_loss(World& world, const Component& self, std::size_t slot);
  void act_on_verdict(World& world, const Component& self, std::size_t slot);
  void rebooted(World& world, const Component& self, std::size_t slot);
  void condemn(World& world, const Component& self, std::size_t slot);
  bool stuck(const UnitPool::Slot& unit) const;
  void pardon(std::size_t slot);
  void record_loss(Time at);
  Duration silence(World& world, const Component& self) const;
  void tell_balancers_changed(World& world, std::size_t slot);
  std::string label(const World& world, std::size_t slot) const;

  FleetRules rules_;
  LaunchChain chain_;
  UnitPool pool_;
  std::vector<ComponentId> balancers_;
  std::int64_t desired_ = 0, least_ = 0, most_ = 0;
  std::int64_t surplus_ = 0;  // one while a unit moves to an emptier zone
  std::uint32_t zones_alive_ = 0, zones_usable_ = 0, zones_with_egress_ = 0;
  bool control_plane_up_ = true;
  bool reconciling_ = false, again_ = false, provided_ = true;
  std::int64_t failures_ = 0;         // starts failed in a row
  std::int64_t failed_launches_ = 0;  // starts failed in this run
  Time next_try_;
  EventHandle retry_, rebalance_;
  std::array<std::optional<Time>, 2> blocked_;  // by Lack::control_plane and Lack::capacity
  std::vector<Time> losses_;                    // not replaced yet, oldest first; of fixed size
  std::size_t open_losses_ = 0;
  std::optional<Time> scaling_since_, wanted_since_;
  bool grew_ = false;  ///< by the latest change of the number of units wanted
  ComponentId hosts_ = no_component;
  Hosts::Size size_;
  std::int64_t waiting_for_room_ = 0;
  std::vector<std::int64_t> warm_;  // by zone
  std::int64_t refilling_ = 0;
  Time admitted_until_;  // when the launch rate has worked off what it has let through
  bool rolling_ = false;
  std::uint32_t version_ = 0, latest_ = 0, bad_version_ = 0, version_before_ = 0;
  std::int64_t rollout_failures_ = 0;
  Time rollout_since_;
  EventHandle rollout_timer_;
};

}  // namespace windtunnel::models
