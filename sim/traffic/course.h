// The way of a value that moves: along a parabola, or, where it is drawn towards a goal, along an exponential.
#pragma once

namespace windtunnel::traffic {

/// A value's derivative: `slope` at first. Without pull it changes by `bend` per second; with a pull (per second) it tends to
/// `bend` exponentially. Exponentials keep stiff queues stable however long a step is (Certaine, The Solution of Ordinary
/// Differential Equations with Large Time Constants, 1960).
struct Course {
  double slope = 0, bend = 0, pull = 0;

  /// How far the value has come after t seconds.
  double way(double t) const;
  /// Seconds until the value has come that far; infinity if it never does. Takes the bend for 0.
  double time_to(double way) const;
  /// How far off the way after `span` seconds is likely to be once this course has been bent towards a derivative of `later`
  /// there: a part of what the bend changes.
  double error(double later, double span) const;
  /// The course with the same start whose derivative is `later` after `span` seconds.
  Course towards(double later, double span) const;
};

}  // namespace windtunnel::traffic
