// See health.h.
#include "sim/measure/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "sim/design/rules.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

/// Solutions of the flow are this accurate.
constexpr double accuracy = 1e-6;

std::string health_text(const HealthResult& journey) {
  return fmt::format("while nothing fails, journey {} serves {} of a week's requests within its objective, which asks for {}",
                     journey.journey, share_text(journey.sli), share_text(journey.objective));
}

/// Measures that take a level from health. Shares of requests and lost data do not.
bool rests_on_level(std::string_view measure) {
  for (const std::string_view one :
       {"rto.", "objective.", "downtime.", "below_objective.", "noticed.", "availability.", "yearly_downtime."})
    if (measure.starts_with(one)) return true;
  return false;
}

}  // namespace

std::string unhealthy(const HealthResult& journey) {
  return journey.sli < journey.recovery_level * journey.objective ? health_text(journey) : "";
}

std::vector<FindingResult> health_findings(const std::vector<HealthResult>& journeys) {
  std::vector<FindingResult> findings;
  for (const HealthResult& journey : journeys) {
    const bool fails = !unhealthy(journey).empty();
    if (!fails && journey.sli >= journey.objective - accuracy) continue;
    const auto severity = fails ? Finding::Severity::error : Finding::Severity::warning;
    findings.push_back({std::string(health_rule), std::string(to_text(severity)), "", health_text(journey)});
  }
  return findings;
}

FindingResult held_up_finding(const std::string& component, const std::string& why) {
  return {std::string(health_rule), std::string(to_text(Finding::Severity::error)), component,
          "no unit could be started while nothing fails: " + why};
}

void withhold_unhealthy(Result& result) {
  for (ExpectationResult& row : result.expectations) {
    if (row.verdict != Verdict::upheld || !rests_on_level(row.measure)) continue;
    const auto design = std::find_if(result.designs.begin(), result.designs.end(),
                                     [&](const DesignResult& one) { return one.design == row.design; });
    if (design == result.designs.end()) continue;
    for (const HealthResult& journey : design->health) {
      if (!row.journey.empty() && row.journey != journey.journey) continue;
      const std::string why = unhealthy(journey);
      if (why.empty() || row.verdict != Verdict::upheld) continue;
      row.verdict = Verdict::inconclusive;
      row.because = why + ": there is nothing that it could fall from; " + row.because;
    }
  }
}

}  // namespace windtunnel
