// Numbers that no line break parts from their units.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::reports::page {

/// The page with no-break spaces between a number and its unit ("2.25 h", "95 %", "≤ 15 min"), and within a number of groups of
/// three digits. Tags, scripts and what may be copied as code stay as they are.
std::string with_units_kept(std::string_view html);

}  // namespace windtunnel::reports::page
