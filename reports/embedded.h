// What a report page carries with it: its style, its script, and the chart libraries.
#pragma once

#include <span>
#include <string_view>

namespace windtunnel::reports {

/// One file as it was when the binary was built.
struct EmbeddedFile {
  std::string_view path;
  std::string_view text;
};

/// All embedded files, ordered by path.
std::span<const EmbeddedFile> embedded_files();

/// The text of a file by its path; empty when it is not there: chart libraries are only where tools/setup put them.
std::string_view embedded(std::string_view path);

}  // namespace windtunnel::reports
