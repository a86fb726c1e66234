// A result as one HTML file that carries everything with it and asks nothing of a network.
#pragma once

#include <string>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// The page. Its content-security policy allows its own scripts and style by their hashes and nothing else.
std::string html(const Result& result);

}  // namespace windtunnel::reports
