// What is wrong with a store's contents, and what going back to an earlier copy of them loses.
#pragma once

#include <algorithm>

#include "sim/design/component.h"

namespace windtunnel::models {

/// Copyable state of a model: damage, and the writes acknowledged around it.
class Contents {
 public:
  const DataStore::Damage& damage() const { return damage_; }
  /// Share of requests that meet damaged contents.
  double share() const { return damage_.share; }
  bool sound() const { return !damage_.any(); }

  /// Damages a share of the contents; `rate`: writes per second acknowledged until now, `written`: since the run began.
  /// Damage that spreads keeps the time at which it began. False when as much was damaged already.
  bool hurt(Time now, double share, double rate, double written) {
    if (share <= damage_.share) return false;
    if (damage_.any()) {
      damage_.share = std::min(share, 1.0);
      return true;
    }
    damage_ = {now, std::min(share, 1.0)};
    rate_ = rate;
    written_ = written;
    return true;
  }
  void heal() {
    damage_ = {};
    given_up_ = false;
  }

  /// No copy from before the damage is left: everything is lost, which is told once however often people try.
  void give_up(World& world, const Component& store) {
    if (given_up_) return;
    given_up_ = true;
    if (world.telling()) world.tell(store, "no restore point is left: what was in it is gone for good");
    world.lose_data(store, everything());
  }

  /// The loss when nothing is left to go back to.
  static DataLoss everything() {
    DataLoss loss;
    loss.unbounded = true;
    return loss;
  }
  /// What a restore goes back behind: the damage, else the end of a store that stopped at `stopped`.
  Time event(Time stopped) const { return sound() ? stopped : damage_.since; }
  /// The instant that a restore to a point in time brings back: just before damage that lies far enough back, else the newest that
  /// has reached the backup. `wrote`: until when the store wrote; `unsaved`: what had not reached the backup then, or at the order,
  /// if that came before (rds.pitr.log_upload, aurora.pitr.lrt).
  Time restore_point(Time wrote, Time ordered, Duration unsaved) const {
    const Time until = std::min(wrote, ordered);
    return std::min(event(until), until - unsaved);
  }
  /// When writes stopped being acknowledged: at the damage where nothing sound is left, else at `stopped`.
  Time stopped(Time stopped) const { return damage_.share >= 1 ? std::min(stopped, damage_.since) : stopped; }

  /// What is missing once the contents are those of `point` again. `stopped`: when the store stopped acknowledging (now, if
  /// it still does); `rate`: its writes per second before that; `written`: acknowledged since the run began.
  DataLoss loss(Time point, Time stopped, double rate, double written) const {
    const Time end = this->stopped(stopped);
    DataLoss loss;
    loss.age = std::max(Duration{}, end - point);
    if (sound()) {
      loss.lost_writes = rate * loss.age.seconds();
      return loss;
    }
    const double before = rate_ * std::max(0.0, (damage_.since - point).seconds());
    loss.lost_writes = before + (damage_.share >= 1 ? 0 : std::max(0.0, written - written_));
    return loss;
  }

 private:
  DataStore::Damage damage_;
  double rate_ = 0, written_ = 0;
  bool given_up_ = false;
};

/// What a store that takes the stead of another lacks when it begins with the contents of `point`. Nothing while the other
/// still accepts writes; those of a lost region are stranded, since they come back with it.
inline DataLoss loss_instead_of(const World& world, ComponentId other, Time point) {
  DataLoss loss;
  const auto* store = world.capability<DataStore>(other);
  if (store == nullptr || (store->accepts_writes(world) && !store->damage().any())) return loss;
  const Time end = store->damage().any() ? store->damage().since : store->stopped_at();
  loss.age = std::max(Duration{}, end - point);
  (world.alive(store->writer_site()) ? loss.lost_writes : loss.stranded_writes) = store->write_rate(world) * loss.age.seconds();
  return loss;
}

}  // namespace windtunnel::models
