// Which designs recover in time, and what they cost: the question with which an architect opens a report.
#pragma once

#include <string>
#include <vector>

#include "reports/in_time.h"
#include "sim/measure/result.h"

namespace windtunnel::reports {

/// "kasha keeps 15 min in all 24 drills, at 198 USD a month": the cheapest design that keeps a limit, or the nearest
/// one.
std::string choice_text(const Result& result, double limit);

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
