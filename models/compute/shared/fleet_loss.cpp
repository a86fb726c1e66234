// Losses of units: how they happen, when their owner knows, and what balancers' verdicts lead to.
#include <fmt/format.h>

#include <algorithm>

#include "models/compute/shared/fleet.h"

namespace windtunnel::models {
namespace {

bool is_target(UnitState state) { return state == UnitState::registered || state == UnitState::in_service; }

}  // namespace

bool Fleet::stop_units(World& world, const Component& self, const Strike& strike) {
  return hit(world, self, strike, &Fleet::lose_stopped);
}
bool Fleet::silence_units(World& world, const Component& self, const Strike& strike) {
  return hit(world, self, strike, &Fleet::lose_silent);
}
bool Fleet::spoil_units(World& world, const Component& self, const Strike& strike) {
  return hit(world, self, strike, &Fleet::spoil);
}

bool Fleet::hit(World& world, const Component& self, const Strike& strike, Blow blow) {
  const auto can_be_hit = [&](std::size_t slot) {
    const bool named = strike.unit < 0 || static_cast<std::size_t>(strike.unit) == slot;
    return named && is_target(pool_[slot].state) && !pool_[slot].failing &&
           pool_.units()[slot].site.lies_in(strike.within);
  };
  std::int64_t candidates = 0;
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) candidates += can_be_hit(slot);
  std::int64_t left = strike.units == 0 ? candidates : std::min(strike.units, candidates);
  const bool any = left > 0;
  for (std::size_t slot = 0; slot < pool_.size() && left > 0; ++slot) {
    if (!can_be_hit(slot)) continue;
    // Each choice of so many of the candidates is equally likely.
    const bool chosen = left == candidates ||
                        world.uniform(self, victim_draw) * static_cast<double>(candidates) < static_cast<double>(left);
    --candidates;
    if (!chosen) continue;
    --left;
    (this->*blow)(world, self, slot);
  }
  if (!any) return false;
  reconcile(world, self);
  changed(world, self);
  return true;
}

void Fleet::lose_stopped(World& world, const Component& self, std::size_t slot) {
  lose(world, self, slot, false, world.draw(self, notice_draw, rules_.stop_notice));
}
void Fleet::lose_silent(World& world, const Component& self, std::size_t slot) {
  lose(world, self, slot, true, silence(world, self));
}

Duration Fleet::silence(World& world, const Component& self) const {
  const Duration seen = world.draw(self, notice_draw, rules_.silence_notice);
  return seen + world.draw(self, notice_draw, rules_.silence_patience);
}

void Fleet::spoil(World& world, const Component& self, std::size_t slot) {
  pool_[slot].failing = true;
  pool_[slot].hurt = world.now();
  if (world.telling()) world.tell(self, fmt::format("the {} answers with errors", label(world, slot)));
  tell_balancers_changed(world, slot);
}

void Fleet::lose(World& world, const Component& self, std::size_t slot, bool silent, Duration notice) {
  UnitPool::Slot& unit = pool_[slot];
  if (is_target(unit.state) && !unit.condemned) record_loss(world.now());
  world.cancel(unit.timer);
  unit.ready = false;
  unit.silent = silent;
  unit.held = 0;
  unit.hurt = world.now();
  pool_.enter(slot, UnitState::lost);
  if (world.telling()) world.tell(self, fmt::format("the {} is lost", label(world, slot)));
  notice_after(world, self, slot, notice);
  tell_balancers_changed(world, slot);
}

void Fleet::notice_after(World& world, const Component& self, std::size_t slot, Duration delay) {
  UnitPool::Slot& unit = pool_[slot];
  world.cancel(unit.verdict);
  unit.noticed = world.now() + delay;
  unit.verdict = world.after(self, delay, loss_noticed, Phase::notice, to_argument(pool_.id(slot)));
}

void Fleet::record_loss(Time at) {
  if (open_losses_ < losses_.size()) losses_[open_losses_++] = at;
}

void Fleet::notice_loss(World& world, const Component& self, std::size_t slot) {
  const UnitPool::Slot& unit = pool_[slot];
  if (unit.state != UnitState::lost) return;
  world.publish(self, static_cast<std::uint32_t>(FleetMeasure::notice), (world.now() - unit.hurt).seconds());
  if (world.telling()) world.tell(self, fmt::format("knows that the {} is lost", label(world, slot)));
  remove(world, self, slot);
}

void Fleet::health_verdict(World& world, const Component& self, UnitId id, bool healthy) {
  const std::optional<std::size_t> slot = pool_.find(id);
  if (!slot) return;
  UnitPool::Slot& unit = pool_[*slot];
  unit.suspected = !healthy;
  if (healthy) {
    if (is_target(unit.state)) world.cancel(unit.verdict);
    if (unit.condemned && rules_.replacement == FleetRules::Replacement::start_first) pardon(*slot);
    enter_service(world, self, *slot);
    reconcile(world, self);
    changed(world, self);
    return;
  }
  if (is_target(unit.state) && !unit.condemned)
    world.publish(self, static_cast<std::uint32_t>(FleetMeasure::verdict_ignored), rules_.heeds_balancers ? 0 : 1);
  if (!rules_.heeds_balancers || unit.condemned) return;
  if (unit.state == UnitState::lost) {
    // Whoever comes first, the verdict or the owner's own check, makes the loss known.
    const Duration reaction = world.draw(self, reaction_draw, rules_.reaction);
    if (world.now() + reaction < unit.noticed) notice_after(world, self, *slot, reaction);
  } else if (is_target(unit.state) && !world.pending(unit.verdict)) {
    const Duration protection = std::max(Duration{}, unit.targeted + rules_.grace - world.now());
    const Duration delay = protection + world.draw(self, reaction_draw, rules_.reaction);
    unit.verdict = world.after(self, delay, verdict_due, Phase::notice, to_argument(id));
  }
}

void Fleet::act_on_verdict(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& unit = pool_[slot];
  unit.verdict = {};
  if (!unit.suspected || unit.condemned || !is_target(unit.state)) return;
  if (world.telling())
    world.tell(self, fmt::format("replaces the {}: its balancer calls it unhealthy", label(world, slot)));
  condemn(world, self, slot);
}

void Fleet::condemn(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& unit = pool_[slot];
  unit.condemned = true;
  record_loss(unit.failing ? unit.hurt : world.now());
  count_failed(world, self, unit);
}

/// It does not serve, its owner takes it for good, and nothing will change that by itself.
bool Fleet::stuck(const UnitPool::Slot& unit) const {
  return !unit.condemned && is_target(unit.state) && (unit.abandoned || (!rules_.heeds_balancers && unit.ready && unit.failing));
}

void Fleet::pardon(std::size_t slot) {
  pool_[slot].condemned = false;
  if (open_losses_ > 0) --open_losses_;
}

std::int64_t Fleet::replace_broken(World& world, const Component& self) {
  std::int64_t broken = 0;
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    const UnitPool::Slot& unit = pool_[slot];
    if (!is_target(unit.state) || unit.condemned || !(unit.abandoned || unit.failing || unit.suspected)) continue;
    condemn(world, self, slot);
    ++broken;
  }
  if (broken > 0) {
    reconcile(world, self);
    changed(world, self);
  }
  return broken;
}

void Fleet::domain_changed(World& world, const Component& self, DomainId) {
  for (std::size_t zone = 0; zone < pool_.zones(); ++zone) {
    const std::uint32_t bit = 1U << zone;
    const bool alive = world.alive(pool_.sites()[zone]), usable = pool_.usable(world, zone);
    const bool was_alive = (zones_alive_ & bit) != 0, was_usable = (zones_usable_ & bit) != 0;
    zones_alive_ = alive ? zones_alive_ | bit : zones_alive_ & ~bit;
    zones_usable_ = usable ? zones_usable_ | bit : zones_usable_ & ~bit;
    if (was_alive && !alive) zone_lost(world, self, zone);
    if (!was_alive && alive) zone_back(world, self, zone);
    if (was_usable == usable) continue;
    for (std::size_t slot = 0; slot < pool_.size(); ++slot)
      if (pool_[slot].zone == zone && pool_[slot].state != UnitState::vacant) tell_balancers_changed(world, slot);
  }
  look_for_egress(world, self);
  const bool was_up = control_plane_up_;
  control_plane_up_ = world.control_plane(self.region());
  // The scheduler is part of the control plane: it goes on where it stood, without waiting for a turn.
  if (!was_up && control_plane_up_ && blocked_[static_cast<std::size_t>(Lack::control_plane)]) {
    failures_ = 0;
    next_try_ = world.now();
    world.cancel(retry_);
  }
  reconcile(world, self);
  changed(world, self);
}

void Fleet::zone_lost(World& world, const Component& self, std::size_t zone) {
  // One watcher sees the whole zone go: its units become known as lost together.
  const Duration notice = silence(world, self);
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    if (pool_[slot].zone != zone) continue;
    const UnitState state = pool_[slot].state;
    if (state == UnitState::starting || is_target(state)) lose(world, self, slot, true, notice);
    if (state == UnitState::draining) vacate(world, slot);
    if (state == UnitState::lost) world.cancel(pool_[slot].timer);  // a reboot ends with the power that it began with
  }
}

void Fleet::zone_back(World& world, const Component& self, std::size_t zone) {
  if (!rules_.reboots) return;
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    UnitPool::Slot& unit = pool_[slot];
    if (unit.zone != zone || unit.state != UnitState::lost || !unit.silent || unit.link < chain_.size()) continue;
    unit.timer = world.after(self, world.draw(self, reboot_draw, rules_.reboot), reboot_over, Phase::act, to_argument(pool_.id(slot)));
  }
}

void Fleet::rebooted(World& world, const Component& self, std::size_t slot) {
  UnitPool::Slot& unit = pool_[slot];
  if (unit.state != UnitState::lost || (zones_alive_ & 1U << unit.zone) == 0) return;
  unit.timer = {};
  world.cancel(unit.verdict);
  unit.ready = true;
  unit.silent = false;
  pool_.enter(slot, UnitState::in_service);
  if (open_losses_ > 0) --open_losses_;
  if (world.telling()) world.tell(self, fmt::format("the {} has rebooted", label(world, slot)));
  tell_balancers_changed(world, slot);
}

void Fleet::tell_balancers_changed(World& world, std::size_t slot) {
  if (!pool_.units()[slot].registered) return;
  const UnitId unit = pool_.id(slot);
  for (const ComponentId balancer : balancers_) world.capability<Balancer>(balancer)->unit_changed(world, unit);
}

}  // namespace windtunnel::models
