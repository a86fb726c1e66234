// A result as JUnit XML, which pipelines show as tests.
#pragma once

#include <string>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/measure/result.h"

namespace windtunnel::reports {

/// One suite per file that sets expectations and one case per expectation and journey; what is wrong with input files
/// is a suite of errors. What only warns, is suppressed or could not be decided is skipped, with the reason.
std::string junit(const Result& result, const std::vector<Diagnostic>& problems = {});

}  // namespace windtunnel::reports
