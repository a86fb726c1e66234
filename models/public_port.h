// Ports of public services: whoever calls them needs a way to the internet, or an endpoint that leads there.
#pragma once

#include "sim/design/capability.h"

namespace windtunnel::models {

inline Port public_port() {
  Port port;
  port.over_internet = true;
  return port;
}

}  // namespace windtunnel::models
