// Result files, read with everything that is wrong told at once.
#pragma once

#include <string>

#include "sim/measure/result.h"

namespace windtunnel::tools {

/// Reads a result; throws BadInput when there is no such file (missing) or it is none.
Result read_result(const std::string& file);
/// Whether a JSON file begins as results do; designs may be JSON too.
bool looks_like_result(const std::string& file);

}  // namespace windtunnel::tools
