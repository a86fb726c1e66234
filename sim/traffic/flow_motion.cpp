// How backlogs, token buckets, caches and queues move within a piece, and how long a piece may last.
#include <algorithm>
#include <cmath>

#include "sim/traffic/flow.h"

namespace windtunnel::traffic {
namespace {

// What is left of a movement after this time does not show.
constexpr double instant = 1e-3;

// Time in which a value that moves at `slope` comes to `goal`; infinity where it moves away.
double time_to(double value, double goal, double slope) {
  const double way = goal - value;
  if (slope == 0 || way * slope <= 0) return infinity;
  return way / slope;
}

void see_bend(const Ramp& ramp, Time now, Time& next, bool& moving) {
  if (!ramp.moving(now)) return;
  moving = true;
  next = std::min(next, now < ramp.start ? ramp.start : ramp.end);
}

}  // namespace

bool Flow::find_slopes(FlowState& slope) const {
  bool moving = false;
  for (StationId id = 0; id < slope.stations.size(); ++id) {
    const StationFlow& flow = solver_.station(id);
    slope.stations[id] = {flow.waiting_rate, flow.variance_rate, flow.token_rate, true};
    moving = moving || flow.relaxing || flow.token_rate != 0;
  }
  for (CacheId id = 0; id < slope.hit_ratios.size(); ++id) {
    const Cache& cache = network_.caches[id];
    const double way = cache.steady_hit_ratio - trial_.hit_ratios[id];
    slope.hit_ratios[id] = std::abs(way) < 1e-5 ? 0 : way * solver_.filling(id) / cache.fill_misses;
    moving = moving || slope.hit_ratios[id] != 0;
  }
  for (QueueId id = 0; id < slope.messages.size(); ++id) {
    slope.messages[id] = solver_.queue(id).backlog_rate;
    moving = moving || slope.messages[id] != 0;
  }
  return moving;
}

bool Flow::ramps_moving(Time& next_bend) const {
  bool moving = false;
  next_bend = Time::never();
  for (const Router& router : network_.routers) {
    for (const Ramp& branch : router.branches) see_bend(branch, now_, next_bend, moving);
    see_bend(router.refused, now_, next_bend, moving);
    see_bend(router.black_holed, now_, next_bend, moving);
  }
  for (const Journey& journey : network_.journeys) see_bend(journey.rate, now_, next_bend, moving);
  return moving;
}

// Seconds in which a queue that moves along a straight line may be left alone: until it meets a bound, or its wait has
// changed by so much that time-outs and objectives see another picture.
double Flow::queue_run(const StationState& state, const StationState& slope, const StationFlow& flow) const {
  if (slope.waiting == 0 || flow.capacity <= 0) return infinity;
  const double run = std::min(time_to(state.waiting, 0, slope.waiting), time_to(state.waiting, flow.room, slope.waiting));
  const double wait = state.waiting / flow.capacity, drift = slope.waiting / flow.capacity;
  const double longest = longest_limit_ == 0 ? 1 : longest_limit_, shortest = std::min(shortest_limit_, longest);
  if (drift > 0) {
    return wait > 2 * longest ? run : std::min(run, time_to(wait, wait + std::max(0.25 * shortest, wait), drift));
  }
  if (wait > 3 * longest) return std::min(run, time_to(wait, 2 * longest, drift));
  return std::min(run, time_to(wait, std::max(0.0, wait - std::max(0.25 * shortest, 0.5 * wait)), drift));
}

// Seconds until something that moves along straight lines meets a bound, or has moved so far that its slope must be looked
// at again.
double Flow::free_run(const FlowState& slope) const {
  double run = infinity;
  for (StationId id = 0; id < slope.stations.size(); ++id) {
    const Station& station = network_.stations[id];
    const StationState& state = state_.stations[id];
    const StationState& way = slope.stations[id];
    run = std::min({run, time_to(state.tokens, 0, way.tokens), time_to(state.tokens, bucket_size(station), way.tokens),
                    queue_run(state, way, solver_.station(id))});
  }
  for (CacheId id = 0; id < slope.hit_ratios.size(); ++id) {
    if (slope.hit_ratios[id] == 0) continue;
    const double way = network_.caches[id].steady_hit_ratio - state_.hit_ratios[id];
    run = std::min(run, 0.3 * std::max(std::abs(way), 1e-3) / std::abs(slope.hit_ratios[id]));
  }
  for (QueueId id = 0; id < slope.messages.size(); ++id) {
    run = std::min(run, time_to(state_.messages[id], 0, slope.messages[id]));
  }
  return run;
}

void Flow::hold_within_bounds(FlowState& state) const {
  for (StationId id = 0; id < state.stations.size(); ++id) {
    const Station& station = network_.stations[id];
    StationState& held = state.stations[id];
    held.waiting = station.servers <= 0 ? 0 : std::clamp(held.waiting, 0.0, solver_.station(id).room);
    held.variance = std::max(0.0, held.variance);
    if (station.admitted_rate < infinity) {
      held.tokens = std::clamp(held.tokens, 0.0, bucket_size(station));
      if (held.tokens <= std::abs(slope_.stations[id].tokens) * instant && slope_.stations[id].tokens < 0) held.tokens = 0;
    }
  }
  for (CacheId id = 0; id < state.hit_ratios.size(); ++id) {
    double& hits = state.hit_ratios[id];
    const double steady = network_.caches[id].steady_hit_ratio;
    if (std::abs(hits - steady) < 1e-5) hits = steady;
  }
  for (QueueId id = 0; id < state.messages.size(); ++id) {
    double& waiting = state.messages[id];
    if (waiting <= std::abs(slope_.messages[id]) * instant && slope_.messages[id] < 0) waiting = 0;
    waiting = std::max(0.0, waiting);
  }
}

void Flow::position(Time at, FlowState& state) const {
  const double t = (at - piece_start_).seconds();
  const auto move = [t](double origin, double slope, double bend) { return origin + t * (slope + 0.5 * t * bend); };
  for (StationId id = 0; id < state.stations.size(); ++id) {
    const StationState &origin = origin_.stations[id], &slope = slope_.stations[id], &bend = bend_.stations[id];
    StationState& moved = state.stations[id];
    moved.resting = origin.resting;
    moved.waiting = std::clamp(move(origin.waiting, slope.waiting, bend.waiting), 0.0, solver_.station(id).room);
    moved.variance = std::max(0.0, move(origin.variance, slope.variance, bend.variance));
    moved.tokens = move(origin.tokens, slope.tokens, bend.tokens);
    // Within a piece nothing meets a bound: at its end it may, by a rounding.
    if (origin.tokens > 0) moved.tokens = std::max(moved.tokens, 1e-9);
  }
  for (CacheId id = 0; id < state.hit_ratios.size(); ++id) {
    state.hit_ratios[id] =
        std::clamp(move(origin_.hit_ratios[id], slope_.hit_ratios[id], bend_.hit_ratios[id]), 0.0, 1.0);
  }
  for (QueueId id = 0; id < state.messages.size(); ++id) {
    state.messages[id] = std::max(0.0, move(origin_.messages[id], slope_.messages[id], bend_.messages[id]));
    if (origin_.messages[id] > 0) state.messages[id] = std::max(state.messages[id], 1e-9);
  }
}

// Goes ahead along straight lines, and sees how the slopes are there.
void Flow::look_ahead(double span) {
  const Time at = now_ + from_seconds(span);
  position(at, trial_);
  solver_.solve(network_, trial_, at);
  find_slopes(trial_slope_);
}

bool Flow::bends_too_much(const FlowState& ahead, double span) const {
  const auto bent = [span](double slope, double later, double tolerated) {
    const double change = std::abs(later - slope);
    return change > 0.25 * std::max(std::abs(slope), std::abs(later)) && change * span > tolerated;
  };
  for (StationId id = 0; id < ahead.stations.size(); ++id) {
    const StationState &slope = slope_.stations[id], &later = ahead.stations[id];
    const double waiting = std::max(0.05 * origin_.stations[id].waiting, 0.01 * solver_.station(id).capacity);
    if (bent(slope.waiting, later.waiting, waiting)) return true;
    if (bent(slope.tokens, later.tokens, 0.02 * bucket_size(network_.stations[id]))) return true;
  }
  for (CacheId id = 0; id < ahead.hit_ratios.size(); ++id) {
    if (bent(slope_.hit_ratios[id], ahead.hit_ratios[id], 0.005)) return true;
  }
  for (QueueId id = 0; id < ahead.messages.size(); ++id) {
    const double waiting = std::max(1.0, 0.05 * origin_.messages[id]);
    if (bent(slope_.messages[id], ahead.messages[id], waiting)) return true;
  }
  return false;
}

void Flow::plan() {
  piece_start_ = now_;
  piece_end_ = Time::never();
  origin_ = state_;
  trial_ = state_;
  const bool flowing = find_slopes(slope_);
  for (StationState& station : bend_.stations) station = {};
  std::fill(bend_.hit_ratios.begin(), bend_.hit_ratios.end(), 0.0);
  std::fill(bend_.messages.begin(), bend_.messages.end(), 0.0);
  Time bend;
  const bool ramping = ramps_moving(bend);
  moving_ = flowing || ramping;
  if (!moving_) return;

  double span = free_run(slope_);
  if (ramping) span = std::min(span, (bend - now_).seconds());
  if (span == infinity) span = 7 * 86400.0;  // moves without meeting anything: looked at again once a week
  solver_.save(branch_);
  for (int tries = 0;; ++tries) {
    look_ahead(span);
    if (tries >= 14 || span < 2e-6 || !bends_too_much(trial_slope_, span)) break;
    solver_.restore(branch_);
    span *= 0.5;
  }
  for (JourneyId id = 0; id < sli_ahead_.size(); ++id) sli_ahead_[id] = solver_.journey(id).sli;
  for (StationId id = 0; id < bend_.stations.size(); ++id) {
    const StationState &later = trial_slope_.stations[id], &slope = slope_.stations[id];
    bend_.stations[id] = {(later.waiting - slope.waiting) / span, (later.variance - slope.variance) / span,
                          (later.tokens - slope.tokens) / span, true};
  }
  for (CacheId id = 0; id < bend_.hit_ratios.size(); ++id) {
    bend_.hit_ratios[id] = (trial_slope_.hit_ratios[id] - slope_.hit_ratios[id]) / span;
  }
  for (QueueId id = 0; id < bend_.messages.size(); ++id) {
    bend_.messages[id] = (trial_slope_.messages[id] - slope_.messages[id]) / span;
  }
  piece_end_ = now_ + std::max(from_seconds(span), microseconds(1));
  find_level_crossing();
  // Back to the present: its solution is where the next one starts.
  solver_.restore(branch_);
  solver_.solve(network_, state_, now_);
}

}  // namespace windtunnel::traffic
