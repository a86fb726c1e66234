// See time_taken.h.
#include "tools/command_line/time_taken.h"

#include <fmt/format.h>

namespace windtunnel::tools {
namespace {

/// Parts shorter than this, in seconds, are not told.
constexpr double noticed = 0.05;

double seconds(std::chrono::steady_clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

void TimeTaken::begin(std::string part) {
  const auto now = Clock::now();
  if (!parts_.empty()) parts_.back().second = seconds(now - part_began_);
  part_began_ = now;
  parts_.emplace_back(std::move(part), 0.0);
}

std::string TimeTaken::end() {
  const auto now = Clock::now();
  if (!parts_.empty()) parts_.back().second = seconds(now - part_began_);
  std::string text = fmt::format("Took {:.1f} s", seconds(now - began_));
  const char* before = ": ";
  for (const auto& [part, taken] : parts_) {
    if (taken < noticed) continue;
    text += fmt::format("{}{} {:.1f} s", std::exchange(before, ", "), part, taken);
  }
  return text;
}

}  // namespace windtunnel::tools
