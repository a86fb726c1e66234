// How long the present piece lasts: until something meets a bound, or the curves that it is made of no longer fit.
#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/traffic/flow.h"

namespace windtunnel::traffic {
namespace {

constexpr double shortest_piece = 1e-3;  // seconds
// How much longer or shorter the next try may be than the last.
constexpr double most_growth = 10, most_shrinking = 0.1;
constexpr double week = 7 * 86400.0;

// Time in which a value that moves at `slope` comes to `goal`; infinity where it moves away.
double time_to(double value, double goal, double slope) {
  const double way = goal - value;
  if (slope == 0 || way * slope <= 0) return infinity;
  return way / slope;
}

// By how many times a parabola errs more than is tolerated: where the slope changes along the way in another manner than
// steadily, the error is a part of this. What turns back must not overshoot, or it would swing about its goal for ever.
double overshoot(double slope, double later, double span, double tolerated) {
  const double error = std::abs(later - slope) * span / tolerated;
  const bool turns = slope * later < 0 && std::abs(later) > 0.3 * std::abs(slope);
  return turns ? 5 * error : error / 8;
}

// The span that should just be accurate enough. The error of a short one grows with the cube of the span, that of one that is too
// long more slowly.
double fitting(double span, double error) {
  if (error <= 0) return infinity;
  const double factor = error > 1 ? 0.9 / std::sqrt(error) : mathematics::cbrt(0.8 / std::max(error, 1e-6));
  return span * std::clamp(factor, most_shrinking, most_growth);
}

}  // namespace

// A cache is followed until it is warm.
double Flow::cache_run(CacheId id) const {
  const double k = slope_.hit_ratios[id], hits = origin_.hit_ratios[id];
  const double steady = network_.caches[id].steady_hit_ratio, miss = 1 - steady;
  if (k <= 0) return infinity;
  const double end = 0.009 * miss + 9e-7;
  if (miss <= 0) return std::max(0.0, 1 / end - 1 / (1 - hits)) / k;
  const double sign = hits < steady ? 1 : -1;
  const double growth = (miss + sign * end) / (sign * end) * (steady - hits) / (1 - hits);
  return growth > 1 ? mathematics::log(growth) / (k * miss) : shortest_piece;
}

double Flow::retry_run(std::size_t call) const {
  const double way = std::abs(origin_.retries[call] - slope_.retries[call]);
  constexpr double end = 0.9 * few_retries;
  if (retry_delays_[call] <= 0 || way <= end) return infinity;
  return retry_delays_[call] * mathematics::log(way / end);
}

double Flow::free_run() const {
  double run = week;
  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    if (solver_.station(id).ample) continue;
    const double tokens = origin_.stations[id].tokens, slope = slope_.stations[id].tokens;
    run = std::min({run, time_to(tokens, 0, slope), time_to(tokens, bucket_size(network_.stations[id]), slope)});
  }
  for (CacheId id = 0; id < origin_.hit_ratios.size(); ++id) run = std::min(run, cache_run(id));
  for (QueueId id = 0; id < origin_.messages.size(); ++id) {
    run = std::min(run, time_to(origin_.messages[id], 0, slope_.messages[id]));
  }
  for (std::size_t call = 0; call < solver_.calls_made(); ++call) run = std::min(run, retry_run(call));
  return run;
}

// Solves for an instant of the present piece. It always sets out from the last instant that traffic has come to: of two states
// that can hold themselves up it is in the one that it comes to from there, whatever later instants have been looked at before.
void Flow::solve_ahead(Time at) const {
  Room& ahead = room();
  position(at, ahead.state);
  ahead.solver.start_like(solver_);
  ahead.solver.solve(network_, ahead.state, at, false);
}

// Goes ahead along the present curves, and sees how the slopes are there.
void Flow::look_ahead(double span) {
  solve_ahead(now_ + from_seconds(span));
  Room& ahead = room();
  find_slopes(ahead.solver, ahead.state, ahead.slope);
}

// Where nothing has been retried so far, what lies ahead says how long retries take.
bool Flow::learn_delays() {
  const Room& ahead = room();
  bool learned = false;
  for (std::size_t call = 0; call < solver_.calls_made(); ++call) {
    const double delay = ahead.solver.retries(call).delay;
    if (retry_delays_[call] > 0 || delay <= prompt_retry || ahead.slope.retries[call] <= few_retries) continue;
    retry_delays_[call] = delay;
    learned = true;
  }
  return learned;
}

// How far behind its load a queue is that is taken to follow it, in requests.
double Flow::lag(StationId id, double span) const {
  const StationFlow& flow = room().solver.station(id);
  if (flow.relaxing) return infinity;
  // A queue is slowest at saturation, which lies between two ends that may both be quick.
  const StationFlow& before = solver_.station(id);
  if ((before.slow || flow.slow) && (before.offered < before.capacity) != (flow.offered < flow.capacity)) return infinity;
  if (!flow.slow) return 0;
  return std::abs(flow.waiting - origin_.stations[id].waiting) / (span * relaxation_rate(flow));
}

// By how much what is offered to a queue changes along the way looked ahead.
double Flow::load_change(StationId id) const { return room().solver.station(id).offered - solver_.station(id).offered; }

// Seconds within which a queue whose load goes through saturation leaves its stationary state and finds the next: those in which
// what the load gains on the capacity equals what chance piles up (Newell, Queues with time-dependent arrival rates, 1968).
double Flow::crossing_time(StationId id, double span) const {
  const double capacity = solver_.station(id).capacity, per_second = load_change(id) / span;
  return per_second == 0 || capacity <= 0 ? infinity : mathematics::cbrt(capacity / (per_second * per_second));
}

// For how long a queue that would not follow its load over the whole span is likely to follow it, if the load goes on evenly: to
// where it stops being quick, or is about to meet saturation. 0 where that is here, or the span is too short to follow anything.
double Flow::followed_run(StationId id, double span) const {
  constexpr double usual = 0.4, least = 0.1, most = 0.8;  // of the span
  const StationFlow &here = solver_.station(id), &there = room().solver.station(id);
  if (!(span * relaxation_rate(here) > 10)) return 0;  // not a number where nothing is served
  const double load = here.offered / here.capacity, later = there.offered / there.capacity;
  if (!here.slow) {
    const double edge = quick_load(network_.stations[id], here), share = 0.98 * (edge - load) / (later - load);
    if (load < edge && edge < later && share > least) return std::min(share, most) * span;
  }
  if ((load < 1) != (later < 1)) {
    const double run = span * (1 - load) / (later - load) - 2 * crossing_time(id, span);
    return run > least * span ? std::min(run, most * span) : 0;
  }
  return usual * span;
}

// Queues that cannot follow their load over so long are followed over less, or, where their own time is longer, relax towards
// what it asks for. Returns whether the piece has to be planned again, over `span`.
bool Flow::lose_followers(double& span) {
  const double looked = span;
  bool lost = false;
  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    StationState& origin = origin_.stations[id];
    const StationFlow& flow = room().solver.station(id);
    if (!origin.following || lag(id, looked) <= near_enough(flow.waiting, network_.stations[id].servers)) continue;
    lost = true;
    const double run = followed_run(id, looked);
    span = std::min(span, run > 0 ? run : crossing_time(id, looked));
    if (run > 0) continue;
    origin.following = origin.resting = false;
  }
  return lost;
}

// By how many times the curves of a piece of this length err more than is tolerated.
double Flow::bent(double span) const {
  double worst = 0;
  const Room& ahead = room();
  for (StationId id = 0; id < slope_.stations.size(); ++id) {
    const StationState &slope = slope_.stations[id], &later = ahead.slope.stations[id];
    worst = std::max(worst, drift_error(id, span));
    if (slope.tokens == later.tokens || (solver_.station(id).ample && ahead.solver.station(id).ample)) continue;
    worst = std::max(worst, overshoot(slope.tokens, later.tokens, span, 0.005 * bucket_size(network_.stations[id])));
  }
  for (CacheId id = 0; id < slope_.hit_ratios.size(); ++id) {
    const double change = std::abs(ahead.slope.hit_ratios[id] - slope_.hit_ratios[id]);
    const double hits = origin_.hit_ratios[id], way = std::abs(network_.caches[id].steady_hit_ratio - hits);
    if (ahead.slope.hit_ratios[id] > 0) worst = std::max(worst, change * span * way * (1 - hits) / 0.02);
  }
  for (QueueId id = 0; id < slope_.messages.size(); ++id) {
    const double tolerated = std::max(0.5, 0.01 * origin_.messages[id]);
    worst = std::max(worst, overshoot(slope_.messages[id], ahead.slope.messages[id], span, tolerated));
  }
  for (std::size_t call = 0; call < solver_.calls_made(); ++call) {
    if (retry_delays_[call] <= 0) continue;
    // Retries follow a goal with delay, so that its way counts for less in a short piece.
    const double way = std::abs(ahead.slope.retries[call] - slope_.retries[call]);
    worst = std::max(worst, way * std::min(1.0, span / retry_delays_[call]) / 0.02);
  }
  return worst;
}

void Flow::bend_towards_trial(double span) {
  const Room& ahead = room();
  for (StationId id = 0; id < bend_.stations.size(); ++id) {
    const StationState &later = ahead.slope.stations[id], &slope = slope_.stations[id];
    bend_.stations[id].tokens = (later.tokens - slope.tokens) / span;
  }
  for (CacheId id = 0; id < bend_.hit_ratios.size(); ++id) {
    const double later = ahead.slope.hit_ratios[id];
    bend_.hit_ratios[id] = later > 0 ? (later - slope_.hit_ratios[id]) / span : 0;
  }
  for (QueueId id = 0; id < bend_.messages.size(); ++id) {
    bend_.messages[id] = (ahead.slope.messages[id] - slope_.messages[id]) / span;
  }
  for (std::size_t call = 0; call < solver_.calls_made(); ++call) {
    bend_.retries[call] = (ahead.slope.retries[call] - slope_.retries[call]) / span;
  }
}

void Flow::plan(Change change) {
  piece_start_ = now_;
  piece_end_ = Time::never();
  flowing_ = find_slopes(solver_, state_, slope_);
  Time bend;
  const bool ramping = ramps_moving(bend);
  moving_ = flowing_ || ramping;
  origin_ = state_;
  for (StationState& station : bend_.stations) station = {};
  for (auto* bends : {&bend_.hit_ratios, &bend_.messages, &bend_.retries}) std::fill(bends->begin(), bends->end(), 0.0);
  if (!moving_) return;

  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    StationState& station = origin_.stations[id];
    station.following = station.resting;
    paths_[id].begin({station.waiting, station.variance});
    if (change != Change::step) drifts_[id] = 0;
  }
  for (std::size_t call = 0; call < solver_.calls_made(); ++call) {
    const double delay = solver_.retries(call).delay;
    retry_delays_[call] = delay > prompt_retry ? delay : 0;
  }
  // Where accuracy bounded the last piece, it is likely to bound this one to something like it; and so where queues follow.
  double span = std::min(free_run(), followed_span_);
  if (flowing_) span = std::min(span, likely_span_);
  if (ramping) span = std::min(span, (bend - now_).seconds());
  double most = infinity;  // that the next piece is likely to last because of queues that follow
  bool foreseen = change == Change::step;  // how what is offered to stations will change
  while (true) {
    if (flowing_) span = lay_paths(span, false);
    look_ahead(span);
    if (learn_delays()) look_ahead(span);
    const double looked = span;
    if (lose_followers(span)) {
      see_drifts(looked);
      flowing_ = foreseen = true;
      most = std::min(most, 3 * span);
      continue;
    }
    const double error = bent(span);
    const bool drifting = see_drifts(span);
    if (error <= 1 || span <= shortest_piece) {
      if (drifting) lay_paths(span, true);
      // A piece that ended for another reason says nothing against a longer one.
      likely_span_ = std::max(fitting(span, error), span < likely_span_ ? likely_span_ : 0);
      break;
    }
    if (!std::exchange(foreseen, true)) {
      span = std::max(0.5 * span, shortest_piece);  // whether it changes evenly is to be seen
      continue;
    }
    likely_span_ = fitting(span, error);
    span = std::max(std::min(likely_span_, 0.8 * span), shortest_piece);
  }
  followed_span_ = most;
  bend_towards_trial(span);
  piece_end_ = now_ + std::max(from_seconds(span), microseconds(1));
  room().solver.finish(network_);
  take_sample(room().solver, coming_);
  std::swap(room().solver, coming_solver_);
  divided_ = false;
}

}  // namespace windtunnel::traffic
