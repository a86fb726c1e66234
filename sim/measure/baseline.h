// A baseline: designs as they once were, resolved, and what was measured on them; a file that stands beside a project's
// own and is compared with what the project has become.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/config/document.h"
#include "sim/measure/result.h"

namespace windtunnel {

/// One measure over the replications of a run, in seconds, shares of 1, writes or USD. Without end: never recovered, no
/// restore point, no alarm; such replications count in the quantiles, and in the mean with the time that was observed.
struct BaselineFigure {
  std::uint64_t count = 0;    ///< replications that called upon the measure
  std::uint64_t endless = 0;  ///< of these, without end
  std::optional<double> mean, low, high;  ///< with the 95 % interval
  std::optional<double> p50, p95, p99, max;  ///< null where the sample cannot bound it
};

/// What is known of one design.
struct BaselineDesign {
  /// A design document that stands alone: nothing in it is left to a default, nor to a design that it extends.
  Node resolved;
  std::optional<double> monthly_cost;  ///< USD; null: some price is unknown
  /// By run ("zone-loss@primary.zone-1"; "years" are the years under nature), then by measure: "rto of browse", "rpo".
  ByName<ByName<BaselineFigure>> runs;
};

struct Baseline {
  std::string schema = "windtunnel-baseline/1";
  std::string windtunnel;  ///< version of the program
  std::string catalogue;   ///< version of the catalogue of types, parameters and defaults
  std::uint64_t seed = 0, replications = 0, years = 0;
  Node defaults;  ///< what the catalogue gave, by type, where no file states a parameter
  ByName<std::string> scenarios;   ///< name: hash of what it states
  ByName<BaselineDesign> designs;  ///< by name
};

/// The key of a measure of a run: "rto of browse", or "rpo" for what belongs to no journey.
std::string figure_key(std::string_view measure, std::string_view journey);

/// The file's text: sorted by names, one field or figure a line, so that a difference of two files is what changed.
std::string to_json(const Baseline& baseline);
/// Reads a baseline file. Throws std::runtime_error with the place and what was expected.
Baseline baseline_from_json(std::string_view text);
/// The JSON Schema of the file, derived from the same field lists as writer and reader.
std::string baseline_schema();

}  // namespace windtunnel
