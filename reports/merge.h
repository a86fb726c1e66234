// Several results read as one: a report is about all that it is given.
#pragma once

#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// Rows of all results in their order. What two results say of the same design (its cost, findings, a run, a claim) is
/// taken from the last of them; seed and command are those of the first.
Result merged(const std::vector<Result>& results);

}  // namespace windtunnel::reports
