// See bill.h.
#include "reports/bill.h"

#include <fmt/format.h>

#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

constexpr std::size_t unpriced_shown = 3;  // where all prices of a region are missing, the page of the bill lists them

}  // namespace

std::string bill_figure(double known, const std::vector<std::string>& unpriced, std::string_view currency) {
  return (unpriced.empty() ? "" : "at least ") + money_text(known, currency);
}

std::string unpriced_text(const std::vector<std::string>& unpriced) {
  if (unpriced.empty()) return "";
  return fmt::format("without the unknown price{} of {}", unpriced.size() == 1 ? "" : "s", listed_some(unpriced, unpriced_shown));
}

std::string bill_text(double known, const std::vector<std::string>& unpriced, std::string_view per, std::string_view currency) {
  const std::string without = unpriced_text(unpriced);
  return bill_figure(known, unpriced, currency).append(per) + (without.empty() ? "" : " " + without);
}

}  // namespace windtunnel::reports
