// The text forms of numbers.
#include "sim/measure/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/kernel/number_text.h"
#include "sim/measure/rounding.h"

namespace windtunnel {
namespace {

constexpr int significant_digits = 3;

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string grouped(const std::string& digits) {
  std::string result;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) result += ' ';
    result += digits[i];
  }
  return result;
}

std::string percent(double share, int decimals) {
  return without_trailing_zeros(fmt::format("{:.{}f}", share * 100, std::clamp(decimals, 0, 12))) + " %";
}

/// Enough decimals of a percentage for two significant digits of its distance to the nearer end.
int percent_decimals(double share) {
  constexpr double noise = 1e-9;  // what is nearer to an end is there but for the rounding of sums
  const double distance = std::min(std::abs(share), std::abs(1 - share)) * 100;
  return distance > noise ? std::max(1, decimals_carried(distance, 1)) : 1;
}

}  // namespace

std::string seconds_text(double seconds) {
  if (std::isinf(seconds)) return "without end";
  const double size = std::abs(seconds);
  if (size < 120) return figure_text(seconds) + " s";
  if (size < 2 * 3600) return figure_text(seconds / 60) + " min";
  if (size < 2 * 86400) return figure_text(seconds / 3600) + " h";
  return figure_text(seconds / 86400) + " d";
}

std::string share_text(double share) { return percent(share, percent_decimals(share)); }

std::string share_text(const Estimate& share) {
  if (!share.mean) return "unknown";
  const double half = half_width(share) * 100;
  const int most = percent_decimals(*share.mean) + 1;  // an interval of next to no width carries more than anybody reads
  return percent(*share.mean, half > 0 ? std::min(most, decimals_carried(half, 1)) : most - 1);
}

std::string share_interval_text(const Estimate& share) {
  if (!share.low || !share.high) return "no interval";
  const int decimals = decimals_carried(half_width(share) * 100, percent_decimals(*share.low));
  return percent(*share.low, decimals) + " to " + percent(*share.high, decimals);
}

std::string count_text(std::uint64_t count) { return grouped(std::to_string(count)); }

std::string figure_text(double number) {
  if (std::isinf(number)) return number > 0 ? "infinite" : "minus infinite";
  if (std::isnan(number)) return "unknown";
  const double value = rounded_to_digits(number, significant_digits);
  if (value == 0) return "0";
  const double size = std::abs(value);
  if (size >= 1e12 || size < 1e-6) return fmt::format("{:.{}g}", value, significant_digits);
  if (size >= 1000) return (value < 0 ? "-" : "") + grouped(fmt::format("{:.0f}", size));
  return without_trailing_zeros(fmt::format("{:.9f}", value));
}

std::string money_text(double dollars, std::string_view currency) {
  const double size = std::abs(dollars);
  const std::string number = size >= 1000 ? grouped(fmt::format("{:.0f}", size)) : fmt::format("{:.2f}", size);
  return fmt::format("{}{} {}", dollars < 0 ? "-" : "", number, currency);
}

std::string value_text(double value, std::string_view unit) {
  if (unit == "s") return seconds_text(value);
  if (unit == "share") return share_text(value);
  if (unit == "USD") return money_text(value);
  return unit.empty() ? figure_text(value) : figure_text(value) + " " + std::string(unit);
}

}  // namespace windtunnel
