// Baseline files, read with what is wrong told, and asked for what was measured then.
#pragma once

#include <string>

#include "sim/measure/baseline.h"
#include "sim/measure/verdict.h"

namespace windtunnel::tools {

/// Throws BadInput when there is no such file (missing) or it is no baseline.
Baseline read_baseline(const std::string& file);

/// The means that a baseline holds, for expectations on increases; it must outlive what is returned.
FormerMeanOf former_means(const Baseline& baseline);

}  // namespace windtunnel::tools
