// See kept_together.h.
#include "reports/page/kept_together.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace windtunnel::reports::page {
namespace {

constexpr std::string_view no_break = "\u00a0";
constexpr std::array<std::string_view, 25> units = {"s",   "ms",  "us",  "min", "h",    "d",    "w",    "y",   "%",
                                                    "USD", "EUR", "B",   "kB",  "MB",   "GB",   "TB",   "KiB", "MiB",
                                                    "GiB", "TiB", "GB-month", "Mbps", "Gbps", "vCPU", "/"};
constexpr std::array<std::string_view, 7> signs = {"≤", "≥", "&lt;", "&gt;", "✓", "◐", "✗"};
/// Elements whose text is not for reading, or is copied.
constexpr std::array<std::string_view, 5> left_alone = {"script", "style", "pre", "code", "option"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80; }

/// Whether a unit begins the text, and no longer word does; "/s" and "/month" are units too.
bool begins_with_unit(std::string_view text) {
  return std::any_of(units.begin(), units.end(), [&](std::string_view unit) {
    if (!text.starts_with(unit)) return false;
    const char next = text.size() > unit.size() ? text[unit.size()] : ' ';
    return unit == "/" ? is_word(next) : unit == "%" || !is_word(next);
  });
}

/// "000" of "1 000".
bool begins_with_group(std::string_view text) {
  return text.size() >= 3 && is_digit(text[0]) && is_digit(text[1]) && is_digit(text[2]) && (text.size() == 3 || !is_word(text[3]));
}

/// Whether the space at `at` stands within a quantity.
bool is_within(std::string_view html, std::size_t at) {
  const std::string_view before = html.substr(0, at), after = html.substr(at + 1);
  if (before.empty() || after.empty()) return false;
  if (is_digit(before.back())) return begins_with_unit(after) || begins_with_group(after);
  return is_digit(after.front()) && std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) { return before.ends_with(sign); });
}

/// Where the element ends whose tag begins at `at`, for those that are left alone; else where the tag ends.
std::size_t end_of_tag(std::string_view html, std::size_t at) {
  const std::size_t close = std::min(html.find('>', at), html.size() - 1) + 1;
  const std::string_view tag = html.substr(at + 1, close - at - 2);
  const std::string_view name = tag.substr(0, tag.find(' '));
  if (std::find(left_alone.begin(), left_alone.end(), name) == left_alone.end()) return close;
  return std::min(html.find("</" + std::string(name), close), html.size());
}

}  // namespace

std::string with_units_kept(std::string_view html) {
  std::string text;
  text.reserve(html.size() + html.size() / 50);
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '<') {
      const std::size_t end = end_of_tag(html, at);
      text += html.substr(at, end - at);
      at = end;
    } else {
      if (html[at] == ' ' && is_within(html, at))
        text += no_break;
      else
        text += html[at];
      ++at;
    }
  }
  return text;
}

}  // namespace windtunnel::reports::page
