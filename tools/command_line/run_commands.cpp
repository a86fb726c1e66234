// The commands that simulate: run and availability.
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "reports/pipelines/annotations.h"
#include "reports/terminal.h"
#include "reports/text.h"
#include "tools/command_line/baseline_file.h"
#include "tools/command_line/batch.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/ending.h"
#include "tools/command_line/output.h"
#include "tools/command_line/session.h"
#include "tools/command_line/time_taken.h"

namespace windtunnel::tools {
namespace {

void deliver(const Result& result, const std::vector<OutputTarget>& targets, const CommonOptions& common) {
  if (common.is_interrupted()) throw Interruption();
  const bool stdout_taken =
      std::any_of(targets.begin(), targets.end(), takes_standard_output);
  if (!common.quiet && !stdout_taken) {
    const std::string text =
        reports::without_commands(reports::terminal(result, {.colour = wants_colour(common), .width = terminal_width()}));
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  write_outputs(result, targets, common);
}

/// What makes the same result again; outputs and threads change nothing in it.
std::string command_text(const RunOptions& options, const CommonOptions& common) {
  std::string text = "windtunnel run";
  const auto add = [&text](const std::string& words) { text += " " + words; };
  std::vector<std::string> paths = options.selection.paths;
  std::sort(paths.begin(), paths.end());  // their order changes nothing
  for (const std::string& path : paths) add(reports::shell_word(path));
  if (options.selection.designs != "*") add("--designs " + reports::shell_word(options.selection.designs));
  if (options.selection.scenarios != "*") add("--scenarios " + reports::shell_word(options.selection.scenarios));
  add("--replications " + std::to_string(options.replications));
  if (options.years_given) add("--years " + std::to_string(options.years));
  if (options.all_years) add("--all-years");
  if (options.no_ends) add("--no-ends");
  if (options.resolution != "flow") add("--resolution " + options.resolution);
  if (!options.baseline.empty()) add("--baseline " + reports::shell_word(options.baseline));
  add("--seed " + std::to_string(common.seed));
  return text;
}

/// The day that the command line names, else the clock's in UTC: the only time that a result depends on.
CalendarDate day_of(const std::string& today) {
  if (!today.empty()) {
    if (const auto date = parse_calendar_date(today)) return *date;
    throw UsageError("--today: expected a day such as 2029-06-30, found \"" + today + "\"");
  }
  const std::time_t now = std::time(nullptr);
  char text[sizeof "2029-06-30"];
  std::strftime(text, sizeof text, "%Y-%m-%d", std::gmtime(&now));
  return {text, {}};
}

std::vector<std::string> files_read(const RunOptions& options) {
  std::vector<std::string> files = options.selection.paths;
  if (!options.baseline.empty()) files.push_back(options.baseline);
  return files;
}

std::vector<std::string> files_read(const AvailabilityOptions& options) {
  std::vector<std::string> files = options.bases;
  files.push_back(options.design);
  return files;
}

bool has_suppressions(const Inputs& inputs) {
  return std::any_of(inputs.policies.begin(), inputs.policies.end(),
                     [](const Policy& policy) { return !policy.suppressions.empty(); });
}

ExitCode judge(const Result& result, bool strict_claims) {
  bool failed = false, inconclusive = false;
  for (const ExpectationResult& row : result.expectations) {
    if (!row.counts()) continue;
    failed |= row.verdict == Verdict::refuted;
    inconclusive |= row.verdict != Verdict::refuted;
  }
  if (strict_claims)
    for (const ClaimResult& claim : result.claims) failed |= claim.verdict == Verdict::refuted;
  return failed ? ExitCode::failed : inconclusive ? ExitCode::inconclusive : ExitCode::held;
}

}  // namespace

ExitCode run_designs(const RunOptions& options, const CommonOptions& common) {
  std::vector<OutputTarget> targets;
  CalendarDate today;
  Baseline baseline;
  Inputs inputs;
  Result result;
  TimeTaken taken;
  try {
    taken.begin("files");
    take_all({[&] { targets = output_targets(options.outputs, files_read(options)); }, [&] { today = day_of(options.today); },
              [&] { if (!options.baseline.empty()) baseline = read_baseline(options.baseline); },
              [&] { read_inputs(options.selection, inputs); }});
    keep_files(targets, inputs.hashes);
    Session session(common, options.resolution);
    BatchOptions batch;
    batch.campaign = session.campaign();
    batch.cache = session.cache();
    batch.replications = options.replications;
    batch.years = options.years;
    batch.until_decided = !options.years_given;
    batch.all_years = options.all_years;
    batch.ends = !options.no_ends;
    batch.replays = shows_replays(targets);
    batch.today = today;
    if (!options.baseline.empty()) batch.baseline = &baseline;
    batch.next_part = [&](const std::string& part) {
      taken.begin(part);
      session.begin(part);
    };
    batch.command = command_text(options, common);
    if (has_suppressions(inputs)) batch.command += " --today " + today.text;
    result = run_batch(inputs, batch);
  } catch (const BadInput& bad) {
    write_problems(bad.diagnostics(), targets);
    throw;
  }
  taken.begin("reports");
  deliver(result, targets, common);
  std::fflush(stdout);
  if (options.times) std::fprintf(stderr, "%s\n", taken.end().c_str());
  return judge(result, options.strict_claims);
}

ExitCode simulate_years(const AvailabilityOptions& options, const CommonOptions& common) {
  std::vector<OutputTarget> targets;
  Inputs inputs;
  std::shared_ptr<const Design> design;
  take_all({[&] { targets = output_targets(options.outputs, files_read(options)); },
            [&] { design = read_design(options.design, inputs, options.bases); }});
  keep_files(targets, inputs.hashes);
  Result result;
  {
    Session session(common, "flow");
    BatchOptions batch;
    batch.campaign = session.campaign();
    batch.cache = session.cache();
    batch.years = options.years;
    batch.until_decided = !options.years_given;
    batch.command = "windtunnel availability " + reports::shell_word(options.design);
    for (const std::string& base : options.bases) batch.command += " --base " + reports::shell_word(base);
    if (options.years_given) batch.command += " --years " + std::to_string(options.years);
    batch.command += " --seed " + std::to_string(common.seed);
    result = run_availability(inputs, design, batch);
  }
  deliver(result, targets, common);
  return ExitCode::held;
}

}  // namespace windtunnel::tools
