// A result as one HTML file that carries everything with it and asks nothing of a network.
#pragma once

#include <string>
#include <vector>

#include "sim/measure/comparison.h"
#include "sim/measure/result.h"

namespace windtunnel::reports {

/// The page. Its content-security policy allows its own scripts and style by their hashes and nothing else.
/// Comparisons get a section of their own.
std::string html(const Result& result, const std::vector<Comparison>& comparisons = {});

}  // namespace windtunnel::reports
