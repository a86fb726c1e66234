// Faults of one kind that may be at work together: the worst of them counts, and it is over when the last one is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/design/component.h"

namespace windtunnel::models {

/// Copyable state of a model.
class OverlappingFaults {
 public:
  /// One more, or one less; the greatest severity that is at work now, but at least `least`.
  double begin(const Strike& strike, double least) {
    at_work_.push_back({strike.id, strike.severity});
    return worst(least);
  }
  double end(const Strike& strike, double least) {
    const auto same = [&](const Fault& fault) { return fault.id == strike.id; };
    if (const auto found = std::find_if(at_work_.begin(), at_work_.end(), same); found != at_work_.end()) at_work_.erase(found);
    return worst(least);
  }

 private:
  double worst(double least) const {
    for (const Fault& fault : at_work_) least = std::max(least, fault.severity);
    return least;
  }
  struct Fault {
    std::uint64_t id;
    double severity;
  };
  std::vector<Fault> at_work_;
};

}  // namespace windtunnel::models
