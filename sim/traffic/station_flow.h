// What a station makes of a flow of requests, given what has piled up in it.
#pragma once

#include "sim/traffic/network.h"
#include "sim/traffic/waiting.h"

namespace windtunnel::traffic {

/// What a station remembers.
struct StationState {
  double backlog = 0;  ///< requests that wait because more came than could be served
  double tokens = 0;   ///< admissions saved up
};

/// A station within the flow: what comes, and what becomes of it. Rates per second; shares are of what comes.
struct StationFlow {
  double arrivals = 0;
  double work = 0;          ///< sum over arrivals of their work, per second
  double work_squared = 0;  ///< and of its square
  double impatient = 0;     ///< arrivals whose callers have a time-out
  double patience = 0;      ///< sum over these of the time-out

  double served = 1;     ///< done in the end, in time or not
  double refused = 0;    ///< fail at once
  double lost = 0;       ///< never answered
  double abandoned = 0;  ///< dropped because their callers have gone
  Wait wait;             ///< of those that are served
  double wait_floor = 0; ///< the part of the wait that does not vary

  double capacity = 0;     ///< requests of the present mix that all servers together complete
  double offered = 0;      ///< to the queue
  double completions = 0;
  double busy = 0;         ///< servers at work
  double backlog_rate = 0; ///< backlog'
  double token_rate = 0;   ///< tokens'
  double late = 0;         ///< served, but too late for their callers
};

/// Most tokens that the bucket of a station holds: its burst, but no less than the admissions of one second.
double bucket_size(const Station& station);
/// Most requests that may wait.
double waiting_room(const Station& station);

/// Fills the second half of `flow` from the first.
void answer(const Station& station, const StationState& state, StationFlow& flow);

}  // namespace windtunnel::traffic
