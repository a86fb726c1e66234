// JSON Schema of policy files, so that editors complete and check what the loader will accept.
#pragma once

#include <string>

namespace windtunnel {

/// Draft 2020-12, as JSON text.
std::string policy_schema();

}  // namespace windtunnel
