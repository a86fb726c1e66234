// Globs: how scenarios, claims and the command line name several things at once.
#pragma once

#include <string_view>

namespace windtunnel {

/// Whether the whole text matches the pattern; '*' stands for any characters (none, too), '?' for exactly one, and every
/// other character for itself. Takes time proportional to the product of both lengths at the most.
bool matches_glob(std::string_view pattern, std::string_view text);

/// Whether the pattern can match more than the one text that it is.
bool is_glob(std::string_view pattern);

}  // namespace windtunnel
