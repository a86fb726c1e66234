// See time_limit.h.
#include "tools/command_line/time_limit.h"

#include <algorithm>

#include "sim/config/values.h"
#include "sim/kernel/quantity.h"
#include "tools/command_line/commands.h"

namespace windtunnel::tools {

TimeLimit::TimeLimit(std::optional<Duration> limit, std::atomic<bool>& stop) : stop_(stop) {
  if (!limit) return;
  const Duration bounded = std::min(*limit, years(100));  // a clock of nanoseconds knows no much later instant
  watch_ = std::thread([this, wait = std::chrono::microseconds(bounded.microseconds)] {
    std::unique_lock lock(mutex_);
    if (ended_.wait_for(lock, wait, [this] { return done_; })) return;
    over_ = true;
    stop_ = true;
  });
}

TimeLimit::~TimeLimit() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  ended_.notify_all();
  if (watch_.joinable()) watch_.join();
}

std::optional<Duration> time_limit_from(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto limit = parse_duration(text);
  if (!limit || limit->microseconds <= 0)
    throw UsageError("--time-limit: expected a duration such as \"90 s\" or \"5 min\", found \"" + text + "\"");
  return limit;
}

}  // namespace windtunnel::tools
