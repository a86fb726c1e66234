// Charts as Vega-Lite specifications: plain JSON, which anybody can restyle. A chart without anything to show is not
// made.
#pragma once

#include <string>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::reports {

struct Chart {
  std::string name;         ///< file name without ending: "recovery-zone-loss"
  std::string section;      ///< where the page shows it: recovery, waits, availability, causes, loss, replay
  std::string title;        ///< the finding, in a sentence
  std::string subtitle;     ///< what is drawn
  std::string description;  ///< for those who do not see it
  std::string spec;         ///< Vega-Lite JSON with title and data, in ASCII
};

/// All charts of a result, in the order of the page.
std::vector<Chart> charts(const Result& result);

/// Shares of replications that had recovered by a time, one line per design (or per scenario, of one design alone).
std::vector<Chart> recovery_charts(const Result& result);
/// Monthly cost against availability with its interval, and the line of designs that no other beats.
std::vector<Chart> pareto_charts(const Result& result);
/// Mean recoveries split into phases.
std::vector<Chart> phase_charts(const Result& result);
/// The critical path of each replay.
std::vector<Chart> waterfall_charts(const Result& result);
/// What halving each parameter would have saved of each replay.
std::vector<Chart> saving_charts(const Result& result);
/// The share of a year's downtime that each cause has.
std::vector<Chart> cause_charts(const Result& result);
/// Age of the oldest lost write, by run.
std::vector<Chart> loss_charts(const Result& result);

}  // namespace windtunnel::reports
