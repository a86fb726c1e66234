// Totals and SLI segments: exact where rates are constant, adaptive Simpson sums where something moves.
#include <algorithm>
#include <cmath>

#include "sim/traffic/flow.h"

namespace windtunnel::traffic {
namespace {

// The error of the mean SLI over what is integrated at once where only rates and shares move, and of seconds of SLI where it is
// short; where queues move, too, whose own motion is not known as well, more of these.
constexpr double tolerance = 4e-6, least_seconds = 0.05, tolerated_seconds = 0.1;
// Where the SLI stands and rates change by less than this share, trapezia serve: what is not linear in the rates is within the
// square of it.
constexpr double gentle = 0.05;

Time halfway(Time from, Time to) { return {from.microseconds + (to.microseconds - from.microseconds) / 2}; }

}  // namespace

void Flow::catch_up() const {
  if (caught_up_ == now_) return;
  if (moving_) return integrate_moving();
  integrate_constant();
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

void Flow::take_sample(const FlowSolver& solver, Sample& sample) const {
  double* rate = sample.rates.data();
  for (StationId id = 0; id < network_.stations.size(); ++id) {
    const StationFlow& flow = solver.station(id);
    const double service = flow.capacity > 0 ? flow.busy / std::max(flow.completions, 1e-300) : 0;
    *rate++ = flow.arrivals;
    *rate++ = flow.completions;
    *rate++ = flow.arrivals * std::max(0.0, 1 - flow.served) + flow.late;
    *rate++ = flow.busy;
    *rate++ = flow.completions * (flow.wait.mean() + service);
  }
  for (RouterId id = 0; id < network_.routers.size(); ++id) {
    const RouterFlow& flow = solver.router(id);
    for (const double value : {flow.requests, flow.refused, flow.timed_out, flow.failed_behind, flow.latency}) {
      *rate++ = value;
    }
  }
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const JourneyFlow& flow = solver.journey(id);
    for (const double value : {flow.offered, flow.answered, flow.good, flow.latency}) *rate++ = value;
    sample.sli[id] = flow.sli;
  }
  for (QueueId id = 0; id < network_.queues.size(); ++id) {
    *rate++ = solver.queue(id).arrivals;
    *rate++ = solver.queue(id).handled;
  }
}

void Flow::evaluate(Time at, Sample& sample) const {
  solve_ahead(at);
  room().solver.finish(network_);
  take_sample(room().solver, sample);
}

// Whatever lies before now is counted, leaf by leaf; the leaf in which now lies goes on.
void Flow::integrate_moving() const {
  if (!divided_) divide();
  while (caught_up_ < now_) {
    if (caught_up_ == leaf_.to) find_leaf();
    add_to(std::min(now_, leaf_.to));
  }
}

// Begins to divide what is left of the piece.
void Flow::divide() const {
  divided_ = true;
  undivided_.clear();
  sample(0) = present_;
  sample(2) = coming_;
  const double seconds = (piece_end_ - caught_up_).seconds();
  allowed_ = std::max(seconds * tolerance, flowing_ ? tolerated_seconds : least_seconds);
  leaf_ = {caught_up_, piece_end_, 0, -1, 2, 0, true};
  if (flat(leaf_)) return;
  const Time middle = halfway(caught_up_, piece_end_);
  evaluate(middle, sample(1));
  undivided_.push_back({caught_up_, piece_end_, 0, 1, 2, 0, false});
  find_leaf();
}

// Takes the next interval and halves it until a parabola fits its first part. Each depth has two samples of its own: at the first
// and at the third quarter.
void Flow::find_leaf() const {
  Interval interval = undivided_.back();
  undivided_.pop_back();
  while (!interval.fits && interval.to - interval.from >= microseconds(8) && !straight(interval)) {
    const int first = 3 + 2 * interval.depth, third = first + 1, next = interval.depth + 1;
    const Time middle = halfway(interval.from, interval.to);
    // Where the SLI jumps, it stands in one of the halves, which then needs no look.
    const bool left_flat = flat({interval.from, middle, interval.start, -1, interval.middle, next, false});
    const bool right_flat = flat({middle, interval.to, interval.middle, -1, interval.end, next, false});
    if (!left_flat) evaluate(halfway(interval.from, middle), sample(first));
    if (!right_flat) evaluate(halfway(middle, interval.to), sample(third));
    const bool fits =
        next >= deepest_interval || (!left_flat && !right_flat && simpson_error(interval, first, third) <= allowed_);
    undivided_.push_back(
        {middle, interval.to, interval.middle, right_flat ? -1 : third, interval.end, next, fits || right_flat});
    interval = {interval.from, middle, interval.start, left_flat ? -1 : first, interval.middle, next, fits || left_flat};
  }
  leaf_ = interval;
}

// Whether the SLI goes on as in the piece before, so that the bend between the two, over all of this one, makes no difference.
bool Flow::goes_straight_on(JourneyId id, const Interval& interval) const {
  constexpr double safety = 3;
  if (earlier_start_ == Time::never() || !(earlier_start_ < piece_start_) || interval.from != piece_start_ || interval.to != piece_end_)
    return false;
  const double before = (piece_start_ - earlier_start_).seconds(), seconds = (interval.to - interval.from).seconds();
  const double slope = (starting_sli_[id] - earlier_sli_[id]) / before;
  const double bend = ((sample(interval.end).sli[id] - starting_sli_[id]) / seconds - slope) / (std::min(before, seconds) + seconds);
  return safety * std::abs(bend) * seconds * seconds * seconds / 6 <= allowed_;
}

// Whether so little happens that whatever lies between the ends makes no difference.
bool Flow::flat(const Interval& interval) const {
  const double seconds = (interval.to - interval.from).seconds();
  const std::size_t base = journey_base();
  const Sample &start = sample(interval.start), &end = sample(interval.end);
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    if (std::abs(start.sli[id] - end.sli[id]) * seconds > allowed_ && !goes_straight_on(id, interval)) return false;
    const double rate = start.rates[base + id * 4], later = end.rates[base + id * 4];
    if (std::abs(later - rate) > gentle * (later + rate)) return false;
  }
  return true;
}

// Whether the middle lies so close to the straight line between the ends that a parabola through the three surely does: what it adds to
// the line is known to a tenth or so.
bool Flow::straight(const Interval& interval) const {
  const double seconds = (interval.to - interval.from).seconds();
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const double line = 0.5 * (sample(interval.start).sli[id] + sample(interval.end).sli[id]);
    if (std::abs(sample(interval.middle).sli[id] - line) * seconds > 16 * allowed_) return false;
  }
  return true;
}

// How far the sums over the whole and over its halves differ, in seconds of SLI; the finer one is fifteen times better.
double Flow::simpson_error(const Interval& interval, int first, int third) const {
  const double seconds = (interval.to - interval.from).seconds();
  const auto& start = sample(interval.start).sli;
  const auto& middle = sample(interval.middle).sli;
  const auto& end = sample(interval.end).sli;
  double error = 0;
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const double coarse = (start[id] + 4 * middle[id] + end[id]) / 6;
    const double fine =
        (start[id] + 4 * sample(first).sli[id] + 2 * middle[id] + 4 * sample(third).sli[id] + end[id]) / 12;
    error = std::max(error, std::abs(fine - coarse) / 15 * seconds);
  }
  return error;
}

namespace {

// The parabola through three values at 0, 1/2 and 1, or a straight line: written so that what is constant stays so to the bit.
struct Parabola {
  double start, rise, bulge;  // by so much the middle lies above the line
  Parabola(double a, double b, double c) : start(a), rise(c - a), bulge(b - 0.5 * (a + c)) {}
  Parabola(double a, double c) : start(a), rise(c - a), bulge(0) {}
  double at(double u) const { return start + u * (rise + 4 * (1 - u) * bulge); }
  double integral(double u) const { return u * (start + u * (rise / 2 + (2 - 4 * u / 3) * bulge)); }
};

}  // namespace

// Adds to the totals what passes between two places of the present leaf, 0 to 1, and takes the rates of the second. The same
// parabolas as below, as sums of products: there are hundreds of rates.
void Flow::integrate_rates(double u, double v) const {
  const double seconds = (leaf_.to - leaf_.from).seconds(), squares = v * v - u * u;
  const double whole = seconds * (v - u), rising = seconds * squares / 2;
  const double *start = sample(leaf_.start).rates.data(), *end = sample(leaf_.end).rates.data();
  double *total = totals_.data(), *rate = present_.rates.data();
  const std::size_t count = totals_.size();
  if (leaf_.middle < 0) {
    for (std::size_t i = 0; i < count; ++i) {
      const double rise = end[i] - start[i];
      total[i] += whole * start[i] + rising * rise;
      rate[i] = start[i] + v * rise;
    }
    return;
  }
  const double bulging = seconds * (2 * squares - 4.0 / 3 * (v * v * v - u * u * u)), here = 4 * v * (1 - v);
  const double* middle = sample(leaf_.middle).rates.data();
  for (std::size_t i = 0; i < count; ++i) {
    const double rise = end[i] - start[i], bulge = middle[i] - 0.5 * (start[i] + end[i]);
    total[i] += whole * start[i] + rising * rise + bulging * bulge;
    rate[i] = start[i] + v * rise + here * bulge;
  }
}

// Counts what passes within the present leaf up to an instant, and tells of it, each half apart, so that whoever looks for a
// crossing finds it near a straight line.
void Flow::add_to(Time to) const {
  const Sample &a = sample(leaf_.start), &c = sample(leaf_.end);
  const Sample& b = leaf_.middle < 0 ? a : sample(leaf_.middle);
  const auto parabola = [this](double start, double middle, double end) {
    return leaf_.middle < 0 ? Parabola(start, end) : Parabola(start, middle, end);
  };
  const double seconds = (leaf_.to - leaf_.from).seconds();
  const auto place = [&](Time t) { return t == leaf_.to ? 1.0 : (t - leaf_.from).seconds() / seconds; };
  const Time from = caught_up_, between = halfway(leaf_.from, leaf_.to);
  const double u = place(from), v = place(to);
  integrate_rates(u, v);
  const bool apart = leaf_.middle >= 0 && from < between && between < to;
  for (JourneyId id = 0; id < network_.journeys.size(); ++id) {
    const std::size_t i = journey_base() + id * 4, j = i + 2;
    const Parabola sli = parabola(a.sli[id], b.sli[id], c.sli[id]);
    const Parabola offered = parabola(a.rates[i], b.rates[i], c.rates[i]), good = parabola(a.rates[j], b.rates[j], c.rates[j]);
    const auto share = [&](double w) { return std::clamp(sli.at(w), 0.0, 1.0); };
    const auto tell = [&](Time first, Time last) {
      const double x = place(first), y = place(last);
      listener_->sli_segment(id, first, last, seconds * (offered.integral(y) - offered.integral(x)),
                             seconds * (good.integral(y) - good.integral(x)), share(x), share(y));
    };
    present_.sli[id] = share(v);
    if (listener_ == nullptr) continue;
    if (apart) tell(from, between);
    tell(apart ? between : from, to);
  }
  caught_up_ = totals_at_ = to;
}

}  // namespace windtunnel::traffic
