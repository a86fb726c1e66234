// Text of unknown origin in Markdown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::reports {

/// Text that Markdown and HTML take literally, also inside a table.
std::string markdown_text(std::string_view text);
/// One line of a table; the cells are Markdown already.
std::string markdown_row(const std::vector<std::string>& cells);

}  // namespace windtunnel::reports
