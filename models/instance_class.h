// What an instance class offers: cores and memory, by the provider's naming scheme ("db.t3.micro", "cache.r6g.large").
#pragma once

#include <optional>
#include <string_view>

#include "sim/kernel/quantity.h"

namespace windtunnel::models {

struct InstanceClass {
  double cores = 0;
  Bytes memory;
};

/// Reads a class name, with or without a service's prefix; nothing for a name outside the families t2, t3, t3a, t4g, m5,
/// m6g, m6i, m7g, r5, r6g, r6i, r7g. Memory of managed nodes may be a little less than this.
std::optional<InstanceClass> find_instance_class(std::string_view name);

}  // namespace windtunnel::models
