// Whether limits on published figures are in the unit of the figure.
#pragma once

#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/design/component.h"
#include "sim/scenario/expectation_text.h"

namespace windtunnel {

/// A limit that is in the unit of no figure that its name can mean ("< 60 %" on "*.failover_seconds") is a mistake, reported at its
/// place. Where the catalogue has no figure of the name, nothing is said: a run tells.
void check_figure_units(const std::vector<ExpectationText>& texts, const Catalogue& catalogue, Diagnostics& diagnostics);

}  // namespace windtunnel
