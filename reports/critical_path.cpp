// See critical_path.h.
#include "reports/critical_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {

std::string phase_word(std::string_view phase) {
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"notice", "noticing"},           {"decide", "deciding"},    {"act", "repair or wait"},
      {"propagate", "change spreads"}, {"warm_up", "warming up"}, {"drain", "backlog"}};
  for (const auto& [name, word] : words)
    if (name == phase) return std::string(word);
  return visible(phase);
}

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

namespace {

/// Joins the two neighbours of one phase that are shortest together, the longer one giving the text; false: there are
/// none.
bool join_shortest(std::vector<Step>& steps) {
  std::size_t best = 0;
  double least = 0;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const double together = steps[i].until_seconds - steps[i - 1].from_seconds;
    if (steps[i].phase == steps[i - 1].phase && (best == 0 || together < least)) {
      best = i;
      least = together;
    }
  }
  if (best == 0) return false;
  Step& first = steps[best - 1];
  Step& second = steps[best];
  if (second.until_seconds - second.from_seconds > first.until_seconds - first.from_seconds) first.text = second.text;
  first.until_seconds = second.until_seconds;
  first.joined += second.joined + 1;
  steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(best));
  return true;
}

/// Neighbours that say the same, as attempts that go on failing do, become one step.
void join_alike(std::vector<Step>& steps) {
  for (std::size_t i = 1; i < steps.size();) {
    Step& first = steps[i - 1];
    if (steps[i].phase != first.phase || steps[i].text != first.text) {
      ++i;
      continue;
    }
    first.until_seconds = steps[i].until_seconds;
    first.joined += steps[i].joined + 1;
    steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

constexpr std::size_t steps_at_most = 12;

}  // namespace

std::vector<Step> steps_of(const ReplayResult::Recovery& recovery) {
  std::vector<Step> steps;
  bool open = false;  // the last step was not told: the next one of its phase goes on with it
  for (const ReplayResult::Wait& wait : recovery.waits) {
    Step step{wait.from_seconds, wait.until_seconds, phase_word(wait.phase), visible(wait.text), 0};
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
  while (steps.size() > steps_at_most && join_shortest(steps)) {
  }
  join_alike(steps);
  for (Step& step : steps)
    if (step.joined > 0) step.text += fmt::format(" (and {} more step{})", step.joined, step.joined == 1 ? "" : "s");
  return steps;
}

std::string savings_text(const ReplayResult& replay) {
  const ReplayResult::Recovery* slowest = slowest_recovery(replay);
  if (!slowest || replay.parameters_tried == 0) return "";
  std::vector<std::string> saved, delayed;
  for (const ReplayResult::Saving& saving : slowest->savings) {
    const bool sooner = saving.seconds > 0;
    auto& list = sooner ? saved : delayed;
    if (list.size() < 3)
      list.push_back(fmt::format("{} {} {}", visible(saving.parameter), sooner ? "saves" : "costs",
                                 seconds_text(std::abs(saving.seconds))));
  }
  if (saved.empty())
    return fmt::format("None of {} durations and thresholds of what was waited for shortens it when halved: it waits for "
                       "the fault itself to end, or for something that has no parameter.",
                       replay.parameters_tried);
  std::string text = "Halved alone, " + listed(saved) + " of " + seconds_text(slowest->seconds);
  if (!delayed.empty()) text += "; " + listed(delayed);
  return text + fmt::format(" ({} parameters of what was waited for were tried).", replay.parameters_tried);
}

}  // namespace windtunnel::reports
