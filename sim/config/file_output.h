// Writes files so that nobody ever sees half of one.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace windtunnel {

/// The place where output should go does not take it: a full disk, a folder without permission.
struct CannotWrite : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Writes the whole content under another name in the same folder, then renames it into place: whoever looks finds the
/// old file or the new one. A symbolic link's target is replaced, not the link; pipes and devices are written directly.
/// Throws CannotWrite with file and reason, and leaves nothing behind, when that fails.
void write_file(const std::string& file, std::string_view content);

/// For handlers of signals that are about to end the program: has no thread begin to write a file any more. False, and nothing has
/// changed, where one is being written, which would stay behind under its temporary name.
bool stop_writing_files() noexcept;

}  // namespace windtunnel
