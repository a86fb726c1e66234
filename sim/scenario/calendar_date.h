// Days of the calendar, as suppressions name the last day on which they hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/config/value_type.h"

namespace windtunnel {

/// A day that exists, as "2029-06-30"; texts of this form order as days do. Equality ignores the place.
struct CalendarDate {
  std::string text;
  Place place;

  bool empty() const { return text.empty(); }
  bool before(const CalendarDate& other) const { return text < other.text; }
  friend bool operator==(const CalendarDate& a, const CalendarDate& b) { return a.text == b.text; }
};

/// Reads YYYY-MM-DD of the Gregorian calendar, years 1900 to 9999; nothing on any other text.
std::optional<CalendarDate> parse_calendar_date(std::string_view text);

namespace detail {
template <>
struct ValueTypeOf<CalendarDate> : ScalarType<CalendarDate> {};
template <>
const ValueType& ScalarType<CalendarDate>::get();
}  // namespace detail

}  // namespace windtunnel
