// Elementary functions that give the same bits on every machine.
//
// glibc picks variants of log, exp, pow and sin by CPU at load time, so whatever decides a trajectory uses these instead:
// plain IEEE arithmetic in a fixed order, compiled with -ffp-contract=off. Accuracy: within 2 units in the last place.
#pragma once

namespace windtunnel::mathematics {

double log(double x);   ///< natural logarithm; x > 0
double exp(double x);
double pow(double base, double exponent);  ///< base > 0
double sin(double x);   ///< |x| <= 1e6
double cos(double x);   ///< |x| <= 1e6
/// Inverse of the standard normal distribution function; 0 < p < 1; relative error below 1e-15 (Wichura, AS 241).
double normal_quantile(double p);
/// Standard normal distribution function.
double normal_cdf(double x);

}  // namespace windtunnel::mathematics
