// Turns a scenario and a design into what the run floor executes: selectors become components, words become times.
#pragma once

#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/design/design.h"
#include "sim/scenario/plan.h"
#include "sim/scenario/scenario.h"

namespace windtunnel {

/// One plan for each target that an `each` of the scenario names, else one; none when the scenario does not name this
/// design. A plan without targets says why in `not_applicable`. Errors go to `diagnostics`: a selector that matches
/// several things where one was asked for, and a component by path that a design named without globs does not have.
std::vector<Plan> plan(const Scenario& scenario, const Design& design, Diagnostics& diagnostics);

}  // namespace windtunnel
