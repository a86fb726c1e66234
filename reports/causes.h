// What takes users away in years under nature, in words: failures told apart from work that somebody plans.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// "primary.zone-1:power_loss" as people say it: "power loss of primary.zone-1". Safe to show.
std::string cause_words(std::string_view cause);
/// The same; of what is planned "planned os patch of primary.db".
std::string cause_words(const CauseResult& cause);

/// "2.1 times a year, 6 min each"; what has been seen fewer than 30 times says how often.
std::string how_often(const CauseResult& cause, std::uint64_t years);

/// Planned work as a clause of its own, "planned work besides (os patch and minor engine upgrade of primary.db): 2.1
/// times a year, 6.3 min of downtime a year"; empty where none takes users away.
std::string planned_work_text(const AvailabilityResult& availability);

/// What fails first in a design's simulated years: the failure that takes users away most often, the one that costs most
/// time where it is another, and planned work apart from both. `availability.years` must be positive.
std::string failures_text(const AvailabilityResult& availability);

}  // namespace windtunnel::reports
