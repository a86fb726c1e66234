// Shell-like patterns over names: '*' stands for any text, '?' for one character.
#pragma once

#include <string_view>

namespace windtunnel {

/// True when the whole text fits the pattern; an empty pattern fits only empty text.
bool glob_matches(std::string_view pattern, std::string_view text);

/// As glob_matches on a run's name; a pattern without '@' also takes every expansion ("zone-loss" takes
/// "zone-loss@primary.a").
bool run_matches(std::string_view pattern, std::string_view run);

}  // namespace windtunnel
