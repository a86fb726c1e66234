// How a command ends: every exception becomes a documented exit code with a message, and of several reasons the gravest counts.
#pragma once

#include <cstdio>
#include <functional>
#include <vector>

#include "sim/config/diagnostics.h"
#include "tools/command_line/exit_codes.h"

namespace windtunnel::tools {

/// Calls a command and says how it ended; why it did not end well is written to `messages`.
ExitCode ending_of(const std::function<ExitCode()>& command, std::FILE* messages);

/// Tells warnings of inputs that are taken as they are.
void tell_warnings(const Diagnostics& diagnostics, std::FILE* messages);

/// Takes every step in order, whatever others have thrown, so that all that is wrong is told at once: then throws BadInput
/// with the problems of all steps together, as missing where any was; else the first UsageError. Anything else
/// that a step throws passes at once.
void take_all(const std::vector<std::function<void()>>& steps);

}  // namespace windtunnel::tools
