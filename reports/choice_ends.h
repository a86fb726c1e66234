// Whether the choice between designs stands at the ends of what was assumed of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/in_time.h"
#include "sim/measure/result.h"

namespace windtunnel::reports {

/// One end at which the choice was tried.
struct EndInTime {
  const ChoiceEnd* end = nullptr;
  std::string taken;         ///< the value that the assumption has
  std::size_t usually = 0, kept = 0;  ///< drills that the design keeps, as assumed and there
  double usual_cost = 0;     ///< USD a month; there it is the end's own
  std::vector<std::string> unpriced = {};  ///< items whose price neither of both holds
  std::vector<std::string> gained, lost;  ///< drills
  /// Other designs that assume the same, by name and text, and were tried at the same end: there it is moved in all.
  std::vector<std::string> shared_with = {};
  bool repeated = false;     ///< a design before it in the result stands for the same move
  std::string choice;        ///< the design that would be chosen there
};

/// Every end at which the choice was tried, in the order of the result. What several designs assume is moved in all of them:
/// each was run there by itself, and no run of one depends on another. A drill is judged anew there only where its tried
/// replications are judged otherwise than the same ones as assumed; else it stays as all replications say.
std::vector<EndInTime> at_ends(const Result& result, double limit);

/// "The choice was tried with each of 58 values assumed for a, b and c at both of its plausible ends: it stays a at 112 of
/// 116 ends, and would be b at bootstrap = 300 s of b." Empty where it was not tried.
std::string ends_text(const Result& result, double limit);

/// The assumptions of a design by whose ends it keeps more or fewer drills; each once, the largest change first.
std::vector<EndInTime> movers(const Result& result, const std::string& design, double limit);

}  // namespace windtunnel::reports
