// How queues move within a piece that do not follow their load: each by equations of its own, in as many legs as they take, while the
// network is looked at once for all of them.
#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/traffic/flow.h"

namespace windtunnel::traffic {
namespace {

constexpr double shortest_leg = 1e-3;  // seconds
// A queue's mean and variance may be off by these shares of themselves, and by what this share of the shortest limit lets pass.
constexpr double mean_share = 0.08, variance_share = 0.2, limit_share = 0.04;
// Of that, what one leg may miss; and what the network may, which cannot be integrated beforehand.
constexpr double leg_share = 0.3, network_share = 1.0 / 3;

// By how much moments may be off that go from one place to another: as if they did no more than to double or halve.
QueueMoments tolerated(const QueueMoments& here, const QueueMoments& there, double limit) {
  const auto reference = [](double a, double b) { return std::min(std::max(a, b), 2 * std::min(a, b)); };
  const double mean = mean_share * reference(here.mean, there.mean) + limit_share * limit;
  return {mean, variance_share * reference(here.variance, there.variance) + 0.25 * mean * mean};
}

// The error of a leg grows with the cube of its length.
double fitting_leg(double span, double error) {
  return span * std::clamp(mathematics::cbrt(0.7 / std::max(error, 1e-3)), 0.2, 5.0);
}

// The share of what is offered that a queue lets in.
double admitted(const StationFlow& flow) {
  return flow.offered > 0 ? (flow.waiting_rate + flow.completions) / flow.offered : 1;
}

struct Leg {
  QueueCourse course;
  double span = 0;
  double error = 0;  // by how many times it misses more than is tolerated
  QueueMoments end;
  bool arrived = false;  // at its stationary state
};

// Legs of one queue's path, at a load that changes evenly.
class Legs {
 public:
  // `drift`: of what is offered, per second squared; `limit`: requests that are completed within the shortest limit.
  Legs(const Station& station, const StationFlow& flow, double drift, double limit)
      : motion_(station, flow), room_(flow.room), load_(flow.offered), drift_(drift), limit_(limit), bend_(admitted(flow) * drift) {}

  // The leg from there on at that time, over as much of `span` as it serves; over all of it if it must.
  Leg from(const QueueMoments& here, double time, double span, bool must) {
    constexpr int tries = 16;
    offer(time);
    Leg leg;
    leg.course = motion_.course_from(here);
    leg.span = span;
    for (int i = 0; i < tries; ++i) {
      attempt(here, time, leg);
      if (must || leg.error <= 1 || leg.span <= shortest_leg) break;
      leg.span = std::max(std::min(fitting_leg(leg.span, leg.error), 0.8 * leg.span), shortest_leg);
    }
    return leg;
  }

 private:
  void offer(double time) { motion_.offer(std::max(0.0, load_ + drift_ * time)); }

  // Bends the leg so that its derivatives are what they will be at its end.
  void attempt(const QueueMoments& here, double time, Leg& leg) {
    leg.course.bend({bend_, 0});
    QueueMoments way = leg.course.way(leg.span);
    const QueueMoments there{std::max(0.0, here.mean + way.mean), std::max(0.0, here.variance + way.variance)};
    offer(time + leg.span);
    const QueueMotion::There motion = motion_.at(there);
    const QueueMoments seen = leg.course.bend_towards(motion.slope, way, leg.span);
    const QueueMoments missed = leg.course.correction(seen, leg.span), allowed = tolerated(here, there, limit_);
    leg.error = allowed.mean > 0 ? std::abs(missed.mean) / (leg_share * allowed.mean) : 0;
    // A variance that no law can have is not remembered.
    const bool narrower = there.variance < motion.widest;
    if (allowed.variance > 0 && narrower) leg.error = std::max(leg.error, std::abs(missed.variance) / (leg_share * allowed.variance));
    // What has arrived stays where it came to: what draws at a queue near its end is stiff, and would only throw it back.
    leg.arrived = motion.arrived;
    if (!leg.arrived) {
      leg.course.bend(seen);
      way = leg.course.way(leg.span);
    }
    leg.end = {std::clamp(here.mean + way.mean, 0.0, room_), std::clamp(here.variance + way.variance, 0.0, motion.widest)};
  }

  QueueMotion motion_;
  double room_, load_, drift_, limit_, bend_;
};

}  // namespace

// Between these a queue may be left alone: beyond them its wait has changed by so much that time-outs and objectives see another
// picture. It is never shorter than nothing, or longer than its room.
Flow::Bounds Flow::free_bounds(StationId id) const {
  const StationFlow& flow = solver_.station(id);
  const double wait = origin_.stations[id].waiting / flow.capacity;
  const double longest = longest_limit_ == 0 ? 1 : longest_limit_, shortest = std::min(shortest_limit_, longest);
  Bounds bounds{0, flow.room};
  // Beyond every limit it makes no difference how long the wait is.
  if (wait <= 2 * longest) bounds.most = std::min(bounds.most, (wait + std::max(0.5 * shortest, 2 * wait)) * flow.capacity);
  const double least = wait > 3 * longest ? 2 * longest : wait - std::max(0.5 * shortest, 0.75 * wait);
  bounds.least = std::max(bounds.least, least * flow.capacity);
  return bounds;
}

// Whether a queue goes its own way within the present piece.
bool Flow::relaxes(StationId id) const {
  return !origin_.stations[id].following && solver_.station(id).capacity > 0 && network_.stations[id].servers < infinity;
}

// Requests that a station completes within the shortest limit.
double Flow::within_limit(StationId id) const {
  return (shortest_limit_ == infinity ? 1 : shortest_limit_) * solver_.station(id).capacity;
}

// Lays a queue's path, up to `longest` seconds ahead, if what is offered to it goes on changing as it does. Returns how far it leads:
// to where the queue may no longer be left alone, or has come to its stationary state; all the way if `whole`.
double Flow::lay_path(StationId id, double longest, bool whole) {
  const StationFlow& flow = solver_.station(id);
  const StationState& origin = origin_.stations[id];
  const Bounds bounds = free_bounds(id);
  QueuePath& path = paths_[id];
  QueueMoments here{origin.waiting, origin.variance};
  path.begin(here);
  Legs legs(network_.stations[id], flow, drifts_[id], within_limit(id));
  bool arrived = !flow.relaxing || flow.arrived;
  for (double t = 0; t < longest;) {
    const double left = longest - t;
    const bool last = path.legs() + 1 == QueuePath::most_legs, must = last && whole;
    const Leg leg = legs.from(here, t, must ? left : std::min(left, strides_[id]), must);
    if (leg.span < left || leg.error > 0.2) strides_[id] = fitting_leg(leg.span, leg.error);
    path.add(t, here, leg.course);
    if (!whole) {
      const bool grown = origin.waiting < bounds.most && leg.end.mean > bounds.most;
      const bool shrunk = origin.waiting > bounds.least && leg.end.mean < bounds.least;
      if (grown || shrunk) return t + leg.course.time_to((grown ? bounds.most : bounds.least) - here.mean, leg.span);
      if (last || (leg.arrived && !arrived)) return t + leg.span;
    }
    here = leg.end;
    arrived = leg.arrived;
    t += leg.span;
  }
  return longest;
}

// Lays the paths of all queues that go their own way, and returns how far they lead.
double Flow::lay_paths(double longest, bool whole) {
  double span = longest;
  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    if (relaxes(id)) span = std::min(span, lay_path(id, span, whole));
  }
  return std::max(span, shortest_leg);
}

// By how many times more than is tolerated a queue's path errs because what is offered to it changes otherwise than expected.
double Flow::drift_error(StationId id, double span) const {
  if (!relaxes(id)) return 0;
  const StationState &here = origin_.stations[id], &there = room().state.stations[id];
  const double missed = 0.5 * span * span * admitted(solver_.station(id)) * (load_change(id) / span - drifts_[id]);
  const double allowed =
      network_share * tolerated({here.waiting, here.variance}, {there.waiting, there.variance}, within_limit(id)).mean;
  return allowed > 0 ? std::abs(missed) / allowed : 0;
}

// How what is offered to stations has changed along the way looked ahead. Returns whether paths are to be laid otherwise.
bool Flow::see_drifts(double span) {
  constexpr double trifle = 0.05;
  bool otherwise = false;
  for (StationId id = 0; id < origin_.stations.size(); ++id) {
    otherwise = otherwise || drift_error(id, span) > trifle;
    drifts_[id] = load_change(id) / span;
  }
  return otherwise;
}

}  // namespace windtunnel::traffic
