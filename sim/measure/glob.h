// Patterns over names of runs, beside those over any names.
#pragma once

#include <string_view>

#include "sim/scenario/glob.h"

namespace windtunnel {

/// As glob_matches on a run's name; a pattern without '@' also takes every expansion ("zone-loss" takes
/// "zone-loss@primary.a").
bool run_matches(std::string_view pattern, std::string_view run);

}  // namespace windtunnel
