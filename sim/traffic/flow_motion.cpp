// How queues, token buckets, caches, message queues and retries move within a piece.
#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/traffic/flow.h"

namespace windtunnel::traffic {
namespace {

// What is left of a movement after this time, in seconds, does not show.
constexpr double instant = 1e-3;
// A cache this close to its steady hit ratio has it: relative to its misses, and absolute.
constexpr double warm_enough = 0.01, warm_floor = 1e-6;

void see_bend(const Ramp& ramp, Time now, Time& next, bool& moving) {
  if (!ramp.moving(now)) return;
  moving = true;
  next = std::min(next, now < ramp.start ? ramp.start : ramp.end);
}

// The hit ratio t seconds later when misses fill at a constant rate per miss: h' = (s - h)(1 - h) k.
double warmed(double hits, double steady, double k, double t) {
  const double way = steady - hits;
  if (k <= 0 || t <= 0 || way == 0) return hits;
  if (steady >= 1) return 1 - 1 / (1 / (1 - hits) + k * t);
  const double growth = (1 - hits) / way * mathematics::exp(std::min(600.0, k * (1 - steady) * t));
  return (steady * growth - 1) / (growth - 1);
}

bool is_warm(double hits, double steady) {
  return std::abs(hits - steady) <= warm_enough * (1 - steady) + warm_floor;
}

}  // namespace

bool Flow::find_slopes(const FlowSolver& solver, const FlowState& at, FlowState& slope) const {
  bool moving = false;
  for (StationId id = 0; id < slope.stations.size(); ++id) {
    const StationFlow& flow = solver.station(id);
    slope.stations[id] = {flow.waiting_rate, flow.variance_rate, flow.token_rate};
    moving = moving || (flow.relaxing && !flow.arrived) || (flow.token_rate != 0 && !flow.ample);
  }
  for (CacheId id = 0; id < slope.hit_ratios.size(); ++id) {
    const double hits = at.hit_ratios[id];
    slope.hit_ratios[id] =
        hits < 1 && !is_warm(hits, network_.caches[id].steady_hit_ratio)
            ? solver.filling(id) / (network_.caches[id].fill_misses * (1 - hits))
            : 0;
    moving = moving || slope.hit_ratios[id] != 0;
  }
  for (QueueId id = 0; id < slope.messages.size(); ++id) {
    slope.messages[id] = solver.queue(id).backlog_rate;
    moving = moving || slope.messages[id] != 0;
  }
  for (std::size_t call = 0; call < solver.calls_made(); ++call) {
    const RetryFlow retries = solver.retries(call);
    slope.retries[call] = retries.goal;
    moving = moving || (retries.delay > prompt_retry && std::abs(retries.goal - at.retries[call]) > few_retries);
  }
  return moving;
}

bool Flow::routers_moving(Time& next_bend) const {
  bool moving = false;
  next_bend = Time::never();
  for (const Router& router : network_.routers) {
    for (const Ramp& branch : router.branches) see_bend(branch, now_, next_bend, moving);
    see_bend(router.refused, now_, next_bend, moving);
    see_bend(router.black_holed, now_, next_bend, moving);
  }
  return moving;
}

bool Flow::ramps_moving(Time& next_bend) const {
  bool moving = routers_moving(next_bend);
  for (const Journey& journey : network_.journeys) see_bend(journey.rate, now_, next_bend, moving);
  return moving;
}

// Brings what has met a bound onto it, and what has all but come to its end there. Returns whether there was any such thing.
bool Flow::hold_within_bounds(FlowState& state) const {
  bool met = false;
  const auto put = [&met](double& value, double bound) {
    met = met || value != bound;
    value = bound;
  };
  for (StationId id = 0; id < state.stations.size(); ++id) {
    const Station& station = network_.stations[id];
    StationState& held = state.stations[id];
    put(held.waiting, station.servers <= 0 ? 0 : std::clamp(held.waiting, 0.0, waiting_room(station)));
    met = met || (moving_ && held.waiting <= 0 && origin_.stations[id].waiting > 0);
    put(held.variance, std::max(0.0, held.variance));
    if (station.admitted_rate == infinity) {
      held.tokens = infinity;
      continue;
    }
    const double most = bucket_size(station), slope = moving_ ? slope_.stations[id].tokens : 0;
    put(held.tokens, std::clamp(held.tokens, 0.0, most));
    if (slope < 0 && held.tokens <= -slope * instant) put(held.tokens, 0);
    if (slope > 0 && most - held.tokens <= slope * instant && !solver_.station(id).ample) put(held.tokens, most);
  }
  for (CacheId id = 0; id < state.hit_ratios.size(); ++id) {
    const double steady = network_.caches[id].steady_hit_ratio;
    if (is_warm(state.hit_ratios[id], steady)) put(state.hit_ratios[id], steady);
  }
  for (QueueId id = 0; id < state.messages.size(); ++id) {
    const double slope = moving_ ? slope_.messages[id] : 0;
    if (slope < 0 && state.messages[id] <= -slope * instant) put(state.messages[id], 0);
  }
  return met;
}

// What is stationary is what the present load makes it, and the next change starts from there; what moves is where it has come
// to, which is not where the solver saw it if its course was bent since. Returns whether some queue has come to within a trifle
// of being stationary.
bool Flow::rest(bool bent) {
  bool arrived = false;
  for (StationId id = 0; id < state_.stations.size(); ++id) {
    const StationFlow& flow = solver_.station(id);
    StationState& state = state_.stations[id];
    arrived = arrived || flow.arrived;
    state.resting = !flow.relaxing || flow.arrived;
    state.following = false;
    if (bent && flow.relaxing) {
      // What its law cannot be as wide as is not remembered, or it would take long to go.
      state.variance = std::min(state.variance, flow.widest);
      continue;
    }
    state.waiting = flow.waiting;
    state.variance = flow.variance;
  }
  std::fill(state_.retries.begin() + static_cast<std::ptrdiff_t>(solver_.calls_made()), state_.retries.end(), 0.0);
  for (std::size_t call = 0; call < solver_.calls_made(); ++call) {
    const RetryFlow retries = solver_.retries(call);
    double& held = state_.retries[call];
    if (retries.delay <= prompt_retry || std::abs(retries.goal - held) <= few_retries) held = retries.goal;
  }
  return arrived;
}

double Flow::messages_at(QueueId id, double t) const {
  const double least = origin_.messages[id] > 0 ? 1e-9 : 0;
  return std::max(least, origin_.messages[id] + Course{slope_.messages[id], bend_.messages[id]}.way(t));
}

double Flow::tokens_at(StationId id, double t) const {
  const double origin = origin_.stations[id].tokens, slope = slope_.stations[id].tokens;
  if (slope == 0) return origin;
  const double most = bucket_size(network_.stations[id]);
  double tokens = origin + Course{slope, bend_.stations[id].tokens}.way(t);
  // Within a piece no bound is met: at its end one may be, by a rounding, and a bucket that is full or empty no longer moves.
  if (origin > 0) tokens = std::max(tokens, 1e-9);
  if (origin < most) tokens = std::min(tokens, most * (1 - 1e-12));
  return tokens;
}

void Flow::position(Time at, FlowState& state) const {
  const double t = (at - piece_start_).seconds();
  for (StationId id = 0; id < state.stations.size(); ++id) {
    StationState& moved = state.stations[id];
    moved = origin_.stations[id];
    if (paths_[id].legs() > 0) {  // most queues stand still
      const QueueMoments moments = paths_[id].at(t);
      moved.waiting = moments.mean;
      moved.variance = moments.variance;
    }
    moved.tokens = tokens_at(id, t);
  }
  for (CacheId id = 0; id < state.hit_ratios.size(); ++id) {
    const double k = slope_.hit_ratios[id] + 0.5 * t * bend_.hit_ratios[id];
    state.hit_ratios[id] = warmed(origin_.hit_ratios[id], network_.caches[id].steady_hit_ratio, k, t);
  }
  for (QueueId id = 0; id < state.messages.size(); ++id) {
    state.messages[id] = messages_at(id, t);
  }
  for (std::size_t call = 0; call < solver_.calls_made(); ++call) {
    // The goal moves along a straight line, and the retries follow it with their delay.
    const double goal = slope_.retries[call], delay = retry_delays_[call], lag = bend_.retries[call] * delay;
    const double left = delay > 0 ? (origin_.retries[call] - goal + lag) * mathematics::exp(-t / delay) : 0;
    state.retries[call] = goal + t * bend_.retries[call] - lag + left;
  }
}

}  // namespace windtunnel::traffic
