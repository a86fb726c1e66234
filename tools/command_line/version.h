// The program's version, as CMake knows it.
#pragma once

namespace windtunnel::tools {

inline constexpr const char* version = WINDTUNNEL_VERSION;

}  // namespace windtunnel::tools
