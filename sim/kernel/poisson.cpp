// Poisson numbers, by inversion while the mean is small, by transformed rejection above; and the probabilities of their law.
#include <cassert>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/kernel/poisson_law.h"
#include "sim/kernel/random.h"

namespace windtunnel {
namespace {

/// Goes up the distribution function until it passes one uniform number; increasing in it. Mean below 10.
std::uint64_t by_inversion(double uniform, double mean) {
  double probability = mathematics::exp(-mean);
  std::uint64_t count = 0;
  // What is left of the uniform number may outlast the probabilities by rounding alone; then the last count stands.
  while (uniform > probability && probability > 0x1p-60) {
    uniform -= probability;
    ++count;
    probability *= mean / static_cast<double>(count);
  }
  return count;
}

/// Hoermann's transformed rejection with squeeze (PTRS, Insurance: Mathematics and Economics 12, 1993). Mean 10 or
/// above.
std::uint64_t by_rejection(Stream stream, double mean) {
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double log_inverse_alpha = mathematics::log(1.1239 + 1.1328 / (b - 3.4));
  const double squeeze = 0.9277 - 3.6224 / (b - 2.0);
  for (;;) {
    const double u = stream.uniform() - 0.5;
    const double v = stream.uniform();
    const double us = 0.5 - (u < 0 ? -u : u);
    const double k = std::floor((2.0 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return static_cast<std::uint64_t>(k);
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const double log_density = k == 0 ? -mean : poisson_log_probability(k, mean);
    if (mathematics::log(v) + log_inverse_alpha - mathematics::log(a / (us * us) + b) <= log_density)
      return static_cast<std::uint64_t>(k);
  }
}

}  // namespace

// From the deviance and Stirling's remainder (Loader 2000), since the plain terms of a large mean cancel.
double poisson_log_probability(double k, double mean) {
  if (k < 10.0) return k * mathematics::log(mean) - mean - mathematics::log_gamma(k + 1.0);
  constexpr double log_two_pi = 1.8378770664093453;
  const double relative = (k - mean) / (k + mean);
  double deviance = k * mathematics::log(k / mean) + mean - k;
  if (relative < 0.1 && relative > -0.1) {
    // k log(k / mean) in powers of the relative difference, of which the first cancels mean - k.
    const double square = relative * relative;
    double power = 2.0 * k * relative, sum = (k - mean) * relative;
    for (int n = 3; n <= 17; n += 2) {
      power *= square;
      sum += power / n;
    }
    deviance = sum;
  }
  return -deviance - mathematics::stirling_remainder(k) - 0.5 * (log_two_pi + mathematics::log(k));
}

double poisson_tail(double count, double mean) {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  constexpr double least = 0x1p-60;
  double sum = 0;
  if (count > mean) {
    double term = mathematics::exp(poisson_log_probability(count, mean));
    for (double k = count; term > least * sum; term *= mean / ++k) sum += term;
    return sum;
  }
  double k = count - 1, term = mathematics::exp(k == 0 ? -mean : poisson_log_probability(k, mean));
  for (; term > least * sum; term *= k-- / mean) sum += term;
  return sum < 1 ? 1 - sum : 0;
}

std::uint64_t poisson(Stream& stream, double mean) {
  assert(mean >= 0 && mean <= 1e9);
  return mean < 10.0 ? by_inversion(stream.uniform(), mean) : by_rejection(stream.split(), mean);
}

}  // namespace windtunnel
