// The full parameters of an object as lines of text: what is hashed as input, and what names the differences of two
// designs.
#pragma once

#include <string>
#include <vector>

#include "sim/config/parameter.h"

namespace windtunnel {

/// One line "path=value" per value, defaults included, in order of declaration; empty optionals are "path=null", empty
/// lists "path=[]". Equal objects give equal lines and different ones different lines; how a value was written
/// ("90 s", "1.5 min") does not show.
std::vector<std::string> canonical_lines(const ParameterTable& table, const void* object,
                                         const std::string& prefix = "");

template <Group T>
std::vector<std::string> canonical_lines(const T& object, const std::string& prefix = "") {
  return canonical_lines(parameters_of<T>(), &object, prefix);
}

/// A value that two objects of one table do not share; empty where one of them has no such value.
struct ChangedParameter {
  std::string path, before, after;
  friend bool operator==(const ChangedParameter&, const ChangedParameter&) = default;
};
/// In the order of `before`'s lines, then what only `after` has.
std::vector<ChangedParameter> changed_parameters(const std::vector<std::string>& before,
                                                 const std::vector<std::string>& after);

}  // namespace windtunnel
