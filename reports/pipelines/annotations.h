// A result as commands that GitHub Actions turns into annotations of a pull request's lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/measure/result.h"

namespace windtunnel::reports {

/// One line per expectation that failed or was not decided and per finding, errors first, since GitHub shows few. Files
/// should be relative to the repository. Notes of static rules are left to SARIF.
std::string annotations(const Result& result, const std::vector<Diagnostic>& problems = {});

/// Text in which no line is a command to a pipeline's runner ("::set-output", "##[command]", "##vso[…]"): it may show
/// what strangers' files contain.
std::string without_commands(std::string_view text);

}  // namespace windtunnel::reports
