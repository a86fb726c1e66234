// Suppressions applied to judged expectations: what is agreed on counts for nothing, until it expires.
#pragma once

#include <span>
#include <vector>

#include "sim/measure/result.h"
#include "sim/scenario/policy.h"

namespace windtunnel {

/// Marks each failed or undecided row that a suppression names with its reason and last day. Adds an error-level refuted
/// row for each suppression that has expired on `today` (it suppresses nothing), and a warn-level one for each that names
/// none of the rows. These rows have the measure "suppression" and stand where the suppression is written.
void apply_suppressions(std::span<const Suppression> suppressions, const CalendarDate& today,
                        std::vector<ExpectationResult>& rows);

}  // namespace windtunnel
