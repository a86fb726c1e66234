// What an instance class offers: a family says how much memory comes with a core, a size how many cores.
#include "models/instance_class.h"

#include <algorithm>
#include <array>

namespace windtunnel::models {
namespace {

struct Size {
  std::string_view name;
  double cores;             ///< of families with constant performance
  double burstable_cores;   ///< of families that earn credits
  double burstable_memory;  ///< GiB
};

constexpr std::array sizes = {
    Size{"nano", 0, 2, 0.5},   Size{"micro", 0, 2, 1},     Size{"small", 0, 2, 2},     Size{"medium", 1, 2, 4},
    Size{"large", 2, 2, 8},    Size{"xlarge", 4, 4, 16},   Size{"2xlarge", 8, 8, 32},  Size{"4xlarge", 16, 0, 0},
    Size{"8xlarge", 32, 0, 0}, Size{"12xlarge", 48, 0, 0}, Size{"16xlarge", 64, 0, 0},
};

constexpr std::array<std::string_view, 4> burstable = {"t2", "t3", "t3a", "t4g"};
constexpr std::array<std::string_view, 4> general = {"m5", "m6g", "m6i", "m7g"};      // 4 GiB a core
constexpr std::array<std::string_view, 4> memory_rich = {"r5", "r6g", "r6i", "r7g"};  // 8 GiB a core

template <class List>
bool contains(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

constexpr std::array<std::string_view, 3> prefixes = {"db.", "cache.", "dax."};

}  // namespace

std::optional<InstanceClass> find_instance_class(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return std::nullopt;
  name.remove_prefix(prefix.size());
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view family = name.substr(0, dot);
  const auto size = std::find_if(sizes.begin(), sizes.end(), [&](const Size& s) { return s.name == name.substr(dot + 1); });
  if (size == sizes.end()) return std::nullopt;
  if (contains(burstable, family) && size->burstable_cores > 0)
    return InstanceClass{size->burstable_cores, gibibytes(size->burstable_memory)};
  if (contains(general, family) && size->cores > 0) return InstanceClass{size->cores, gibibytes(4 * size->cores)};
  if (contains(memory_rich, family) && size->cores > 0) return InstanceClass{size->cores, gibibytes(8 * size->cores)};
  return std::nullopt;
}

std::string expected_instance_class(std::string_view name, std::string_view prefix) {
  for (const std::string_view other : prefixes)
    if (name.starts_with(other)) name.remove_prefix(other.size());
  const std::string meant = std::string(prefix) + std::string(name);
  if (find_instance_class(meant, prefix)) return "; did you mean \"" + meant + "\"?";
  return "; expected one such as \"" + std::string(prefix) + "t3.micro\"";
}

}  // namespace windtunnel::models
