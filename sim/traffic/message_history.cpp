// When the messages came that wait in a queue.
#include "sim/traffic/message_history.h"

namespace windtunnel::traffic {

void MessageHistory::begin(Time start) {
  points_[0] = {start, 0};
  count_ = 1;
}

void MessageHistory::note(Time at, double arrived) {
  if (count_ > 0 && at <= points_[count_ - 1].at) return;
  if (count_ == most) thin();
  points_[count_++] = {at, arrived};
}

// Old points matter less: of the older half every second one goes.
void MessageHistory::thin() {
  std::size_t kept = 1;
  for (std::size_t i = 1; i < count_; ++i) {
    if (i < most / 2 && i % 2 == 1) continue;
    points_[kept++] = points_[i];
  }
  count_ = kept;
}

Time MessageHistory::arrival_of_oldest(Time now, double arrived, double waiting) const {
  const double gone = arrived - waiting;
  Point later{now, arrived};
  for (std::size_t i = count_; i-- > 0; later = points_[i]) {
    const Point& sooner = points_[i];
    if (sooner.arrived > gone) continue;
    const double came = later.arrived - sooner.arrived;
    const double share = came > 0 ? (gone - sooner.arrived) / came : 1;
    return sooner.at + from_seconds((later.at - sooner.at).seconds() * share);
  }
  return later.at;
}

}  // namespace windtunnel::traffic
