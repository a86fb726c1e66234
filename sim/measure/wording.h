// Numbers as people read them: seconds in a fitting unit, shares in per cent, counts in groups of three.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/measure/statistics.h"

namespace windtunnel {

/// "85.3 s", "12.4 min", "3.1 h", "2.5 d"; three significant digits at most, "without end" when infinite.
std::string seconds_text(double seconds);
/// "98.7 %", "99.9912 %": two significant digits of the distance to 0 or 100 %.
std::string share_text(double share);
/// A share with as many digits as its interval carries: "99.93 %".
std::string share_text(const Estimate& share);
/// "97.8 % to 99.3 %".
std::string share_interval_text(const Estimate& share);
/// "1 000".
std::string count_text(std::uint64_t count);
/// Three significant digits without exponent in the usual range: "0.00123", "12.4", "12 400".
std::string figure_text(double number);
/// "54.06 USD"; whole dollars from 1 000 on.
std::string money_text(double dollars, std::string_view currency = "USD");
/// A value with its unit: "s" and "share" as above, yes/no counts plain, other units behind the number.
std::string value_text(double value, std::string_view unit);

}  // namespace windtunnel
