// How messages show what a user wrote and what may be written.
#include "sim/config/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace windtunnel {
namespace {

constexpr std::size_t shown_bytes = 60;

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::string quoted_whole(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') result += fmt::format("\\{}", c);
    else if (c == '\n') result += "\\n";
    else if (c == '\t') result += "\\t";
    else if (byte < 0x20 || byte == 0x7f) result += fmt::format("\\u{:04x}", byte);
    else result += c;
  }
  return result + '"';
}

std::string in_quotes(std::string_view text) {
  if (text.size() <= shown_bytes) return quoted_whole(text);
  std::size_t end = shown_bytes;
  // A character of several bytes must not be torn.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return quoted_whole(std::string(text.substr(0, end)) + "…");
}

std::string listed(const std::vector<std::string>& words, std::size_t most) {
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) result += ", ";
    if (i == most) return result + "…";
    result += words[i];
  }
  return result;
}

std::string file_text(std::string_view text) {
  const auto harmless = [](char c) {
    return is_letter_or_digit(c) || std::string_view(" _./%+-:").find(c) != std::string_view::npos;
  };
  const bool plain = !text.empty() && (is_letter_or_digit(text.front()) || text.front() == '-') &&
                     std::all_of(text.begin(), text.end(), harmless) && text.back() != ' ' && text.back() != ':' &&
                     text.find(": ") == std::string_view::npos && text.substr(0, 2) != "- " && text != "-" &&
                     text.substr(0, 3) != "---" && text != "null" && text != "Null" && text != "NULL";
  return plain ? std::string(text) : quoted_whole(text);
}

}  // namespace windtunnel
