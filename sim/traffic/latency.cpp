// Laws of latencies: sums, mixtures, and the share within a limit.
#include "sim/traffic/latency.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/traffic/network.h"

namespace windtunnel::traffic {
namespace {

// Shares below this change no figure that is shown.
constexpr double negligible = 1e-12;
constexpr double unseen = 27;  // its negative logarithm

double gamma_series(double shape, double x) {
  double term = 1.0 / shape, sum = term;
  for (double a = shape + 1; term > sum * 1e-13; a += 1) {
    term *= x / a;
    sum += term;
  }
  return sum;
}

// Lentz's evaluation of the continued fraction of the upper function (Abramowitz and Stegun 6.5.31).
double gamma_fraction(double shape, double x) {
  constexpr double tiny = 1e-300;
  double b = x + 1 - shape, c = 1 / tiny, d = 1 / b, h = d;
  for (int i = 1; i < 500; ++i) {
    const double a = -i * (i - shape);
    b += 2;
    d = a * d + b;
    if (std::abs(d) < tiny) d = tiny;
    c = b + a / c;
    if (std::abs(c) < tiny) c = tiny;
    d = 1 / d;
    const double delta = d * c;
    h *= delta;
    if (std::abs(delta - 1) < 1e-13) break;
  }
  return h;
}

// x^shape e^-x / Gamma(shape)
double gamma_kernel(double shape, double x) {
  return mathematics::exp(shape * mathematics::log(x) - x - mathematics::log_gamma(shape));
}

LatencyPart join(const LatencyPart& a, const LatencyPart& b) {
  const double weight = a.weight + b.weight;
  const double p = a.weight / weight, q = b.weight / weight;
  const double apart = a.mean - b.mean;
  return {weight, std::min(a.floor, b.floor), p * a.mean + q * b.mean,
          p * a.variance + q * b.variance + p * q * apart * apart};
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
  if (shape > 120) {  // Wilson and Hilferty 1931
    const double third = 1.0 / (9.0 * shape);
    const double root = mathematics::exp(mathematics::log(x / shape) / 3.0);
    return mathematics::normal_cdf((root - 1.0 + third) / std::sqrt(third));
  }
  if (x < shape + 1) return std::min(1.0, gamma_kernel(shape, x) * gamma_series(shape, x));
  return 1.0 - gamma_kernel(shape, x) * gamma_fraction(shape, x);
}

double share_within(const LatencyPart& part, double limit) {
  if (limit == infinity) return 1;
  const double excess = limit - part.floor, mean = part.mean - part.floor;
  if (excess < 0) return 0;
  if (part.variance <= 1e-9 * mean * mean || mean <= 0) return excess >= mean ? 1 : 0;
  const double shape = mean * mean / part.variance;
  const double scale = part.variance / mean;
  // Chernoff: beyond u means a tail is below exp(-shape (u - 1 - log u)), and that logarithm is easily bounded.
  const double u = excess / mean, way = (u - 1) * (u - 1) * shape;
  if (way > 2 * unseen * std::max(u, 1.0)) return u > 1 ? 1 : 0;
  return gamma_share(shape, excess / scale);
}

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
    parts_[0].floor += next.parts_[0].floor;
    parts_[0].mean += next.parts_[0].mean;
    parts_[0].variance += next.parts_[0].variance;
    return;
  }
  LatencyMixer mixer;
  for (int i = 0; i < count_; ++i) {
    for (int j = 0; j < next.count_; ++j) {
      const LatencyPart &a = parts_[i], &b = next.parts_[j];
      mixer.add({a.weight * b.weight, a.floor + b.floor, a.mean + b.mean, a.variance + b.variance});
    }
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
    if (share < 1 - negligible && part.variance > 0) {
      // Moments of a gamma law below a limit are gamma shares of the next shapes.
      const double mean = part.mean - part.floor, scale = part.variance / mean, shape = mean / scale;
      const double x = (limit - part.floor) / scale;
      // P(a + 1, x) = P(a, x) - x^a e^-x / Gamma(a + 1)
      const double step = gamma_kernel(shape, x) / shape;
      const double first = std::max(0.0, 1 - step / share), second = std::max(0.0, first - step * x / (shape + 1) / share);
      const double cut_mean = mean * first;
      part.mean = part.floor + cut_mean;
      part.variance = std::max(0.0, mean * (mean + scale) * second - cut_mean * cut_mean);
    }
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
  total_ += part.weight;
  if (count_ == capacity) join_down_to(capacity / 2);
  // Parts stay in order of their means, so that only neighbours need be compared.
  int i = count_++;
  for (; i > 0 && parts_[i - 1].mean > part.mean; --i) parts_[i] = parts_[i - 1];
  parts_[i] = part;
}

void LatencyMixer::add(const Latency& law, double weight) {
  if (law.count_ == 0) add({weight, 0, 0, 0});
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
  while (count_ > count) {
    int first = 0;
    double lowest = infinity;
    for (int i = 0; i + 1 < count_; ++i) {
      const double cost = join_cost(parts_[i], parts_[i + 1]);
      if (cost < lowest) lowest = cost, first = i;
    }
    join_neighbours(first);
  }
}

bool differ(const Latency& a, const Latency& b) {
  if (a.count() != b.count()) return true;
  for (int i = 0; i < a.count(); ++i) {
    const LatencyPart &x = a.part(i), &y = b.part(i);
    if (std::abs(x.weight - y.weight) > 1e-10 || std::abs(x.mean - y.mean) > 1e-8 * x.mean ||
        std::abs(x.floor - y.floor) > 1e-8 * x.mean || std::abs(x.variance - y.variance) > 1e-8 * x.mean * x.mean) {
      return true;
    }
  }
  return false;
}

Latency LatencyMixer::law() {
  for (int i = 0; i + 1 < count_;) {
    if (alike(parts_[i], parts_[i + 1])) {
      join_neighbours(i);
    } else {
      ++i;
    }
  }
  join_down_to(Latency::capacity);
  Latency law;
  if (total_ <= 0) return law;
  law.count_ = count_;
  for (int i = 0; i < count_; ++i) {
    law.parts_[i] = parts_[i];
    law.parts_[i].weight /= total_;
  }
  return law;
}

}  // namespace windtunnel::traffic
