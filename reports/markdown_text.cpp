// See markdown_text.h.
#include "reports/markdown_text.h"

#include "reports/text.h"

namespace windtunnel::reports {

std::string markdown_text(std::string_view text) {
  std::string result;
  for (const char c : visible(text)) {
    if (std::string_view("\\`*_{}[]<>#|~$!&").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text += " " + cell + " |";
  return text + "\n";
}

}  // namespace windtunnel::reports
