// Paths of parameters, as messages and changes write them.
#pragma once

#include <string>

namespace windtunnel::detail {

/// "health_check.interval" of "health_check" and "interval"; at the top the key alone.
inline std::string path_below(const std::string& path, const std::string& key) { return path.empty() ? key : path + "." + key; }

}  // namespace windtunnel::detail
