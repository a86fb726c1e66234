// What traffic meets: stations, routers, caches, queues, and the journeys through them. Models set the numbers; a
// resolution (flow, or request by request) says what becomes of the requests.
//
// Rates are per second, latencies in seconds, shares 0 to 1.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/kernel/event_set.h"
#include "sim/kernel/time.h"

namespace windtunnel::traffic {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr std::uint32_t none = ~std::uint32_t{0};

using StationId = std::uint32_t;
using RouterId = std::uint32_t;
using CacheId = std::uint32_t;
using QueueId = std::uint32_t;
using VisitId = std::uint32_t;
using JourneyId = std::uint32_t;

/// A number that moves linearly from one value to another and stays there.
struct Ramp {
  double from = 0, to = 0;
  Time start, end;
  Ramp() = default;
  Ramp(double constant) : from(constant), to(constant) {}  // NOLINT: a constant is a ramp
  Ramp(double from_, double to_, Time start_, Time end_) : from(from_), to(to_), start(start_), end(end_) {}
  double at(Time t) const {
    if (t >= end || from == to) return to;
    if (t <= start) return from;
    return from + (to - from) * ((t - start).seconds() / (end - start).seconds());
  }
  bool moving(Time t) const { return from != to && t < end; }
  /// Whether it goes like the other one from t on.
  bool goes_like(const Ramp& other, Time t) const {
    if (!moving(t) && !other.moving(t)) return to == other.to;
    return from == other.from && to == other.to && start == other.start && end == other.end;
  }
};

/// How a call fails: at once, or by keeping the caller waiting until its time-out.
enum class Failure : std::uint8_t { refused, black_hole };

/// A pool of identical servers with one first-come-first-served queue: the serving units of one component in one zone.
struct Station {
  double servers = 0;                ///< n: units times workers that really serve; infinity: no waiting; 0: down
  double service_rate = 20;          ///< m: requests per second that one server completes at full speed, for work 1
  double service_variation = 1;      ///< squared coefficient of variation of the service time (1: exponential)
  double waiting_places = infinity;  ///< requests that may wait, per server; one more is refused at once
  double error_share = 0;            ///< answered at once with an error, by a server that works otherwise
  double loss_share = 0;             ///< vanish on the way: the caller waits for its time-out
  double added_latency = 0;          ///< seconds on top of every answer (distance, grey failure)
  double egress = 1;                 ///< share of its calls over the internet that find a way out; the others vanish
  double admitted_rate = infinity;   ///< requests per second admitted (token bucket); the rest is refused at once
  double admitted_burst = 0;         ///< requests that unused admission can save up
  bool drops_abandoned = false;      ///< true: work whose caller has given up is not done; false: it is, and is lost
  Failure when_down = Failure::refused;
  bool operator==(const Station&) const = default;
};

/// Splits requests. Shares are weights divided by their sum; where the sum is 0, requests are refused.
struct Router {
  std::vector<Ramp> branches;  ///< a select visit: one per call; a serve visit: one per station
  Ramp refused = 0;            ///< weight of requests that fail at once (dead targets still believed healthy)
  Ramp failed_behind = 0;      ///< weight of those of them that a target answered with an error: it counts them as the target's
  Ramp black_holed = 0;        ///< weight of requests that fail by time-out
};

/// Answers a share of requests itself. The hit ratio falls when flushed and warms by misses:
/// dh/dt = (steady_hit_ratio - h) * misses per second / fill_misses.
struct Cache {
  double steady_hit_ratio = 0;
  double fill_misses = 1000;
};

/// Accepts at once what is handled later. backlog' = arrivals - handled.
struct Queue {
  double handling_rate = infinity;  ///< messages per second that the consumers can handle now; 0: none are there
};

/// How a caller treats a call: time-out, retries with exponential back-off and full jitter, budget.
struct Client {
  double timeout = infinity;
  int retries = 0;
  double backoff_base = 0;  ///< seconds; sleep i is uniform on (0, min(backoff_cap, base 2^i))
  double backoff_cap = 20;
  double retry_budget = infinity;  ///< retries per first attempt that a token bucket lets through in the long run
};

/// One call that a visit makes for each request that it serves.
struct Call {
  VisitId visit = none;
  double times = 1;           ///< mean number of calls per request: below 1, a probability
  CacheId unless_hit = none;  ///< made only on a miss of this cache
  Client client;
  bool required = true;     ///< false: its failure costs the request nothing but time
  VisitId fallback = none;  ///< where the caller turns once, when the call has failed for good
  bool over_internet = false;  ///< reaches its visit by Station::egress of the server that makes it
  bool fallback_over_internet = false;

  void fall_back_to(const Call& other) {
    fallback = other.visit;
    fallback_over_internet = other.over_internet;
  }
};

/// A place where a request stops on its way.
struct Visit {
  enum class Kind : std::uint8_t {
    select,   ///< goes on in exactly one of `calls`, by the router's branches (DNS); no time passes
    serve,    ///< is served at one of `stations` (by the router's branches, or in proportion to servers), then makes
              ///< `calls` in order
    enqueue,  ///< is accepted by `queue`: succeeds at once
  };
  Kind kind = Kind::serve;
  RouterId router = none;
  std::vector<StationId> stations;
  QueueId queue = none;
  double work = 1;     ///< mean service demand relative to the station's
  double latency = 0;  ///< seconds on the way here and back
  std::vector<Call> calls;
};

/// A user's request path with its traffic.
struct Journey {
  std::string name;
  VisitId entry = none;
  Client client;                        ///< the users' own patience and retries
  double objective_seconds = infinity;  ///< an answer later than this does not count as good
  Ramp rate = 0;                        ///< requests per second that users want
};

/// The whole: built once for a design; during a run models change numbers, never the shape.
struct Network {
  std::vector<Station> stations;
  std::vector<Router> routers;
  std::vector<Cache> caches;
  std::vector<Queue> queues;
  std::vector<Visit> visits;
  std::vector<Journey> journeys;
};

}  // namespace windtunnel::traffic
