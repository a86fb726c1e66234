// The ways of values that move: along a parabola, or, of a queue, drawn by what it has become on the way.
#pragma once

#include <vector>

namespace windtunnel::traffic {

/// A value's derivative: `slope` at first, and changing by `bend` per second.
struct Course {
  double slope = 0, bend = 0;

  /// How far the value has come after t seconds.
  double way(double t) const { return t * (slope + 0.5 * t * bend); }
};

/// Mean and variance of what waits in a queue, or how they move.
struct QueueMoments {
  double mean = 0, variance = 0;
};

/// How the derivatives of the moments change with the moments themselves, per second.
struct QueueJacobian {
  double mean_by_mean = 0, mean_by_variance = 0;
  double variance_by_mean = 0, variance_by_variance = 0;

  QueueMoments times(const QueueMoments& x) const {
    return {mean_by_mean * x.mean + mean_by_variance * x.variance, variance_by_mean * x.mean + variance_by_variance * x.variance};
  }
};

/// The way of a queue's moments. Their derivatives are a slope, plus a Jacobian times the way already gone, plus a bend times the
/// time: the two moments draw at each other quickly while the queue as a whole moves slowly, and the exact solution of the linear
/// part keeps long steps stable (Hochbruck and Ostermann, Exponential integrators, 2010, sections 2.3 and 2.4).
class QueueCourse {
 public:
  QueueCourse() = default;  ///< stands still
  /// A Jacobian under which moments would swing or run away is damped until they only decay.
  QueueCourse(const QueueMoments& slope, const QueueJacobian& jacobian);

  /// How far the moments have come after t seconds.
  QueueMoments way(double t) const;
  /// Seconds until the mean has come to `goal` from where it set out, within 1e-4 of `span`, after which it has come farther.
  double time_to(double goal, double span) const;
  /// Bends the course so from here on: per second, and whatever its bend was.
  void bend(const QueueMoments& bend);
  /// The bend with which the derivative would have become `later` after `span` seconds and that way.
  QueueMoments bend_towards(const QueueMoments& later, const QueueMoments& way, double span) const;
  /// How much further the moments would come within `span` seconds with another bend, if the Jacobian did not damp that: where it
  /// changes along the way, it need not.
  QueueMoments correction(const QueueMoments& bend, double span) const;

 private:
  struct Factors;
  Factors factors(double t) const;
  QueueMoments apply(double by_slow, double by_fast, const QueueMoments& x) const;

  QueueMoments slope_, bend_;
  QueueJacobian jacobian_;
  double slow_ = 0, fast_ = 0;  // its eigenvalues, at most 0
  bool still_ = true, bent_ = false;
};

/// The way of a queue's moments over a piece, in legs: each sets out from where the one before has come to, by the slope and the
/// Jacobian that the queue has there.
class QueuePath {
 public:
  static constexpr int most_legs = 12;
  /// Makes room for all legs: whatever is added later allocates nothing.
  void make_room() { legs_.reserve(most_legs); }
  /// Forgets all legs: the moments stand at `start`.
  void begin(const QueueMoments& start);
  /// From `after` seconds on the moments go this course.
  void add(double after, const QueueMoments& start, const QueueCourse& course);
  int legs() const { return static_cast<int>(legs_.size()); }
  /// The moments after t seconds; neither is below 0.
  QueueMoments at(double t) const;

 private:
  struct Leg {
    double after;
    QueueMoments start;
    QueueCourse course;
  };
  QueueMoments start_;
  std::vector<Leg> legs_;
};

}  // namespace windtunnel::traffic
