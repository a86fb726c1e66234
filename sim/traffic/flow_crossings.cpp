// The instant at which a journey's SLI crosses a watched level within the present piece.
#include <algorithm>

#include "sim/traffic/flow.h"

namespace windtunnel::traffic {

void Flow::find_level_crossing() {
  for (const Level& watched : levels_) {
    const double here = present_.sli[watched.journey] - watched.level;
    double there = sli_ahead_[watched.journey] - watched.level;
    if ((here >= 0) == (there >= 0)) continue;
    // The bracket's end is always beyond the level, so that the crossing has happened when it is handled.
    Time low = now_, high = piece_end_;
    double low_value = here, high_value = there;
    for (int i = 0; i < 40 && high - low > microseconds(100); ++i) {
      const double share = std::clamp(low_value / (low_value - high_value), 0.1, 0.9);
      const Time middle = low + from_seconds((high - low).seconds() * (i % 3 == 2 ? 0.5 : share));
      position(middle, trial_);
      solver_.restore(branch_);
      solver_.solve(network_, trial_, middle);
      const double value = solver_.journey(watched.journey).sli - watched.level;
      if ((value >= 0) == (here >= 0)) {
        low = middle;
        low_value = value;
      } else {
        high = middle;
        high_value = value;
        for (JourneyId id = 0; id < sli_ahead_.size(); ++id) sli_ahead_[id] = solver_.journey(id).sli;
      }
    }
    piece_end_ = high;
  }
}

}  // namespace windtunnel::traffic
