// The commands that read results: report.
#include <cstdio>
#include <fstream>
#include <sstream>

#include "reports/merge.h"
#include "sim/config/diagnostics.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/output.h"

namespace windtunnel::tools {
namespace {

/// Results are large where replications are many; what is larger than this is no result.
constexpr std::uintmax_t bytes_at_most = 1u << 30;

Result read_result(const std::string& file) {
  Diagnostics diagnostics;
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) {
    diagnostics.error(file, {}, "cannot be read");
    throw BadInput(diagnostics, true);
  }
  const auto size = static_cast<std::uintmax_t>(in.tellg());
  if (size > bytes_at_most) {
    diagnostics.error(file, {}, "is larger than a result can be (1 GiB)");
    throw BadInput(diagnostics);
  }
  in.seekg(0);
  std::stringstream text;
  text << in.rdbuf();
  try {
    return from_json(text.str());
  } catch (const std::runtime_error& problem) {
    diagnostics.error(file, {}, std::string("is no result of windtunnel: ") + problem.what());
    throw BadInput(diagnostics);
  }
}

}  // namespace

ExitCode write_report(const ReportOptions& options, const CommonOptions&) {
  const std::vector<OutputTarget> targets = output_targets(options.outputs);
  if (targets.empty()) throw UsageError("report: say what to write, for example --output html=report.html");
  std::vector<Result> results;
  for (const std::string& file : options.results) results.push_back(read_result(file));
  const Result all = reports::merged(results);
  for (const OutputTarget& target : targets) write_output(all, target);
  return ExitCode::held;
}

}  // namespace windtunnel::tools
