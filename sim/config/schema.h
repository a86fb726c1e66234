// JSON Schema (draft 2020-12) of tables of parameters, so that editors complete and check what the reader will accept.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/config/parameter.h"

namespace windtunnel {

/// The schema of a map that holds a table's parameters: properties with meaning, default, form and source; required
/// keys; nothing else allowed. The caller may add properties of its own. `defaults` is an object whose values are shown
/// as defaults, or null pointer for a default object. A struct that contains itself is opened once.
nlohmann::ordered_json schema_of(const ParameterTable& table, const void* defaults = nullptr);
/// The schema of one value, without meaning and default.
nlohmann::ordered_json schema_of(const ValueType& type);

}  // namespace windtunnel
