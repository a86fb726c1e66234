// What an instance class offers: cores and memory, by the provider's naming scheme ("db.t3.micro", "cache.r6g.large").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/kernel/quantity.h"

namespace windtunnel::models {

struct InstanceClass {
  double cores = 0;
  Bytes memory;
};

/// Reads a class name with its service's prefix ("db.", "cache."; none of plain instances), by which prices know it too; nothing
/// for one with another prefix, or outside the families t2, t3, t3a, t4g, m5, m6g, m6i, m7g, r5, r6g, r6i, r7g. Memory of managed
/// nodes may be a little less than this.
std::optional<InstanceClass> find_instance_class(std::string_view name, std::string_view prefix);

/// What is said after a name that is no class: "; did you mean "db.t3.medium"?", or an example.
std::string expected_instance_class(std::string_view name, std::string_view prefix);

}  // namespace windtunnel::models
