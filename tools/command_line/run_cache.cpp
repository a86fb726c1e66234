// See run_cache.h.
#include "tools/command_line/run_cache.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "sim/config/file_output.h"
#include "tools/command_line/identity.h"

namespace windtunnel::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".run";

/// The line that an entry begins with: it names the key and the content, so that half an entry is recognised.
std::string header_of(const std::string& key, std::string_view content) {
  return "windtunnel-cache/1 " + fingerprint_of(key) + " " + fingerprint_of(content) + "\n";
}

struct Entry {
  fs::file_time_type used;
  std::uintmax_t bytes = 0;
  fs::path path;
};

std::vector<Entry> entries_in(const std::string& folder) {
  std::vector<Entry> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() != ending) continue;
    std::error_code gone;
    Entry entry{it->last_write_time(gone), it->file_size(gone), it->path()};
    if (!gone) entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

RunCache::RunCache(std::string folder, std::uintmax_t bytes_at_most)
    : folder_(std::move(folder)), bytes_at_most_(bytes_at_most) {}

RunCache::~RunCache() {
  if (!kept_) return;
  std::vector<Entry> entries = entries_in(folder_);
  std::uintmax_t bytes = 0;
  for (const Entry& entry : entries) bytes += entry.bytes;
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.used != b.used ? a.used < b.used : a.path < b.path;
  });
  std::error_code ignored;
  for (std::size_t i = 0; i < entries.size() && bytes > bytes_at_most_; ++i) {
    fs::remove(entries[i].path, ignored);
    bytes -= entries[i].bytes;
  }
}

std::string RunCache::file_of(const std::string& key) const {
  return (fs::path(folder_) / (fingerprint_of(key) + std::string(ending))).string();
}

std::optional<std::string> RunCache::find(const std::string& key) const {
  if (folder_.empty() || refused_) return std::nullopt;
  const std::string file = file_of(key);
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::stringstream text;
  text << in.rdbuf();
  std::string content = std::move(text).str();
  const std::size_t begin = content.find('\n');
  if (begin == std::string::npos) return std::nullopt;
  const std::string_view payload = std::string_view(content).substr(begin + 1);
  if (content.compare(0, begin + 1, header_of(key, payload)) != 0) return std::nullopt;
  std::error_code ignored;
  fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);
  content.erase(0, begin + 1);
  return content;
}

void RunCache::keep(const std::string& key, std::string_view content) {
  if (folder_.empty() || refused_) return;
  std::error_code error;
  fs::create_directories(folder_, error);
  try {
    write_file(file_of(key), header_of(key, content).append(content));
    kept_ = true;
  } catch (const std::exception&) {
    refused_ = true;  // the next one would fail as well
  }
}

std::string RunCache::usual_folder() {
  if (std::getenv("WINDTUNNEL_NO_CACHE")) return "";
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache && fs::path(cache).is_absolute()) return (fs::path(cache) / "windtunnel").string();
  const char* home = std::getenv("HOME");
  return home && fs::path(home).is_absolute() ? (fs::path(home) / ".cache" / "windtunnel").string() : "";
}

}  // namespace windtunnel::tools
