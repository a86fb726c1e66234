// An operation that a file names, to be done to a component that it names too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// Finds the component while the design is connected, and reports, at `key`, an operation that it does not know.
inline ComponentId find_operable(Wiring& wiring, const Component& owner, const char* key, const Reference& on,
                                 const std::string& operation) {
  const ComponentId target = wiring.find(owner, on);
  const auto* operable = wiring.capability<Operable>(target);
  if (operable == nullptr) return target;  // reported already
  std::vector<std::string> known;
  for (const std::string_view name : operable->operations()) {
    if (name == operation) return target;
    known.emplace_back(name);
  }
  wiring.error(owner, key, "\"" + on.text + "\" cannot \"" + operation + "\"" + did_you_mean(operation, known));
  return target;
}

}  // namespace windtunnel::models
