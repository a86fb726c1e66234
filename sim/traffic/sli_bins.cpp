// Counts the requests of each second.
#include "sim/traffic/sli_bins.h"

#include <algorithm>

namespace windtunnel::traffic {

void SliBins::begin(Time start) {
  bins_.clear();
  start_ = start;
  first_ = start.microseconds / width;
  offered_ = good_ = 0;
  last_sli_ = 1;
}

SliBins::Bin& SliBins::bin(Time at) {
  const auto i = static_cast<std::size_t>(index(at));
  while (bins_.size() <= i) bins_.push({});
  return bins_.at(i);
}

void SliBins::arrived(Time at) {
  Bin& counts = bin(at);
  ++counts.offered;
  ++counts.open;
}

void SliBins::ended(Time arrival, bool good) {
  if (index(arrival) < 0) return;
  Bin& counts = bin(arrival);
  --counts.open;
  if (good) ++counts.good;
}

void SliBins::report(JourneyId journey, Time now, double objective_seconds, SliListener* listener) {
  while ((first_ + 1) * width <= now.microseconds) {
    const Time end{(first_ + 1) * width};
    Bin counts;
    if (!bins_.empty()) {
      if (bins_.front().open > 0 && !((now - end).seconds() >= objective_seconds)) return;
      counts = bins_.pop();
    }
    ++first_;
    if (counts.offered > 0) last_sli_ = static_cast<double>(counts.good) / counts.offered;
    offered_ = 0.9 * offered_ + counts.offered;
    good_ = 0.9 * good_ + counts.good;
    if (listener == nullptr) continue;
    listener->sli_segment(journey, std::max(start_, Time{end.microseconds - width}), end, counts.offered, counts.good,
                          last_sli_, last_sli_);
  }
}

}  // namespace windtunnel::traffic
