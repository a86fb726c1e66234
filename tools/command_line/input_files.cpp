// See input_files.h.
#include "tools/command_line/input_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace windtunnel::tools {
namespace {

namespace fs = std::filesystem;

bool has_document_ending(const fs::path& path) {
  const std::string ending = path.extension().string();
  return ending == ".yaml" || ending == ".yml" || ending == ".json";
}

/// Folders and files of other tools: `.git`, `.github`.
bool is_hidden(const fs::path& path) { return path.filename().string().rfind('.', 0) == 0; }

/// A file, or a link that leads nowhere: somebody means it to be one. Pipes and devices are not.
bool is_file(const fs::directory_entry& entry) {
  std::error_code error;
  return entry.is_regular_file(error) || (entry.is_symlink(error) && !entry.exists(error));
}

/// Results and baselines lie beside what they were made of; their first key names their schema.
bool is_written_by_windtunnel(const fs::path& path) {
  if (path.extension() != ".json") return false;
  std::ifstream file(path);
  std::string start(64, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(file.gcount()));
  start.erase(std::remove_if(start.begin(), start.end(), [](unsigned char c) { return std::isspace(c) != 0; }), start.end());
  return start.rfind("{\"schema\":\"windtunnel-", 0) == 0;
}

}  // namespace

std::string unreadable(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return "no such file or folder";
  if (fs::is_directory(path, error)) return "expected a file, found a folder";
  return access(path.c_str(), R_OK) == 0 ? "" : fmt::format("cannot be read: {}", std::strerror(errno));
}

std::vector<std::string> files_of(const std::string& path, Diagnostics& missing) {
  std::vector<std::string> files;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    for (fs::recursive_directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
      std::error_code gone;
      if (is_hidden(it->path())) {
        it.disable_recursion_pending();
      } else if (it->is_directory(gone) && !it->is_symlink(gone) && access(it->path().c_str(), R_OK | X_OK) != 0) {
        missing.error(it->path().string(), {}, fmt::format("cannot be read: {}", std::strerror(errno)));
        it.disable_recursion_pending();
      } else if (has_document_ending(it->path()) && is_file(*it) && !is_written_by_windtunnel(it->path())) {
        files.push_back(it->path().string());
      }
    }
    std::sort(files.begin(), files.end());
    if (error || (files.empty() && missing.ok()))
      missing.error(path, {},
                    error ? "cannot be read: " + error.message() : "the folder holds no .yaml, .yml or .json file");
  } else {
    files.push_back(path);
  }
  std::erase_if(files, [&](const std::string& file) {
    const std::string why = unreadable(file);
    if (!why.empty() && missing.errors() < missing_told) missing.error(file, {}, why);
    return !why.empty();
  });
  return files;
}

}  // namespace windtunnel::tools
