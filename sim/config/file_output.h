// Writes files so that nobody ever sees half of one.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel {

/// Writes the whole content under another name in the same folder, then renames it into place: whoever looks finds the
/// old file or the new one. A symbolic link's target is replaced, not the link; pipes and devices are written directly.
/// Throws std::runtime_error with file and reason, and leaves nothing behind, when that fails.
void write_file(const std::string& file, std::string_view content);

}  // namespace windtunnel
