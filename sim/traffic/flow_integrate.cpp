// Totals and SLI segments: exact where rates are constant, adaptive Simpson sums where something moves.
#include <algorithm>
#include <cmath>

#include "sim/traffic/flow.h"

namespace windtunnel::traffic {
namespace {

// The error of the mean SLI over what is integrated at once where only rates and shares move; where queues move, too, whose own
// motion is not known as well, seconds of SLI.
constexpr double tolerance = 1e-6, tolerated_seconds = 0.01;
// Where the SLI stands and rates change by less than this share, trapezia serve: what is not linear in the rates is within the
// square of it.
constexpr double gentle = 0.05;

Time halfway(Time from, Time to) { return {from.microseconds + (to.microseconds - from.microseconds) / 2}; }

}  // namespace

void Flow::catch_up() const {
  if (caught_up_ == now_) return;
  if (moving_) {
    integrate_moving();
  } else {
    integrate_constant();
  }
  caught_up_ = now_;
}

// Totals of a constant stretch are formed when they are asked for, or when rates change.
void Flow::integrate_constant() const {
  if (listener_ == nullptr) return;
  const double seconds = (now_ - caught_up_).seconds();
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const std::size_t base = journey_base() + id * 4;
    listener_->sli_segment(id, caught_up_, now_, present_.rates[base] * seconds, present_.rates[base + 2] * seconds,
                           present_.sli[id], present_.sli[id]);
  }
}

void Flow::evaluate(Time at, Sample& sample) const {
  solve_ahead(at);
  take_sample(ahead_.solver, sample);
}

void Flow::integrate_moving() const {
  ahead_.samples[0] = present_;
  const bool whole = now_ == piece_end_;
  if (whole) {
    ahead_.samples[2] = coming_;
    position(now_, ahead_.state);
    std::swap(ahead_.solver, coming_solver_);
  } else {
    evaluate(now_, ahead_.samples[2]);
  }
  const double seconds = (now_ - caught_up_).seconds();
  const double allowed = std::max(seconds * tolerance, flowing_ ? tolerated_seconds : 0.0);
  if (flat(allowed)) {
    add_trapezium(caught_up_, now_);
  } else {
    std::swap(ahead_.solver, ahead_.solver_at_end);
    std::swap(ahead_.state, ahead_.state_at_end);
    evaluate(halfway(caught_up_, now_), ahead_.samples[1]);
    integrate_between({caught_up_, now_, 0, 1, 2}, 0, allowed);
    std::swap(ahead_.solver, ahead_.solver_at_end);
    std::swap(ahead_.state, ahead_.state_at_end);
  }
  std::swap(solver_, ahead_.solver);
  std::swap(state_, ahead_.state);
  // Queues that follow their load are what the load here makes them.
  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    if (!origin_.stations[id].following) continue;
    state_.stations[id].waiting = solver_.station(id).waiting;
    state_.stations[id].variance = solver_.station(id).variance;
  }
  present_ = ahead_.samples[2];
  totals_at_ = now_;
}

// Each depth has two samples of its own: at the first and at the third quarter.
void Flow::integrate_between(Interval interval, int depth, double allowed) const {
  const int first = 3 + 2 * depth, third = first + 1;
  if (interval.to - interval.from < microseconds(8) || straight(interval, allowed)) {
    add_simpson(interval.from, interval.to, interval.start, interval.middle, interval.end);
    return;
  }
  const Time middle = halfway(interval.from, interval.to);
  evaluate(halfway(interval.from, middle), ahead_.samples[first]);
  evaluate(halfway(middle, interval.to), ahead_.samples[third]);
  if (depth + 1 < deepest_interval && simpson_error(interval, first, third) > allowed) {
    integrate_between({interval.from, middle, interval.start, first, interval.middle}, depth + 1, allowed);
    integrate_between({middle, interval.to, interval.middle, third, interval.end}, depth + 1, allowed);
    return;
  }
  add_simpson(interval.from, middle, interval.start, first, interval.middle);
  add_simpson(middle, interval.to, interval.middle, third, interval.end);
}

// Whether so little happens that whatever lies between the ends makes no difference.
bool Flow::flat(double allowed) const {
  const double seconds = (now_ - caught_up_).seconds();
  const std::size_t base = journey_base();
  const Sample &start = ahead_.samples[0], &end = ahead_.samples[2];
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    if (std::abs(start.sli[id] - end.sli[id]) * seconds > allowed) return false;
    const double rate = start.rates[base + id * 4], later = end.rates[base + id * 4];
    if (std::abs(later - rate) > gentle * (later + rate)) return false;
  }
  return true;
}

void Flow::add_trapezium(Time from, Time to) const {
  const double half = (to - from).seconds() / 2;
  const Sample &a = ahead_.samples[0], &b = ahead_.samples[2];
  for (std::size_t i = 0; i < totals_.size(); ++i) totals_[i] += half * (a.rates[i] + b.rates[i]);
  if (listener_ == nullptr) return;
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const std::size_t offered = journey_base() + id * 4, good = offered + 2;
    listener_->sli_segment(id, from, to, half * (a.rates[offered] + b.rates[offered]),
                           half * (a.rates[good] + b.rates[good]), a.sli[id], b.sli[id]);
  }
}

// Whether the middle lies so close to the straight line between the ends that a parabola through the three surely does.
bool Flow::straight(const Interval& interval, double allowed) const {
  const double seconds = (interval.to - interval.from).seconds();
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const double line = 0.5 * (ahead_.samples[interval.start].sli[id] + ahead_.samples[interval.end].sli[id]);
    if (std::abs(ahead_.samples[interval.middle].sli[id] - line) * seconds > 8 * allowed) return false;
  }
  return true;
}

// How far the sums over the whole and over its halves differ, in seconds of SLI; the finer one is fifteen times better.
double Flow::simpson_error(const Interval& interval, int first, int third) const {
  const double seconds = (interval.to - interval.from).seconds();
  const auto& start = ahead_.samples[interval.start].sli;
  const auto& middle = ahead_.samples[interval.middle].sli;
  const auto& end = ahead_.samples[interval.end].sli;
  double error = 0;
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const double coarse = (start[id] + 4 * middle[id] + end[id]) / 6;
    const double fine =
        (start[id] + 4 * ahead_.samples[first].sli[id] + 2 * middle[id] + 4 * ahead_.samples[third].sli[id] + end[id]) / 12;
    error = std::max(error, std::abs(fine - coarse) / 15 * seconds);
  }
  return error;
}

void Flow::add_simpson(Time from, Time to, int start, int middle, int end) const {
  const double seconds = (to - from).seconds(), sixth = seconds / 6;
  const Sample &a = ahead_.samples[start], &b = ahead_.samples[middle], &c = ahead_.samples[end];
  for (std::size_t i = 0; i < totals_.size(); ++i) totals_[i] += sixth * (a.rates[i] + 4 * b.rates[i] + c.rates[i]);
  if (listener_ == nullptr) return;
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const std::size_t offered = journey_base() + id * 4, good = offered + 2;
    // Either half of the same parabola, so that whoever looks for a crossing finds it near a straight line.
    const auto half = [&](std::size_t i, const Sample& near, const Sample& far) {
      return seconds / 24 * (5 * near.rates[i] + 8 * b.rates[i] - far.rates[i]);
    };
    const Time between = halfway(from, to);
    listener_->sli_segment(id, from, between, half(offered, a, c), half(good, a, c), a.sli[id], b.sli[id]);
    listener_->sli_segment(id, between, to, half(offered, c, a), half(good, c, a), b.sli[id], c.sli[id]);
  }
}

}  // namespace windtunnel::traffic
