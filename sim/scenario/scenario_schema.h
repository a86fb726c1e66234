// JSON Schema of scenario files, so that editors complete and check what the loader will accept.
#pragma once

#include <string>

namespace windtunnel {

/// Draft 2020-12, as JSON text. Selectors, component types and fault modes are checked by the loader, which knows the
/// catalogue.
std::string scenario_schema();

}  // namespace windtunnel
