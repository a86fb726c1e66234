// The way of a unit into service, link by link, and what becomes of a start that is held up.
#include <fmt/format.h>

#include <algorithm>

#include "models/compute/shared/fleet.h"
#include "sim/design/design.h"

namespace windtunnel::models {
namespace {

bool waits_for_room(const UnitPool::Slot& unit) {
  return unit.state == UnitState::starting && unit.held == static_cast<unsigned>(Lack::room) + 1;
}

}  // namespace

void Fleet::begin_step(World& world, const Component& self, std::size_t slot) {
  const UnitId unit = pool_.id(slot);
  while (pool_.find(unit)) {  // a step may end the unit
    UnitPool::Slot& start = pool_[slot];
    if (start.state == UnitState::starting && start.link == chain_.register_after()) become_target(world, self, slot);
    if (start.link == chain_.size()) return become_ready(world, self, slot);
    const LaunchLink link = chain_.link(start.link);
    if (start.warm && (link == LaunchLink::secrets || link == LaunchLink::image)) {
      ++start.link;  // was done when the unit was set up
      continue;
    }
    const Site site = pool_.sites()[start.zone];
    const bool placing = link == LaunchLink::placement;
    std::optional<Lack> lack = chain_.lacking(world, start.link, site);
    if (!lack && placing && refused(world, self)) lack = Lack::capacity;
    if (lack == Lack::control_plane) return fail_start(world, self, slot, *lack);
    if (lack == Lack::capacity) {
      try_another_zone(world, self, slot);
      continue;
    }
    if (!lack && link == LaunchLink::host && !find_host(world, slot)) lack = Lack::room;
    if (lack) return hold(world, self, slot, *lack);
    if (placing) unblock(world, self);
    const bool warm = placing && take_warm(world, self, slot);
    const Duration duration =
        warm ? world.draw(self, warm_draw, rules_.warm_start) : chain_.draw(world, self, launch_draw, start.link);
    if (duration > Duration{}) {
      start.timer = world.after(self, duration, step_done, Phase::act, to_argument(unit));
      return;
    }
    ++start.link;
  }
}

void Fleet::finish_step(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& start = pool_[slot];
  if (start.state != UnitState::starting && start.state != UnitState::registered) return;
  start.timer = {};
  ++start.link;
  begin_step(world, self, slot);
}

bool Fleet::refused(World& world, const Component& self) {
  const std::uint32_t all = (1ULL << pool_.zones()) - 1;
  if (rules_.refusal <= 0 || zones_alive_ == all) return false;
  return world.uniform(self, refusal_draw) < rules_.refusal;
}

bool Fleet::admit(World& world, const Component& self, std::size_t slot) {
  if (rules_.launch_rate <= 0) return true;
  // A bucket of tokens, kept as the instant until which those taken are worked off.
  admitted_until_ = std::max(admitted_until_, world.now()) + from_seconds(1 / rules_.launch_rate);
  const Time at = admitted_until_ - from_seconds(rules_.launch_burst / rules_.launch_rate);
  if (at <= world.now()) return true;
  pool_[slot].timer = world.after(self, at - world.now(), admitted, Phase::act, to_argument(pool_.id(slot)));
  return false;
}

/// A unit of the warm pool, where the zone has one; a new one is set up in its stead.
bool Fleet::take_warm(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& start = pool_[slot];
  if (warm_[start.zone] == 0) return false;
  --warm_[start.zone];
  start.warm = true;
  ++refilling_;
  Duration duration;
  for (std::size_t step = 0; step < chain_.size(); ++step)
    if (chain_.link(step) != LaunchLink::application) duration += chain_.draw(world, self, warm_draw, step);
  world.after(self, duration, warm_unit_ready, Phase::none, start.zone);
  return true;
}

/// A warm unit is ready, if nothing that its set-up needs is missing; otherwise it is tried again.
void Fleet::refill(World& world, const Component& self, std::size_t zone) {
  for (std::size_t step = 0; step < chain_.size(); ++step) {
    if (!chain_.lacking(world, step, pool_.sites()[zone])) continue;
    world.after(self, rules_.retry_longest, warm_unit_ready, Phase::none, zone);
    return;
  }
  ++warm_[zone];
  --refilling_;
}

bool Fleet::find_host(World& world, std::size_t slot) {
  auto* hosts = world.capability<Hosts>(hosts_);
  UnitPool::Slot& unit = pool_[slot];
  if (hosts == nullptr || unit.hosted) return true;
  std::uint32_t full = 0;
  for (std::optional<std::uint8_t> zone = unit.zone; zone; zone = pool_.emptiest(full)) {
    if (const auto host = hosts->take(world, pool_.sites()[*zone], size_)) {
      unit.host = *host;
      unit.hosted = true;
      pool_.move(slot, *zone);
      return true;
    }
    full |= 1U << *zone;
  }
  return false;
}

void Fleet::look_at_hosts(World& world, const Component& self) {
  const auto* hosts = world.capability<Hosts>(hosts_);
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    UnitPool::Slot& unit = pool_[slot];
    if (unit.state == UnitState::vacant) continue;
    if (unit.hosted && unit.state != UnitState::lost) {
      const Hosts::HostState state = hosts->state(unit.host);
      if (unit.state == UnitState::draining) {
        if (state != Hosts::HostState::working && state != Hosts::HostState::leaving) vacate(world, slot);
        continue;
      }
      if (state == Hosts::HostState::stopped) lose_stopped(world, self, slot);
      if (state == Hosts::HostState::silent) lose_silent(world, self, slot);
      if (state != Hosts::HostState::leaving || unit.condemned) continue;
      if (world.telling()) world.tell(self, fmt::format("the {} is to leave its instance", label(world, slot)));
      if (unit.state == UnitState::starting) stop(world, self, slot);
      else condemn(world, self, slot);
    } else if (waits_for_room(unit) && find_host(world, slot)) {
      release(world, self, slot);
    }
  }
}

void Fleet::try_another_zone(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& start = pool_[slot];
  if (world.telling())
    world.tell(self, fmt::format("cannot start another {}: {}", rules_.noun,
                                 chain_.describe(world, Lack::capacity, pool_.sites()[start.zone])));
  start.refusals |= 1U << start.zone;
  const std::optional<std::uint8_t> next = pool_.emptiest(start.refusals);
  if (!next) return fail_start(world, self, slot, Lack::capacity);
  pool_.move(slot, *next);
}

void Fleet::hold(World& world, const Component& self, std::size_t slot, Lack lack) {
  UnitPool::Slot& start = pool_[slot];
  start.held = static_cast<std::uint8_t>(static_cast<unsigned>(lack) + 1);
  start.held_since = world.now();
  const Duration patience = lack == Lack::room ? rules_.room_patience : rules_.patience;
  start.timer = world.after(self, patience, patience_over, Phase::act, to_argument(pool_.id(slot)));
  if (world.telling())
    world.tell(self, fmt::format("the start of the {} is held up: {}", label(world, slot),
                                 chain_.describe(world, lack, pool_.sites()[start.zone])));
}

void Fleet::release(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& start = pool_[slot];
  world.cancel(start.timer);
  settle_accounts(world, self, slot);
  begin_step(world, self, slot);
}

void Fleet::settle_accounts(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& start = pool_[slot];
  if (start.held == 0) return;
  world.publish(self, held_measure(static_cast<Lack>(start.held - 1)), (world.now() - start.held_since).seconds());
  start.held = 0;
}

void Fleet::give_up(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& start = pool_[slot];
  if (start.held == 0) return;
  start.timer = {};
  const auto lack = static_cast<Lack>(start.held - 1);
  if (!rules_.abandons_units || start.state != UnitState::registered) return fail_start(world, self, slot, lack);
  settle_accounts(world, self, slot);
  start.abandoned = true;
  if (world.telling())
    world.tell(self, fmt::format("the {} runs, but its application never started", label(world, slot)));
}

void Fleet::fail_start(World& world, const Component& self, std::size_t slot, Lack lack) {
  settle_accounts(world, self, slot);
  if (lack == Lack::control_plane || lack == Lack::capacity) {
    std::optional<Time>& since = blocked_[static_cast<std::size_t>(lack)];
    if (!since) since = world.now();
  }
  ++failed_launches_;
  surplus_ = 0;
  count_failed(world, self, pool_[slot]);
  world.publish(self, static_cast<std::uint32_t>(FleetMeasure::failed_launches), static_cast<double>(failed_launches_));
  // Starts that fail together count as one attempt for the waits between attempts.
  if (world.now() >= next_try_) {
    Duration wait = rules_.retry_first;
    for (std::int64_t doubled = 0; doubled < failures_ && wait < rules_.retry_longest; ++doubled) wait = wait * 2;
    wait = std::min(wait, rules_.retry_longest);
    ++failures_;
    next_try_ = world.now() + wait;
  }
  if (world.telling())
    world.tell(self, fmt::format("the start of the {} failed: {}; the next attempt is in {:.0f} s", label(world, slot),
                                 chain_.describe(world, lack, pool_.sites()[pool_[slot].zone]),
                                 (next_try_ - world.now()).seconds()));
  remove(world, self, slot);
}

void Fleet::unblock(World& world, const Component& self) {
  for (std::size_t lack = 0; lack < blocked_.size(); ++lack) {
    if (!blocked_[lack]) continue;
    world.publish(self, held_measure(static_cast<Lack>(lack)), (world.now() - *blocked_[lack]).seconds());
    blocked_[lack].reset();
  }
}

void Fleet::become_target(World& world, const Component& self, std::size_t slot) {
  failures_ = 0;
  pool_.enter(slot, UnitState::registered);
  pool_[slot].targeted = world.now();
  if (world.telling()) world.tell(self, fmt::format("the {} runs", label(world, slot)));
  const UnitId unit = pool_.id(slot);
  for (const ComponentId balancer : balancers_) world.capability<Balancer>(balancer)->unit_registered(world, unit);
}

void Fleet::become_ready(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& unit = pool_[slot];
  unit.ready = true;
  unit.failing = bad_version_ != 0 && unit.version == bad_version_;
  if (unit.failing) unit.hurt = world.now();
  if (world.telling())
    world.tell(self, fmt::format("the application of the {} answers{}", label(world, slot), unit.failing ? " with errors" : ""));
  if (rolling_ && unit.failing && !rules_.heeds_balancers) {
    unit.served = world.now();
    progress(world, self);
  }
  if (!balancers_.empty()) return tell_balancers_changed(world, slot);
  if (rules_.unchecked_wait == Duration{}) return enter_service(world, self, slot);
  world.after(self, rules_.unchecked_wait, check_over, Phase::warm_up, to_argument(pool_.id(slot)));
}

void Fleet::enter_service(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& unit = pool_[slot];
  if (unit.state != UnitState::registered || !unit.ready) return;
  pool_.enter(slot, UnitState::in_service);
  surplus_ = 0;
  unit.served = world.now();
  progress(world, self);
  if (world.telling()) world.tell(self, fmt::format("the {} is in service", label(world, slot)));
  world.publish(self, static_cast<std::uint32_t>(FleetMeasure::launch), (world.now() - unit.launched).seconds());
  if (open_losses_ > 0 && unit.launched >= losses_.front()) {
    world.publish(self, static_cast<std::uint32_t>(FleetMeasure::replacement),
                  (world.now() - losses_.front()).seconds());
    std::rotate(losses_.begin(), losses_.begin() + 1, losses_.end());
    --open_losses_;
  }
  const std::int64_t serving = healthy();
  if (serving >= desired_) open_losses_ = 0;
  if (scaling_since_ && serving >= desired_) {
    world.publish(self, static_cast<std::uint32_t>(FleetMeasure::scale_out), (world.now() - *scaling_since_).seconds());
    scaling_since_.reset();
  }
}

void Fleet::reference_changed(World& world, const Component& self, ComponentId component) {
  if (component == hosts_) {
    look_at_hosts(world, self);
    reconcile(world, self);
    return changed(world, self);
  }
  if (!chain_.needs(component)) return;
  look_for_egress(world, self);
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    UnitPool::Slot& start = pool_[slot];
    const bool on_its_way =
        (start.state == UnitState::starting || start.state == UnitState::registered) && start.link < chain_.size();
    if (!on_its_way || start.abandoned) continue;
    const std::optional<Lack> lack = chain_.lacking(world, start.link, pool_.sites()[start.zone]);
    const bool fetching =
        chain_.link(start.link) == LaunchLink::image || chain_.link(start.link) == LaunchLink::secrets;
    // Who waits for room is told by the machines, and nothing else gives it any.
    if (start.held > 0 && !lack && !waits_for_room(start)) release(world, self, slot);
    if (start.held == 0 && lack && fetching) {
      world.cancel(start.timer);
      hold(world, self, slot, *lack);
    }
  }
  reconcile(world, self);
  changed(world, self);
}

}  // namespace windtunnel::models
