// The commands that record a baseline and check against it.
#include <algorithm>
#include <cstdio>

#include "reports/baseline.h"
#include "sim/config/file_output.h"
#include "sim/config/parameter_node.h"
#include "sim/measure/baseline.h"
#include "sim/measure/baseline_check.h"
#include "sim/measure/rounding.h"
#include "tools/command_line/baseline_checking.h"
#include "tools/command_line/baseline_runs.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/ending.h"
#include "tools/command_line/identity.h"
#include "tools/command_line/output.h"
#include "tools/command_line/version.h"

namespace windtunnel::tools {
namespace {

BaselineDesign recorded(const ResolvedDesign& design, const MeasuredDesign& measured) {
  BaselineDesign result;
  result.resolved = design.resolved;
  if (measured.monthly_cost) result.monthly_cost = round_decimals(*measured.monthly_cost, 2);
  for (const auto& [name, run] : measured.runs) result.runs.emplace_back(name, figures_of(run.values));
  return result;
}

/// Formats of a check: those of results that make sense for it.
std::vector<OutputTarget> check_targets(const BaselineCheckOptions& options) {
  std::vector<std::string> files = options.selection.paths;
  files.push_back(options.baseline);
  std::vector<OutputTarget> targets = output_targets(options.outputs, files);
  for (const OutputTarget& target : targets)
    if (target.format != "json" && target.format != "markdown")
      throw UsageError("--output: a check is written as json or markdown, not as " + target.format);
  return targets;
}

ExitCode verdict_of(const BaselineCheck& check) {
  bool open = false;
  for (const BaselineRow& row : check.rows) {
    if (row.change == Change::worse && row.gates) return ExitCode::regression;
    open |= row.change == Change::inconclusive || (row.change == Change::missing && row.gates);
  }
  return open ? ExitCode::inconclusive : ExitCode::held;
}

}  // namespace

ExitCode create_baseline(const BaselineCreateOptions& options, const CommonOptions& common) {
  Inputs inputs;
  std::vector<OutputTarget> target;
  const auto check_output = [&] {
    if (options.output != "-") target = output_targets({"json=" + options.output}, options.selection.paths);
  };
  take_all({check_output, [&] { read_inputs(options.selection, inputs); }});
  keep_files(target, inputs.hashes);
  Baseline baseline;
  baseline.windtunnel = version;
  baseline.catalogue = catalogue_version();
  baseline.seed = common.seed;
  baseline.replications = options.replications;
  baseline.years = options.years;
  baseline.defaults = map_node();
  for (const Scenario& scenario : inputs.scenarios)
    baseline.scenarios.emplace_back(scenario.name, scenario_fingerprint(scenario));
  std::vector<ResolvedDesign> designs;
  for (const auto& design : selected_designs(inputs)) designs.push_back(resolve(inputs, design));
  for (const ResolvedDesign& design : designs) {
    const Node defaults = default_parameters(*design.design);
    for (const Node::Entry& type : defaults.entries) child_of(baseline.defaults, type.key) = type.value;
  }
  std::vector<MeasuredDesign> measured;
  {
    Session session(common, "flow");
    measured = DesignRuns(designs, inputs.scenarios, session).measure({options.replications, options.years, {}, true});
  }
  if (common.is_interrupted()) throw Interruption();
  std::size_t runs = 0;
  for (std::size_t d = 0; d < designs.size(); ++d) {
    baseline.designs.emplace_back(designs[d].design->name, recorded(designs[d], measured[d]));
    runs += measured[d].runs.size();
  }
  const std::string text = to_json(baseline);
  if (options.output == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return ExitCode::held;
  }
  write_file(options.output, text);
  if (!common.quiet)
    std::printf("Recorded %zu design%s in %zu runs in %s.\n", designs.size(), designs.size() == 1 ? "" : "s", runs,
                options.output.c_str());
  return ExitCode::held;
}

ExitCode check_baseline(const BaselineCheckOptions& options, const CommonOptions& common) {
  std::vector<OutputTarget> targets;
  const BaselineCheck check =
      checked_against_baseline(options, common, [&] { targets = check_targets(options); }, targets);
  if (common.is_interrupted()) throw Interruption();
  const bool stdout_taken =
      std::any_of(targets.begin(), targets.end(), [](const OutputTarget& t) { return t.file == "-"; });
  if (!common.quiet && !stdout_taken) {
    const std::string text = reports::baseline_terminal(check);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  for (const OutputTarget& target : targets) {
    const std::string text = target.format == "json" ? to_json(check) : reports::baseline_markdown(check);
    if (target.file == "-")
      std::fwrite(text.data(), 1, text.size(), stdout);
    else
      write_file(target.file, text);
  }
  return verdict_of(check);
}

}  // namespace windtunnel::tools
