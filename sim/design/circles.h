// What needs what, checked before anything asks along these ways: nothing may need itself.
#pragma once

#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/config/values.h"
#include "sim/design/design.h"

namespace windtunnel {

/// A reference whose holder works only while its target does.
struct Dependence {
  ComponentId from = no_component, to = no_component;
  Place place;
};

/// Reports components that need themselves by way of others, each circle once, where its first reference is written; and
/// components that need others in so many ways that asking along all of them would not end.
void check_dependences(const Design& design, const std::vector<Dependence>& dependences, Diagnostics& diagnostics);

}  // namespace windtunnel
