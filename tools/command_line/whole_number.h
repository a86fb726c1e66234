// Whole numbers on the command line.
#pragma once

#include <cstdint>
#include <string>

namespace windtunnel::tools {

/// What is wrong with a text as a whole number in a range: it is decimal digits without sign and without a leading zero, which
/// would make it octal elsewhere. Empty: nothing.
std::string whole_number_problem(const std::string& text, std::uint64_t least, std::uint64_t most);

}  // namespace windtunnel::tools
