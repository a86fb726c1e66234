// Baseline files, read with what is wrong told.
#pragma once

#include <string>

#include "sim/measure/baseline.h"

namespace windtunnel::tools {

/// Throws BadInput when there is no such file (missing) or it is no baseline.
Baseline read_baseline(const std::string& file);

}  // namespace windtunnel::tools
