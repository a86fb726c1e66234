// The picture of a design as the result file keeps it.
#pragma once

#include "sim/design/design.h"
#include "sim/measure/replay.h"

namespace windtunnel {

/// The nodes and edges of `design_graph`, with types and places in words.
TopologyResult topology_of(const Design& design);

/// The name of a component's part in a zone: "primary.web@us-east-1a".
std::string part_name(const Design& design, const Component& component, Site site);

/// The named assumptions of a design.
std::vector<AssumptionResult> assumptions_of(const Design& design);

}  // namespace windtunnel
