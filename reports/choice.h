// Which designs recover in time, and what they cost: the question with which an architect opens a report.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// The recovery time that reports ask for, in seconds: what architecture reviews call a short RTO.
inline constexpr double choice_limit = 900;

/// How one design does against a limit on its recovery.
struct InTime {
  std::string design;
  double cost = 0;  ///< USD a month
  std::size_t runs = 0,
              kept = 0;  ///< drills, and those of them that it recovered from in time in 95 % of replications
  std::vector<std::string> missed;  ///< drills that were not, the worst first
};

/// Every design against a limit in seconds, over the drills that apply to all of them and hurt users of one at least: most drills
/// kept first, then cheapest. Of several targets of a drill ("each zone") the worst counts.
std::vector<InTime> in_time(const Result& result, double limit);

/// "kasha keeps 15 min in all 24 drills, at 198 USD a month": the cheapest design that keeps a limit, or the nearest
/// one.
std::string choice_text(const Result& result, double limit);

/// One scenario on the designs that can be compared: the share of replications in which each was back in time.
struct ScenarioInTime {
  std::string scenario, title;
  /// By design, in the order of the result; nothing where the scenario does not apply. Of several targets the worst.
  std::vector<std::pair<std::string, std::optional<double>>> shares;
  std::size_t kept = 0, judged = 0;  ///< designs that were back in 95 % of replications, and all that it applied to
  bool hurt = false;                 ///< users of some design were hurt
  bool for_all = false;              ///< it applies to all designs
  std::string cheapest;              ///< of those that kept it; empty where none did
  double cost = 0;                   ///< of the cheapest, USD a month
};
/// Every scenario that all compared designs were put through: those on which designs differ first, the fewest
/// that keep it before more, then those that none keeps, then those that all keep.
std::vector<ScenarioInTime> by_scenario(const Result& result, double limit);

/// "7 of 8 documented targets do not hold; no design is back within 15 min in every drill".
std::string finding_text(const Result& result, double limit);

/// What fails first in a design: the cause of most incidents in its simulated years, or, without years, what its
/// structure says; and what costs most time. "os patch of primary.db, 2.1 times a year, 6 min each; most downtime (37 %)
/// comes from power loss of primary.zone-1, once in 13 years, 2.8 h each".
std::string first_failure_text(const Result& result, const std::string& design);

/// What all of it rests on: how many assumptions, those that most verdicts name, and those that change one.
std::string foundation_text(const Result& result);

/// Up to `count` sentences that matter most, each of another kind: a refuted target, the drill that takes longest, what
/// causes most downtime, a structural finding, a bill that differs. As text, not markup.
std::vector<std::string> foremost_sentences(const Result& result, std::size_t count);

}  // namespace windtunnel::reports
