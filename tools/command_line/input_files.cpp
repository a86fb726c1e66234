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
    for (fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error)) {
      if (is_hidden(it->path())) {
        it.disable_recursion_pending();
      } else if (it->is_regular_file(error) && has_document_ending(it->path()) && !is_written_by_windtunnel(it->path())) {
        files.push_back(it->path().string());
      }
    }
    std::sort(files.begin(), files.end());
    if (error || files.empty())
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
