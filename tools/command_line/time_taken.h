// How long each part of a command took, for whoever waited for it: told on standard error, never part of a result.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace windtunnel::tools {

class TimeTaken {
 public:
  /// A part begins, and whatever went before has ended: "replications", "reports".
  void begin(std::string part);
  /// The last part has ended: "Took 25.6 s: replications 16.8 s, years 2.7 s, reports 0.6 s", the parts in their order, without
  /// those that nobody noticed.
  std::string end();

 private:
  using Clock = std::chrono::steady_clock;

  Clock::time_point began_ = Clock::now(), part_began_ = began_;
  std::vector<std::pair<std::string, double>> parts_;  ///< seconds
};

}  // namespace windtunnel::tools
