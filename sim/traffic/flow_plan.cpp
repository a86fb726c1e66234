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

// By how much what is offered to a queue changes along the way looked ahead.
double Flow::load_change(StationId id) const { return room().solver.station(id).offered - solver_.station(id).offered; }

// For how long a queue follows its load, up to `span`, if that goes on changing as it does.
double Flow::followed_run(StationId id, double span) const {
  constexpr int halvings = 6;
  const StationFlow& here = solver_.station(id);
  const Station& station = network_.stations[id];
  const double drift = drifts_[id], most = std::max(here.offered, here.offered + drift * span);
  if (drift == 0 || station.servers == infinity || most <= quick_load(station, here) * here.capacity) return span;
  QueueMotion motion(station, here);
  const auto follows = [&](double t) {
    const StationFlow& there = motion.rest_at(std::max(0.0, here.offered + drift * t));
    return lag(here, there, t) <= near_enough(there.waiting, station.servers);
  };
  if (follows(span)) return span;
  double low = 0, high = span;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    (follows(middle) ? low : high) = middle;
  }
  return low;
}

// Whether a queue follows its load all along the way looked ahead, if it was taken to.
bool Flow::followed(StationId id, double span) const {
  const StationFlow& there = room().solver.station(id);
  return !origin_.stations[id].following ||
         lag(solver_.station(id), there, span) <= near_enough(there.waiting, network_.stations[id].servers);
}

bool Flow::all_followed(double span) const {
  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    if (!followed(id, span)) return false;
  }
  return true;
}

// A queue that cannot follow its load over so long is followed over less, or, if that is not worth a piece, goes its own way from
// here. Returns for how long the others can be followed. `misjudged`: so far has just been looked ahead; of whatever does not follow
// there, although it was foreseen to, no more is foreseen.
double Flow::lose_followers(double span, bool misjudged) {
  constexpr double least = 0.1;  // of the span
  double most = span;
  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    StationState& origin = origin_.stations[id];
    if (!origin.following) continue;
    const double run = misjudged && !followed(id, span) ? 0 : followed_run(id, span);
    if (run >= span) continue;
    if (run >= std::max(least * span, 2 * shortest_piece)) {
      most = std::min(most, run);
    } else {
      origin.following = origin.resting = false;
      flowing_ = true;
    }
  }
  return most;
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
  earlier_start_ = change == Change::jump ? Time::never() : piece_start_;
  earlier_sli_.swap(starting_sli_);
  starting_sli_ = present_.sli;
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
  // Where accuracy bounded the last piece, it is likely to bound this one to something like it.
  double span = free_run();
  if (flowing_) span = std::min(span, likely_span_);
  if (ramping) span = std::min(span, (bend - now_).seconds());
  bool foreseen = change == Change::step;  // how what is offered to stations will change
  if (foreseen) span = lose_followers(span, false);
  while (true) {
    if (flowing_) span = lay_paths(span, false);
    look_ahead(span);
    if (learn_delays()) look_ahead(span);
    if (!all_followed(span)) {
      see_drifts(span);
      const double followed = lose_followers(span, std::exchange(foreseen, true));
      span = std::min(0.5 * span, followed);  // whether loads change evenly is to be seen
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
  bend_towards_trial(span);
  piece_end_ = now_ + std::max(from_seconds(span), microseconds(1));
  room().solver.finish(network_);
  take_sample(room().solver, coming_);
  room().solver.change_places(coming_solver_);
  divided_ = false;
}

}  // namespace windtunnel::traffic
