// See story_text.h.
#include "tools/command_line/story_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace windtunnel::tools {
namespace {

/// As people read it.
const char* name_of(Phase phase) { return phase == Phase::warm_up ? "warm up" : word(phase); }

/// Rounded as the durations are that stand beside clocks.
std::int64_t tenths_of_second(Duration duration) { return (duration.microseconds + 50'000) / 100'000; }

/// "1802.9" of seconds.
std::string seconds_text(Duration duration) {
  const std::int64_t tenths = tenths_of_second(duration);
  return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

/// "+0:01:25.3" after the fault, "-0:10:00.0" before it.
std::string clock(Duration since) {
  const std::int64_t tenths = tenths_of_second(since < Duration{} ? -since : since);
  const char sign = since < Duration{} && tenths > 0 ? '-' : '+';
  return fmt::format("{}{}:{:02}:{:02}.{}", sign, tenths / 36000, tenths / 600 % 60, tenths / 10 % 60, tenths % 10);
}

/// The line of the story that belongs to an event, by its number.
const Story::Line* line_of(const Story& story, EventId event) {
  const auto found = std::find_if(story.lines.begin(), story.lines.end(),
                                  [&](const Story::Line& line) { return line.event == event && event != 0; });
  return found == story.lines.end() ? nullptr : &*found;
}

std::string users(const Story& story, const Story::Line& line, std::vector<double>& before) {
  std::string text;
  for (std::size_t j = 0; j < line.sli.size(); ++j) {
    if (j < before.size() && std::abs(before[j] - line.sli[j]) < 0.0005) continue;
    text += fmt::format("{}{} {:.1f} %", text.empty() ? "" : ", ", story.journeys[j], 100 * line.sli[j]);
  }
  before = line.sli;
  return text;
}

/// A step that nobody tells of: who took it. An act may as well be the wait before a next attempt, whose end is the same.
std::string untold(const Design& design, const PathLink& link) {
  if (link.target >= design.components().size()) return "a metric is looked at";
  const std::string_view deed = link.phase == Phase::notice      ? "sees it"
                                : link.phase == Phase::decide    ? "decides"
                                : link.phase == Phase::propagate ? "its change spreads"
                                : link.phase == Phase::warm_up   ? "warms up"
                                                                 : "its next step or attempt begins";
  return fmt::format("{}: {}", design.component(link.target).name(), deed);
}

}  // namespace

std::string tell(const Story& story, const Design& design, const std::string& title) {
  std::string out = fmt::format("{} on {}\nThe scenario strikes on {}; times count from it.\n\n", title, design.name,
                                weekday_time(story.fault));
  std::vector<double> before;
  for (const Story::Line& line : story.lines) {
    out += fmt::format("{:>12}  {}: {}\n", clock(line.time - story.fault), line.component, line.text);
    if (const std::string change = users(story, line, before); !change.empty())
      out += fmt::format("{:>12}  users served: {}\n", "", change);
    const Story::Line* cause = line_of(story, line.cause);
    if (cause && line.phase != Phase::none)
      out += fmt::format("{:>12}  after {} s ({}) because of: {}: {}\n", "", seconds_text(line.time - cause->time),
                         name_of(line.phase), cause->component, cause->text);
  }
  for (const Story::Recovery& recovery : story.recoveries) {
    out += fmt::format("\nJourney {}: ", recovery.journey);
    if (!recovery.hurt) {
      out += "never fell below its recovery level.\n";
      continue;
    }
    if (!recovery.recovered) {
      out += "did not recover before the end of the observation.\n";
      continue;
    }
    out += fmt::format("back at its recovery level after {} s. What it waited for:\n",
                       seconds_text(recovery.returned - story.fault));
    for (const PathLink& link : recovery.path) {
      const Story::Line* line = line_of(story, link.event);
      const std::string what = line              ? line->component + ": " + line->text
                               : link.event == 0 ? "users' requests move or drain"
                                                 : untold(design, link);
      out += fmt::format("{:>12}  {:>8} s  {:<9}  {}\n", clock(link.until - story.fault),
                         seconds_text(link.until - link.from), name_of(link.phase), what);
    }
    const PhaseSeconds sum = sum_by_phase(recovery.path);
    out += fmt::format(
        "{:>12}  {:>8.1f} s  in all: notice {:.1f}, decide {:.1f}, act {:.1f}, propagate {:.1f}, warm up {:.1f}, drain "
        "{:.1f}\n",
        "", sum.total(), sum.notice, sum.decide, sum.act, sum.propagate, sum.warm_up, sum.drain);
  }
  return out;
}

}  // namespace windtunnel::tools
