// The gamma function by Stirling's series.
#include <cmath>

#include "sim/kernel/mathematics.h"

namespace windtunnel::mathematics {

double stirling_remainder(double x) {
  // Bernoulli numbers B(2n) / (2n (2n - 1)): Abramowitz and Stegun 6.1.40.
  const double z = 1.0 / (x * x);
  return (1.0 / 12 -
          z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z * (1.0 / 1188 - z * (691.0 / 360360 - z / 156.0)))))) /
         x;
}

double log_gamma(double x) {
  // The series needs a large argument; Gamma(x + 1) = x Gamma(x) leads there.
  double product = 1.0;
  while (x < 10.0) {
    product *= x;
    x += 1.0;
  }
  constexpr double half_log_two_pi = 0.9189385332046728;
  return ((x - 0.5) * log(x) - x + half_log_two_pi + stirling_remainder(x)) - log(product);
}

double gamma_prefix(double a, double x) {
  // Gamma(a) = Gamma(a + n) / (a (a + 1) ... (a + n - 1)), and of Gamma(a + n) what is large cancels before it is raised to a power.
  double z = a, rising = 1.0, power = 1.0;
  while (z < 10.0) {
    rising *= z;
    z += 1.0;
  }
  for (double raised = a; raised < z; raised += 1.0) power *= z;
  constexpr double root_of_two_pi = 2.5066282746310002;
  return rising / power * std::sqrt(z) / root_of_two_pi * exp(a * log(x / z) + (z - x) - stirling_remainder(z));
}

}  // namespace windtunnel::mathematics
