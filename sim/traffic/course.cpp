// The ways of values that move.
#include "sim/traffic/course.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"

namespace windtunnel::traffic {
namespace {

// Eigenvalues that differ by a smaller share are told apart by this one, which changes no way that could be seen.
constexpr double least_difference = 1e-3;

// (exp(z) - 1) / z, and (exp(z) - 1 - z) / z^2.
struct Phi {
  double one, two;
};
Phi phi(double z) {
  if (z > -0.02) {
    const double two = 1.0 / 2 + z * (1.0 / 6 + z * (1.0 / 24 + z * (1.0 / 120 + z * (1.0 / 720 + z / 5040))));
    return {1 + z * two, two};
  }
  const double one = (mathematics::exp(z) - 1) / z;
  return {one, (one - 1) / z};
}

}  // namespace

struct QueueCourse::Factors {
  Phi slow, fast;
};

QueueCourse::QueueCourse(const QueueMoments& slope, const QueueJacobian& jacobian)
    : slope_(slope), jacobian_(jacobian), still_(slope.mean == 0 && slope.variance == 0) {
  QueueJacobian& j = jacobian_;
  j.mean_by_mean = std::min(0.0, j.mean_by_mean);
  j.variance_by_variance = std::min(0.0, j.variance_by_variance);
  const double decay = j.mean_by_mean * j.variance_by_variance;
  double coupling = j.mean_by_variance * j.variance_by_mean;
  if (coupling < 0 || coupling > decay) {
    const double damped = coupling < 0 ? 0 : std::sqrt(decay / coupling);
    j.mean_by_variance *= damped;
    j.variance_by_mean *= damped;
    coupling = j.mean_by_variance * j.variance_by_mean;
  }
  const double middle = 0.5 * (j.mean_by_mean + j.variance_by_variance);
  const double half = 0.5 * (j.mean_by_mean - j.variance_by_variance);
  const double apart = std::max(std::sqrt(half * half + coupling), least_difference * std::abs(middle));
  slow_ = std::min(0.0, middle + apart);
  fast_ = middle - apart;
}

QueueCourse::Factors QueueCourse::factors(double t) const { return {phi(slow_ * t), phi(fast_ * t)}; }

// A function of the Jacobian times a vector, from the function's values at the two eigenvalues: Newton's interpolation.
QueueMoments QueueCourse::apply(double by_slow, double by_fast, const QueueMoments& x) const {
  if (slow_ == fast_) return {by_slow * x.mean, by_slow * x.variance};
  const double divided = (by_slow - by_fast) / (slow_ - fast_);
  const QueueMoments image = jacobian_.times(x);
  return {by_slow * x.mean + divided * (image.mean - slow_ * x.mean),
          by_slow * x.variance + divided * (image.variance - slow_ * x.variance)};
}

QueueMoments QueueCourse::way(double t) const {
  if (still_ && !bent_) return {};
  const Factors by = factors(t);
  const QueueMoments straight = apply(by.slow.one, by.fast.one, slope_);
  if (!bent_) return {t * straight.mean, t * straight.variance};
  const QueueMoments bent = apply(by.slow.two, by.fast.two, bend_);
  return {t * (straight.mean + t * bent.mean), t * (straight.variance + t * bent.variance)};
}

double QueueCourse::time_to(double goal, double span) const {
  // Along the secant, but neither end may stay for long.
  double from = 0, to = span, before = goal, beyond = goal - way(span).mean;
  while (to - from > 1e-4 * span) {
    const double t = from + (to - from) * std::clamp(before / (before - beyond), 0.05, 0.95), left = goal - way(t).mean;
    ((left > 0) == (goal > 0) ? from : to) = t;
    ((left > 0) == (goal > 0) ? before : beyond) = left;
  }
  return to;
}

void QueueCourse::bend(const QueueMoments& bend) {
  bend_ = bend;
  bent_ = bend.mean != 0 || bend.variance != 0;
}

QueueMoments QueueCourse::bend_towards(const QueueMoments& later, const QueueMoments& way, double span) const {
  const QueueMoments drawn = jacobian_.times(way);
  return {(later.mean - slope_.mean - drawn.mean) / span, (later.variance - slope_.variance - drawn.variance) / span};
}

QueueMoments QueueCourse::correction(const QueueMoments& bend, double span) const {
  return {0.5 * span * span * (bend.mean - bend_.mean), 0.5 * span * span * (bend.variance - bend_.variance)};
}

void QueuePath::begin(const QueueMoments& start) {
  start_ = start;
  legs_.clear();
}

void QueuePath::add(double after, const QueueMoments& start, const QueueCourse& course) {
  legs_.push_back({after, start, course});
}

QueueMoments QueuePath::at(double t) const {
  if (legs_.empty()) return start_;
  auto leg = legs_.end() - 1;
  while (leg != legs_.begin() && leg->after > t) --leg;
  const QueueMoments way = leg->course.way(t - leg->after);
  return {std::max(0.0, leg->start.mean + way.mean), std::max(0.0, leg->start.variance + way.variance)};
}

}  // namespace windtunnel::traffic
