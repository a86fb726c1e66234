// Regions whose label looks misspelt.
#pragma once

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"

namespace windtunnel::tools {

/// Warns of regions of a design whose label neither the price book nor the geography knows, but one almost like it: they have no
/// prices, and nothing far from them takes longer. Other labels are names of one's own.
void warn_of_region_labels(const Document& design, Diagnostics& diagnostics);

}  // namespace windtunnel::tools
