// What baselines are made of: designs in their resolved form, run through scenarios and years, and measured.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/design/resolved.h"
#include "sim/measure/baseline_values.h"
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
  /// Of the runs that a design has, those to make; nothing: all of them.
  std::function<bool(const std::string& run)> wanted;
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
};

inline constexpr const char* years_run = "years";

/// Runs designs through scenarios, all in one campaign. Throws BadInput when a scenario does not fit a design.
std::vector<MeasuredDesign> measure_designs(const std::vector<ResolvedDesign>& designs,
                                            const std::vector<Scenario>& scenarios, const BaselineRequest& request,
                                            Session& session);

}  // namespace windtunnel::tools
