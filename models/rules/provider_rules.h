// Static rules that hold for this provider only.
#pragma once

#include <span>
#include <vector>

#include "sim/design/rules.h"

namespace windtunnel::models {

/// In the order of their names; to be applied beside structural_rules().
std::span<const Rule> provider_rules();

std::vector<Finding> never_fails_over(const Design& design);
std::vector<Finding> open_beside_front(const Design& design);

}  // namespace windtunnel::models
