// Stops what runs when a time on the clock has passed; the only place where the clock decides anything.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "sim/kernel/time.h"

namespace windtunnel::tools {

/// Sets a flag after a while, unless it goes away before.
class TimeLimit {
 public:
  /// Without a limit nothing happens.
  TimeLimit(std::optional<Duration> limit, std::atomic<bool>& stop);
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

  /// Whether the flag was set because the time was over.
  bool over() const { return over_; }

 private:
  std::atomic<bool>& stop_;
  std::atomic<bool> over_{false};
  bool done_ = false;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::thread watch_;
};

/// "90 s", "5 min"; throws UsageError with what was expected.
std::optional<Duration> time_limit_from(const std::string& text);

}  // namespace windtunnel::tools
