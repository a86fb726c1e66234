// Reads what must hold for a journey to succeed: {all: [...]}, {any: [...]}, {at_least: k, of: [...]}, or a component.
#pragma once

#include <string>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/design/design.h"

namespace windtunnel {

/// Problems go to `diagnostics`; the components that the structure names are added to `components`, each once.
Structure read_structure(const Node& node, const Design& design, const std::string& file, Diagnostics& diagnostics,
                         std::vector<ComponentId>& components);

}  // namespace windtunnel
