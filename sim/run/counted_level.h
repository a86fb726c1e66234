// Whether a share of requests that are counted one by one, and so scatter, is below a level, and since when.
#pragma once

#include <cstdint>

#include "sim/kernel/time.h"

namespace windtunnel {

/// Page's test both ways (Biometrika 41, 1954): good requests beyond the level add up, and the sum's turning points are where
/// the share crosses the level. A turn is believed once the sum has gone on by `believed` requests, and then dates from where
/// it was: unlike a moving average this neither delays a crossing nor depends on how much traffic there is.
class CountedLevel {
 public:
  /// Ten bad requests beyond those that the level allows. With one of a hundred bad in health, and a level of 95 % of that,
  /// chance alone does this less than once in 10^12 requests (the root of E exp(-t x) = 1 is t = 2.9).
  static constexpr double believed = 10;

  enum class Turn : std::uint8_t {
    none,
    lowest,  ///< if it is back, then since the end of this piece
    back,    ///< it is back, since the end of the last piece that was lowest
  };

  /// Above the level from here on.
  void begin(Time at);
  /// Adds a piece of time, up to `to`, in which `good` of `offered` requests were good. Pieces come in order.
  Turn add(Time to, double offered, double good, double level);

  bool below() const { return below_; }
  bool ever_below() const { return ever_below_; }
  /// Where it was last found to have come back; where it began before the first time.
  Time returned() const { return returned_; }
  /// Seconds below the level up to `now`.
  double below_seconds(Time now) const { return below_seconds_ + (below_ ? (now - fell_).seconds() : 0); }

 private:
  bool below_ = false, ever_below_ = false;
  double way_ = 0;   // of the sum since its last turning point, in the direction that would be a turn
  Time turned_;      // that turning point
  Time fell_, returned_;
  double below_seconds_ = 0;
};

}  // namespace windtunnel
