// Text forms of references, zones, address blocks and windows of time.
#include "sim/config/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/config/wording.h"

namespace windtunnel {
namespace {

constexpr Duration day = days(1);
constexpr std::array<std::string_view, 7> weekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// A decimal number of at most `digits` digits at the front of the text, which is taken off.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  std::size_t length = 0;
  while (length < text.size() && length < digits && is_digit(text[length])) ++length;
  int value = 0;
  if (length == 0 || std::from_chars(text.data(), text.data() + length, value).ec != std::errc()) return std::nullopt;
  text.remove_prefix(length);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

/// "03:00" or "3:00" as time since midnight; "24:00" is the end of the day.
std::optional<Duration> take_clock(std::string_view& text) {
  const std::optional<int> hour = take_number(text, 2);
  if (!hour || !take(text, ':') || text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
  const std::optional<int> minute = take_number(text, 2);
  const Duration result = hours(*hour) + minutes(*minute);
  if (*minute > 59 || result > day) return std::nullopt;
  return result;
}

/// What follows a time: blanks and the name of a time zone ("UTC", "America/New_York", "Etc/GMT+5").
std::optional<std::string> take_time_zone(std::string_view text) {
  if (!take(text, ' ')) return std::nullopt;
  while (take(text, ' ')) {
  }
  const auto allowed = [](char c) {
    return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
  };
  if (text.empty() || !is_letter(text.front()) || !std::all_of(text.begin(), text.end(), allowed)) return std::nullopt;
  return std::string(text);
}

struct Window {
  Duration start, length;
};

/// "23:30-00:30": an end that is not after the start lies on the next day; equal ends are no window.
std::optional<Window> take_window(std::string_view& text) {
  const std::optional<Duration> start = take_clock(text);
  if (!start || *start == day || !take(text, '-')) return std::nullopt;
  const std::optional<Duration> end = take_clock(text);
  if (!end || *end == *start) return std::nullopt;
  return Window{*start, *end > *start ? *end - *start : *end - *start + day};
}

std::string clock_text(Duration since_midnight) {
  const std::int64_t minute = since_midnight / minutes(1);
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string window_text(Duration start, Duration length) {
  const Duration end = start + length;
  return clock_text(start) + "-" + clock_text(end > day ? end - day : end);
}

}  // namespace

std::vector<std::string> Reference::words() const {
  std::vector<std::string> result;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    result.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

std::uint32_t CidrBlock::last() const { return address + static_cast<std::uint32_t>(size() - 1); }
bool CidrBlock::contains(const CidrBlock& other) const { return first() <= other.first() && other.last() <= last(); }
bool CidrBlock::overlaps(const CidrBlock& other) const { return first() <= other.last() && other.first() <= last(); }

bool CidrBlock::is_private() const {
  constexpr CidrBlock ranges[] = {{0x0a000000, 8}, {0xac100000, 12}, {0xc0a80000, 16}};
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const CidrBlock& range) { return range.contains(*this); });
}

std::optional<CidrBlock> parse_cidr_block(std::string_view text) {
  CidrBlock block;
  for (int i = 0; i < 4; ++i) {
    const std::optional<int> octet = take_number(text, 3);
    if (!octet || *octet > 255 || !take(text, i < 3 ? '.' : '/')) return std::nullopt;
    block.address = block.address << 8 | static_cast<std::uint32_t>(*octet);
  }
  const std::optional<int> prefix = take_number(text, 2);
  if (!prefix || *prefix > 32 || !text.empty()) return std::nullopt;
  block.prefix = *prefix;
  if ((block.address & (block.size() - 1)) != 0) return std::nullopt;
  return block;
}

std::optional<TimeOfDay> parse_time_of_day(std::string_view text) {
  const std::optional<Duration> clock = take_clock(text);
  const std::optional<std::string> zone = clock && *clock < day ? take_time_zone(text) : std::nullopt;
  if (!zone) return std::nullopt;
  return TimeOfDay{*clock, *zone, {}};
}

std::optional<DailyWindow> parse_daily_window(std::string_view text) {
  const std::optional<Window> window = take_window(text);
  const std::optional<std::string> zone = window ? take_time_zone(text) : std::nullopt;
  if (!zone) return std::nullopt;
  return DailyWindow{window->start, window->length, *zone, {}};
}

std::optional<WeeklyWindow> parse_weekly_window(std::string_view text) {
  const auto* weekday = std::find(weekdays.begin(), weekdays.end(), text.substr(0, 3));
  if (weekday == weekdays.end()) return std::nullopt;
  text.remove_prefix(3);
  if (!take(text, ' ')) return std::nullopt;
  const std::optional<Window> window = take_window(text);
  const std::optional<std::string> zone = window ? take_time_zone(text) : std::nullopt;
  if (!zone) return std::nullopt;
  return WeeklyWindow{static_cast<int>(weekday - weekdays.begin()), window->start, window->length, *zone, {}};
}

bool is_dotted_name(std::string_view text) {
  bool word_begins = true;
  for (const char c : text) {
    if (c == '.' && word_begins) return false;
    if (c != '.' && !is_letter(c) && !is_digit(c) && c != '-' && c != '_') return false;
    word_begins = c == '.';
  }
  return !text.empty() && !word_begins;
}

std::string to_text(const CidrBlock& block) {
  const std::uint32_t a = block.address;
  return fmt::format("{}.{}.{}.{}/{}", a >> 24, a >> 16 & 255, a >> 8 & 255, a & 255, block.prefix);
}

std::string to_text(const TimeOfDay& time) { return clock_text(time.since_midnight) + " " + time.time_zone; }
std::string to_text(const DailyWindow& window) {
  return window_text(window.start, window.length) + " " + window.time_zone;
}
std::string to_text(const WeeklyWindow& window) {
  return fmt::format("{} {} {}", weekdays[static_cast<std::size_t>(window.weekday)],
                     window_text(window.start, window.length), window.time_zone);
}
std::string to_text(const Zones& zones) {
  return zones.all ? "all" : "[" + listed(zones.names, zones.names.size()) + "]";
}

}  // namespace windtunnel
