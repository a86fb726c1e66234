// Whether a design works at all while nothing fails: what drills and years measure is measured against that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel {

/// The rule of its findings: unlike static ones it takes a simulated week.
inline constexpr std::string_view health_rule = "health";
inline constexpr std::string_view health_rule_summary =
    "Something does not work while nothing fails: a journey misses its objective, or no unit could be started.";

/// Why nothing can be told of what faults do to a journey: in health it is below the recovery level of its own objective, so that
/// a drill would take for recovered what no user would. Empty: it works.
std::string unhealthy(const HealthResult& journey);

/// An error for each journey that does not work in health, a warning for each that misses its objective there.
std::vector<FindingResult> health_findings(const std::vector<HealthResult>& journeys);

/// The error of a component of which no unit could be started in some place on a healthy day.
FindingResult held_up_finding(const std::string& component, const std::string& why);

/// Expectations that hold only because a journey that does not work in health cannot do worse become inconclusive.
void withhold_unhealthy(Result& result);

}  // namespace windtunnel
