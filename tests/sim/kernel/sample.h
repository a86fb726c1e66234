// Summaries of samples, for tests of laws.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace windtunnel::test {

struct Summary {
  double mean = 0, variance = 0, standard_error = 0;
};

inline Summary summary_of(const std::vector<double>& sample) {
  const auto n = static_cast<double>(sample.size());
  double sum = 0, squares = 0;
  for (const double x : sample) sum += x;
  for (const double x : sample) squares += (x - sum / n) * (x - sum / n);
  const double variance = squares / (n - 1);
  return {sum / n, variance, std::sqrt(variance / n)};
}

/// The Kolmogorov-Smirnov distance of a sample from a continuous law; above 1.95/sqrt(n) once in a thousand samples.
template <class Cdf>
double kolmogorov_distance(std::vector<double> sample, Cdf cdf) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double p = cdf(sample[i]);
    distance = std::max({distance, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
  }
  return distance;
}

}  // namespace windtunnel::test
