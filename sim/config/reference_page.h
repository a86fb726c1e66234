// The reference page of a table of parameters, in Markdown.
#pragma once

#include <functional>
#include <string>

#include "sim/config/parameter.h"

namespace windtunnel {

/// A Markdown table with a row for each parameter, nested ones by their path below the table: name, kind and units,
/// default, range, meaning, source. `confidence` says how sure a source is ("high"), or nothing.
std::string reference_table(const ParameterTable& table,
                            const std::function<std::string(const std::string& source)>& confidence = {});
/// "duration (us, ms, s, …)", "list of references", "http or https": how the reference page names a type.
std::string kind_text(const ValueType& type);

}  // namespace windtunnel
