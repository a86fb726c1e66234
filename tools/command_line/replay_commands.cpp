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

/// The files that a design is made of beside its own, as options.
std::string bases(const Design& design) {
  std::string options;
  for (std::size_t i = 0; i + 1 < design.inputs.size(); ++i)
    if (const std::string& file = design.inputs[i].first; !models::is_embedded(file)) options += " --base " + reports::shell_word(file);
  return options;
}

}  // namespace

std::string replay_command(const Design& design, const Scenario& scenario, const std::string& run, std::uint64_t replication,
                           const CampaignOptions& options) {
  const bool shipped = scenario.file.empty() || models::is_embedded(scenario.file);
  const std::string target = run.substr(std::min(run.size(), scenario.name.size()));  // "@primary.zone-1" or nothing
  return "windtunnel trace " + name_or_file(design) + " " +
         reports::shell_word((shipped ? scenario.name : scenario.file) + target) + " --replication " +
         std::to_string(replication) + bases(design) + (options.resolution == TrafficResolution::request ? " --resolution request" : "") +
         " --seed " + std::to_string(options.seed);
}

std::string years_command(const Design& design, std::uint64_t years, const CampaignOptions& options) {
  return "windtunnel availability " + name_or_file(design) + " --years " + std::to_string(years) + bases(design) + " --seed " +
         std::to_string(options.seed);
}

}  // namespace windtunnel::tools
