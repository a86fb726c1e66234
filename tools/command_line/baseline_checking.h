// A check against a baseline as it is made: both designs run, compared, and regressions shared out among changes.
#pragma once

#include <functional>

#include "sim/measure/baseline_check.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/output.h"

namespace windtunnel::tools {

/// Throws BadInput when the baseline or an input cannot be read, and what `check_outputs` throws when they can; `targets` are what it
/// has found, none of which may be a file that was read.
BaselineCheck checked_against_baseline(const BaselineCheckOptions& options, const CommonOptions& common,
                                       const std::function<void()>& check_outputs, const std::vector<OutputTarget>& targets);

}  // namespace windtunnel::tools
