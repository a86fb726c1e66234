// windtunnel: the command line. It reads arguments, calls one command, and turns every end into a documented exit code.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <functional>
#include <iostream>
#include <limits>
#include <sstream>
#include <thread>

#include "sim/config/file_output.h"
#include "tools/command_line/command_table.h"
#include "tools/command_line/commands.h"
#include "tools/command_line/completion.h"
#include "tools/command_line/ending.h"
#include "tools/command_line/exit_codes.h"
#include "tools/command_line/output.h"
#include "tools/command_line/version.h"
#include "tools/command_line/whole_number.h"

namespace {

using namespace windtunnel;
using namespace windtunnel::tools;

std::atomic<bool> interrupted{false}, stopped{false};
extern "C" void on_interrupt(int) {
  // Whoever asks twice does not want to wait for what is being printed either; files are whole or not there all the same.
  if (interrupted.exchange(true) && stop_writing_files()) _exit(static_cast<int>(ExitCode::interrupted));
  stopped = true;
}

constexpr const char* examples =
    R"(windtunnel init shop                                  a first design, scenario, policy and workflow
windtunnel run                                        the standard suite on all shipped designs
windtunnel run shop.yaml scenarios/ --replications 200
windtunnel run kasha zone-loss                        one shipped design in one shipped scenario
windtunnel run --designs kasha --scenarios 'zone-*' --output json=result.json
windtunnel run designs/ policy.yaml                   the standard suite, judged by a policy
windtunnel trace multi-region region-loss             one replication, told as a story
windtunnel report result.json --output html=report.html --output png=slides
windtunnel compare kasha kasha-two-nat --scenarios '*-loss'
windtunnel baseline create designs/ -o baseline.json  record designs, for a later 'baseline check'
windtunnel availability kasha                         years under nature, against the promised availability
windtunnel explain alb.hc.interval                    what a default means and where it comes from
)";

std::string footer() {
  std::string text = "\nExamples:\n";
  std::istringstream lines(examples);
  for (std::string line; std::getline(lines, line);) text += "  " + line + "\n";
  text += "\nExit status:\n";
  for (const ExitMeaning& exit : exit_meanings) {
    const std::string code = std::to_string(static_cast<int>(exit.code));
    text += "  " + code + std::string(5 - code.size(), ' ') + std::string(exit.meaning) + "\n";
  }
  return text;
}

/// Every option that counts something takes no other form of number.
CLI::Validator whole_number(std::uint64_t least = 0, std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) {
  const bool bounded = most < std::numeric_limits<std::uint64_t>::max();
  return {[=](const std::string& text) { return whole_number_problem(text, least, most); },
          bounded ? "in [" + std::to_string(least) + " - " + std::to_string(most) + "]" : ""};
}

void add_common(CLI::App& command, CommonOptions& options, bool seed = true) {
  if (seed) command.add_option("--seed", options.seed, "Seed of all chance")->check(whole_number())->capture_default_str();
  command.add_option("--jobs", options.jobs, "Threads; results do not depend on it")
      ->check(whole_number(1, 1024))
      ->capture_default_str();
  command.add_flag("--quiet,-q", options.quiet, "No progress and no summary");
  command.add_flag("--no-progress", options.no_progress, "No progress line");
  command.add_option("--color", options.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
}

void add_resolution(CLI::App& command, std::string& resolution) {
  command.add_option("--resolution", resolution, "flow, or request (every request simulated)")
      ->check(CLI::IsMember({"flow", "request"}))
      ->capture_default_str();
}

void add_bases(CLI::App& command, std::vector<std::string>& bases) {
  command.add_option("--base", bases, "File of a design that it builds on, where that stands neither beside it nor is shipped")
      ->allow_extra_args(false);
}

/// Options of commands whose runs are kept and can be cut short.
void add_limits(CLI::App& command, CommonOptions& options, bool time_limit = true) {
  CLI::Option* cache = command.add_option(
      "--cache", options.cache, "Folder of runs made before; without it $XDG_CACHE_HOME/windtunnel or ~/.cache/windtunnel");
  command.add_flag("--no-cache", options.no_cache, "Run everything anew, and keep nothing")->excludes(cache);
  if (time_limit)
    command.add_option("--time-limit", options.time_limit,
                       "Stop after so long (\"90 s\", \"5 min\") with what there is; what was cut is inconclusive");
}

void add_outputs(CLI::App& command, std::vector<std::string>& outputs) {
  command
      .add_option("--output,-o", outputs,
                  "FORMAT=FILE, repeatable: json, markdown, html, pdf, junit, sarif, github; csv, svg and png fill a folder; "
                  "'-' is standard output")
      ->take_all()
      ->allow_extra_args(false);
}

/// The program's commands with their options; each says by its callback how it ended.
class Program {
 public:
  Program() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", std::string("windtunnel ") + version);
    app_.footer(footer());
    app_.get_formatter()->column_width(38);
    common_.jobs = std::max(1u, std::thread::hardware_concurrency());
    common_.interrupted = &interrupted;
    common_.stop = &stopped;
    add_init();
    add_run();
    add_trace();
    add_availability();
    add_report();
    add_compare();
    add_baseline();
    add_information();
    add_completion();
  }

  int parse(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      const int code = app_.exit(error, std::cout, std::cerr);
      return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
    }
    return static_cast<int>(command_());
  }

 private:
  CLI::App& add(const char* name, const char* summary, std::function<ExitCode()> command) {
    CLI::App& added = *app_.add_subcommand(name, summary);
    added.callback([this, command = std::move(command)] { command_ = command; });
    return added;
  }

  void add_init() {
    CLI::App& init = add("init", "Write a first design, scenario, policy and workflow",
                         [this] { return init_folder(init_, common_); });
    init.add_option("folder", init_.folder, "Folder to write to")->capture_default_str();
    init.add_flag("--force", init_.force, "Overwrite files that are there");
    init.add_flag("--quiet,-q", common_.quiet, "Say nothing");
  }

  void add_run() {
    CLI::App& run = add("run", "Run scenarios on designs and judge what the documents claim",
                        [this] { return run_designs(run_, common_); });
    run.add_option("paths", run_.selection.paths,
                   "Files or folders of designs, scenarios and policies, or names of shipped ones; without any, what is shipped");
    run.add_option("--designs", run_.selection.designs, "Only designs whose name matches the glob")->capture_default_str();
    run.add_option("--scenarios", run_.selection.scenarios, "Only scenarios whose name matches the glob")->capture_default_str();
    run.add_option("--replications,-n", run_.replications, "Replications of each run")
        ->check(whole_number(1, 10'000'000))
        ->capture_default_str();
    run.add_option("--years", run_.years,
                   "Years simulated per design whose document promises an availability; 0: none. Where it is not given, up to five times "
                   "as many of a design while they leave its budget undecided")
        ->check(whole_number(0, 10'000'000))
        ->each([this](const std::string&) { run_.years_given = true; })
        ->capture_default_str();
    run.add_flag("--times", run_.times, "Say on standard error how long each part took");
    run.add_flag("--no-ends", run_.no_ends, "Do not try verdicts at the ends of the assumptions that they rest on");
    run.add_flag("--all-years", run_.all_years,
                 "As many years of designs that promise no availability (without it 100), and years at ends");
    add_resolution(run, run_.resolution);
    run.add_option("--baseline", run_.baseline, "Baseline file with which expectations on increases are compared");
    run.add_option("--today", run_.today, "Day on which suppressions hold or have expired: YYYY-MM-DD; without it the clock's, in UTC");
    run.add_flag("--strict-claims", run_.strict_claims, "A refuted claim ends with exit status 1");
    add_limits(run, common_);
    add_outputs(run, run_.outputs);
    add_common(run, common_);
  }

  void add_trace() {
    CLI::App& trace = add("trace", "Tell one replication as a story", [this] { return trace_replication(trace_, common_); });
    trace.add_option("design", trace_.design, "Design by name or file")->required();
    trace
        .add_option("scenario", trace_.scenario,
                    "Scenario by name or file, with its target where it has several: zone-loss@primary.zone-1")
        ->required();
    add_bases(trace, trace_.bases);
    trace.add_option("--replication", trace_.replication, "Which replication")->check(whole_number())->capture_default_str();
    add_resolution(trace, trace_.resolution);
    add_common(trace, common_);
  }

  void add_availability() {
    CLI::App& years = add("availability", "Simulate years of a design under nature",
                          [this] { return simulate_years(availability_, common_); });
    years.add_option("design", availability_.design, "Design by name or file")->required();
    add_bases(years, availability_.bases);
    years.add_option("--years", availability_.years,
                     "Years simulated. Where it is not given, up to five times as many while they leave the budget undecided")
        ->check(whole_number(1, 100'000'000))
        ->each([this](const std::string&) { availability_.years_given = true; })
        ->capture_default_str();
    add_limits(years, common_, false);
    add_outputs(years, availability_.outputs);
    add_common(years, common_);
  }

  void add_information() {
    CLI::App& check = add("validate", "Check designs, scenarios and policies without running them",
                          [this] { return validate(paths_, common_); });
    check.add_option("paths", paths_, "Files or folders, or names of what is shipped; without any, all of that");
    add_common(check, common_);
    add("explain", "Say what a parameter, component, claim, assumption or fact is, and where it comes from",
        [this] { return explain(word_); })
        .add_option("id", word_, "For example nat_gateway, ecs_fargate_service.workers, kasha-02, alb.hc.interval")
        ->required();
    add("list", "List what there is", [this] { return list(word_); })
        .add_option("what", word_, "designs, scenarios, components or faults")
        ->required()
        ->check(CLI::IsMember({"designs", "scenarios", "components", "faults"}));
    add("reference", "Print the reference page of design files, in Markdown", [] { return print_reference(); });
    add("schema", "Print a JSON Schema", [this] { return print_schema(schema_); })
        .add_option("of", schema_, "design, scenario, policy, result, baseline or baseline-check")
        ->check(CLI::IsMember({"design", "scenario", "policy", "result", "baseline", "baseline-check"}))
        ->capture_default_str();
  }

  void add_baseline() {
    CLI::App& baseline = *app_.add_subcommand("baseline", "Record what designs do, and say later what a change has made of it");
    baseline.require_subcommand(1);
    CLI::App& create = *baseline.add_subcommand("create", "Run designs and write them down, resolved, with what was measured");
    create.callback([this] { command_ = [this] { return create_baseline(create_, common_); }; });
    create.add_option("paths", create_.selection.paths,
                   "Files or folders of designs and scenarios, or names of shipped ones; without any, what is shipped");
    create.add_option("--output,-o", create_.output, "The baseline file to write")->required();
    create.add_option("--designs", create_.selection.designs, "Only designs whose name matches the glob")->capture_default_str();
    create.add_option("--scenarios", create_.selection.scenarios, "Only scenarios whose name matches the glob")->capture_default_str();
    create.add_option("--replications,-n", create_.replications, "Replications of each run")
        ->check(whole_number(1, 1'000'000))
        ->capture_default_str();
    create.add_option("--years", create_.years, "Years simulated per design whose document promises an availability; 0: none")
        ->check(whole_number(0, 1'000'000))
        ->capture_default_str();
    add_limits(create, common_, false);
    add_common(create, common_);
    create.footer("Example:\n  windtunnel baseline create designs/ scenarios/ --output windtunnel.baseline.json");

    CLI::App& check = *baseline.add_subcommand("check", "Run recorded and present designs under the same storms: better, same or worse");
    check.callback([this] { command_ = [this] { return check_baseline(check_, common_); }; });
    check.add_option("baseline", check_.baseline, "The baseline file")->required();
    check.add_option("paths", check_.selection.paths,
                   "Files or folders of designs and scenarios, or names of shipped ones; without any, what is shipped");
    check.add_option("--designs", check_.selection.designs, "Only designs whose name matches the glob")->capture_default_str();
    check.add_option("--scenarios", check_.selection.scenarios, "Only scenarios whose name matches the glob")->capture_default_str();
    check.add_flag("--strict-cost", check_.strict_cost, "Higher costs fail the check too");
    check
        .add_option("--output,-o", check_.outputs, "FORMAT=FILE, repeatable: json, markdown; '-' is standard output")
        ->take_all()
        ->allow_extra_args(false);
    add_limits(check, common_);
    add_common(check, common_, false);
    check.footer(R"(Seed, replications and years are those of the baseline.

Examples:
  windtunnel baseline check windtunnel.baseline.json designs/ scenarios/
  windtunnel baseline check windtunnel.baseline.json designs/ --time-limit '2 min' --output markdown=comment.md

Exit status: 0 nothing is worse, 2 the time limit left something open or something recorded is no longer measured,
3 something is worse.)");
  }

  void add_completion() {
    add("completion", "Print a shell's completion of this command line",
        [this] {
          const CommandEntry table = command_table(app_);
          write_text(word_ == "bash"  ? bash_completion(table)
                     : word_ == "zsh" ? zsh_completion(table)
                                      : fish_completion(table),
                     "-");
          return ExitCode::held;
        })
        .add_option("shell", word_, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    add("manual", "Print the manual page, as man reads it", [this] {
      write_text(manual_page(command_table(app_), version, examples), "-");
      return ExitCode::held;
    });
  }

  void add_report() {
    CLI::App& report = add("report", "Write reports from results, without running anything again",
                           [this] { return write_report(report_, common_); });
    report.add_option("results", report_.results, "Result files, as run --output json=FILE writes them")->required();
    add_outputs(report, report_.outputs);
    add_common(report, common_);
  }

  void add_compare() {
    CLI::App& compare = add("compare", "Compare designs under the same storms, or results: differences with intervals",
                            [this] { return compare_sides(compare_, common_); });
    compare.add_option("names", compare_.names,
                       "Designs by name or file: the first with each other one; or result files: each design of the first with its "
                       "like in the others")
        ->required();
    compare.add_option("--scenarios", compare_.scenarios, "Only scenarios whose name matches the glob")->capture_default_str();
    compare.add_option("--replications,-n", compare_.replications, "Replications of each run")
        ->check(whole_number(1, 10'000'000))
        ->capture_default_str();
    compare.add_option("--years", compare_.years, "Years simulated per design that promises an availability; 0: none")
        ->check(whole_number(0, 10'000'000))
        ->capture_default_str();
    compare.add_option("--fields", compare_.fields, "Fields that differ to try one at a time; 0: none")
        ->check(whole_number())
        ->capture_default_str();
    add_outputs(compare, compare_.outputs);
    add_common(compare, common_);
  }

  CLI::App app_{"windtunnel: a wind tunnel for cloud architectures", "windtunnel"};
  CommonOptions common_;
  InitOptions init_;
  RunOptions run_;
  TraceOptions trace_;
  AvailabilityOptions availability_;
  ReportOptions report_;
  CompareOptions compare_;
  BaselineCreateOptions create_;
  BaselineCheckOptions check_;
  std::vector<std::string> paths_;
  std::string word_, schema_ = "design";
  std::function<ExitCode()> command_;
};

}  // namespace

int main(int argc, char** argv) {
  // What nohup, or a shell that starts the program in the background, has it ignore stays ignored.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    if (std::signal(signal, on_interrupt) == SIG_IGN) std::signal(signal, SIG_IGN);
  const auto program = [&] {
    const auto code = static_cast<ExitCode>(Program().parse(argc, argv));
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) throw CannotWrite("cannot write to standard output");
    return code;
  };
  return static_cast<int>(ending_of(program, stderr));
}
