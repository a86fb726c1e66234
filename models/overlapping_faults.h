// Faults of one kind that may be at work together: the worst of them counts, or all together; it is over when the last one is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/design/component.h"

namespace windtunnel::models {

/// Copyable state of a model.
class OverlappingFaults {
 public:
  void begin(const Strike& strike) { at_work_.push_back({strike.id, strike.severity}); }
  void end(const Strike& strike) {
    const auto same = [&](const Fault& fault) { return fault.id == strike.id; };
    if (const auto found = std::find_if(at_work_.begin(), at_work_.end(), same); found != at_work_.end()) at_work_.erase(found);
  }
  /// The greatest severity that is at work, but at least `least`: what there is without any.
  double worst(double least) const {
    for (const Fault& fault : at_work_) least = std::max(least, fault.severity);
    return least;
  }
  /// All severities together, where each fault takes something of its own.
  double sum() const {
    double all = 0;
    for (const Fault& fault : at_work_) all += fault.severity;
    return all;
  }

 private:
  struct Fault {
    std::uint64_t id;
    double severity;
  };
  std::vector<Fault> at_work_;
};

}  // namespace windtunnel::models
