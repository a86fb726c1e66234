// The synchronous standby of an RDS instance: in step, lost, or being built anew.
#pragma once

#include <vector>

#include "models/data/store_support.h"

namespace windtunnel::models::rds {

/// Copyable state of the instance's model.
class Standby {
 public:
  enum class State : std::uint8_t { none, in_step, wanted, building };

  void declare(Site site) {
    site_ = site;
    state_ = State::in_step;
    configured_ = true;
  }
  bool configured() const { return configured_; }
  bool in_step() const { return state_ == State::in_step; }
  /// Whether it could take over now.
  bool ready(const World& world) const { return in_step() && in_service(world, site_); }
  bool as_configured() const { return state_ == (configured_ ? State::in_step : State::none); }
  Site site() const { return site_; }
  Time lost_at() const { return lost_at_; }

  /// It is gone, and a new one is wanted.
  void lose(World& world) {
    world.cancel(built_);
    state_ = State::wanted;
    lost_at_ = world.now();
  }
  /// The roles are swapped: the standby's place becomes the primary's.
  void swap_with(Site& primary) { std::swap(site_, primary); }
  /// The place in which it is built has gone: another is wanted.
  void follow_place(World& world) {
    if (state_ != State::building || in_service(world, site_)) return;
    world.cancel(built_);
    state_ = State::wanted;
  }
  /// Begins to build one if it is wanted and some place other than the primary's can take it; says whether it began.
  bool build(World& world, const Component& instance, Site primary, const std::vector<Site>& places, Duration time, std::uint16_t signal) {
    for (const Site place : places) {
      if (place == primary || !in_service(world, place) || !world.has_capacity(place)) continue;
      site_ = place;
      state_ = State::building;
      built_ = world.after(instance, time, signal, Phase::act);
      return true;
    }
    return false;
  }
  bool wanted() const { return state_ == State::wanted; }
  void is_built() { state_ = State::in_step; }

 private:
  Site site_;
  State state_ = State::none;
  Time lost_at_;
  EventHandle built_;
  bool configured_ = false;
};

}  // namespace windtunnel::models::rds
