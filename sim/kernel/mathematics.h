// Elementary functions that give the same bits on every machine.
//
// glibc picks variants of log, exp, pow and sin by CPU at load time, so whatever decides a trajectory uses these instead:
// plain IEEE arithmetic in a fixed order, compiled with -ffp-contract=off.
#pragma once

namespace windtunnel::mathematics {

// Within 2 units in the last place of the exact value, subnormal results included. Outside the domain: NaN; at a pole: an
// infinity; beyond the range of double: an infinity or 0.
double log(double x);                      ///< natural logarithm; x >= 0
double exp(double x);                      ///< e to the power of x
double pow(double base, double exponent);  ///< base >= 0; pow(0, 0) is 1
double cbrt(double x);                     ///< cube root; x >= 0
double sin(double x);                      ///< sine of x radians; |x| <= 1e6, else NaN
double cos(double x);                      ///< cosine of x radians; |x| <= 1e6, else NaN

/// Standard normal distribution function; relative error below 2e-15, far into the lower tail (Cody 1969).
double normal_cdf(double x);
/// Inverse of the standard normal distribution function; 0 < p < 1; relative error below 1e-15 (Wichura 1988, AS 241).
double normal_quantile(double p);

/// Logarithm of the gamma function; x > 0; error below 1e-14 (absolute where the result is below 1, else relative).
double log_gamma(double x);
/// What Stirling's formula lacks: log_gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2); x >= 10, absolute error below 1e-16.
double stirling_remainder(double x);
/// x^a e^-x / Gamma(a), with which incomplete gamma functions begin; a > 0, x > 0; relative error below 1e-15 (10 + a + |x - a|), where
/// it is above 1e-300.
double gamma_prefix(double a, double x);

}  // namespace windtunnel::mathematics
