// The commands of the program: each takes its options and says how it ended.
#pragma once

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "tools/command_line/exit_codes.h"
#include "tools/command_line/inputs.h"

namespace windtunnel::tools {

struct CommonOptions {
  std::uint64_t seed = 1;
  unsigned jobs = 1;
  bool quiet = false, no_progress = false;
  std::string color = "auto";
  std::string cache;       ///< folder; empty: the usual one
  bool no_cache = false;
  std::string time_limit;  ///< "90 s"; empty: none
  const std::atomic<bool>* interrupted = nullptr;
  std::atomic<bool>* stop = nullptr;  ///< set with `interrupted`, and when time is up
  bool is_interrupted() const { return interrupted && *interrupted; }
};

struct RunOptions {
  Selection selection;
  std::uint64_t replications = 1000, years = 1000;
  bool years_given = false;  ///< so many years, no more where they leave a budget undecided
  bool no_ends = false;    ///< verdicts are not tried at the ends of assumptions
  bool times = false;      ///< how long each part took is told
  bool all_years = false;  ///< of every design, also of those that promise no availability
  std::string resolution = "flow";
  bool strict_claims = false;
  std::string baseline;  ///< file with which increases are compared; empty: they are not judged
  std::string today;  ///< "2029-06-30", on which suppressions hold or have expired; empty: the clock's day in UTC
  std::vector<std::string> outputs;
};

struct TraceOptions {
  std::string design, scenario, resolution = "flow";
  std::vector<std::string> bases;  ///< files of designs that it builds on
  std::uint64_t replication = 0;
};

struct AvailabilityOptions {
  std::string design;
  std::vector<std::string> bases;
  std::uint64_t years = 1000;
  bool years_given = false;
  std::vector<std::string> outputs;
};

struct ReportOptions {
  std::vector<std::string> results, outputs;
};

struct CompareOptions {
  std::vector<std::string> names, outputs;
  std::string scenarios = "*";
  std::uint64_t replications = 200, years = 200;
  std::uint64_t fields = 8;  ///< fields tried one at a time
};

struct BaselineCreateOptions {
  Selection selection;
  std::uint64_t replications = 100, years = 100;
  std::string output;
};

struct BaselineCheckOptions {
  std::string baseline;
  Selection selection;
  bool strict_cost = false;
  std::vector<std::string> outputs;
};

struct InitOptions {
  std::string folder = ".";
  bool force = false;
};

/// The command line makes no sense in a way that its parser cannot see.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

ExitCode run_designs(const RunOptions& options, const CommonOptions& common);
ExitCode trace_replication(const TraceOptions& options, const CommonOptions& common);
ExitCode simulate_years(const AvailabilityOptions& options, const CommonOptions& common);
ExitCode write_report(const ReportOptions& options, const CommonOptions& common);
ExitCode compare_sides(const CompareOptions& options, const CommonOptions& common);
ExitCode create_baseline(const BaselineCreateOptions& options, const CommonOptions& common);
ExitCode check_baseline(const BaselineCheckOptions& options, const CommonOptions& common);
ExitCode validate(const std::vector<std::string>& paths, const CommonOptions& common);
ExitCode init_folder(const InitOptions& options, const CommonOptions& common);
ExitCode explain(const std::string& id);
ExitCode list(const std::string& what);
ExitCode print_schema(const std::string& of);
ExitCode print_reference();

}  // namespace windtunnel::tools
