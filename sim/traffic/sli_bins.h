// Counts the requests of each second, until the fate of all of them is known.
#pragma once

#include "sim/kernel/time.h"
#include "sim/traffic/resolution.h"
#include "sim/traffic/ring.h"

namespace windtunnel::traffic {

class SliBins {
 public:
  /// Starts over with the second that `start` lies in.
  void begin(Time start);
  void arrived(Time at);
  /// The request that arrived at that time has ended.
  void ended(Time arrival, bool good);
  /// Reports, in order, the seconds that are over and in which nothing can change any more: all have ended, or an answer
  /// would come after the objective and count for nothing.
  void report(JourneyId journey, Time now, double objective_seconds, SliListener* listener);
  /// SLI of the last seconds reported (weights fall by a tenth a second); 1 before the first.
  double recent_sli() const { return offered_ > 0 ? good_ / offered_ : 1; }

 private:
  struct Bin {
    std::uint32_t offered = 0, good = 0, open = 0;
  };
  static constexpr std::int64_t width = 1'000'000;
  std::int64_t index(Time at) const { return at.microseconds / width - first_; }
  Bin& bin(Time at);

  Ring<Bin> bins_;
  std::int64_t first_ = 0;  // second of the first bin
  Time start_;
  double offered_ = 0, good_ = 0, last_sli_ = 1;
};

}  // namespace windtunnel::traffic
