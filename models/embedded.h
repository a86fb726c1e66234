// The data files that travel inside the binary: facts, prices, claims, designs, scenarios, and what `init` writes.
#pragma once

#include <span>
#include <string_view>

namespace windtunnel::models {

/// One file as it was when the binary was built.
struct EmbeddedFile {
  std::string_view path;  ///< relative to the repository, with '/': "models/designs/kasha.yaml"
  std::string_view text;
};

/// All embedded files, ordered by path.
std::span<const EmbeddedFile> embedded_files();

/// Whether a file of that path is embedded.
bool is_embedded(std::string_view path);

/// The text of an embedded file; lives as long as the program. Throws std::out_of_range for a path that is not
/// embedded.
std::string_view embedded_file(std::string_view path);

}  // namespace windtunnel::models
