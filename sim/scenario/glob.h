// Shell-like patterns over names: how scenarios, claims and the command line name several things at once.
#pragma once

#include <string_view>

namespace windtunnel {

/// Whether the whole text fits the pattern: '*' stands for any text, '?' for one character; an empty pattern fits only
/// empty text. Takes time in proportion to the product of both lengths at the most.
bool glob_matches(std::string_view pattern, std::string_view text);

/// Whether the pattern can fit more than the one text that it is.
bool is_glob(std::string_view pattern);

}  // namespace windtunnel
