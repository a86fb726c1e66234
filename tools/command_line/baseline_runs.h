// What baselines are made of: designs in their resolved form, run through scenarios and years, and measured.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/design/resolved.h"
#include "sim/measure/baseline_values.h"
#include "tools/command_line/cached_runs.h"
#include "tools/command_line/inputs.h"
#include "tools/command_line/session.h"

namespace windtunnel::tools {

/// A design that runs as its resolved form says.
struct ResolvedDesign {
  std::shared_ptr<const Design> design;
  Node resolved;
  std::string text;  ///< of the resolved form: equal designs have equal ones
};

/// Resolves a design that was read from files.
ResolvedDesign resolve(const Inputs& inputs, const std::shared_ptr<const Design>& design);
/// Reads a resolved form, and writes out what today's catalogue has besides; nothing, with `diagnostics`, where it cannot
/// be read.
std::optional<ResolvedDesign> read_resolved(const Inputs& inputs, const Node& resolved, const std::string& file,
                                            Diagnostics& diagnostics);

/// The selected designs, without those that only claims of others speak of.
std::vector<std::shared_ptr<const Design>> selected_designs(const Inputs& inputs);

/// What is asked of the designs.
struct BaselineRequest {
  std::uint64_t replications = 0, years = 0;
  /// Of a run that a design (by its place) has, how many replications of those above to have, 0: none, and for the years
  /// whether to have them; nothing: all of them.
  std::function<std::uint64_t(std::size_t design, const std::string& run)> wanted;
  bool costs = true;
};

/// Everything measured on one design.
struct MeasuredDesign {
  struct Run {
    std::vector<MeasuredValues> values;
    std::uint64_t planned = 0, done = 0;  ///< replications
    std::string scenario;                 ///< its name; "years" for nature
  };
  std::map<std::string, Run> runs;  ///< by name; without those that do not apply
  std::optional<double> monthly_cost;

  /// Whether every run had all its replications before the time limit.
  bool is_whole() const {
    return std::all_of(runs.begin(), runs.end(), [](const auto& run) { return run.second.done == run.second.planned; });
  }
};

inline constexpr const char* years_run = "years";

/// Designs whose runs are made as they are asked for, and kept: who asks for more replications gets only the rest run.
class DesignRuns {
 public:
  DesignRuns(std::vector<ResolvedDesign> designs, const std::vector<Scenario>& scenarios, Session& session);

  const ResolvedDesign& design(std::size_t index) const { return designs_[index]; }

  /// What is asked for, of each design, all in one campaign. Throws BadInput when a scenario does not fit a design.
  std::vector<MeasuredDesign> measure(const BaselineRequest& request);

 private:
  struct Planned {
    std::vector<PlannedRun> runs;
    std::vector<std::string> keys;       ///< fingerprints of their scenarios
    std::vector<std::string> scenarios;  ///< their names
  };
  Planned plan_all(const BaselineRequest& request) const;
  void measure_drills(const BaselineRequest& request, std::vector<MeasuredDesign>& measured);

  std::vector<ResolvedDesign> designs_;
  const std::vector<Scenario>& scenarios_;
  CampaignOptions options_;
  CachedRuns cached_;
  std::map<std::pair<std::size_t, std::string>, std::vector<ReplicationRecord>> known_;
};

}  // namespace windtunnel::tools
