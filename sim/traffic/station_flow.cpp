// What a station makes of a flow of requests.
#include "sim/traffic/station_flow.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"

namespace windtunnel::traffic {
namespace {

// A queue that forgets its past within this time is taken to be stationary at once.
constexpr double quick = 2;
// The last of a backlog that takes no longer to go is not followed.
constexpr double soon = 0.2;
// A queue this close to its stationary state has come to it: relative, and in requests and requests per server.
constexpr double near = 0.02, near_requests = 0.05, near_per_server = 0.02;
constexpr double widest = 1.25;
// From this many waiting places on the law of the wait is more like a cut exponential than like a gamma law.
constexpr double many_places = 8;
constexpr double pi_squared = 9.8696;
// Where so few find a full bucket empty, all come in.
constexpr double hardly_any = 1e-9;

// Share of Poisson arrivals that find a bucket of `size` tokens empty when all has become stationary: Brownian motion between
// two reflecting walls. 1 - 1/load far above saturation, 1/(2 size) at it.
double overdrawn(double load, double size) {
  const double decay = 2 * (load - 1) / load, steps = decay * size;
  if (std::abs(steps) < 1e-4) return std::min(1.0, 0.5 / size);
  if (steps > 600) return decay / 2;
  if (steps < -600) return 0;
  const double growth = mathematics::exp(steps);
  return std::min(1.0, 0.5 * decay * growth / (growth - 1));
}

// Share of requests that the token bucket lets through.
double admit(const Station& station, const StationState& state, double rate, StationFlow& flow) {
  flow.token_rate = 0;
  if (station.admitted_rate == infinity) return 1;
  if (station.admitted_rate <= 0) {
    if (state.tokens > 0) flow.token_rate = -rate;
    return state.tokens > 0 ? 1 : 0;
  }
  const double surplus = station.admitted_rate - rate, size = bucket_size(station);
  flow.ample = ample(station, rate);
  const bool still = surplus < 0 ? state.tokens <= 0 : state.tokens >= size;
  if (still) return 1 - overdrawn(rate / station.admitted_rate, size);
  flow.token_rate = surplus;
  return 1;
}

void fall_silent(const Station& station, StationFlow& flow) {
  (station.when_down == Failure::refused ? flow.refused : flow.lost) += 1 - flow.lost;
  flow.served = flow.passing = flow.capacity = flow.offered = flow.completions = flow.busy = 0;
}

Stationary stationary(const Pool& pool, double offered) {
  const double load = offered / pool.capacity;
  Stationary result;
  const auto take = [&](const Wait& wait) {
    result.waiting = wait.mean * pool.capacity;
    result.variance = wait.variance * pool.capacity * pool.capacity;
    result.delayed = wait.delayed;
  };
  if (pool.room < infinity) {
    const LimitedWait limited = wait_limited(pool.servers, pool.service_rate, offered, pool.variation, pool.room);
    take(limited.admitted);
    result.blocked = limited.blocked;
    result.longest = pool.room / pool.capacity;
    result.decay = limited.decay * pool.capacity;
  } else if (pool.patience < infinity) {
    const LimitedWait limited = wait_impatient(pool.servers, pool.service_rate, offered, pool.variation, pool.patience);
    take(limited.admitted);
    result.blocked = limited.blocked;
    result.decay = (pool.capacity - offered) * 2 / (1 + pool.variation);
    result.longest = pool.patience;
  } else if (load < 1) {
    take(wait_general(pool.servers, pool.service_rate, offered, pool.variation));
  }
  return result;
}

bool arrived(const Pool& pool, double waiting, double goal) {
  if (goal == infinity) return false;
  return std::abs(waiting - goal) <= near_enough(goal, pool.servers);
}

// Whether the queue needs a time that matters to become stationary. A bounded queue forgets within the time in which
// Brownian motion spreads over it.
bool slow(const Pool& pool, double offered) {
  if (offered / pool.capacity <= load_relaxed_within(pool.servers, pool.service_rate, quick)) return false;
  const double room = std::min(pool.room, pool.patience * pool.capacity);
  return room * room > quick * pi_squared * pool.capacity && room > quick * (offered - pool.capacity);
}

bool at_rest(const Pool& pool, const Stationary& goal, const StationState& state, double offered) {
  if (goal.waiting == infinity) return false;
  if (state.following) return true;
  if (slow(pool, offered)) return state.resting && arrived(pool, state.waiting, goal.waiting);
  const double time_to_drain = (state.waiting - goal.waiting) / std::abs(pool.capacity - offered);
  return time_to_drain < (state.resting ? quick : soon);
}

// Adds a variance, to either side: a gamma law from two standard deviations below.
void smear(LatencyPart& part, double variance) {
  part.variance += variance;
  part.floor = std::max(0.0, part.floor - 2 * std::sqrt(variance));
}

// Returns the share that is turned away.
double rest(const Pool& pool, const Stationary& goal, StationFlow& flow) {
  flow.slow = slow(pool, flow.offered);
  flow.waiting = goal.waiting;
  flow.variance = goal.variance;
  flow.waiting_rate = flow.variance_rate = 0;
  flow.completions = flow.offered * (1 - goal.blocked);
  const double unit = pool.capacity * pool.capacity;
  if (goal.longest * pool.capacity >= many_places && goal.longest < infinity && goal.decay * goal.longest < 12) {
    flow.wait = truncated_exponential_wait(goal.delayed, goal.decay, goal.longest);
    // The law is that of places in the queue: those ahead take times of their own.
    for (int i = 0; i < flow.wait.count; ++i) smear(flow.wait.parts[i], pool.variation * flow.wait.parts[i].mean / pool.capacity);
  } else {
    flow.wait = simple_wait(goal.waiting / pool.capacity, goal.variance / unit);
  }
  return goal.blocked;
}

// How a limited queue is turned away: little while it is still shorter than it will be; where it is longer, more the less room is
// left, as reflected Brownian motion is.
double turned_away(const Pool& pool, const Stationary& goal, double room, double waiting) {
  if (goal.blocked <= 0) return 0;
  const double progress = waiting / goal.waiting, unit = 0.5 * (1 + pool.variation);
  if (progress <= 1) return goal.blocked * progress * progress * progress * progress;
  return std::min(1.0, goal.blocked * (room - goal.waiting + unit) / (std::max(0.0, room - waiting) + unit));
}

// How the queue moves from what it is: the servers idle with the probability that a stationary queue of this length would let
// them, less where the queue's law keeps further from 0 than the stationary one. Returns the share that is turned away.
double move(const Pool& pool, const Stationary& goal, const QueueMoments& moments, StationFlow& flow) {
  flow.waiting = std::max(0.0, moments.mean);
  flow.variance = std::max(0.0, moments.variance);
  const LoadOfWait like = load_with_wait(pool.servers, pool.variation, flow.waiting);
  const double slack = 1 - like.load;
  // What is left of a wide law when its mean has come near a bound is not wider than a stationary one there, by much.
  double emptiness = 1, fullness = 0;
  flow.widest = infinity;
  if (flow.waiting > 0 && like.delayed > 0) {
    const double usual = (2 / like.delayed - 1) * flow.waiting * flow.waiting;
    flow.widest = widest * usual;
    flow.variance = std::min(flow.variance, flow.widest);
    emptiness = density_at_zero(flow.variance / usual);
  }
  if (flow.room < infinity) {
    const double left = std::max(0.0, flow.room - flow.waiting) + 0.5 * (1 + pool.variation);
    flow.widest = std::min(flow.widest, widest * left * left);
    flow.variance = std::min(flow.variance, flow.widest);
    fullness = std::min(1.0, density_at_zero(flow.variance / (left * left)));
  }
  const double idle = std::min(1.0, emptiness * slack);
  flow.completions = pool.capacity * (1 - idle);
  const double blocked = turned_away(pool, goal, flow.room, flow.waiting);
  flow.waiting_rate = flow.offered * (1 - blocked) - flow.completions;
  flow.variance_rate = 2 * pool.capacity * flow.waiting * slack * (1 - emptiness) * (1 - fullness);
  return blocked;
}

// Returns the share that is turned away.
double relax(const Pool& pool, const Stationary& goal, const StationState& state, StationFlow& flow) {
  flow.relaxing = true;
  flow.arrived = arrived(pool, state.waiting, goal.waiting);
  const double blocked = move(pool, goal, {state.waiting, state.variance}, flow);
  flow.wait = truncated_normal_wait(flow.waiting / pool.capacity, flow.variance / (pool.capacity * pool.capacity));
  return blocked;
}

// Whether so little is offered to a queue at rest that nobody waits, as far as can be seen.
bool idle(const Pool& pool, const StationState& state, StationFlow& flow) {
  constexpr double unseen = 1e-6;  // of a service time
  constexpr double steps = 20;     // by which waits decay within the longest
  if (!state.resting && !state.following) return false;
  if (flow.idle_servers != pool.servers) {
    flow.idle_servers = pool.servers;
    flow.idle_load = load_without_wait(pool.servers, unseen);
  }
  const double load = flow.offered / pool.capacity, longest = std::min(pool.room, pool.patience * pool.capacity);
  return load <= flow.idle_load && (1 - load) * longest >= steps * 0.5 * (1 + pool.variation) && !slow(pool, flow.offered);
}

double patience_of(const Station& station, const StationFlow& flow) {
  if (!station.drops_abandoned || flow.impatient < 0.5 * flow.arrivals || flow.impatient <= 0) return infinity;
  return flow.patience / flow.impatient;
}

Pool pool_of(const Station& station, StationFlow& flow) {
  double mean_work = 1, variation = station.service_variation;
  if (flow.arrivals > 0) {
    mean_work = flow.work / flow.arrivals;
    variation = (1 + variation) * (flow.work_squared / flow.arrivals) / (mean_work * mean_work) - 1;
  }
  const double service_rate = station.service_rate / mean_work;
  flow.capacity = station.servers * service_rate;
  const double patience = patience_of(station, flow);
  flow.room = std::min(waiting_room(station), patience * flow.capacity);
  return {station.servers, service_rate, std::max(0.0, variation), flow.capacity, waiting_room(station), patience};
}

}  // namespace

double near_enough(double stationary, double servers) {
  return near * stationary + near_requests + near_per_server * servers;
}

double relaxation_rate(const StationFlow& flow) {
  const double slack = 1 - std::sqrt(flow.offered / flow.capacity);
  return flow.capacity * (slack * slack + pi_squared / (flow.room * flow.room));
}

double lag(const StationFlow& before, const StationFlow& after, double span) {
  if (after.relaxing) return infinity;
  // A queue is slowest at saturation, which lies between two ends that may both be quick.
  if ((before.slow || after.slow) && (before.offered < before.capacity) != (after.offered < after.capacity)) return infinity;
  if (!after.slow) return 0;
  return std::abs(after.waiting - before.waiting) / (span * relaxation_rate(after));
}

double quick_load(const Station& station, const StationFlow& flow) {
  return load_relaxed_within(station.servers, flow.capacity / station.servers, quick);
}

bool ample(const Station& station, double rate) {
  if (station.admitted_rate == infinity) return true;
  return rate < station.admitted_rate && overdrawn(rate / station.admitted_rate, bucket_size(station)) < hardly_any;
}

double bucket_size(const Station& station) {
  return std::max({station.admitted_burst, station.admitted_rate, station.admitted_rate > 0 ? 1.0 : 0.0});
}

double waiting_room(const Station& station) {
  return station.waiting_places == infinity ? infinity : station.waiting_places * station.servers;
}

void answer(const Station& station, const StationState& state, StationFlow& flow) {
  flow.lost = station.loss_share;
  flow.refused = 0;
  flow.relaxing = flow.arrived = flow.slow = false;
  flow.ample = false;
  flow.waiting = flow.variance = flow.waiting_rate = flow.variance_rate = flow.token_rate = 0;
  flow.wait.count = 0;
  flow.room = infinity;
  if (station.servers <= 0 || station.service_rate <= 0) return fall_silent(station, flow);
  const double reaching = flow.arrivals * (1 - flow.lost);
  const double admitted = admit(station, state, reaching, flow);
  flow.served = (1 - flow.lost) * admitted * (1 - station.error_share);
  flow.refused = (1 - flow.lost) - flow.served;
  flow.offered = flow.arrivals * flow.served;

  const Pool pool = pool_of(station, flow);
  if (station.servers == infinity || idle(pool, state, flow)) {
    flow.completions = flow.offered;
    flow.passing = flow.served;
    flow.busy = flow.completions / pool.service_rate;
    return;
  }
  const Stationary goal = stationary(pool, flow.offered);
  const bool resting = at_rest(pool, goal, state, flow.offered);
  const double blocked = resting ? rest(pool, goal, flow) : relax(pool, goal, state, flow);
  (pool.room < infinity ? flow.refused : flow.lost) += flow.served * blocked;
  flow.served *= 1 - blocked;
  flow.passing = flow.relaxing && flow.arrivals > 0 ? flow.completions / flow.arrivals : flow.served;
  flow.busy = std::min(station.servers, flow.completions / pool.service_rate);
}

QueueMotion::QueueMotion(const Station& station, const StationFlow& flow)
    : flow_(flow), pool_(pool_of(station, flow_)), goal_(stationary(pool_, flow_.offered)) {}

void QueueMotion::offer(double offered) {
  if (flow_.offered == offered) return;
  flow_.offered = offered;
  goal_ = stationary(pool_, offered);
}

QueueMotion::There QueueMotion::at(const QueueMoments& moments) {
  move(pool_, goal_, moments, flow_);
  return {{flow_.waiting_rate, flow_.variance_rate}, arrived(pool_, moments.mean, goal_.waiting), flow_.widest};
}

const StationFlow& QueueMotion::rest_at(double offered) {
  offer(offered);
  flow_.relaxing = goal_.waiting == infinity;
  flow_.slow = slow(pool_, offered);
  flow_.waiting = goal_.waiting;
  return flow_;
}

QueueCourse QueueMotion::course_from(const QueueMoments& moments) {
  constexpr double relative = 0.02, least = 0.02;  // a step small enough for a slope, and large enough to be seen
  const double step = relative * moments.mean + least, widening = relative * moments.variance + least;
  const QueueMoments here = at(moments).slope, longer = at({moments.mean + step, moments.variance}).slope,
                     wider = at({moments.mean, moments.variance + widening}).slope;
  return {here,
          {(longer.mean - here.mean) / step, (wider.mean - here.mean) / widening, (longer.variance - here.variance) / step,
           (wider.variance - here.variance) / widening}};
}

}  // namespace windtunnel::traffic
