// Decimal rounding by printing and reading back, which is exact where scaling by powers of ten is not.
#include "sim/measure/rounding.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

#include "sim/kernel/number_text.h"

namespace windtunnel {
namespace {

constexpr int digits_without_interval = 6;
constexpr int least_digits = 3;

double read_back(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value == 0 ? 0.0 : value;  // no "-0" in a report
}

std::optional<double> to_decimals(const std::optional<double>& value, int decimals) {
  if (!value) return std::nullopt;
  return round_decimals(*value, decimals);
}

std::optional<double> to_digits(const std::optional<double>& value) {
  if (!value) return std::nullopt;
  return rounded_to_digits(*value, digits_without_interval);
}

}  // namespace

double round_decimals(double value, int decimals) {
  if (!std::isfinite(value)) return value;
  if (decimals >= 0) return read_back(fmt::format("{:.{}f}", value, decimals));
  const double quantum = read_back("1e" + std::to_string(-decimals));
  const double rounded = std::round(value / quantum) * quantum;
  return rounded == 0 ? 0.0 : rounded;
}

int decimals_carried(double uncertainty, int otherwise) {
  if (!(uncertainty > 0) || !std::isfinite(uncertainty)) return otherwise;
  const std::string text = fmt::format("{:.1e}", uncertainty);
  const int exponent = std::atoi(text.c_str() + text.find('e') + 1);
  return 1 - exponent;
}

double half_width(const Estimate& estimate) {
  return estimate.low && estimate.high ? (*estimate.high - *estimate.low) / 2 : 0;
}

Estimate rounded(const Estimate& estimate) {
  const double half = half_width(estimate);
  if (!(half > 0)) return {to_digits(estimate.mean), to_digits(estimate.low), to_digits(estimate.high)};
  // However wide the interval is to one side, a figure that is told beside a limit has to stay on its side of it.
  const double mean = std::abs(estimate.mean.value_or(0));
  const int significant = mean > 0 ? least_digits - 1 - static_cast<int>(std::floor(std::log10(mean))) : decimals_carried(half, 0);
  const int decimals = std::max(decimals_carried(half, 0), significant);
  return {to_decimals(estimate.mean, decimals), to_decimals(estimate.low, decimals),
          to_decimals(estimate.high, decimals)};
}

}  // namespace windtunnel
