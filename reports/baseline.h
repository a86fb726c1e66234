// A check against a baseline in words: the answer, then what it rests on.
#pragma once

#include <string>

#include "sim/measure/baseline_check.h"

namespace windtunnel::reports {

/// For a terminal.
std::string baseline_terminal(const BaselineCheck& check);
/// For a comment on a pull request: the difference first, the rest folded.
std::string baseline_markdown(const BaselineCheck& check);

}  // namespace windtunnel::reports
