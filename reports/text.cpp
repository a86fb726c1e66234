// Decodes UTF-8 strictly, since a report shows what strangers' files contain.
#include "reports/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace windtunnel::reports {
namespace {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  ///< 0: the byte at hand is not valid UTF-8
};

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

CodePoint decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  std::uint32_t value = lead & (0x7fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!is_continuation(text[i])) return {};
    value = (value << 6) | (static_cast<unsigned char>(text[i]) & 0x3fu);
  }
  const std::uint32_t least = bytes == 4 ? 0x10000 : bytes == 3 ? 0x800 : 0x80;
  if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {};
  return {value, bytes};
}

bool is_space(std::uint32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Characters that act on a display in place of showing: controls, invisible marks, changes of direction, line
/// separators; and those that are none, which XML refuses.
bool is_hidden(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
         (c >= 0xe0000 && c <= 0xe007f) || (c & 0xfffe) == 0xfffe;
}

bool is_combining(std::uint32_t c) {
  return (c >= 0x300 && c <= 0x36f) || (c >= 0x20d0 && c <= 0x20ff) || (c >= 0xfe00 && c <= 0xfe0f);
}

}  // namespace

std::string visible(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode(text.substr(i));
    if (point.bytes == 0) {
      result += fmt::format("<0x{:02X}>", static_cast<unsigned char>(text[i]));
      ++i;
      continue;
    }
    if (is_space(point.value)) {
      if (!result.empty() && result.back() != ' ') result += ' ';
    } else if (is_hidden(point.value)) {
      result += fmt::format("<U+{:04X}>", point.value);
    } else {
      result += text.substr(i, point.bytes);
    }
    i += point.bytes;
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

std::string shown_json(std::string_view json) {
  std::string result;
  for (std::size_t i = 0; i < json.size();) {
    const CodePoint point = decode(json.substr(i));
    const std::size_t bytes = std::max<std::size_t>(1, point.bytes);
    if (point.value < 0x7f || !is_hidden(point.value))
      result += json.substr(i, bytes);
    else if (point.value < 0x10000)
      result += fmt::format("\\u{:04x}", point.value);
    else
      result += fmt::format("\\u{:04x}\\u{:04x}", 0xd7c0 + (point.value >> 10), 0xdc00 + (point.value & 0x3ff));
    i += bytes;
  }
  return result;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode(text.substr(i));
    if (!is_combining(point.value)) ++count;
    i += std::max<std::size_t>(1, point.bytes);
  }
  return count;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(text) + std::string(width > used ? width - used : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(width > used ? width - used : 0, ' ') + std::string(text);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    if (!word.empty()) {
      if (!lines.empty() && columns(lines.back()) + 1 + columns(word) <= width) {
        lines.back() += ' ' + std::string(word);
      } else {
        lines.emplace_back(word);
      }
    }
    begin = end + 1;
  }
  return lines;
}

std::string shell_word(const std::string& word) {
  const bool plain =
      !word.empty() && word[0] != '-' &&
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-") ==
          std::string::npos;
  if (plain) return word;
  std::string quoted = "'";
  for (char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

std::string listed_some(const std::vector<std::string>& names, std::size_t count) {
  std::vector<std::string> some;
  for (const std::string& name : names)
    if (some.size() < count) some.push_back(visible(name));
  if (names.size() > count) some.push_back(fmt::format("{} more", names.size() - count));
  return listed(some);
}

}  // namespace windtunnel::reports
