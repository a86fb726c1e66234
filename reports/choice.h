// Which designs recover in time, and what they cost: the question with which an architect opens a report.
#pragma once

#include <string>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// How one design does against a limit on its recovery.
struct InTime {
  std::string design;
  double cost = 0;  ///< USD a month
  std::size_t runs = 0,
              kept = 0;  ///< drills that hurt it or could have, and those recovered in time in 95 % of replications
  std::vector<std::string> missed;  ///< drills that were not, the worst first
};

/// Every design against a limit in seconds, over the scenarios that all designs went through: most drills kept first,
/// then cheapest.
std::vector<InTime> in_time(const Result& result, double limit);

/// "kasha keeps 15 min in all 24 drills, at 198 USD a month": the cheapest design that keeps a limit, or the nearest
/// one.
std::string choice_text(const Result& result, double limit);

/// Up to `count` sentences that matter most, each of another kind: a refuted target, the drill that takes longest, what
/// causes most downtime, a structural finding, a bill that differs. As text, not markup.
std::vector<std::string> foremost_sentences(const Result& result, std::size_t count);

}  // namespace windtunnel::reports
