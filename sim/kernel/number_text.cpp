// Reading and writing of decimal numbers.
#include "sim/kernel/number_text.h"

#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <system_error>

namespace windtunnel {

std::optional<NumberText> read_number(std::string_view text) {
  const bool plus = text.starts_with('+');
  std::string_view unsigned_part = text.substr(plus || text.starts_with('-') ? 1 : 0);
  // from_chars would also read "inf" and "nan", and a second sign after our plus.
  if (unsigned_part.empty() || !((unsigned_part[0] >= '0' && unsigned_part[0] <= '9') || unsigned_part[0] == '.'))
    return {};
  const char* const begin = text.data() + (plus ? 1 : 0);
  const char* const end = text.data() + text.size();
  NumberText number;
  const auto real = std::from_chars(begin, end, number.value);
  if (real.ec != std::errc()) return {};
  number.length = static_cast<std::size_t>(real.ptr - text.data());
  std::int64_t whole = 0;
  const auto integer = std::from_chars(begin, end, whole);
  if (integer.ec == std::errc() && integer.ptr == real.ptr) number.whole = whole;
  return number;
}

std::string_view skip_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

std::string hexadecimal(std::uint64_t value) { return fmt::format("{:016x}", value); }

std::string number_text(double value) {
  // The library turns to exponents at 1e16 and 1e-5; "1e+16" is read back as well.
  return fmt::format("{}", value);
}

double rounded_to_digits(double estimate, int digits) {
  if (estimate == 0 || !std::isfinite(estimate)) return estimate;
  const std::string text = fmt::format("{:.{}e}", estimate, digits - 1);
  double value = estimate;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace windtunnel
