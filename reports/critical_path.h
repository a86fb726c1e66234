// The critical path of a replay in the steps that people speak of.
#pragma once

#include <string>
#include <vector>

#include "sim/measure/replay.h"

namespace windtunnel::reports {

/// A phase of a recovery in words that need no manual: "act" becomes "repair or wait".
std::string phase_word(std::string_view phase);

struct Step {
  double from_seconds = 0, until_seconds = 0;
  std::string phase;       ///< "warm up"
  std::string text;        ///< "primary.db: the standby accepts connections"
  std::size_t joined = 0;  ///< how many other steps are counted in it
};

/// The recovery that ended last, or that of a journey that never came back; null when nobody was hurt.
const ReplayResult::Recovery* slowest_recovery(const ReplayResult& replay);

/// The waits of a recovery; steps that nothing was told about are joined with the next one of their
/// phase, and where there are more than a dozen, the shortest neighbours are joined.
std::vector<Step> steps_of(const ReplayResult::Recovery& recovery);

/// One sentence on what halving single parameters would have saved of the slowest recovery; empty where none was tried.
std::string savings_text(const ReplayResult& replay);

}  // namespace windtunnel::reports
