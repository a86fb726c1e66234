// The command that tells one replication as a story.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "reports/pipelines/annotations.h"
#include "sim/run/drill.h"
#include "sim/scenario/planner.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/ending.h"
#include "tools/command_line/output.h"
#include "tools/command_line/story_text.h"

namespace windtunnel::tools {
namespace {

/// "zone-loss@primary.zone-1": a scenario by name or file, and one of its targets; without target, its first.
struct WantedRun {
  std::string scenario, target;
};

WantedRun wanted_run(const std::string& text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string::npos || std::filesystem::exists(text)) return {text, ""};
  return {text.substr(0, at), text.substr(at + 1)};
}

[[noreturn]] void refuse(const TraceOptions& options, const std::string& why) {
  Diagnostics diagnostics;
  diagnostics.error(options.scenario, {}, why);
  throw BadInput(diagnostics, true);
}

Plan choose_plan(const TraceOptions& options, const WantedRun& wanted, const Scenario& scenario, const Design& design) {
  Diagnostics diagnostics;
  const std::vector<Plan> plans = plan(scenario, design, diagnostics);
  if (!diagnostics.ok()) throw BadInput(diagnostics);
  if (plans.empty())
    refuse(options, fmt::format("scenario {} does not run on {}: its designs are {}", scenario.name, design.name,
                                fmt::join(scenario.designs, ", ")));
  const std::string name = wanted.target.empty() ? plans.front().name : scenario.name + "@" + wanted.target;
  std::vector<std::string> targets;
  for (const Plan& candidate : plans) {
    if (candidate.name == name) return candidate;
    if (candidate.name.size() > scenario.name.size())
      targets.push_back(candidate.name.substr(scenario.name.size() + 1));
  }
  if (targets.empty())
    refuse(options, fmt::format("scenario {} has one run on {}, without target", scenario.name, design.name));
  refuse(options, fmt::format("scenario {} has no target \"{}\" in {}{}; it has {}", scenario.name, wanted.target,
                              design.name, did_you_mean(wanted.target, targets), fmt::join(targets, ", ")));
}

}  // namespace

ExitCode trace_replication(const TraceOptions& options, const CommonOptions& common) {
  Inputs inputs;
  std::shared_ptr<const Design> design;
  const WantedRun wanted = wanted_run(options.scenario);
  Scenario scenario;
  take_all({[&] { design = read_design(options.design, inputs, options.bases); },
            [&] { scenario = read_scenario(wanted.scenario, inputs); }});
  const Plan chosen = choose_plan(options, wanted, scenario, *design);
  if (!chosen.not_applicable.empty()) {
    write_text(fmt::format("{} is not applicable to {}: {}\n", chosen.name, design->name, chosen.not_applicable), "-");
    return ExitCode::held;
  }
  const DesignLabels labels(*design);
  const HealthyWeek week(*design, common.seed, common.interrupted);
  Drill drill(week, labels, common.seed,
              options.resolution == "request" ? TrafficResolution::request : TrafficResolution::flow,
              common.interrupted);
  Story story;
  drill.run(chosen, options.replication, &story);
  const std::string title = chosen.title.empty() ? chosen.name : fmt::format("{} ({})", chosen.title, chosen.name);
  write_text(reports::without_commands(tell(story, *design, title)), "-");
  if (wanted.target.empty() && chosen.name != scenario.name && !common.quiet)
    fmt::print(stderr, "windtunnel: told for {}; name another target as {}@TARGET\n", chosen.name, wanted.scenario);
  return ExitCode::held;
}

}  // namespace windtunnel::tools
