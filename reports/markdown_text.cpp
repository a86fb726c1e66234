// See markdown_text.h.
#include "reports/markdown_text.h"

#include "reports/text.h"

namespace windtunnel::reports {

std::string markdown_text(std::string_view text) {
  const std::string shown = visible(text);
  std::string result;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    if (std::string_view("\\`*_{}[]<>#|~$!&").find(c) != std::string_view::npos) result += '\\';
    result += c;
    // What code hosts turn into links and notices without any mark-up: names, numbers of issues, addresses.
    const std::string_view rest = std::string_view(shown).substr(i + 1);
    const bool address = (c == ':' && rest.starts_with("//")) || ((c == 'w' || c == 'W') && rest.starts_with('.'));
    if (c == '@' || c == '#' || address) result += "<!-- -->";
  }
  return result;
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text += " " + cell + " |";
  return text + "\n";
}

}  // namespace windtunnel::reports
