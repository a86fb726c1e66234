// What a station makes of a flow of requests, given what has piled up in it.
#pragma once

#include "sim/traffic/course.h"
#include "sim/traffic/network.h"
#include "sim/traffic/wait_law.h"
#include "sim/traffic/waiting.h"

namespace windtunnel::traffic {

/// What a station remembers. Waiting is counted in requests ahead of a newcomer: its wait times the rate at which all
/// servers together complete requests.
struct StationState {
  double waiting = 0;   ///< mean
  double variance = 0;  ///< of what is waiting
  double tokens = 0;    ///< admissions saved up
  bool resting = true;    ///< waiting is what the load makes it
  bool following = false; ///< and the load moves so slowly that it remains so
};

/// A station within the flow: what comes, and what becomes of it. Rates per second; shares are of what comes.
struct StationFlow {
  double arrivals = 0;
  double work = 0;          ///< sum over arrivals of their work, per second
  double work_squared = 0;  ///< and of its square
  double impatient = 0;     ///< arrivals whose callers have a time-out
  double patience = 0;      ///< sum over these of the time-out
  double late = 0;          ///< served, but too late for their callers

  double served = 1;     ///< done in the end, in time or not
  double refused = 0;    ///< fail at once
  double passing = 1;    ///< go on from here now, for each that comes: other than `served` while a backlog builds up or drains
  double lost = 0;       ///< never answered; those dropped because their callers have gone included
  WaitLaw wait;          ///< of those that are served

  double capacity = 0;     ///< requests of the present mix that all servers together complete
  double room = infinity;  ///< most that can be waiting: by the places, or because callers give up
  double offered = 0;      ///< to the queue
  double completions = 0;
  double busy = 0;         ///< servers at work
  bool relaxing = false;   ///< the queue is not what it will be at this load
  bool arrived = false;    ///< or it is, but for a trifle
  bool slow = false;       ///< it is, but would follow a moving load with a delay that matters
  double waiting = 0;      ///< what waits now; where not relaxing, the stationary mean and variance of this load
  double variance = 0;
  double waiting_rate = 0;  ///< how they move while relaxing
  double variance_rate = 0;
  double widest = infinity;  ///< variance that its law has at most where its mean now is
  double token_rate = 0;
  bool ample = false;  ///< the bucket lets all in, and will as long as this comes: nothing depends on how it fills
  double idle_servers = 0, idle_load = 0;  ///< of so many servers: the load up to which no wait can be seen
};

/// Most tokens that the bucket of a station holds: its burst, but no less than the admissions of one second.
double bucket_size(const Station& station);
/// Whether a station's bucket lets in all of a rate of requests: while it fills, and when it is full.
bool ample(const Station& station, double rate);
/// Most requests that may wait.
double waiting_room(const Station& station);

/// How fast a queue forgets, per second: without bound as reflected Brownian motion does, else by spreading over its room.
double relaxation_rate(const StationFlow& flow);

/// How far behind its load a queue is that was taken to follow it for so many seconds, from one state of rest to another; in requests.
/// Infinite where it cannot be told, or there is nothing that it could come to.
double lag(const StationFlow& before, const StationFlow& after, double span);

/// The load up to which a queue forgets its past so quickly that it is taken to be stationary at once.
double quick_load(const Station& station, const StationFlow& flow);

/// A queue this close to its stationary length has come to it.
double near_enough(double stationary, double servers);

/// Fills what follows `late` in `flow` from what comes before. A queue whose relaxation is quick has its stationary law;
/// otherwise its mean and variance move as those of reflected Brownian motion do, with the stationary law of M/G/n as
/// their end.
void answer(const Station& station, const StationState& state, StationFlow& flow);

/// The servers of a station, as the present mix of requests sees them.
struct Pool {
  double servers, service_rate, variation;  ///< squared coefficient of variation of a service
  double capacity;        ///< requests per second
  double room, patience;  ///< most requests, and seconds, that anybody waits
};

/// The stationary state of a queue at one load, as far as there is one.
struct Stationary {
  double waiting = infinity, variance = 0;  ///< requests ahead of a newcomer
  double blocked = 0;  ///< refused for want of a place, or dropped when their callers had gone
  double delayed = 0;
  double decay = 0, longest = infinity;  ///< of the density of waits
};

/// How a queue moves that is not taken to be stationary, though it might be, at any load of one mix.
class QueueMotion {
 public:
  /// `flow`: the mix, and the load to begin with.
  QueueMotion(const Station& station, const StationFlow& flow);
  /// So much is offered from now on, in requests per second.
  void offer(double offered);
  /// What becomes of a queue with such moments.
  struct There {
    QueueMoments slope;
    bool arrived = false;       ///< but for a trifle, it is stationary
    double widest = infinity;   ///< variance that its law has at most
  };
  There at(const QueueMoments& moments);
  /// What it is at rest, with so much offered: `offered`, `waiting`, `slow`, and `relaxing` where there is no such state.
  const StationFlow& rest_at(double offered);
  /// And how it goes on from there, as far as can be seen there.
  QueueCourse course_from(const QueueMoments& moments);

 private:
  StationFlow flow_;
  Pool pool_;
  Stationary goal_;
};

}  // namespace windtunnel::traffic
