// One replication as a story: what happened, because of what, and what users felt.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/kernel/event_set.h"
#include "sim/run/critical_path.h"
#include "sim/run/state_watch.h"

namespace windtunnel {

/// The word for a phase in results: "warm_up"; none for Phase::none.
const char* word(Phase phase);
/// "Tuesday 09:05 UTC": where in the week an instant is.
std::string weekday_time(Time t);

struct Story {
  struct Line {
    Time time;
    EventId event = 0;  ///< during which it was told
    EventId cause = 0;  ///< of that event
    Phase phase = Phase::none;
    std::string component;
    std::string text;
    std::vector<double> sli;  ///< of every journey, once the event was over
  };
  struct Recovery {
    std::string journey;
    bool hurt = false, recovered = true;
    Time returned;
    std::vector<PathLink> path;
  };
  /// A piece of a journey's SLI, which moves on a line between its ends.
  struct Served {
    Time from, to;
    double sli_from = 1, sli_to = 1;
    double offered = 0, good = 0;  ///< requests in it
  };
  std::vector<std::string> journeys;
  Time start, fault, end;
  std::vector<Line> lines;
  std::vector<Recovery> recoveries;
  std::vector<std::vector<Served>> served;  ///< by journey
  StateWatch states;
};

}  // namespace windtunnel
