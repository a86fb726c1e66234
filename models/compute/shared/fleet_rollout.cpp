// From one version to the next: old units go as new ones come, failures are counted, and a roll-out may turn back.
#include <fmt/format.h>

#include <algorithm>

#include "models/compute/shared/fleet.h"

namespace windtunnel::models {
namespace {

std::int64_t rounded_up(double share, std::int64_t units) {
  const double exact = share * static_cast<double>(units);
  const auto whole = static_cast<std::int64_t>(exact);
  return static_cast<double>(whole) < exact - 1e-9 ? whole + 1 : whole;
}

/// Failed units after which the circuit breaker opens (ecs.circuit_breaker).
std::int64_t breaker_threshold(std::int64_t desired) {
  return std::clamp<std::int64_t>(rounded_up(0.5, desired), 3, 200);
}

}  // namespace

bool Fleet::roll_out(World& world, const Component& self, bool bad) {
  if (!world.control_plane(self.region())) return false;
  if (version_ != bad_version_ || bad_version_ == 0) version_before_ = version_;
  ++latest_;
  if (bad) bad_version_ = latest_;
  if (world.telling()) world.tell(self, "a new version is rolled out");
  rollout_since_ = world.now();
  turn_to(world, self, latest_);
  return true;
}

bool Fleet::roll_back(World& world, const Component& self) {
  if (bad_version_ == 0 || version_ != bad_version_) return false;
  if (world.telling()) world.tell(self, "returns to the version before");
  turn_to(world, self, version_before_);
  return true;
}

void Fleet::turn_to(World& world, const Component& self, std::uint32_t version) {
  version_ = version;
  rolling_ = true;
  surplus_ = 0;
  rollout_failures_ = failures_ = 0;
  next_try_ = world.now();
  world.cancel(retry_);
  world.cancel(rebalance_);
  progress(world, self);
  reconcile(world, self);
  changed(world, self);
}

/// Whether the owner counts on a unit during a roll-out. One that does not heed balancers counts on all that run.
bool Fleet::trusted(const World& world, const UnitPool::Slot& unit) const {
  if (unit.condemned || (unit.suspected && rules_.heeds_balancers)) return false;
  if (unit.state != UnitState::in_service && !(stuck(unit) && unit.ready)) return false;
  return unit.version != version_ || world.now() >= unit.served + rules_.rollout_warm_up;
}

void Fleet::stop_outdated(World& world, const Component& self) {
  if (!rolling_) return;
  std::int64_t trusted_units = 0;
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) trusted_units += trusted(world, pool_[slot]);
  std::int64_t spare = trusted_units - rounded_up(rules_.floor_share, desired_);
  const Census now = census();
  // Where the floor leaves no room, terminate-first still replaces one unit at a time.
  const bool one_at_a_time = rules_.replacement == FleetRules::Replacement::terminate_first && now.bad == 0 &&
                             trusted_units == desired_ && now.coming == 0;
  if (one_at_a_time) spare = std::max<std::int64_t>(spare, 1);
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    const UnitPool::Slot& unit = pool_[slot];
    if (unit.state == UnitState::vacant || unit.state == UnitState::draining || unit.state == UnitState::lost) continue;
    if (!outdated(unit) || unit.condemned) continue;
    const bool counted = trusted(world, unit);
    if (counted && spare <= 0) continue;
    spare -= counted;
    stop(world, self, slot);
  }
}

void Fleet::consider_rollout_over(World& world, const Component& self) {
  if (!rolling_) return;
  std::int64_t done = 0;
  for (std::size_t slot = 0; slot < pool_.size(); ++slot) {
    const UnitPool::Slot& unit = pool_[slot];
    if (unit.state == UnitState::vacant || unit.state == UnitState::draining) continue;
    if (unit.version != version_ || !trusted(world, unit)) return;
    ++done;
  }
  if (done != desired_) return;
  rolling_ = false;
  world.cancel(rollout_timer_);
  const bool back = version_ != latest_;
  world.publish(self, static_cast<std::uint32_t>(back ? FleetMeasure::rollback : FleetMeasure::deployment),
                (world.now() - rollout_since_).seconds());
  if (world.telling())
    world.tell(self, back ? "the version before is all that runs" : "the new version is all that runs");
}

void Fleet::count_failed(World& world, const Component& self, const UnitPool::Slot& unit) {
  if (!rolling_ || unit.version != version_ || version_ != latest_) return;
  ++rollout_failures_;
  if (!rules_.circuit_breaker || rollout_failures_ != breaker_threshold(desired_)) return;
  if (world.telling())
    world.tell(self, fmt::format("the circuit breaker opens after {} failed {}s", rollout_failures_, rules_.noun));
  version_ = version_before_;
  again_ = true;
  // Whatever stops units now goes through the pass that follows; one is always due after a failure.
}

/// A unit has come into service: what counts on it is looked at when it has warmed up; patience begins anew.
void Fleet::progress(World& world, const Component& self) {
  if (!rolling_) return;
  if (rules_.rollout_patience > Duration{}) {
    world.cancel(rollout_timer_);
    rollout_timer_ = world.after(self, rules_.rollout_patience, rollout_stuck, Phase::decide);
  }
  if (rules_.rollout_warm_up == Duration{}) return;
  for (std::size_t slot = 0; slot < pool_.size(); ++slot)
    if (pool_[slot].state != UnitState::vacant && pool_[slot].served == world.now())
      world.after(self, rules_.rollout_warm_up, warmed_up, Phase::warm_up, to_argument(pool_.id(slot)));
}

void Fleet::give_rollout_up(World& world, const Component& self) {
  rollout_timer_ = {};
  if (!rolling_) return;
  if (world.telling()) world.tell(self, "the roll-out makes no progress and is given up");
  if (rules_.rollout_goes_back && version_ == latest_) return turn_to(world, self, version_before_);
  rolling_ = false;
}

}  // namespace windtunnel::models
