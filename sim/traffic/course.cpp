// The way of a value that moves.
#include "sim/traffic/course.h"

#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/traffic/network.h"

namespace windtunnel::traffic {
namespace {

// A pull that does less than this within a piece is none.
constexpr double weak = 1e-4;

// (1 - exp(-x)) / x
double mean_decay(double x) { return x < weak ? 1 - 0.5 * x : (1 - mathematics::exp(-x)) / x; }

}  // namespace

double Course::way(double t) const {
  if (pull <= 0) return t * (slope + 0.5 * t * bend);
  return bend * t + (slope - bend) * t * mean_decay(pull * t);
}

double Course::time_to(double way) const {
  if (slope == 0 || way * slope <= 0) return infinity;
  const double straight = way / slope;
  if (pull * straight < weak) return straight;
  return pull * straight >= 1 ? infinity : -mathematics::log(1 - pull * straight) / pull;
}

double Course::error(double later, double span) const {
  return std::abs(towards(later, span).way(span) - way(span)) / 4;
}

Course Course::towards(double later, double span) const {
  if (pull * span < weak) return {slope, (later - slope) / span, 0};
  const double decay = mathematics::exp(-pull * span);
  return {slope, (later - slope * decay) / (1 - decay), pull};
}

}  // namespace windtunnel::traffic
