// How long a duration of a file may be: 64 bits hold 292 000 years, and sums of several durations must fit too.
#pragma once

#include <string_view>

#include "sim/kernel/time.h"

namespace windtunnel {

constexpr Duration longest_duration = years(1'000);
/// Of laws, the median: rare faults are further apart than anything lasts.
constexpr Duration longest_median = years(100'000);
/// What a message says of longer ones.
constexpr std::string_view longest_duration_text = "; at most 1000 y";
constexpr std::string_view longest_median_text = "; its median is at most 100000 y";

}  // namespace windtunnel
