// The ends between which an assumed figure may lie, against the figure itself.
#pragma once

#include <string>
#include <string_view>

#include "sim/config/diagnostics.h"
#include "sim/design/design.h"

namespace windtunnel {

enum class PlausibleEnd : bool { low, high };

/// What is wrong with an end of an assumption that sets no parameter: another quantity than its value, or on the wrong side of it.
/// Empty where nothing is, or where the value is no quantity ("on demand").
std::string wrong_end(std::string_view value, PlausibleEnd which, std::string_view end);

/// What is wrong with an end that a component's parameter takes, held against the value; empty: nothing. What the parameter does not
/// take is reported to `reader`.
std::string wrong_end(const Component& component, std::string_view path, std::string_view value, PlausibleEnd which,
                      std::string_view end, Reader& reader, Position position);

}  // namespace windtunnel
