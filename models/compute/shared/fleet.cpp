// How many units there should be, and where; what follows for launches, endings, stations and gauges.
#include "models/compute/shared/fleet.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/design/design.h"

namespace windtunnel::models {
namespace {

/// Slots for the units wanted, as many replacements, and as many that drain.
std::size_t slots_for(std::int64_t most) { return static_cast<std::size_t>(3 * most + 2); }

std::int64_t share_of(double share, std::int64_t units) {
  return static_cast<std::int64_t>(share * static_cast<double>(units) + 1e-9);
}

}  // namespace

void Fleet::set_up(const FleetRules& rules, LaunchChain chain, std::vector<Site> sites,
                   std::vector<traffic::StationId> stations) {
  rules_ = rules;
  chain_ = std::move(chain);
  pool_.set_up(std::move(sites), std::move(stations), rules.workers, slots_for(rules.room));
  losses_.assign(pool_.size(), {});
  desired_ = rules.normal;
  least_ = rules.least;
  most_ = rules.most;
  if (pool_.zones() == 0) return;
  warm_.assign(pool_.zones(), 0);
  for (std::int64_t unit = 0; unit < rules.warm_units; ++unit) ++warm_[static_cast<std::size_t>(unit) % pool_.zones()];
  for (std::int64_t unit = 0; unit < desired_; ++unit) {
    const std::size_t slot = *pool_.occupy(*pool_.emptiest(0), Time{});
    pool_.enter(slot, UnitState::registered);
    pool_.enter(slot, UnitState::in_service);
    pool_[slot].ready = true;
    pool_[slot].link = static_cast<std::uint8_t>(chain_.size());
  }
}

void Fleet::start(World& world, const Component& self) {
  for (std::size_t zone = 0; zone < pool_.zones(); ++zone) {
    if (world.alive(pool_.sites()[zone])) zones_alive_ |= 1U << zone;
    if (pool_.usable(world, zone)) zones_usable_ |= 1U << zone;
  }
  // Where the machines that stand do not hold all units, the rest starts when they do.
  for (std::size_t slot = 0; slot < pool_.size(); ++slot)
    if (pool_[slot].state != UnitState::vacant && !find_host(world, slot)) pool_.vacate(slot);
  provided_ = healthy() > 0;
  look_for_egress(world, self);
  reconcile(world, self);
  changed(world, self);
}

void Fleet::handle(World& world, const Component& self, std::uint16_t signal, std::uint64_t argument) {
  if (signal == retry_due) retry_ = {};
  if (signal == rebalancing_due) {
    rebalance_ = {};
    if (pool_.imbalance(unusable_zones(world)) > 1 && !coming()) surplus_ = 1;
  }
  if (signal == rollout_stuck) give_rollout_up(world, self);
  if (signal == warm_unit_ready) refill(world, self, argument);
  if (signal != retry_due && signal != rebalancing_due && signal != rollout_stuck && signal != warm_unit_ready) {
    const std::optional<std::size_t> slot = pool_.find(to_unit(argument));
    if (!slot) return;  // the unit has ended meanwhile
    switch (signal) {
      case step_done:
        finish_step(world, self, *slot);
        break;
      case patience_over:
        give_up(world, self, *slot);
        break;
      case loss_noticed:
        notice_loss(world, self, *slot);
        break;
      case verdict_due:
        act_on_verdict(world, self, *slot);
        break;
      case check_over:
        enter_service(world, self, *slot);
        break;
      case reboot_over:
        rebooted(world, self, *slot);
        break;
      case admitted:
        pool_[*slot].timer = {};
        begin_step(world, self, *slot);
        break;
      default:
        break;
    }
  }
  reconcile(world, self);
  changed(world, self);
}

void Fleet::want(World& world, const Component& self, std::int64_t units) {
  units = std::clamp(units, least_, most_);
  if (units == desired_) return;
  if (world.telling()) world.tell(self, fmt::format("wants {} {}s instead of {}", units, rules_.noun, desired_));
  const bool grows = units > desired_;
  if (!grows)
    scaling_since_.reset();
  else if (!scaling_since_)
    scaling_since_ = world.now();
  if (wanted_since_ && grew_ != grows)
    world.publish(self, static_cast<std::uint32_t>(FleetMeasure::taken_back), (world.now() - *wanted_since_).seconds());
  wanted_since_ = world.now();
  grew_ = grows;
  desired_ = units;
  world.publish(self, static_cast<std::uint32_t>(FleetMeasure::desired), static_cast<double>(units));
  reconcile(world, self);
  changed(world, self);
}

void Fleet::set_bounds(std::int64_t least, std::int64_t most) {
  most_ = std::min(most, rules_.room);
  least_ = std::min(least, most_);
}

Fleet::Census Fleet::census() const {
  Census census;
  for (std::size_t i = 0; i < pool_.size(); ++i) {
    const UnitPool::Slot& slot = pool_[i];
    if (slot.state == UnitState::vacant || slot.state == UnitState::draining) continue;
    if (outdated(slot) && !slot.condemned) {
      ++census.old;
      continue;
    }
    const bool coming = slot.state == UnitState::starting || (slot.state == UnitState::registered && !slot.condemned && !stuck(slot));
    ++(coming ? census.coming : slot.condemned ? census.bad : census.good);
  }
  return census;
}

void Fleet::reconcile(World& world, const Component& self) {
  // What a balancer answers to a change may lead back here: the pass under way then goes once more.
  again_ = true;
  if (reconciling_) return;
  reconciling_ = true;
  while (again_) {
    again_ = false;
    pass(world, self);
  }
  reconciling_ = false;
}

void Fleet::pass(World& world, const Component& self) {
  stop_condemned(world, self);
  stop_outdated(world, self);
  stop_excess(world, self);
  launch_missing(world, self);
  consider_rollout_over(world, self);
}

void Fleet::stop_condemned(World& world, const Component& self) {
  const Census now = census();
  std::int64_t stops = 0;
  if (rules_.replacement == FleetRules::Replacement::terminate_first) {
    stops = std::max<std::int64_t>(1, share_of(rules_.batch_share, desired_)) - now.coming;
  } else {
    stops = now.bad - std::max<std::int64_t>(0, desired_ - now.good - now.old);
    const bool no_room = now.good + now.coming + now.bad + now.old >= share_of(rules_.ceiling_share, desired_);
    if (stops <= 0 && no_room && now.good + now.coming < desired_) stops = 1;
  }
  for (stops = std::min(stops, now.bad); stops > 0; --stops) {
    const std::optional<std::size_t> slot = any_condemned(world, self);
    if (!slot) return;
    stop(world, self, *slot);
  }
}

std::optional<std::size_t> Fleet::any_condemned(World& world, const Component& self) {
  // A replacement that fails its checks as well is as likely to go as the unit that it should replace.
  std::optional<std::size_t> chosen;
  double seen = 0;
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    const UnitPool::Slot& unit = pool_[slot];
    const bool target = unit.state == UnitState::registered || unit.state == UnitState::in_service;
    if (!target || !unit.condemned) continue;
    seen += 1;
    if (!chosen || world.uniform(self, victim_draw) * seen < 1) chosen = slot;
  }
  return chosen;
}

void Fleet::stop_excess(World& world, const Component& self) {
  const Census now = census();
  for (std::int64_t excess = now.good + now.coming - desired_ - surplus_; excess > 0; --excess) {
    std::optional<std::size_t> slot = pool_.victim(UnitState::starting);
    if (!slot) slot = pool_.victim(UnitState::registered);
    if (!slot) slot = pool_.victim(UnitState::in_service);
    if (!slot) return;
    stop(world, self, *slot);
  }
}

std::int64_t Fleet::missing() const {
  const Census now = census();
  const std::int64_t missing = desired_ + surplus_ - now.good - now.coming;
  // What is to be replaced keeps its place until it is stopped.
  if (rules_.replacement == FleetRules::Replacement::terminate_first) return missing - now.old - now.bad;
  const std::int64_t ceiling = share_of(rules_.ceiling_share, std::max<std::int64_t>(desired_, 1));
  return std::min(missing, ceiling - now.good - now.coming - now.bad - now.old);
}

void Fleet::launch_missing(World& world, const Component& self) {
  for (std::int64_t starts = missing(); starts > 0 && world.now() >= next_try_; --starts) {
    const std::optional<std::uint8_t> zone = pool_.emptiest(0);
    const std::optional<std::size_t> slot = zone ? pool_.occupy(*zone, world.now()) : std::nullopt;
    if (!slot) return;
    pool_[*slot].version = version_;
    if (admit(world, self, *slot)) begin_step(world, self, *slot);
  }
  // A start may have failed at once: then, as after any failure, the rest waits for the next try.
  if (world.now() < next_try_ && !world.pending(retry_) && missing() > 0)
    retry_ = world.after(self, next_try_ - world.now(), retry_due, Phase::act);
}

void Fleet::stop(World& world, const Component& self, std::size_t slot) {
  world.cancel(pool_[slot].timer);
  world.cancel(pool_[slot].verdict);
  const bool target = pool_.units()[slot].registered;
  if (world.telling()) world.tell(self, fmt::format("stops the {}", label(world, slot)));
  if (!target || balancers_.empty()) return vacate(world, slot);
  const UnitId unit = pool_.id(slot);
  pool_.enter(slot, UnitState::draining);
  pool_[slot].drains = static_cast<std::uint8_t>(balancers_.size());
  for (const ComponentId balancer : balancers_) world.capability<Balancer>(balancer)->unit_deregistered(world, unit);
}

void Fleet::remove(World& world, const Component&, std::size_t slot) {
  world.cancel(pool_[slot].timer);
  world.cancel(pool_[slot].verdict);
  const UnitId unit = pool_.id(slot);
  const bool target = pool_.units()[slot].registered;
  vacate(world, slot);
  if (!target) return;
  for (const ComponentId balancer : balancers_) world.capability<Balancer>(balancer)->unit_deregistered(world, unit);
}

void Fleet::vacate(World& world, std::size_t slot) {
  UnitPool::Slot& unit = pool_[slot];
  if (unit.hosted) world.capability<Hosts>(hosts_)->give_back(world, unit.host, size_);
  unit.hosted = false;
  pool_.vacate(slot);
}

void Fleet::drained(World& world, const Component& self, UnitId unit) {
  const std::optional<std::size_t> slot = pool_.find(unit);
  if (!slot || pool_[*slot].state != UnitState::draining) return;
  if (--pool_[*slot].drains > 0) return;
  vacate(world, *slot);
  if (census().bad > 0) reconcile(world, self);  // the next one's turn
  changed(world, self);
}

void Fleet::changed(World& world, const Component& self) {
  const std::int64_t serving = pool_.write_stations(world, balancers_.empty(), zones_with_egress_);
  std::int64_t running = 0;
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    const UnitState state = pool_[slot].state;
    running += state != UnitState::vacant && state != UnitState::lost;
  }
  world.set_gauge(self, running_gauge, static_cast<double>(running));
  world.set_gauge(self, serving_gauge, static_cast<double>(serving));
  world.set_gauge(self, idle_gauge, static_cast<double>(idle()) * rules_.workers);
  if ((serving > 0) != provided_) {
    provided_ = serving > 0;
    world.condition_changed(self);
  }
  if (auto* hosts = world.capability<Hosts>(hosts_)) {
    std::int64_t waiting = 0;
    for (std::size_t slot = 0; slot < pool_.size(); ++slot)
      waiting += pool_[slot].state == UnitState::starting && pool_[slot].held == static_cast<unsigned>(Lack::room) + 1;
    if (waiting != waiting_for_room_) hosts->set_waiting(world, self.id(), waiting, size_);
    waiting_for_room_ = waiting;
  }
  consider_rebalancing(world, self);
}

// Fact nat.az_loss.breaks: what runs goes on answering, but reaches neither other parties nor public services.
void Fleet::look_for_egress(World& world, const Component& self) {
  std::uint32_t found = 0;
  for (std::size_t zone = 0; zone < pool_.zones(); ++zone)
    if (has_egress(world, pool_.sites()[zone])) found |= 1U << zone;
  if (found == zones_with_egress_) return;
  zones_with_egress_ = found;
  world.condition_changed(self);  // consumers of queues receive nothing without it
}

std::uint32_t Fleet::unusable_zones(const World& world) const {
  std::uint32_t zones = 0;
  for (std::size_t zone = 0; zone < pool_.zones(); ++zone)
    if (!pool_.usable(world, zone) || !world.has_capacity(pool_.sites()[zone])) zones |= 1U << zone;
  return zones;
}

void Fleet::consider_rebalancing(World& world, const Component& self) {
  if (!rules_.rebalances || rolling_ || surplus_ > 0 || world.pending(rebalance_)) return;
  const Census now = census();
  if (now.coming > 0 || now.bad > 0 || now.good != desired_ || pool_.count(UnitState::lost) > 0) return;
  if (pool_.imbalance(unusable_zones(world)) <= 1) return;
  rebalance_ =
      world.after(self, world.draw(self, rebalancing_draw, rules_.rebalance_delay), rebalancing_due, Phase::none);
}

bool Fleet::provides(const World& world, Site from) const {
  for (const ServingPool::Unit& unit : pool_.units())
    if (unit.registered && pool_.answer(world, unit.id, from) == Answer::ok) return true;
  return false;
}

std::int64_t Fleet::healthy() const {
  std::int64_t units = 0;
  for (std::size_t i = 0; i < pool_.size(); ++i) {
    const UnitPool::Slot& slot = pool_[i];
    units += slot.state == UnitState::in_service && slot.ready && !slot.failing && !slot.condemned;
  }
  return units;
}

std::int64_t Fleet::idle() const {
  if (rules_.heeds_balancers) return 0;
  std::int64_t units = 0;
  for (std::size_t i = 0; i < pool_.size(); ++i) {
    const UnitPool::Slot& slot = pool_[i];
    const bool runs = slot.state == UnitState::registered || slot.state == UnitState::in_service;
    units += runs && !slot.condemned && (slot.abandoned || (slot.failing && slot.suspected));
  }
  return units;
}

bool Fleet::coming() const { return census().coming > 0; }

void Fleet::tell_unfinished(World& world, const Component& self) const {
  const auto tell = [&](FleetMeasure measure, Time since) { world.unfinished(self, static_cast<std::uint32_t>(measure), since); };
  for (std::size_t loss = 0; loss < open_losses_; ++loss) tell(FleetMeasure::replacement, losses_[loss]);
  if (scaling_since_) tell(FleetMeasure::scale_out, *scaling_since_);
  if (rolling_) tell(version_ == latest_ ? FleetMeasure::deployment : FleetMeasure::rollback, rollout_since_);
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    const UnitPool::Slot& unit = pool_[slot];
    if (unit.state == UnitState::lost) tell(FleetMeasure::notice, unit.hurt);
    if (unit.held != 0) world.unfinished(self, held_measure(static_cast<Lack>(unit.held - 1)), unit.held_since);
  }
  for (std::size_t lack = 0; lack < blocked_.size(); ++lack)
    if (blocked_[lack]) world.unfinished(self, held_measure(static_cast<Lack>(lack)), *blocked_[lack]);
}

std::string Fleet::start_held_up(const World& world) const {
  for (const Site& site : pool_.sites())
    for (std::size_t step = 0; step < chain_.size(); ++step)
      if (const auto lack = chain_.lacking(world, step, site)) return chain_.describe(world, *lack, site);
  return "";
}

bool Fleet::settled(const World& world) const {
  if (pool_.count(UnitState::draining) > 0 || pool_.count(UnitState::lost) > 0 || coming() || rolling_ || refilling_ > 0) return false;
  std::int64_t staying = 0;
  for (std::size_t i = 0; i < pool_.size(); ++i) {
    const UnitPool::Slot& unit = pool_[i];
    if (unit.state == UnitState::vacant) continue;
    if (unit.condemned || (unit.suspected && !stuck(unit))) return false;
    ++staying;
  }
  return staying == desired_ && !world.pending(retry_) && !world.pending(rebalance_);
}

std::string Fleet::label(const World& world, std::size_t slot) const {
  return fmt::format("{} in {}", rules_.noun, world.design().label(pool_.units()[slot].site));
}

}  // namespace windtunnel::models
