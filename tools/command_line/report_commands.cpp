// The command that writes reports from results.
#include "reports/merge.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/ending.h"
#include "tools/command_line/output.h"
#include "tools/command_line/result_file.h"

namespace windtunnel::tools {

ExitCode write_report(const ReportOptions& options, const CommonOptions& common) {
  if (options.outputs.empty()) throw UsageError("report: say what to write, for example --output html=report.html");
  std::vector<OutputTarget> targets;
  std::vector<Result> results;
  std::vector<std::function<void()>> steps = {[&] { targets = output_targets(options.outputs, options.results); }};
  for (const std::string& file : options.results) steps.emplace_back([&] { results.push_back(read_result(file)); });
  take_all(steps);
  const Result all = reports::merged(results);
  write_outputs(all, targets, common);
  return ExitCode::held;
}

}  // namespace windtunnel::tools
