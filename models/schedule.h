// Times of day on which something is due, day after day, in a time zone of its own.
#pragma once

#include <optional>

#include "sim/config/values.h"
#include "sim/design/component.h"
#include "sim/design/time_zone.h"

namespace windtunnel::models {

class DailySchedule {
 public:
  DailySchedule() = default;
  DailySchedule(Duration since_local_midnight, Duration utc_offset) : at_(to_utc(since_local_midnight, utc_offset)) {}
  /// Nothing where the time zone is unknown.
  static std::optional<DailySchedule> of(const TimeOfDay& time) {
    const auto offset = utc_offset(time.time_zone);
    return offset ? std::optional(DailySchedule(time.since_midnight, *offset)) : std::nullopt;
  }
  /// The first instant after `now`.
  Time after(Time now) const {
    const Duration since = Duration{now.microseconds} % days(1);
    const Time midnight = now - (since < Duration{} ? since + days(1) : since);
    return midnight + at_ > now ? midnight + at_ : midnight + at_ + days(1);
  }

 private:
  Duration at_;  ///< since midnight, UTC
};

/// The hours of a weekly window in UTC; nothing without a window, or where the time zone is unknown.
inline std::optional<WeeklyHours> hours_of(const std::optional<WeeklyWindow>& window) {
  const auto offset = window ? utc_offset(window->time_zone) : std::nullopt;
  if (!offset) return std::nullopt;
  return WeeklyHours{days(window->weekday) + window->start - *offset, window->length};
}

}  // namespace windtunnel::models
