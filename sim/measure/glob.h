// Names of runs: patterns over them, beside those over any names, and their parts.
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/glob.h"

namespace windtunnel {

/// As glob_matches on a run's name; a pattern without '@' also takes every expansion ("zone-loss" takes
/// "zone-loss@primary.a").
bool run_matches(std::string_view pattern, std::string_view run);

/// The scenario that a run's name begins with: "zone-loss" of "zone-loss@primary.a".
std::string scenario_of(std::string_view run);

}  // namespace windtunnel
