// See story.h.
#include "sim/run/story.h"

#include <fmt/format.h>

namespace windtunnel {

const char* word(Phase phase) {
  switch (phase) {
    case Phase::none: return "";
    case Phase::notice: return "notice";
    case Phase::decide: return "decide";
    case Phase::act: return "act";
    case Phase::propagate: return "propagate";
    case Phase::warm_up: return "warm_up";
    case Phase::drain: return "drain";
  }
  return "";
}

std::string weekday_time(Time t) {
  static constexpr const char* days_of_week[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  const std::int64_t s = t.microseconds / 1'000'000;
  return fmt::format("{} {:02}:{:02} UTC", days_of_week[s / 86400 % 7], s / 3600 % 24, s / 60 % 60);
}

}  // namespace windtunnel
