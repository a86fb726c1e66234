// See replay_commands.h.
#include "tools/command_line/replay_commands.h"

#include <algorithm>

#include "models/embedded.h"
#include "reports/text.h"

namespace windtunnel::tools {
namespace {

/// What commands find a design by: a shipped one by name, any other by its file.
std::string name_or_file(const Design& design) {
  const std::string file = design.inputs.empty() ? "" : design.inputs.back().first;
  return reports::shell_word(file.empty() || models::is_embedded(file) ? design.name : file);
}

}  // namespace

std::string replay_command(const Design& design, const Scenario& scenario, const std::string& run, std::uint64_t replication,
                           std::uint64_t seed) {
  const bool shipped = scenario.file.empty() || models::is_embedded(scenario.file);
  const std::string target = run.substr(std::min(run.size(), scenario.name.size()));  // "@primary.zone-1" or nothing
  return "windtunnel trace " + name_or_file(design) + " " +
         reports::shell_word((shipped ? scenario.name : scenario.file) + target) + " --replication " +
         std::to_string(replication) + " --seed " + std::to_string(seed);
}

std::string years_command(const Design& design, std::uint64_t years, std::uint64_t seed) {
  return "windtunnel availability " + name_or_file(design) + " --years " + std::to_string(years) + " --seed " + std::to_string(seed);
}

}  // namespace windtunnel::tools
