// Time zones: wall-clock times of the files become offsets of simulated time when a file is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/kernel/time.h"

namespace windtunnel {

/// Offset from UTC of a named zone ("America/New_York", "UTC") at simulated zero, 1 January 2029; nothing for an unknown
/// name. Daylight saving is not followed during a run: a simulated week repeats.
std::optional<Duration> utc_offset(std::string_view time_zone);

/// What is said of a name that no time zone has: with the nearest that one has, or with an example.
std::string unknown_time_zone(std::string_view name);

/// Time of day in UTC, in [0, 24 h), of a wall-clock time in a zone with this offset.
Duration to_utc(Duration since_local_midnight, Duration utc_offset);

}  // namespace windtunnel
