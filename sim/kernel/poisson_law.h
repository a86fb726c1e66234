// Probabilities of the Poisson law, the same on every machine.
#pragma once

namespace windtunnel {

/// Natural logarithm of the probability of `count` events (a whole number above 0) where `mean` > 0 are expected.
double poisson_log_probability(double count, double mean);
/// Probability of at least `count` events (a whole number), to about 1e-12, where `mean` >= 0 are expected. Takes a time that grows
/// with the root of the mean.
double poisson_tail(double count, double mean);

}  // namespace windtunnel
