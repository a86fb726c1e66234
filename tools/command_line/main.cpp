// windtunnel: the command line. It reads arguments, calls one command, and turns every end into a documented exit code.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "sim/config/diagnostics.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/exit_codes.h"
#include "tools/command_line/version.h"

namespace {

using namespace windtunnel;
using namespace windtunnel::tools;

std::atomic<bool> interrupted{false};
extern "C" void on_interrupt(int) { interrupted = true; }

constexpr const char* examples = R"(
Examples:
  windtunnel run                                        the standard suite on all shipped designs
  windtunnel run shop.yaml scenarios/ --replications 200
  windtunnel run --designs kasha --scenarios 'zone-*' --output json=result.json
  windtunnel trace multi-region region-loss             one replication, told as a story
  windtunnel availability kasha                         years under nature, against the promised availability
  windtunnel explain alb.hc.interval                    what a default means and where it comes from

Exit status:
  0 all expectations held                 65 a file is wrong
  1 an error-level expectation failed     66 a file or name does not exist
  2 one was inconclusive                  70 internal error
  3 worse than a baseline                130 interrupted
  64 wrong usage)";

void add_common(CLI::App& command, CommonOptions& options) {
  command.add_option("--seed", options.seed, "Seed of all chance")->capture_default_str();
  command.add_option("--jobs", options.jobs, "Threads; results do not depend on it")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command.add_flag("--quiet,-q", options.quiet, "No progress and no summary");
  command.add_flag("--no-progress", options.no_progress, "No progress line");
  command.add_option("--color", options.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
}

void add_outputs(CLI::App& command, std::vector<std::string>& outputs) {
  command.add_option("--output,-o", outputs, "FORMAT=FILE, repeatable: json, markdown; '-' is standard output")
      ->take_all();
}

int dispatch(int argc, char** argv) {
  CLI::App app{"windtunnel: a wind tunnel for cloud architectures"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("windtunnel ") + version);
  app.footer(examples);
  app.get_formatter()->column_width(38);

  CommonOptions common;
  common.jobs = std::max(1u, std::thread::hardware_concurrency());
  common.interrupted = &interrupted;
  RunOptions run;
  auto& run_command = *app.add_subcommand("run", "Run scenarios on designs and judge what the documents claim");
  run_command.add_option("paths", run.selection.paths,
                         "Files or folders of designs and scenarios; without any, what is shipped");
  run_command.add_option("--designs", run.selection.designs, "Only designs whose name matches the glob")
      ->capture_default_str();
  run_command.add_option("--scenarios", run.selection.scenarios, "Only scenarios whose name matches the glob")
      ->capture_default_str();
  run_command.add_option("--replications,-n", run.replications, "Replications of each run")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  run_command
      .add_option("--years", run.years, "Years simulated per design whose document promises an availability; 0: none")
      ->check(CLI::Range(0, 10'000'000))
      ->capture_default_str();
  run_command.add_option("--resolution", run.resolution, "flow, or request (every request simulated)")
      ->check(CLI::IsMember({"flow", "request"}))
      ->capture_default_str();
  run_command.add_flag("--strict-claims", run.strict_claims, "A refuted claim ends with exit status 1");
  add_outputs(run_command, run.outputs);
  add_common(run_command, common);

  TraceOptions trace;
  auto& trace_command = *app.add_subcommand("trace", "Tell one replication as a story");
  trace_command.add_option("design", trace.design, "Design by name or file")->required();
  trace_command
      .add_option("scenario", trace.scenario,
                  "Scenario by name or file, with its target where it has several: zone-loss@primary.zone-1")
      ->required();
  trace_command.add_option("--replication", trace.replication, "Which replication")->capture_default_str();
  trace_command.add_option("--resolution", trace.resolution, "flow or request")
      ->check(CLI::IsMember({"flow", "request"}))
      ->capture_default_str();
  add_common(trace_command, common);

  AvailabilityOptions availability;
  auto& availability_command = *app.add_subcommand("availability", "Simulate years of a design under nature");
  availability_command.add_option("design", availability.design, "Design by name or file")->required();
  availability_command.add_option("--years", availability.years, "Years simulated")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  add_outputs(availability_command, availability.outputs);
  add_common(availability_command, common);

  std::vector<std::string> validate_paths;
  auto& validate_command = *app.add_subcommand("validate", "Check designs and scenarios without running them");
  validate_command.add_option("paths", validate_paths, "Files or folders; without any, what is shipped");
  add_common(validate_command, common);

  std::string explain_id;
  auto& explain_command = *app.add_subcommand(
      "explain", "Say what a parameter, component, claim, assumption or fact is, and where it comes from");
  explain_command
      .add_option("id", explain_id, "For example nat_gateway, ecs_fargate_service.workers, kasha-02, alb.hc.interval")
      ->required();

  std::string list_what;
  auto& list_command = *app.add_subcommand("list", "List what there is");
  list_command.add_option("what", list_what, "designs, scenarios, components or faults")
      ->required()
      ->check(CLI::IsMember({"designs", "scenarios", "components", "faults"}));

  std::string schema_of = "design";
  auto& schema_command = *app.add_subcommand("schema", "Print a JSON Schema");
  schema_command.add_option("of", schema_of, "design, scenario or result")
      ->check(CLI::IsMember({"design", "scenario", "result"}))
      ->capture_default_str();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, std::cout, std::cerr);
    return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  if (run_command) return static_cast<int>(run_designs(run, common));
  if (trace_command) return static_cast<int>(trace_replication(trace, common));
  if (availability_command) return static_cast<int>(simulate_years(availability, common));
  if (validate_command) return static_cast<int>(validate(validate_paths, common));
  if (explain_command) return static_cast<int>(explain(explain_id));
  if (list_command) return static_cast<int>(list(list_what));
  return static_cast<int>(print_schema(schema_of));
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  try {
    return dispatch(argc, argv);
  } catch (const BadInput& bad) {
    for (const Diagnostic& diagnostic : bad.diagnostics().sorted())
      std::fprintf(stderr, "%s\n", to_text(diagnostic).c_str());
    return static_cast<int>(bad.missing() ? ExitCode::missing_input : ExitCode::bad_input);
  } catch (const Interrupted&) {
    std::fprintf(stderr, "windtunnel: interrupted; nothing was written\n");
    return static_cast<int>(ExitCode::interrupted);
  } catch (const UsageError& error) {
    std::fprintf(stderr, "windtunnel: %s\n", error.what());
    return static_cast<int>(ExitCode::usage);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "windtunnel: internal error: %s\n", error.what());
    return static_cast<int>(ExitCode::internal_error);
  }
}
