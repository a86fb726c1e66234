// Which files a path means, and why one cannot be read.
#pragma once

#include <string>
#include <vector>

#include "sim/config/diagnostics.h"

namespace windtunnel::tools {

/// Whoever misses more files than this misses one thing.
inline constexpr std::size_t missing_told = 100;

/// Why a file cannot be read at all; empty: it can.
std::string unreadable(const std::string& path);

/// The file, or the files of a folder that can be designs, scenarios or policies: hidden ones and the program's own left out, in
/// order of their paths, so that the order of a directory never matters. What cannot be read goes to `missing` instead.
std::vector<std::string> files_of(const std::string& path, Diagnostics& missing);

}  // namespace windtunnel::tools
