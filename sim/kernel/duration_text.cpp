// Text forms of durations: one unit ("90 s"), several ("1 h 30 min"), or ISO 8601 ("PT1H30M").
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/kernel/number_text.h"
#include "sim/kernel/quantity.h"

namespace windtunnel {
namespace {

struct Unit {
  std::string_view name;
  std::string_view iso;  // designator in ISO 8601; days and longer before the T, the others after it
  std::int64_t microseconds;
};

// Falling, as the parts of a compound duration must.
constexpr Unit units[] = {
    {"y", "Y", years(1).microseconds},        {"w", "W", days(7).microseconds},
    {"d", "D", days(1).microseconds},         {"h", "H", hours(1).microseconds},
    {"min", "M", minutes(1).microseconds},    {"s", "S", seconds(1).microseconds},
    {"ms", "", milliseconds(1).microseconds}, {"us", "", 1},
};

/// Micro is written "u", or with either of the two letters that look alike.
std::string_view plain(std::string_view unit) { return unit == "\u00b5s" || unit == "\u03bcs" ? "us" : unit; }

/// Exact for whole numbers, else to the nearest microsecond; nothing beyond 64 bits or where something becomes nothing.
std::optional<std::int64_t> product(const NumberText& number, const Unit& unit) {
  std::int64_t result = 0;
  if (number.whole) {
    if (__builtin_mul_overflow(*number.whole, unit.microseconds, &result)) return {};
    return result;
  }
  const double exact = number.value * static_cast<double>(unit.microseconds);
  if (!(exact > -0x1p63 && exact < 0x1p63)) return {};
  result = static_cast<std::int64_t>(std::round(exact));
  if (result == 0 && number.value != 0) return {};
  return result;
}

/// The sum of parts, each in a smaller unit than the one before.
class Sum {
 public:
  bool add(const NumberText& number, const Unit& unit) {
    const auto part = product(number, unit);
    if (!part || &unit < next_) return false;
    next_ = &unit + 1;
    ++parts_;
    return !__builtin_add_overflow(total_, *part, &total_);
  }
  std::optional<Duration> total() const { return parts_ > 0 ? std::optional(Duration{total_}) : std::nullopt; }
  int parts() const { return parts_; }

 private:
  std::int64_t total_ = 0;
  const Unit* next_ = units;
  int parts_ = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<Duration> parse_units(std::string_view text) {
  Sum sum;
  const bool is_signed = text.starts_with('-') || text.starts_with('+');
  while (!text.empty()) {
    const auto number = read_number(text);
    if (!number || (sum.parts() > 0 && (is_signed || text[0] == '-' || text[0] == '+'))) return {};
    text = skip_blanks(text.substr(number->length));
    std::size_t length = 0;
    while (length < text.size() && !is_digit(text[length]) && text[length] != ' ' && text[length] != '\t') ++length;
    const std::string_view name = plain(text.substr(0, length));
    const Unit* found = nullptr;
    for (const Unit& unit : units) found = unit.name == name ? &unit : found;
    if (found == nullptr || !sum.add(*number, *found)) return {};
    const std::string_view rest = text.substr(length);
    text = skip_blanks(rest);
    if (text.empty() && !rest.empty()) return {};
  }
  return sum.total();
}

/// What follows the P.
std::optional<Duration> parse_iso(std::string_view text) {
  Sum sum;
  bool after_t = false;
  while (!text.empty()) {
    if (text[0] == 'T' && !after_t && text.size() > 1) {
      after_t = true;
      text.remove_prefix(1);
    }
    // No exponents and no signs: digits, and a point in between.
    const std::size_t length = text.find_first_not_of("0123456789.");
    if (length == 0 || length == std::string_view::npos || !is_digit(text[0])) return {};
    const auto number = read_number(text.substr(0, length));
    if (!number || number->length != length) return {};
    const Unit* found = nullptr;
    for (const Unit& unit : units) {
      const bool before_t = unit.microseconds >= days(1).microseconds;
      if (unit.iso == text.substr(length, 1) && before_t != after_t) found = &unit;
    }
    if (found == nullptr || !sum.add(*number, *found)) return {};
    text.remove_prefix(length + 1);
  }
  return sum.total();
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  return text.starts_with('P') ? parse_iso(text.substr(1)) : parse_units(text);
}

std::string_view units_of_duration() { return "us, ms, s, min, h, d, w, y"; }

std::string to_text(Duration duration) {
  if (duration == Duration{}) return "0 s";
  const Unit* unit = units;
  while (duration.microseconds % unit->microseconds != 0) ++unit;
  return std::to_string(duration.microseconds / unit->microseconds) + " " + std::string(unit->name);
}

}  // namespace windtunnel
