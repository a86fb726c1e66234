// The command that compares: results that exist, or designs that it runs under the same storms.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <set>

#include "reports/comparison.h"
#include "reports/merge.h"
#include "reports/pipelines/annotations.h"
#include "reports/text.h"
#include "sim/config/file_output.h"
#include "sim/design/design_changes.h"
#include "sim/measure/attribution.h"
#include "sim/measure/comparison.h"
#include "tools/command_line/baseline_runs.h"
#include "tools/command_line/batch.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/ending.h"
#include "tools/command_line/output.h"
#include "tools/command_line/result_file.h"

namespace windtunnel::tools {
namespace {

/// What is compared: designs of results, the first of them against each other one.
struct Side {
  Result result;
  std::string design;
};

std::vector<std::string> designs_in(const Result& result) {
  std::vector<std::string> names;
  for (const DesignResult& design : result.designs) names.push_back(design.design);
  return names;
}

bool is_result(const std::string& name) {
  return std::filesystem::path(name).extension() == ".json" && std::filesystem::exists(name) && looks_like_result(name);
}

std::vector<Side> sides_of_results(const std::vector<std::string>& files) {
  std::vector<Side> sides;
  for (const std::string& file : files) {
    const Result result = read_result(file);
    for (const std::string& design : designs_in(result)) sides.push_back({result, design});
  }
  return sides;
}

/// Two results of one design differ by more than their name says.
void name_apart(std::vector<Side>& sides, const std::vector<std::string>& names) {
  std::set<std::string> seen;
  bool same = false;
  for (const Side& side : sides) same |= !seen.insert(side.design).second;
  if (!same || names.size() != sides.size()) return;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const std::string apart = sides[i].design + " in " + names[i];
    const auto rename = [&](std::string& design) {
      if (design == sides[i].design) design = apart;
    };
    for (RunResult& run : sides[i].result.runs) rename(run.design);
    for (DesignResult& design : sides[i].result.designs) rename(design.design);
    for (AvailabilityResult& availability : sides[i].result.availability) rename(availability.design);
    for (ExpectationResult& row : sides[i].result.expectations) rename(row.design);
    for (ClaimResult& claim : sides[i].result.claims) rename(claim.design);
    for (ReplayResult& replay : sides[i].result.replays) rename(replay.design);
    sides[i].design = apart;
  }
}

BatchOptions batch_options(const CompareOptions& options, const CommonOptions& common) {
  BatchOptions batch;
  batch.campaign.seed = common.seed;
  batch.campaign.jobs = common.jobs;
  batch.campaign.interrupted = common.interrupted;
  batch.replications = options.replications;
  batch.years = options.years;
  batch.command = "windtunnel compare";
  for (const std::string& name : options.names) batch.command += " " + reports::shell_word(name);
  if (options.scenarios != "*") batch.command += " --scenarios " + reports::shell_word(options.scenarios);
  batch.command += " --replications " + std::to_string(options.replications) + " --years " +
                   std::to_string(options.years) + " --seed " + std::to_string(common.seed);
  return batch;
}

/// Makes the changes from the first design to the second, some at a time, through the same storms, and notes what each
/// contributes to the difference.
void try_fields(Comparison& comparison, const Inputs& inputs, const Result& result, const CompareOptions& options,
                const CommonOptions& common) {
  const auto named = [&](const std::string& name) {
    return resolve(inputs, *std::find_if(inputs.designs.begin(), inputs.designs.end(),
                                         [&](const auto& design) { return design->name == name; }));
  };
  const Node first = named(comparison.first).resolved, second = named(comparison.second).resolved;
  const std::vector<DesignChange> changes = design_changes(first, second);
  for (const DesignChange& change : changes) comparison.changed.push_back({change.path, change.before, change.after, {}, {}, {}, {}});
  comparison.changed_in_all = changes.size();
  if (options.fields == 0 || changes.empty()) return;
  // A change may bring or end runs of its own ("each zone"): only those that both designs have are compared.
  const std::set<std::string> runs = common_runs(result, comparison.first, comparison.second);
  const auto figures_of = [&](const Result& of, const std::string& design) -> std::optional<std::vector<double>> {
    const auto figures = mean_figures(of, design, runs);
    if (!figures) return std::nullopt;
    return std::vector<double>{figures->recovery, figures->loss, figures->cost};
  };
  const auto before = figures_of(result, comparison.first), after = figures_of(result, comparison.second);
  const EvaluateChanges evaluate = [&](const std::set<std::size_t>& made) -> std::optional<std::vector<double>> {
    if (made.empty()) return before;
    if (made.size() == changes.size()) return after;
    if (common.interrupted && *common.interrupted) throw Interruption();
    Diagnostics ignored;  // a change that makes no sense without the others
    const auto mixed = read_resolved(inputs, with_changes(first, second, changes, made), comparison.first, ignored);
    if (!mixed) return std::nullopt;
    Inputs varied;
    varied.designs = {mixed->design};
    varied.scenarios = inputs.scenarios;
    BatchOptions batch = batch_options(options, common);
    batch.years = 0;
    return figures_of(run_batch(varied, batch), comparison.first);
  };
  std::vector<std::vector<std::size_t>> needed;
  for (const DesignChange& change : changes) needed.push_back(change.after_changes);
  const Attribution attribution = attribute(needed, evaluate, options.fields);
  if (attribution.remainder.empty()) return;
  comparison.together = attribution.remainder[0];
  const double whole = (*after)[0] - (*before)[0];
  for (std::size_t c = 0; c < changes.size(); ++c) {
    if (!attribution.contributions[c]) continue;
    const std::vector<double>& effects = *attribution.contributions[c];
    comparison.changed[c].effect = effects[0];
    if (std::abs(whole) > 1e-9) comparison.changed[c].share = effects[0] / whole;
    comparison.changed[c].loss_effect = effects[1];
    comparison.changed[c].cost_effect = effects[2];
  }
  const auto weight = [](const ChangedField& f) { return f.effect ? std::abs(*f.effect) : -1; };
  std::stable_sort(comparison.changed.begin(), comparison.changed.end(),
                   [&](const ChangedField& a, const ChangedField& b) { return weight(a) > weight(b); });
}

std::vector<Comparison> compare_designs(const CompareOptions& options, const CommonOptions& common,
                                        const std::function<void()>& check_outputs, Result& result) {
  Inputs inputs;
  Selection selection;
  selection.scenarios = options.scenarios;
  read_inputs(selection, inputs);
  inputs.designs.clear();
  inputs.hashes.clear();
  std::vector<std::function<void()>> steps = {check_outputs};
  for (const std::string& name : options.names)
    steps.emplace_back([&] { inputs.designs.push_back(read_design(name, inputs)); });
  take_all(steps);
  result = run_batch(inputs, batch_options(options, common));
  if (common.interrupted && *common.interrupted) throw Interruption();
  std::vector<Comparison> comparisons;
  for (std::size_t i = 1; i < inputs.designs.size(); ++i) {
    Comparison comparison = compare(result, inputs.designs[0]->name, result, inputs.designs[i]->name);
    try_fields(comparison, inputs, result, options, common);
    comparisons.push_back(std::move(comparison));
  }
  return comparisons;
}

std::vector<Comparison> compare_results(const CompareOptions& options, const std::function<void()>& check_outputs,
                                        Result& result) {
  std::vector<Side> sides;
  take_all({check_outputs, [&] { sides = sides_of_results(options.names); }});
  if (sides.size() < 2) throw UsageError("compare: these results hold fewer than two designs");
  name_apart(sides, options.names);
  std::vector<Result> all;
  for (const Side& side : sides) all.push_back(side.result);
  result = reports::merged(all);
  std::vector<Comparison> comparisons;
  for (std::size_t i = 1; i < sides.size(); ++i)
    comparisons.push_back(compare(sides[0].result, sides[0].design, sides[i].result, sides[i].design));
  return comparisons;
}

}  // namespace

ExitCode compare_sides(const CompareOptions& options, const CommonOptions& common) {
  std::vector<OutputTarget> targets;
  const auto check_outputs = [&] { targets = output_targets(options.outputs); };
  const auto results = std::count_if(options.names.begin(), options.names.end(), is_result);
  const bool all_results = results == static_cast<std::ptrdiff_t>(options.names.size());
  if (results > 0 && !all_results) throw UsageError("compare: give designs or results, not both");
  if (!all_results && options.names.size() < 2) throw UsageError("compare: give two designs or more");
  Result result;
  const std::vector<Comparison> comparisons =
      all_results ? compare_results(options, check_outputs, result)
                  : compare_designs(options, common, check_outputs, result);
  std::string terminal;
  for (const Comparison& comparison : comparisons)
    terminal += (terminal.empty() ? "" : "\n") + reports::comparison_terminal(comparison);
  const bool taken = std::any_of(targets.begin(), targets.end(), takes_standard_output);
  if (!common.quiet && !taken) write_text(reports::without_commands(terminal), "-");
  for (const OutputTarget& target : targets) write_output(result, target, comparisons);
  return ExitCode::held;
}

}  // namespace windtunnel::tools
