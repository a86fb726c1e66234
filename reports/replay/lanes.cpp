// See lanes.h. Places along the time axis are percentages, so that the picture needs no script to fit a screen.
#include "reports/replay/lanes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "reports/markup.h"

namespace windtunnel::reports {
namespace {

constexpr std::size_t lanes_at_most = 16;
constexpr int track_height = 64, lane_height = 30, top = 8;

double percent(const ReplayWindow& window, double seconds) {
  return std::clamp((seconds - window.from) / (window.until - window.from), 0.0, 1.0) * 100;
}

std::string name_svg(const std::string& name, int y) {
  return fmt::format("<text class=\"lane-name\" x=\"0\" y=\"{}\">{}</text>", y + 11, name);
}

std::string track_svg(const ReplayResult::Track& track, const ReplayWindow& window, int y) {
  // A drawing of its own, stretched to the width: its line keeps its thickness by the style sheet.
  std::string points;
  double last = 0;
  const ReplayResult::Track seen = seen_in(track, window);
  for (std::size_t i = 0; i < seen.seconds.size(); ++i) {
    last = percent(window, seen.seconds[i]) * 10;
    points += fmt::format("{:.1f},{:.1f} ", last, 100 - seen.share[i] * 100);
  }
  std::string svg = fmt::format(
      "<svg x=\"0\" y=\"{}\" width=\"100%\" height=\"{}\" viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\">"
      "<rect class=\"track\" x=\"0\" y=\"0\" width=\"1000\" height=\"100\"/>",
      y + 16, track_height - 24);
  svg += fmt::format(
      "<polygon class=\"served\" points=\"0,100 {}{:.1f},100\"/><polyline class=\"served\" points=\"{}\"/></svg>",
      points, last, points);
  return svg;
}

std::string lane_svg(const ReplayResult::Lane& lane, const ReplayWindow& window, int y) {
  std::string svg;
  for (std::size_t i = 0; i < lane.seconds.size(); ++i) {
    const double from = percent(window, lane.seconds[i]);
    const double until = i + 1 < lane.seconds.size() ? percent(window, lane.seconds[i + 1]) : 100;
    if (until <= from) continue;
    svg += fmt::format(
        "<rect class=\"state {}\" x=\"{:.3f}%\" y=\"{}\" width=\"{:.3f}%\" height=\"11\"><title>{} from "
        "{}</title></rect>",
        slug(lane.states[i]), from, y + 15, until - from, markup(lane.states[i]), moment_text(lane.seconds[i]));
  }
  return svg;
}

std::string axis_svg(const ReplayWindow& window, int y) {
  constexpr double steps[] = {5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400};
  double step = steps[0];
  for (const double size : steps)
    if ((window.until - window.from) / step > 5.5) step = size;
  std::string svg;
  for (double at = 0; at <= window.until; at += step) {
    const double x = percent(window, at);
    svg += fmt::format("<line class=\"tick\" x1=\"{0:.3f}%\" x2=\"{0:.3f}%\" y1=\"{1}\" y2=\"{2}\"/>", x, top, y);
    if (x < 92)
      svg += fmt::format("<text class=\"tick\" x=\"{:.3f}%\" y=\"{}\">{}</text>", x, y + 14,
                         at == 0 ? "fault" : moment_text(at));
  }
  return svg;
}

}  // namespace

std::string moment_text(double seconds) {
  if (seconds < 0) return "before";
  const long whole = std::lround(seconds);
  if (whole < 120) return fmt::format("{} s", whole);
  if (whole < 7200)
    return whole % 60 == 0 ? fmt::format("{} min", whole / 60) : fmt::format("{} min {} s", whole / 60, whole % 60);
  const long minutes = whole / 60;
  return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

ReplayWindow window_of(const ReplayResult& replay) {
  double last = 30;
  for (const ReplayResult::Recovery& recovery : replay.recoveries)
    if (recovery.hurt) last = std::max(last, recovery.seconds);
  return {-0.04 * last, std::max(last * 1.12, 31.0)};
}

ReplayResult::Track seen_in(const ReplayResult::Track& track, const ReplayWindow& window) {
  ReplayResult::Track seen;
  const std::size_t n = std::min(track.seconds.size(), track.share.size());
  for (std::size_t i = 0; i < n; ++i) {
    if (i + 1 < n && track.seconds[i + 1] < window.from) continue;
    if (i > 0 && track.seconds[i - 1] > window.until) break;
    const bool last = i + 1 == n || track.seconds[i] > window.until;
    if (!last && !seen.seconds.empty() &&
        percent(window, track.seconds[i]) - percent(window, seen.seconds.back()) < 0.1 &&
        std::abs(track.share[i] - seen.share.back()) < 0.01)
      continue;
    seen.seconds.push_back(track.seconds[i]);
    seen.share.push_back(track.share[i]);
  }
  return seen;
}

std::vector<const ReplayResult::Lane*> shown_lanes(const ReplayResult& replay, const TopologyResult* topology,
                                                   std::vector<std::string>& left_out) {
  std::set<std::string> on_path,
      several;  // components that requests pass; components whose parts are shown in their stead
  if (topology) {
    for (const TopologyResult::Edge& edge : topology->edges)
      if (edge.kind == "path") on_path.insert(topology->nodes[edge.to].name);
  }
  const auto whole = [](const std::string& name) { return name.substr(0, name.find('@')); };
  std::map<std::string, std::size_t> parts;
  for (const ReplayResult::Lane& lane : replay.lanes)
    if (lane.name.find('@') != std::string::npos) ++parts[whole(lane.name)];
  const ReplayWindow window = window_of(replay);
  std::vector<std::pair<int, const ReplayResult::Lane*>> ranked;
  for (const ReplayResult::Lane& lane : replay.lanes) {
    const bool part = lane.name.find('@') != std::string::npos;
    // One part says what the whole says; several parts say more than the whole.
    if (part ? parts[whole(lane.name)] < 2 : parts[lane.name] > 1) continue;
    if (lane.seconds.size() > 1 && lane.seconds[1] > window.until) continue;
    const bool fell = std::any_of(lane.states.begin(), lane.states.end(),
                                  [](const std::string& s) { return s == "down" || s == "degraded"; });
    ranked.push_back({(on_path.contains(whole(lane.name)) ? 0 : 2) + (fell ? 0 : 1), &lane});
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const ReplayResult::Lane*> lanes;
  for (const auto& [rank, lane] : ranked)
    if (lanes.size() < lanes_at_most)
      lanes.push_back(lane);
    else
      left_out.push_back(lane->name);
  return lanes;
}

std::string lanes_svg(const ReplayResult& replay, const std::vector<const ReplayResult::Lane*>& lanes) {
  const ReplayWindow window = window_of(replay);
  const int height =
      top + track_height * static_cast<int>(replay.served.size()) + lane_height * static_cast<int>(lanes.size()) + 8;
  std::string svg = fmt::format(
      "<svg class=\"lanes\" role=\"img\" aria-label=\"States over time\" width=\"100%\" height=\"{}\">", height + 20);
  svg += axis_svg(window, height);
  int y = top;
  std::string names;  // above the cursor, which would strike them through
  for (const auto& [journey, track] : replay.served) {
    svg += track_svg(track, window, y);
    names += name_svg("Users of " + markup(journey) + " served well", y);
    y += track_height;
  }
  for (const ReplayResult::Lane* lane : lanes) {
    svg += lane_svg(*lane, window, y);
    names += name_svg(markup(lane->name), y);
    y += lane_height;
  }
  return svg + fmt::format("<line class=\"cursor\" x1=\"0%\" x2=\"0%\" y1=\"0\" y2=\"{}\"/>", height) + names + "</svg>";
}

}  // namespace windtunnel::reports
