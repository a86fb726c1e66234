// The law of a wait, as a few parts: a single gamma law where that is what waits are like, else slices of the law that a
// queue near saturation has.
#pragma once

#include <array>

#include "sim/traffic/latency.h"

namespace windtunnel::traffic {

struct WaitLaw {
  int count = 0;  ///< 0: nobody waits
  std::array<LatencyPart, 3> parts;

  double mean() const;
};

/// Whether two laws differ by anything that shows beside a service that takes `scale` seconds.
bool differ(const WaitLaw& a, const WaitLaw& b, double scale);

/// One part with that mean and variance.
WaitLaw simple_wait(double mean, double variance);
/// A normal law cut off below 0, with that mean and variance (variance at most the mean's square: beyond, one gamma part).
/// Reflected Brownian motion passes through these laws: half normal when it starts empty without drift, normal while a
/// backlog grows, exponential in the end (Harrison, Brownian Motion and Stochastic Flow Systems, 1985).
WaitLaw truncated_normal_wait(double mean, double variance);
/// Density proportional to exp(-decay w) on [0, longest] for a share `delayed`, no wait for the rest; any decay.
WaitLaw truncated_exponential_wait(double delayed, double decay, double longest);

/// Of a normal law cut off below 0 with squared coefficient of variation v in [0, 1]: its density at 0 times its mean. 0 for
/// a narrow law far from 0, 2/pi for the half normal law (v = pi/2 - 1), 1 for the exponential one; grows on beyond v = 1.
double density_at_zero(double variation);

}  // namespace windtunnel::traffic
