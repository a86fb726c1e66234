// See record_memory.h.
#include "tools/command_line/record_memory.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "sim/measure/wording.h"
#include "tools/command_line/commands.h"

namespace windtunnel::tools {
namespace {

/// A part of the memory: the rest is for designs, their weeks and everybody else.
constexpr double for_records = 0.7;
/// What an allocation takes beside what it holds, and most of it is small.
constexpr double beside = 32;

}  // namespace

double record_memory(const RunLabels& labels) {
  const auto list = [](std::size_t count, std::size_t size) { return count == 0 ? 0 : beside + static_cast<double>(count * size); };
  // Most values are published once, or not at all.
  return sizeof(ReplicationRecord) + list(labels.journeys.size(), sizeof(JourneyRecord)) +
         list(labels.values.size() / 2, sizeof(NamedValue));
}

double memory_limit() {
  double limit = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  double group = 0;
  if (std::ifstream file("/sys/fs/cgroup/memory.max"); file >> group) limit = std::min(limit, group);  // "max": there is none
  return limit;
}

void require_memory(std::uint64_t records, double bytes, const char* option) {
  const double limit = memory_limit();
  if (bytes <= for_records * limit) return;
  throw UsageError(fmt::format("{}: what {} of them leave behind would take about {:.0f} GB, and there are {:.0f} GB of memory; ask for "
                               "fewer, or give a --time-limit",
                               option, count_text(records), bytes / 1e9, limit / 1e9));
}

}  // namespace windtunnel::tools
