// The law of a wait.
#include "sim/traffic/wait_law.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"

namespace windtunnel::traffic {
namespace {

// At v = i/32: density at 0 times mean, and the mean of the uncut normal law in its standard deviations. Solved from
// v = (1 - h m)/m^2 with h = pdf(a)/cdf(a), m = a + h.
constexpr std::array<double, 33> densities = {
    0,       0,       0.00054, 0.00654, 0.02298, 0.04978, 0.08478, 0.12565, 0.17044, 0.21759, 0.26594,
    0.31461, 0.36294, 0.41045, 0.45678, 0.50169, 0.54499, 0.58657, 0.62636, 0.66432, 0.70044, 0.73471,
    0.76717, 0.79784, 0.82675, 0.85395, 0.87949, 0.90341, 0.92574, 0.94654, 0.96583, 0.98364, 1};
constexpr std::array<double, 33> locations = {
    6.6569,  5.6569, 3.9988,  3.2533,  2.7875,  2.4459,  2.171,   1.9364,  1.728,   1.5374,  1.3591,
    1.1892,  1.0249, 0.8639,  0.7044,  0.5445,  0.3827,  0.2172,  0.0465,  -0.1316, -0.3194, -0.5198,
    -0.7363, -0.974, -1.2395, -1.5427, -1.8986, -2.3317, -2.8864, -3.6542, -4.868,  -7.4404, -30};

// Over this many standard deviations or mean times a density may be taken to be even.
constexpr double evenly = 1.2;

double interpolate(const std::array<double, 33>& table, double v) {
  const double x = std::clamp(v * 32, 0.0, 32.0);
  const auto i = std::min<std::size_t>(static_cast<std::size_t>(x), 31);
  return table[i] + (x - static_cast<double>(i)) * (table[i + 1] - table[i]);
}

double normal_density(double x) { return 0.3989422804014327 * mathematics::exp(-0.5 * x * x); }

// A slice in which the density is about even.
LatencyPart even_slice(double weight, double from, double length, double mean) {
  return {weight, from, mean, length * length / 12, length};
}

// The slice of a standard normal law between two points, moved and scaled.
LatencyPart normal_slice(double from, double to, double location, double scale, bool last) {
  const double lower = normal_density(from), upper = last ? 0 : normal_density(to);
  const double share = (last ? 1.0 : mathematics::normal_cdf(to)) - mathematics::normal_cdf(from);
  const double mean = (lower - upper) / share;
  const double second = 1 + (from * lower - (last ? 0 : to * upper)) / share;
  const double floor = std::max(0.0, (location + from) * scale);
  if (!last && to - from < evenly) return even_slice(0, floor, (to - from) * scale, (location + mean) * scale);
  return {0, floor, (location + mean) * scale, std::max(0.0, second - mean * mean) * scale * scale};
}

// The slice of an exponential law on [from, from + length].
LatencyPart exponential_slice(double weight, double from, double length, double decay) {
  const double steps = decay * length;
  const double flat = length * (0.5 - steps / 12);
  if (std::abs(steps) < evenly) return even_slice(weight, from, length, from + flat);
  const double fall = mathematics::exp(-steps);
  const double mean = 1 / decay - length * fall / (1 - fall);
  const double variance = 1 / (decay * decay) - length * length * fall / ((1 - fall) * (1 - fall));
  return {weight, from, from + mean, std::max(0.0, variance)};
}

}  // namespace

double WaitLaw::mean() const {
  double sum = 0;
  for (int i = 0; i < count; ++i) sum += parts[i].weight * parts[i].mean;
  return sum;
}

bool differ(const WaitLaw& a, const WaitLaw& b, double scale) {
  if (a.count != b.count) return true;
  for (int i = 0; i < a.count; ++i) {
    const LatencyPart &x = a.parts[i], &y = b.parts[i];
    const double unit = scale + x.mean;
    if (std::abs(x.weight - y.weight) > 1e-10 || std::abs(x.mean - y.mean) > 1e-8 * unit ||
        std::abs(x.floor - y.floor) > 1e-8 * unit || std::abs(x.width - y.width) > 1e-8 * unit ||
        std::abs(x.variance - y.variance) > 1e-8 * unit * unit) {
      return true;
    }
  }
  return false;
}

double density_at_zero(double variation) {
  if (variation >= 1) return std::min(2.0, 1 + 0.5 * (variation - 1));
  return interpolate(densities, variation);
}

WaitLaw simple_wait(double mean, double variance) {
  WaitLaw law;
  if (mean <= 0) return law;
  law.count = 1;
  law.parts[0] = {1, 0, mean, variance};
  return law;
}

WaitLaw truncated_normal_wait(double mean, double variance) {
  if (mean <= 0) return {};
  const double variation = variance / (mean * mean);
  if (variation > 0.9 || variation < 1e-4) return simple_wait(mean, variance);
  const double location = variation < 1.0 / 32 ? 1 / std::sqrt(variation) : interpolate(locations, variation);
  const double above = mathematics::normal_cdf(location), below = 1 - above;
  const double scale = mean / (location + normal_density(location) / above);
  constexpr double cuts[4] = {0, 0.35, 0.7, 1};
  WaitLaw law;
  law.count = 3;
  double from = -location;
  for (int i = 0; i < 3; ++i) {
    const bool last = i == 2;
    const double to = last ? 0 : mathematics::normal_quantile(below + cuts[i + 1] * above);
    law.parts[i] = normal_slice(from, to, location, scale, last);
    law.parts[i].weight = cuts[i + 1] - cuts[i];
    from = to;
  }
  return law;
}

WaitLaw truncated_exponential_wait(double delayed, double decay, double longest) {
  const double steps = decay * longest;
  if (delayed <= 0 || longest <= 0) return {};
  if (steps > 12) {
    const double mean = 1 / decay;
    return simple_wait(delayed * mean, delayed * (2 - delayed) * mean * mean);
  }
  // Far beyond saturation all is near the longest wait.
  double from = steps < -50 ? longest + 50 / decay : 0;
  const double reach = longest - from, start = from;
  WaitLaw law;
  // Those who need not wait at all are a part of their own, or, where they are few, widen the first slice.
  const double idle = 1 - delayed;
  const bool apart = idle > 0.1;
  if (apart) law.parts[law.count++] = {idle, 0, 0, 0};
  const int slices = apart ? 2 : 3;
  const bool flat = std::abs(steps) < 1e-2;
  const double all = flat ? 0 : 1 - mathematics::exp(-decay * reach);
  for (int i = 1; i <= slices; ++i) {
    const double share = static_cast<double>(i) / slices;
    const double to = i == slices ? longest : start + (flat ? share * reach : -mathematics::log(1 - share * all) / decay);
    law.parts[law.count++] = exponential_slice(delayed / slices, from, to - from, decay);
    from = to;
  }
  if (!apart) {
    LatencyPart& first = law.parts[0];
    first.mean *= first.weight / (first.weight + idle);
    first.weight += idle;
  }
  return law;
}

}  // namespace windtunnel::traffic
