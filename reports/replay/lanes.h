// An incident over time: users' success above, below it one lane per component, as a picture that fits any width.
#pragma once

#include <string>
#include <vector>

#include "sim/measure/replay.h"

namespace windtunnel::reports {

/// The stretch of time that is shown: a little before the fault until a little after the last recovery.
struct ReplayWindow {
  double from = 0, until = 0;
};
ReplayWindow window_of(const ReplayResult& replay);

/// The part of a track that the window shows, without points that nobody could tell apart.
ReplayResult::Track seen_in(const ReplayResult::Track& track, const ReplayWindow& window);

/// The lanes worth a row, those of components that requests pass first; the others are named in `left_out`.
std::vector<const ReplayResult::Lane*> shown_lanes(const ReplayResult& replay, const TopologyResult* topology,
                                                   std::vector<std::string>& left_out);

/// The picture as an inline SVG element, with a cursor that scripts move.
std::string lanes_svg(const ReplayResult& replay, const std::vector<const ReplayResult::Lane*>& lanes);

/// "12 s", "4 min 30 s", "2 h 10 min": a moment of an incident.
std::string moment_text(double seconds);

}  // namespace windtunnel::reports
