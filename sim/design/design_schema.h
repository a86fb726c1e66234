// JSON Schema of design files, so that editors complete and check what the loader will accept.
#pragma once

#include <string>

#include "sim/design/component.h"

namespace windtunnel {

/// Draft 2020-12, as JSON text; component types and their parameters come from the catalogue. References between
/// components and what only a whole design can tell are left to the loader.
std::string design_schema(const Catalogue& catalogue);

}  // namespace windtunnel
