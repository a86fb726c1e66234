// What a load balancer believes of each of its targets, and when its probes will change that belief.
//
// Probes start on a schedule with a phase per target. None is simulated: when a target begins to answer differently, the
// instant of the probe that changes the belief is drawn, and given up if the target changes again before.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/design/capability.h"
#include "sim/design/world.h"

namespace windtunnel::models {

class TargetHealth {
 public:
  using UnitId = ServingPool::UnitId;

  enum class State : std::uint8_t {
    absent,     ///< not registered
    initial,    ///< registered, not probed yet: takes no requests
    healthy,    ///< takes requests
    unhealthy,  ///< failed its probes
    draining,   ///< deregistered, finishes what it has
  };
  struct Rule {
    Duration interval = seconds(30);
    Duration timeout = seconds(5);
    std::int64_t healthy_threshold = 5;    ///< passes in a row that an unhealthy target needs; a new one needs one
    std::int64_t unhealthy_threshold = 2;  ///< failures in a row that make a target unhealthy
  };
  /// The owner's signal and purpose for probes; what it hears in handle() goes to due().
  struct Wires {
    std::uint16_t signal = 0;
    std::uint16_t purpose = 0;
  };
  struct Change {
    UnitId unit;
    bool healthy = false;
    bool first = false;   ///< the first verdict on a new target
    Duration took;        ///< since the target began to answer so
  };

  /// `units`: how many there can be at the most, so that a run does not allocate.
  void prepare(const Rule& rule, Wires wires, std::size_t units);
  /// A target was registered; with `proven`, as healthy at once (it has been so since before the run).
  void add(World& world, UnitId unit, bool proven);
  /// A target was deregistered: no more probes.
  void drain(World& world, UnitId unit);
  void remove(World& world, UnitId unit);
  /// The target answers probes like this now. Calling it again with the same answer changes nothing.
  void look(World& world, const Component& owner, UnitId unit, Answer answer);
  /// Nobody probes: beliefs stay as they are until the next look.
  void suspend(World& world);
  /// The probe that `argument` names is done; nothing if it is of the past.
  std::optional<Change> due(World& world, std::uint64_t argument);

  State state(UnitId unit) const {
    const Target* target = find(unit);
    return target == nullptr ? State::absent : target->state;
  }
  /// Whether what a unit answers matters to anybody: what is no target, or drains, is not asked.
  bool is_probed(UnitId unit) const {
    const State now = state(unit);
    return now != State::absent && now != State::draining;
  }
  /// Nothing is under way: beliefs are what the targets answer, and stay so.
  bool settled() const;

  static std::uint64_t argument(UnitId unit) { return std::uint64_t{unit.generation} << 32 | unit.slot; }
  static UnitId unit(std::uint64_t argument) {
    return {static_cast<std::uint32_t>(argument), static_cast<std::uint32_t>(argument >> 32)};
  }

 private:
  struct Target {
    std::uint32_t generation = 0;
    State state = State::absent;
    bool towards_healthy = false;  ///< what the pending probe will say
    EventHandle probe;
    Time since;                    ///< when it began to answer as the pending probe will find
  };
  const Target* find(UnitId unit) const {
    if (unit.slot >= targets_.size()) return nullptr;
    const Target& target = targets_[unit.slot];
    return target.state != State::absent && target.generation == unit.generation ? &target : nullptr;
  }
  Target* find(UnitId unit) { return const_cast<Target*>(std::as_const(*this).find(unit)); }

  Rule rule_;
  Wires wires_;
  std::vector<Target> targets_;  // by slot
};

}  // namespace windtunnel::models
