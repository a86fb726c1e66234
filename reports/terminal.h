// A result as text for a terminal, beginning with the answer.
#pragma once

#include <string>

#include "sim/measure/result.h"

namespace windtunnel::reports {

struct TerminalOptions {
  bool colour = false;  ///< colour is added to words, never instead of them
  int width = 100;      ///< columns; at least 60 are used
};

std::string terminal(const Result& result, const TerminalOptions& options = {});

}  // namespace windtunnel::reports
