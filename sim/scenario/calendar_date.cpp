// See calendar_date.h.
#include "sim/scenario/calendar_date.h"

#include <array>

namespace windtunnel {
namespace {

/// The number of a text of digits; nothing when something else is in it.
std::optional<int> number_of(std::string_view digits) {
  int number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

int days_of_month(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[static_cast<std::size_t>(month - 1)] + (leap && month == 2);
}

}  // namespace

std::optional<CalendarDate> parse_calendar_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_of(text.substr(0, 4)), month = number_of(text.substr(5, 2)), day = number_of(text.substr(8));
  if (!year || !month || !day || *year < 1900 || *month < 1 || *month > 12) return std::nullopt;
  if (*day < 1 || *day > days_of_month(*year, *month)) return std::nullopt;
  return CalendarDate{std::string(text), {}};
}

namespace detail {

template <>
const ValueType& ScalarType<CalendarDate>::get() {
  static const ValueType type = [] {
    ValueType made;
    made.kind = ValueKind::formatted;
    made.name = "a day";
    made.example = "2029-06-30";
    made.pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    made.parse = [](const Node& node, const Reader& reader, void* value, std::string&) {
      auto date = node.is_scalar() ? parse_calendar_date(node.text) : std::nullopt;
      if (!date) return false;
      date->place = reader.place(node.position);
      *static_cast<CalendarDate*>(value) = *date;
      return true;
    };
    made.write = [](const void* value) { return static_cast<const CalendarDate*>(value)->text; };
    return made;
  }();
  return type;
}

}  // namespace detail

}  // namespace windtunnel
