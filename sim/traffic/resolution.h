// What becomes of traffic over time: the seam between the models and the two resolutions, flow and request by request.
#pragma once

#include <memory>

#include "sim/traffic/network.h"

namespace windtunnel::traffic {

/// Sums since the start of the run, at the instant up to which the resolution has advanced. Differences over a window
/// are what metrics are made of.
struct StationTotals {
  double arrivals = 0;        ///< attempts that reached the station, refused ones included
  double completions = 0;     ///< served, in time or not
  double failures = 0;        ///< refused, errored, lost, or too late for their caller
  double busy_seconds = 0;    ///< server-seconds of work (divide by servers and time for utilisation)
  double latency_seconds = 0; ///< sum over completions of waiting and service
};
struct RouterTotals {
  double requests = 0;
  double refused = 0;       ///< failed at once in the router itself: no target, or a dead one
  double timed_out = 0;     ///< failed by time-out in the router itself
  double failed_behind = 0; ///< failed in what the router's targets did
  double latency_seconds = 0;
};
struct JourneyTotals {
  double offered = 0;   ///< requests that users wanted
  double answered = 0;  ///< answered correctly, however late
  double good = 0;      ///< answered correctly within the objective: good / offered is the SLI
  double latency_seconds = 0;
};
struct QueueTotals {
  double arrivals = 0, handled = 0;
};

/// What holds at the present instant.
struct StationLoad {
  double arrival_rate = 0;
  double utilisation = 0;  ///< share of the servers' time that is busy, 0 to 1
  double waiting = 0;      ///< requests in the queue
  double wait_seconds = 0;
  double failure_share = 0;
  double completion_rate = 0;
};
struct JourneyLoad {
  double offered_rate = 0;
  double sli = 1;             ///< share good, now
  double latency_seconds = 0; ///< mean of answered requests
};

/// When rates are asked for: now, or just before next_change().
enum class Instant : std::uint8_t { now, next_change };

/// Told of the SLI of every journey, piece by piece and in order of time.
class SliListener {
 public:
  virtual ~SliListener() = default;
  /// Over [from, to] users offered `offered` requests, of which `good` were good; the SLI moved from `sli_from` to
  /// `sli_to`, monotonically between them.
  virtual void sli_segment(JourneyId journey, Time from, Time to, double offered, double good, double sli_from,
                           double sli_to) = 0;
};

/// Contract: a run alternates advance(t) with t <= next_change(), then either step() (when t == next_change()) or
/// changes to network() by models, and settle() or turn() before time moves again.
class Resolution {
 public:
  virtual ~Resolution() = default;

  /// The numbers that models may change between advance and settle.
  virtual Network& network() = 0;
  virtual const Network& network() const = 0;

  /// Begins at `start` in the stationary state of the present numbers, with empty backlogs and warm caches.
  virtual void begin(Time start) = 0;
  /// Moves to an instant, not later than next_change(). SLI segments may be reported later: at the latest when report(), settle(),
  /// turn() or step() is called.
  virtual void advance(Time to) = 0;
  /// Reports the SLI segments up to the present instant, as far as their requests' fate is known.
  virtual void report() = 0;
  /// As report(); a copy that is made then goes on as this one does, to the last bit.
  virtual void pause() = 0;
  /// Takes changed numbers into account from the present instant on.
  virtual void settle() = 0;
  /// The same where nothing has jumped: rates of journeys alone have been given another course, from where they are.
  virtual void turn() { settle(); }
  /// The next instant at which traffic changes by itself in a way that must be looked at: a backlog filled or emptied,
  /// a ramp ended, a wait crossed a time-out, a relaxation came to its end.
  virtual Time next_change() const = 0;
  /// Handles the change that is due now.
  virtual void step() = 0;

  virtual void set_listener(SliListener* listener) = 0;

  /// Changes what a station admits. Says whether traffic must settle; it need not where the bucket lets everything in before and after.
  virtual bool limit_admission(StationId station, double rate, double burst) {
    Station& numbers = network().stations[station];
    numbers.admitted_rate = rate;
    numbers.admitted_burst = burst;
    return true;
  }
  /// Lets a cache forget: its hit ratio becomes the given share of what it is.
  virtual void flush(CacheId cache, double kept) = 0;
  /// Takes messages out of a queue's backlog or puts them in (redrive, dead letters), never below 0. Says whether traffic must settle;
  /// it need not where they are handled at the same rate before and after, and are not about to be gone.
  virtual bool move_messages(QueueId queue, double count) = 0;

  virtual StationTotals totals(StationId station) const = 0;
  virtual RouterTotals router_totals(RouterId router) const = 0;
  virtual JourneyTotals journey_totals(JourneyId journey) const = 0;
  virtual QueueTotals queue_totals(QueueId queue) const = 0;
  virtual StationLoad load(StationId station) const = 0;
  virtual JourneyLoad journey_load(JourneyId journey) const = 0;
  /// How fast the totals grow, per second, at the present instant or at the end of what is foreseen. Between the two rates go
  /// about evenly from the one to the other, unless somebody changes the network.
  virtual StationTotals station_rates(StationId station, Instant instant) const = 0;
  virtual RouterTotals router_rates(RouterId router, Instant instant) const = 0;
  /// False where nothing can be foreseen: rates may differ at every instant.
  virtual bool foresees() const = 0;
  virtual double hit_ratio(CacheId cache) const = 0;
  virtual double backlog(QueueId queue, Instant instant = Instant::now) const = 0;
  /// Age in seconds of the oldest message that waits.
  virtual double oldest_age(QueueId queue) const = 0;
  /// What the movement of a journey's SLI in the segment being reported comes from (listeners may ask): propagate (a router's
  /// ramp), warm_up (a cache), drain (a backlog), or none.
  virtual Phase movement(JourneyId journey) const = 0;
  /// True when nothing is left over from the past: no backlog of a message or more, no ramp of a router, caches warm, stationary
  /// waits.
  virtual bool settled() const = 0;

  /// Snapshots: a copy, and taking over the state of another of the same network without allocation.
  virtual std::unique_ptr<Resolution> clone() const = 0;
  virtual void assign(const Resolution& other) = 0;
};

/// Rates as flows (the answer of record). Requires only mean rates: no randomness.
std::unique_ptr<Resolution> flow_resolution(Network network);
/// Every request simulated: it checks the flow's answers and serves queueing studies. Draws from streams of the given seed and replication.
std::unique_ptr<Resolution> request_resolution(Network network, std::uint64_t seed, std::uint64_t replication);

}  // namespace windtunnel::traffic
