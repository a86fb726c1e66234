// See critical_path.h.
#include "reports/critical_path.h"

#include <algorithm>

#include "reports/text.h"

namespace windtunnel::reports {

const ReplayResult::Recovery* slowest_recovery(const ReplayResult& replay) {
  const ReplayResult::Recovery* slowest = nullptr;
  for (const ReplayResult::Recovery& recovery : replay.recoveries) {
    if (!recovery.hurt) continue;
    const auto worse = [](const ReplayResult::Recovery& a, const ReplayResult::Recovery& b) {
      return a.recovered != b.recovered ? !a.recovered : a.seconds > b.seconds;
    };
    if (!slowest || worse(recovery, *slowest)) slowest = &recovery;
  }
  return slowest;
}

std::vector<Step> steps_of(const ReplayResult::Recovery& recovery) {
  std::vector<Step> steps;
  bool open = false;  // the last step was not told: the next one of its phase goes on with it
  for (const ReplayResult::Wait& wait : recovery.waits) {
    Step step{wait.from_seconds, wait.until_seconds, visible(wait.phase), visible(wait.text)};
    std::replace(step.phase.begin(), step.phase.end(), '_', ' ');
    if (!wait.component.empty()) step.text = visible(wait.component) + ": " + step.text;
    const bool joins = open && !steps.empty() && steps.back().phase == step.phase;
    open = wait.component.empty() && wait.text == "an intermediate step";
    if (joins) {
      step.from_seconds = steps.back().from_seconds;
      steps.back() = std::move(step);
    } else {
      steps.push_back(std::move(step));
    }
  }
  return steps;
}

}  // namespace windtunnel::reports
