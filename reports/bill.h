// Monthly costs in words: a bill in which prices are missing is a lower bound, and says of what.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::reports {

/// "220.67 USD", or "at least 220.67 USD" where the prices of some items are not known. Text of a table's cell.
std::string bill_figure(double known, const std::vector<std::string>& unpriced, std::string_view currency = "USD");
/// The same, and whose price is missing: "at least 220.67 USD a month without the unknown price of app: instances".
std::string bill_text(double known, const std::vector<std::string>& unpriced, std::string_view per = "",
                      std::string_view currency = "USD");
/// "without the unknown prices of a, b and 7 more"; empty where all are known.
std::string unpriced_text(const std::vector<std::string>& unpriced);

}  // namespace windtunnel::reports
