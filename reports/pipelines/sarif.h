// A result as SARIF 2.1.0 (OASIS), which code scanning shows at the lines of designs and scenarios.
#pragma once

#include <string>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/measure/result.h"

namespace windtunnel::reports {

/// Expectations that failed or were not decided, and what static rules found, each with the rule's metadata. Files
/// should be relative to the repository; what is wrong with input files makes the invocation a failed one.
std::string sarif(const Result& result, const std::vector<Diagnostic>& problems = {});

}  // namespace windtunnel::reports
