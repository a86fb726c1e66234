// What is wrong with a store's contents, and what going back to an earlier copy of them loses.
#pragma once

#include <algorithm>

#include "sim/design/capability.h"
#include "sim/design/world.h"

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
  void heal() { damage_ = {}; }

  /// The loss when nothing is left to go back to.
  static DataLoss everything() {
    DataLoss loss;
    loss.unbounded = true;
    return loss;
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
};

}  // namespace windtunnel::models
