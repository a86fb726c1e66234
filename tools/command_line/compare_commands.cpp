// The command that compares: results that exist, or designs that it runs under the same storms.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
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

std::vector<std::string> designs_in(const Result& result) {
  std::vector<std::string> names;
  for (const DesignResult& design : result.designs) names.push_back(design.design);
  return names;
}

bool is_result(const std::string& name) {
  return std::filesystem::path(name).extension() == ".json" && std::filesystem::exists(name) && looks_like_result(name);
}

/// Two designs to compare, by their names and the numbers of the results that they are in.
struct Pair {
  std::size_t first_result, second_result;
  std::string first, second;
};

bool has_runs(const Result& result, const std::string& design) {
  return std::any_of(result.runs.begin(), result.runs.end(), [&](const RunResult& run) { return run.design == design; });
}

/// Of one result, its first design against each other one. Of several, each design of the first that was run against its like in
/// each other result; where two results share none, the first design of the one against each of the other.
std::vector<Pair> pairs_of(const std::vector<Result>& results) {
  std::vector<Pair> pairs;
  const std::vector<std::string> designs = designs_in(results.front());
  for (std::size_t i = results.size() == 1 ? 0 : 1; i < results.size(); ++i) {
    const std::size_t before = pairs.size();
    const std::vector<std::string> others = designs_in(results[i]);
    for (const std::string& design : designs) {
      const bool shared = i > 0 && std::count(others.begin(), others.end(), design) > 0;
      if (shared && (has_runs(results.front(), design) || has_runs(results[i], design))) pairs.push_back({0, i, design, design});
    }
    if (pairs.size() > before || designs.empty()) continue;
    for (std::size_t other = i == 0 ? 1 : 0; other < others.size(); ++other)
      pairs.push_back({0, i, designs.front(), others[other]});
  }
  return pairs;
}

void rename(Result& result, const std::string& from, const std::string& to) {
  const auto change = [&](std::string& design) {
    if (design == from) design = to;
  };
  for (RunResult& run : result.runs) change(run.design);
  for (DesignResult& design : result.designs) change(design.design);
  for (AvailabilityResult& availability : result.availability) change(availability.design);
  for (ExpectationResult& row : result.expectations) change(row.design);
  for (ClaimResult& claim : result.claims) change(claim.design);
  for (ContractResult& contract : result.contracts) change(contract.design);
  for (ChoiceEnd& end : result.choice_ends) change(end.design);
  for (ReplayResult& replay : result.replays) change(replay.design);
}

/// Designs of one name in several results differ by more than that says: they are called by where they come from, too.
void name_apart(std::vector<Result>& results, std::vector<Pair>& pairs, const std::vector<std::string>& origins) {
  std::map<std::string, int> in_results;
  for (const Result& result : results)
    for (const std::string& design : designs_in(result)) ++in_results[design];
  const auto apart = [&](const std::string& design, std::size_t result) {
    return in_results[design] > 1 ? design + " in " + origins[result] : design;
  };
  for (Pair& pair : pairs) {
    pair.first = apart(pair.first, pair.first_result);
    pair.second = apart(pair.second, pair.second_result);
  }
  for (std::size_t i = 0; i < results.size(); ++i)
    for (const std::string& design : designs_in(results[i])) rename(results[i], design, apart(design, i));
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
void try_fields(Comparison& comparison, const Inputs& inputs, const Node& first, const Node& second, const Result& result,
                const CompareOptions& options, const CommonOptions& common) {
  const std::vector<DesignChange> changes = design_changes(first, second);
  for (const DesignChange& change : changes) comparison.changed.push_back({change.path, change.before, change.after, {}, {}, {}, {}});
  comparison.changed_in_all = changes.size();
  if (options.fields == 0 || changes.empty()) return;
  // A change may bring or end runs of its own ("each zone"): only those that both designs have are compared.
  const std::set<std::string> runs = common_runs(result, comparison.first, comparison.second);
  std::optional<MonthlyCost> bill;  // of the first; totals are compared only where all variants lack the same prices
  bool priced_alike = true;
  const auto figures_of = [&](const Result& of, const std::string& design) -> std::optional<std::vector<double>> {
    const auto figures = mean_figures(of, design, runs);
    if (!figures) return std::nullopt;
    for (const DesignResult& one : of.designs) {
      if (one.design != design) continue;
      if (!bill) bill = one.cost_monthly;
      priced_alike &= lack_the_same(*bill, one.cost_monthly);
    }
    return std::vector<double>{figures->recovery, figures->loss, figures->cost};
  };
  const auto before = figures_of(result, comparison.first), after = figures_of(result, comparison.second);
  const EvaluateChanges evaluate = [&](const std::set<std::size_t>& made) -> std::optional<std::vector<double>> {
    if (made.empty()) return before;
    if (made.size() == changes.size()) return after;
    if (common.is_interrupted()) throw Interruption();
    Diagnostics ignored;  // a change that makes no sense without the others
    const auto mixed = read_resolved(inputs, with_changes(first, second, changes, made), comparison.first, ignored);
    if (!mixed) return std::nullopt;
    Inputs varied;
    varied.designs = {mixed->design};
    varied.scenarios = inputs.scenarios;
    BatchOptions batch = batch_options(options, common);
    batch.years = 0;
    return figures_of(run_batch(varied, batch), mixed->design->name);
  };
  std::vector<std::vector<std::size_t>> needed;
  for (const DesignChange& change : changes) needed.push_back(change.after_changes);
  const Attribution attribution = attribute(needed, evaluate, options.fields);
  if (attribution.remainder.empty()) return;
  comparison.together = attribution.remainder[0];
  comparison.orders = attribution.orders;
  const double whole = (*after)[0] - (*before)[0];
  for (std::size_t c = 0; c < changes.size(); ++c) {
    if (!attribution.contributions[c]) continue;
    const std::vector<double>& effects = *attribution.contributions[c];
    comparison.changed[c].tried = attribution.tried[c];
    comparison.changed[c].effect = effects[0];
    if (std::abs(whole) > 1e-9) comparison.changed[c].share = effects[0] / whole;
    comparison.changed[c].loss_effect = effects[1];
    if (priced_alike) comparison.changed[c].cost_effect = effects[2];
  }
  const auto weight = [](const ChangedField& f) { return f.effect ? std::abs(*f.effect) : -1; };
  std::stable_sort(comparison.changed.begin(), comparison.changed.end(),
                   [&](const ChangedField& a, const ChangedField& b) { return weight(a) > weight(b); });
}

/// A design to compare, resolved when it was read: a file that is read later may bring another one of its name.
struct ComparedDesign {
  ResolvedDesign design;
  std::string origin;  ///< said where two have one name
};

/// Reads the designs. What is shipped is read first, since a file may bring another design of its name.
std::vector<ComparedDesign> read_compared(const std::vector<std::string>& names, Inputs& inputs,
                                          const std::function<void()>& check_outputs) {
  std::vector<ComparedDesign> designs(names.size());
  std::vector<std::size_t> shipped, others;
  for (std::size_t i = 0; i < names.size(); ++i)
    (inputs.environment.design_document(names[i]) ? shipped : others).push_back(i);
  std::vector<std::function<void()>> steps = {check_outputs};
  const auto read = [&](std::size_t i, const std::string& origin) {
    steps.emplace_back([&, i, origin] { designs[i] = {resolve(inputs, read_design(names[i], inputs)), origin}; });
  };
  for (const std::size_t i : shipped) read(i, "the shipped designs");
  for (const std::size_t i : others) read(i, names[i]);
  take_all(steps);
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t other = 0; other < i; ++other)
      if (designs[i].design.design->name == designs[other].design.design->name && designs[i].origin == designs[other].origin)
        throw UsageError("compare: " + names[i] + " stands twice; name another design, or another file of it");
  return designs;
}

/// Runs the designs: together, or, where a name says too little, each for a result of its own.
std::vector<Result> run_compared(const std::vector<ComparedDesign>& designs, Inputs& inputs, const BatchOptions& options) {
  std::set<std::string> names;
  for (const ComparedDesign& compared : designs) names.insert(compared.design.design->name);
  std::vector<Result> results;
  inputs.designs.clear();
  for (const ComparedDesign& compared : designs) {
    inputs.designs.push_back(compared.design.design);
    if (names.size() == designs.size() && inputs.designs.size() < designs.size()) continue;
    results.push_back(run_batch(inputs, options));
    inputs.designs.clear();
  }
  return results;
}

std::vector<Comparison> compare_designs(const CompareOptions& options, const CommonOptions& common,
                                        const std::function<void()>& check_outputs, const std::vector<OutputTarget>& targets,
                                        Result& result) {
  Inputs inputs;
  Selection selection;
  selection.scenarios = options.scenarios;
  read_inputs(selection, inputs);
  inputs.designs.clear();
  inputs.hashes.clear();
  inputs.for_claims.clear();  // what only claims speak of elsewhere runs in full here
  const std::vector<ComparedDesign> designs = read_compared(options.names, inputs, check_outputs);
  keep_files(targets, inputs.hashes);
  BatchOptions batch = batch_options(options, common);
  batch.replays = shows_replays(targets);
  std::vector<Result> results = run_compared(designs, inputs, batch);
  if (common.is_interrupted()) throw Interruption();
  std::vector<Pair> pairs;
  std::vector<std::string> origins;
  for (std::size_t i = 0; i < designs.size(); ++i) {
    origins.push_back(designs[i].origin);
    if (i > 0) pairs.push_back({0, results.size() == 1 ? 0 : i, designs[0].design.design->name, designs[i].design.design->name});
  }
  name_apart(results, pairs, origins);
  result = results.size() == 1 ? results.front() : reports::merged(results);
  std::vector<Comparison> comparisons;
  for (std::size_t i = 1; i < designs.size(); ++i) {
    comparisons.push_back(compare(result, pairs[i - 1].first, result, pairs[i - 1].second));
    try_fields(comparisons.back(), inputs, designs[0].design.resolved, designs[i].design.resolved, result, options, common);
  }
  return comparisons;
}

std::vector<Comparison> compare_results(const CompareOptions& options, const std::function<void()>& check_outputs,
                                        Result& result) {
  std::vector<Result> results;
  take_all({check_outputs, [&] {
              for (const std::string& file : options.names) results.push_back(read_result(file));
            }});
  std::vector<Pair> pairs = pairs_of(results);
  if (pairs.empty()) throw UsageError("compare: these results hold fewer than two designs");
  name_apart(results, pairs, options.names);
  result = reports::merged(results);
  std::vector<Comparison> comparisons;
  for (const Pair& pair : pairs)
    comparisons.push_back(compare(results[pair.first_result], pair.first, results[pair.second_result], pair.second));
  return comparisons;
}

}  // namespace

ExitCode compare_sides(const CompareOptions& options, const CommonOptions& common) {
  std::vector<OutputTarget> targets;
  const auto check_outputs = [&] { targets = output_targets(options.outputs, options.names); };
  const auto results = std::count_if(options.names.begin(), options.names.end(), is_result);
  const bool all_results = results == static_cast<std::ptrdiff_t>(options.names.size());
  if (results > 0 && !all_results) throw UsageError("compare: give designs or results, not both");
  if (!all_results && options.names.size() < 2) throw UsageError("compare: give two designs or more");
  Result result;
  const std::vector<Comparison> comparisons =
      all_results ? compare_results(options, check_outputs, result)
                  : compare_designs(options, common, check_outputs, targets, result);
  std::string terminal;
  for (const Comparison& comparison : comparisons)
    terminal += (terminal.empty() ? "" : "\n") + reports::comparison_terminal(comparison);
  const bool taken = std::any_of(targets.begin(), targets.end(), takes_standard_output);
  if (!common.quiet && !taken) write_text(reports::without_commands(terminal), "-");
  write_outputs(result, targets, common, comparisons);
  return ExitCode::held;
}

}  // namespace windtunnel::tools
