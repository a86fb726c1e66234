// See identity.h.
#include "tools/command_line/identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>

#include "models/embedded.h"
#include "models/reference_page.h"
#include "sim/config/canonical.h"
#include "sim/kernel/random.h"
#include "tools/command_line/version.h"

namespace windtunnel::tools {
namespace {

/// A second hash, independent of hash_name: SplitMix64's finaliser over eight bytes at a time, the same on any machine.
std::uint64_t mixed_hash(std::string_view text, std::uint64_t seed = 0x9e3779b97f4a7c15u) {
  std::uint64_t hash = seed ^ text.size();
  for (std::size_t i = 0; i < text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, std::min<std::size_t>(8, text.size() - i));
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    hash = (hash ^ word) + 0x9e3779b97f4a7c15u;
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
    hash ^= hash >> 31;
  }
  return hash;
}

}  // namespace

std::string fingerprint_of(std::string_view text) {
  return fmt::format("{:016x}{:016x}", hash_name(text), mixed_hash(text));
}

std::string catalogue_version() {
  // The reference page is generated from the catalogue and shows every type, parameter, default and source.
  std::string text = models::reference_page();
  for (const models::EmbeddedFile& file : models::embedded_files())
    if (file.path.starts_with("models/facts/") || file.path.starts_with("models/prices/")) text += file.text;
  return fmt::format("{}+{:016x}", version, hash_name(text));
}

std::string program_fingerprint() {
  static const std::string fingerprint = [] {
    // Megabytes, read and hashed by every command that may look into the cache: at once, and word by word.
    std::ifstream in("/proc/self/exe", std::ios::binary | std::ios::ate);
    std::string program(in ? static_cast<std::size_t>(in.tellg()) : 0, '\0');
    if (!in.seekg(0) || !in.read(program.data(), static_cast<std::streamsize>(program.size()))) return std::string();
    return fmt::format("{:016x}{:016x}", mixed_hash(program), mixed_hash(program, 0xd1342543de82ef95u));
  }();
  return fingerprint;
}

std::string scenario_fingerprint(const Scenario& scenario) {
  std::string text;
  for (const std::string& line : canonical_lines(scenario)) {
    bool acts = true;
    for (const char* silent : {"title", "description", "designs", "expect"}) {
      const std::string key = silent;
      acts &= !(line.starts_with(key) && line.find_first_of(".=[", key.size()) == key.size());
    }
    if (acts) text += line + "\n";
  }
  return fingerprint_of(scenario.name + "\n" + text);
}

}  // namespace windtunnel::tools
