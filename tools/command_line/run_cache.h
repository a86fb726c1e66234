// A folder of what runs left behind, by the hash of everything that they depend on; whatever is wrong with it costs time
// and never changes a result.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace windtunnel::tools {

/// Threads may find and keep at once.
class RunCache {
 public:
  static constexpr std::uintmax_t usual_bytes = std::uintmax_t{1} << 30;

  /// Nothing is read or made before it is needed. An empty folder: keep nothing.
  explicit RunCache(std::string folder, std::uintmax_t bytes_at_most = usual_bytes);
  /// Takes away the entries that were not used for longest until the rest fits.
  ~RunCache();
  RunCache(const RunCache&) = delete;
  RunCache& operator=(const RunCache&) = delete;

  /// What was kept under a key (any text); nothing where the entry is missing or damaged.
  std::optional<std::string> find(const std::string& key) const;
  /// Keeps it, whole or not at all; a folder that cannot be written keeps nothing.
  void keep(const std::string& key, std::string_view content);

  /// $XDG_CACHE_HOME/windtunnel, else ~/.cache/windtunnel; empty where neither is known, or where WINDTUNNEL_NO_CACHE is
  /// set.
  static std::string usual_folder();

 private:
  std::string file_of(const std::string& key) const;

  std::string folder_;
  std::uintmax_t bytes_at_most_;
  std::atomic<bool> kept_ = false, refused_ = false;  // something; because the folder cannot be written
};

}  // namespace windtunnel::tools
