// Laws of latencies: sums, mixtures, and the share within a limit.
#include "sim/traffic/latency.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/kernel/mathematics.h"
#include "sim/traffic/network.h"

namespace windtunnel::traffic {
namespace {

// Shares below this change no figure that is shown.
constexpr double negligible = 1e-12;
constexpr double unseen = 27;  // its negative logarithm
// A slice that loses less than this keeps its shape.
constexpr double unnoticed = 1e-3;
// To which sums of gamma shares are carried on, relative: far below what sweeps are solved to.
constexpr double precision = 1e-11;

double gamma_series(double shape, double x) {
  double term = 1.0 / shape, sum = term;
  for (double a = shape + 1; term > sum * precision; a += 1) {
    term *= x / a;
    sum += term;
  }
  return sum;
}

// The continued fraction of the upper function (Abramowitz and Stegun 6.5.31), by the numerators and denominators of what it is cut
// off to: they take no division until they agree.
double gamma_fraction(double shape, double x) {
  constexpr double huge = 1e100;
  double b = x + 1 - shape, earlier_above = 0, above = 1, earlier_below = 1, below = b;
  for (int i = 1; i < 500; ++i) {
    const double a = -i * (i - shape);
    b += 2;
    const double next_above = b * above + a * earlier_above, next_below = b * below + a * earlier_below;
    const double here = next_above * below, before = above * next_below;
    earlier_above = above;
    earlier_below = below;
    above = next_above;
    below = next_below;
    if (std::abs(here - before) < precision * std::abs(before)) break;
    if (std::abs(below) < huge) continue;
    for (double* value : {&earlier_above, &above, &earlier_below, &below}) *value /= huge;
  }
  return above / below;
}

// From here on the law is nearly normal, and its share is found without the prefix.
constexpr double many = 120;
double share_of_many(double shape, double x) {  // Wilson and Hilferty 1931
  const double third = 1.0 / (9.0 * shape);
  const double root = mathematics::exp(mathematics::log(x / shape) / 3.0);
  return mathematics::normal_cdf((root - 1.0 + third) / std::sqrt(third));
}

double share_by_prefix(double shape, double x, double prefix) {
  if (x < shape + 1) return std::min(1.0, prefix * gamma_series(shape, x));
  return 1.0 - prefix * gamma_fraction(shape, x);
}

LatencyPart join(const LatencyPart& a, const LatencyPart& b) {
  const double weight = a.weight + b.weight;
  const double p = a.weight / weight, q = b.weight / weight;
  const double apart = a.mean - b.mean;
  return {weight, std::min(a.floor, b.floor), p * a.mean + q * b.mean,
          p * a.variance + q * b.variance + p * q * apart * apart, std::min(a.width, b.width)};
}

// How much is lost by joining two parts: the variance that the join adds (Ward's criterion).
double join_cost(const LatencyPart& a, const LatencyPart& b) {
  const double apart = a.mean - b.mean;
  return a.weight * b.weight / (a.weight + b.weight) * apart * apart;
}

// Parts so much alike that one gamma law stands for both.
bool alike(const LatencyPart& a, const LatencyPart& b) {
  const double apart = a.mean - b.mean, floors = a.floor - b.floor;
  const double spread = std::min(a.variance, b.variance);
  return apart * apart <= 0.02 * spread && floors * floors <= 0.02 * spread && std::max(a.variance, b.variance) <= 1.3 * spread;
}

}  // namespace

double gamma_share(double shape, double x) {
  if (x <= 0) return 0;
  return shape > many ? share_of_many(shape, x) : share_by_prefix(shape, x, mathematics::gamma_prefix(shape, x));
}

namespace {

// The gamma law of a part, in its own scale.
struct Gamma {
  double mean, shape, scale;
};
Gamma gamma_of(const LatencyPart& part) {
  const double mean = part.mean - part.floor - 0.5 * part.width;
  const double variance = part.variance - part.width * part.width / 12;
  return {mean, mean * mean / variance, variance / mean};
}
// Whether it is so narrow that it may as well be constant.
bool constant(const LatencyPart& part) {
  const double mean = part.mean - part.floor - 0.5 * part.width;
  return mean <= 0 || part.variance - part.width * part.width / 12 <= 1e-9 * mean * mean;
}

// Whether all but nothing of a gamma law lies on one side of x. Chernoff: beyond u means a tail is below
// exp(-shape (u - 1 - log u)), and that logarithm is easily bounded.
bool one_sided(const Gamma& gamma, double x) {
  const double u = x / gamma.mean, way = (u - 1) * (u - 1) * gamma.shape;
  return way > 2 * unseen * std::max(u, 1.0);
}

// Share of a gamma law up to x; 0 or 1 where a simple bound says so.
double bounded_share(const Gamma& gamma, double x) {
  if (x <= 0) return 0;
  if (one_sided(gamma, x)) return x > gamma.mean ? 1 : 0;
  return gamma_share(gamma.shape, x / gamma.scale);
}

// Integral of the share from 0 to x.
double share_integral(const Gamma& gamma, double x) {
  if (x <= 0) return 0;
  if (one_sided(gamma, x)) return x > gamma.mean ? x - gamma.mean : 0;
  const double scaled = x / gamma.scale, prefix = mathematics::gamma_prefix(gamma.shape, scaled);
  const double share = gamma.shape > many ? share_of_many(gamma.shape, scaled) : share_by_prefix(gamma.shape, scaled, prefix);
  return x * share - gamma.mean * std::max(0.0, share - prefix / gamma.shape);
}

}  // namespace

LatencyPart sum(const LatencyPart& a, const LatencyPart& b) {
  return {a.weight * b.weight, a.floor + b.floor, a.mean + b.mean, a.variance + b.variance, std::max(a.width, b.width)};
}

double share_within(const LatencyPart& part, double limit) {
  if (limit == infinity) return 1;
  const double excess = limit - part.floor;
  if (excess < 0) return 0;
  if (constant(part)) {
    const double rest = excess - (part.mean - part.floor - 0.5 * part.width);
    return part.width > 0 ? std::clamp(rest / part.width, 0.0, 1.0) : rest >= 0 ? 1 : 0;
  }
  const Gamma gamma = gamma_of(part);
  if (part.width <= 0) return bounded_share(gamma, excess);
  return std::clamp((share_integral(gamma, excess) - share_integral(gamma, excess - part.width)) / part.width, 0.0, 1.0);
}

namespace {

// Cuts a part at a limit that keeps the given share of it.
void cut(LatencyPart& part, double limit, double share) {
  if (share >= 1 - (part.width > 0 ? unnoticed : negligible) || part.variance <= 0) return;
  if (part.width > 0 || constant(part)) {
    // What is left of a slice lies between its floor and the limit, and about evenly.
    const double length = std::min(limit - part.floor, part.width > 0 ? part.width / share : part.mean - part.floor);
    part.mean = std::min(part.mean, part.floor + 0.5 * (limit - part.floor + std::min(length, limit - part.floor)) * 0.5);
    part.variance = std::min(part.variance, length * length / 12);
    part.width = 0;
    return;
  }
  // Moments of a gamma law below a limit are gamma shares of the next shapes: P(a + 1, x) = P(a, x) - x^a e^-x / Gamma(a + 1).
  const Gamma gamma = gamma_of(part);
  const double x = (limit - part.floor) / gamma.scale;
  const double step = mathematics::gamma_prefix(gamma.shape, x) / gamma.shape;
  const double first = std::max(0.0, 1 - step / share);
  const double second = std::max(0.0, first - step * x / (gamma.shape + 1) / share);
  const double mean = gamma.mean * first;
  part.mean = part.floor + mean;
  part.variance = std::max(0.0, gamma.mean * (gamma.mean + gamma.scale) * second - mean * mean);
}

}  // namespace

double Latency::mean() const {
  double sum = 0;
  for (int i = 0; i < count_; ++i) sum += parts_[i].weight * parts_[i].mean;
  return sum;
}

double Latency::variance() const { return merged().variance; }

LatencyPart Latency::merged() const {
  if (count_ == 0) return {1, 0, 0, 0};
  LatencyPart all = parts_[0];
  for (int i = 1; i < count_; ++i) all = join(all, parts_[i]);
  return all;
}

void Latency::delay(double seconds) {
  if (seconds == 0) return;
  if (count_ == 0) *this = Latency(0, 0, 0);
  for (int i = 0; i < count_; ++i) {
    parts_[i].floor += seconds;
    parts_[i].mean += seconds;
  }
}

void Latency::then(const Latency& next) {
  if (next.count_ == 0) return;
  if (count_ == 0) {
    *this = next;
    return;
  }
  if (count_ == 1 && next.count_ == 1) {
    parts_[0] = sum(parts_[0], next.parts_[0]);
    return;
  }
  LatencyMixer mixer;
  for (int i = 0; i < count_; ++i) {
    for (int j = 0; j < next.count_; ++j) mixer.add(sum(parts_[i], next.parts_[j]));
  }
  *this = mixer.law();
}

double Latency::within(double limit) const {
  if (count_ == 0) return limit >= 0 ? 1 : 0;
  double sum = 0;
  for (int i = 0; i < count_; ++i) sum += parts_[i].weight * share_within(parts_[i], limit);
  return std::min(1.0, sum);
}

double Latency::keep_within(double limit) {
  if (limit == infinity || count_ == 0) return 1;
  double kept = 0;
  int count = 0;
  for (int i = 0; i < count_; ++i) {
    LatencyPart part = parts_[i];
    const double share = share_within(part, limit);
    if (part.weight * share <= negligible) continue;
    cut(part, limit, share);
    part.weight *= share;
    kept += part.weight;
    parts_[count++] = part;
  }
  count_ = count;
  for (int i = 0; i < count_; ++i) parts_[i].weight /= kept;
  return kept;
}

void LatencyMixer::add(const LatencyPart& part) {
  if (part.weight <= negligible) return;
  if (alone()) take_apart();
  total_ += part.weight;
  if (count_ == capacity) join_down_to(capacity / 2);
  // Parts stay in order of their means, so that only neighbours need be compared.
  int i = count_++;
  for (; i > 0 && parts_[i - 1].mean > part.mean; --i) parts_[i] = parts_[i - 1];
  parts_[i] = part;
}

void LatencyMixer::add(const Latency& law, double weight) {
  if (law.count_ == 0) add({weight, 0, 0, 0});
  if (total_ == 0 && law.count_ > 0 && weight > negligible) {
    total_ = weight;
    law_ = law;
    return;
  }
  add_parts(law, weight);
}

void LatencyMixer::take_apart() {
  const double weight = std::exchange(total_, 0);
  add_parts(law_, weight);
}

void LatencyMixer::add_parts(const Latency& law, double weight) {
  for (int i = 0; i < law.count_; ++i) {
    LatencyPart part = law.parts_[i];
    part.weight *= weight;
    add(part);
  }
}

void LatencyMixer::join_neighbours(int first) {
  parts_[first] = join(parts_[first], parts_[first + 1]);
  --count_;
  for (int i = first + 1; i < count_; ++i) parts_[i] = parts_[i + 1];
}

void LatencyMixer::join_down_to(int count) {
  if (count_ <= count) return;
  std::array<double, capacity> costs;  // of joining each part with the next
  for (int i = 0; i + 1 < count_; ++i) costs[i] = join_cost(parts_[i], parts_[i + 1]);
  while (count_ > count) {
    const int first = static_cast<int>(std::min_element(costs.begin(), costs.begin() + count_ - 1) - costs.begin());
    join_neighbours(first);
    for (int i = first + 1; i + 1 < count_; ++i) costs[i] = costs[i + 1];
    if (first > 0) costs[first - 1] = join_cost(parts_[first - 1], parts_[first]);
    if (first + 1 < count_) costs[first] = join_cost(parts_[first], parts_[first + 1]);
  }
}

bool differ(const Latency& a, const Latency& b) {
  if (a.count() != b.count()) return true;
  for (int i = 0; i < a.count(); ++i) {
    const LatencyPart &x = a.part(i), &y = b.part(i);
    if (std::abs(x.weight - y.weight) > 1e-10 || std::abs(x.mean - y.mean) > 1e-8 * x.mean ||
        std::abs(x.floor - y.floor) > 1e-8 * x.mean || std::abs(x.width - y.width) > 1e-8 * x.mean ||
        std::abs(x.variance - y.variance) > 1e-8 * x.mean * x.mean) {
      return true;
    }
  }
  return false;
}

Latency LatencyMixer::mixed() {
  Latency law;
  for (int i = 0; i + 1 < count_;) {
    if (alike(parts_[i], parts_[i + 1])) {
      join_neighbours(i);
    } else {
      ++i;
    }
  }
  join_down_to(Latency::capacity);
  if (total_ <= 0) return law;
  law.count_ = count_;
  for (int i = 0; i < count_; ++i) {
    law.parts_[i] = parts_[i];
    law.parts_[i].weight /= total_;
  }
  return law;
}

}  // namespace windtunnel::traffic
