// Queueing formulas.
#include "sim/traffic/waiting.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"
#include "sim/traffic/network.h"

namespace windtunnel::traffic {
namespace {

// Beyond this the share lost is below what any answer can show.
constexpr double reciprocal_limit = 1e14;

// 1/B at the whole number of servers below `servers` and at the one above it.
struct Bracket {
  double below = 1, above = 1;
};

// 1/B(i) = 1 + (i/a) / B(i-1). While i < a an error shrinks at every step, so a large system starts close to its load.
Bracket reciprocal_losses(double whole, double offered) {
  constexpr double errors_gone = 14.0;  // square roots of the load below it
  const double step = 1.0 / offered;
  double first = 0, reciprocal = 1;
  if (offered > errors_gone * errors_gone && whole > offered - errors_gone * std::sqrt(offered)) {
    first = std::floor(offered - errors_gone * std::sqrt(offered));
    reciprocal = 1.0 / (1.0 - first * step);
  }
  for (double i = first + 1; i <= whole; i += 1) {
    reciprocal = 1.0 + i * step * reciprocal;
    if (reciprocal > reciprocal_limit) return {reciprocal_limit, reciprocal_limit};
  }
  return {reciprocal, 1.0 + (whole + 1) * step * reciprocal};
}

// Between whole numbers 1/B grows nearly like an exponential function, hence the geometric mean.
double reciprocal_loss(double servers, double offered) {
  if (offered <= 0) return servers > 0 ? reciprocal_limit : 1;
  const double whole = std::floor(servers);
  const double fraction = servers - whole;
  const Bracket bracket = reciprocal_losses(whole, offered);
  if (fraction == 0 || bracket.below >= reciprocal_limit) return bracket.below;
  return bracket.below * mathematics::pow(bracket.above / bracket.below, fraction);
}

// Sums of j^p x^j over j = 0..k for p = 0, 1, 2; k may be any finite number >= 0.
struct GeometricSums {
  double zero = 1, one = 0, two = 0;
};

// Near x = 1 the closed forms cancel, so the exponential is expanded and the powers of j are summed instead.
GeometricSums sums_near_one(double decay, double k) {
  const double n = k * (k + 1) / 2;  // sum of j
  const double powers[6] = {k + 1,
                            n,
                            n * (2 * k + 1) / 3,
                            n * n,
                            n * (2 * k + 1) * (3 * k * k + 3 * k - 1) / 15,
                            n * n * (2 * k * k + 2 * k - 1) / 3};
  GeometricSums sums{0, 0, 0};
  double factor = 1;
  for (int i = 0; i < 4; ++i) {
    sums.zero += factor * powers[i];
    sums.one += factor * powers[i + 1];
    sums.two += factor * powers[i + 2];
    factor *= decay / (i + 1);
  }
  return sums;
}

// `decay`: the logarithm of the ratio; `last`: its k-th power.
GeometricSums geometric_sums(double ratio, double decay, double k, double last) {
  if (k < 0) return {0, 0, 0};
  if (ratio <= 0) return {1, 0, 0};
  if (std::abs(decay) * (k + 1) < 0.02) return sums_near_one(decay, k);
  const double free = 1.0 - ratio;
  GeometricSums sums;
  sums.zero = (1.0 - last * ratio) / free;
  sums.one = (ratio * sums.zero - (k + 1) * last * ratio) / free;
  sums.two = (2 * sums.one - ratio * sums.zero + (1 - k * k) * last * ratio) / free;
  return sums;
}

}  // namespace

double erlang_b(double servers, double offered) {
  if (offered <= 0) return servers > 0 ? 0 : 1;
  return 1.0 / reciprocal_loss(servers, offered);
}

double erlang_c(double servers, double offered) {
  if (offered >= servers) return 1;
  if (offered <= 0) return 0;
  const double lost = 1.0 / reciprocal_loss(servers, offered);
  if (lost <= 1.0 / reciprocal_limit) return 0;
  return lost / (1.0 - offered / servers * (1.0 - lost));
}

Wait wait_exponential(double servers, double service_rate, double arrival_rate) {
  return wait_general(servers, service_rate, arrival_rate, 1);
}

double wait_exceeds(double servers, double service_rate, double arrival_rate, double t) {
  const double delayed = erlang_c(servers, arrival_rate / service_rate);
  return delayed * mathematics::exp(-(servers * service_rate - arrival_rate) * t);
}

Wait wait_general(double servers, double service_rate, double arrival_rate, double service_variation) {
  if (servers == infinity || arrival_rate <= 0) return {};
  const double delayed = erlang_c(servers, arrival_rate / service_rate);
  if (delayed == 0) return {};
  // Those who wait do so for an exponential time.
  const double conditional = 0.5 * (1 + service_variation) / (servers * service_rate - arrival_rate);
  return {delayed, delayed * conditional, delayed * (2 - delayed) * conditional * conditional};
}

LimitedWait wait_limited(double servers, double service_rate, double arrival_rate, double service_variation, double places) {
  if (servers == infinity || arrival_rate <= 0) return {};
  const double capacity = servers * service_rate;
  const double load = arrival_rate / capacity;
  if (places == infinity && load < 1) return {0, wait_general(servers, service_rate, arrival_rate, service_variation)};
  double decay = mathematics::log(load), ratio = load;
  if (service_variation != 1) {
    decay *= 2 / (1 + service_variation);
    ratio = mathematics::exp(decay);
  }
  const double growth = decay * places;
  LimitedWait result;
  result.decay = -decay;
  if (places == infinity || growth > 600) {  // the queue is always full
    const double mean = places / capacity;
    result.blocked = 1.0 - 1.0 / load;
    result.admitted = {1, mean, mean / capacity};
    return result;
  }
  // Weights of the states, relative to "all servers busy, nobody waits".
  const double below = reciprocal_loss(servers, arrival_rate / service_rate) - 1.0, full = mathematics::exp(growth);
  const GeometricSums waiting = geometric_sums(ratio, decay, places, full);
  const GeometricSums admitted = geometric_sums(ratio, decay, places - 1, full / ratio);
  const double all = below + waiting.zero;
  result.blocked = full / all;
  const double free_share = all - full;
  if (free_share <= 0) return result;
  // A call that finds j waiting waits for j + 1 departures.
  const double first = (admitted.one + admitted.zero) / free_share;
  const double second = (admitted.two + 3 * admitted.one + 2 * admitted.zero) / free_share;
  result.admitted.delayed = admitted.zero / free_share;
  result.admitted.mean = first / capacity;
  result.admitted.variance = std::max(0.0, second - first * first) / (capacity * capacity);
  return result;
}

LimitedWait wait_impatient(double servers, double service_rate, double arrival_rate, double service_variation,
                           double patience) {
  if (servers == infinity || arrival_rate <= 0) return {};
  const double capacity = servers * service_rate;
  const double decay = (capacity - arrival_rate) * 2 / (1 + service_variation);
  const double steps = decay * patience;
  if (steps > 40) return {0, wait_general(servers, service_rate, arrival_rate, service_variation)};
  if (steps < -600) return {1 - capacity / arrival_rate, {1, patience, 1 / (decay * decay)}};
  // Weights relative to "all servers busy, nobody waits", which an arrival finds before it waits.
  const double below = reciprocal_loss(servers, arrival_rate / service_rate) - 1.0;
  const double tail = mathematics::exp(-steps);
  const bool flat = std::abs(steps) < 1e-6;
  const double within = capacity * (flat ? patience : (1 - tail) / decay);
  const double all = below + within + tail;
  const double mean = flat ? patience / 2 : 1 / decay - patience * tail / (1 - tail);
  const double square = flat ? patience * patience / 3
                             : 2 / (decay * decay) - tail * patience * (patience + 2 / decay) / (1 - tail);
  LimitedWait result;
  result.blocked = tail / all;
  result.admitted.delayed = within / (below + within);
  result.admitted.mean = result.admitted.delayed * mean;
  result.admitted.variance = result.admitted.delayed * square - result.admitted.mean * result.admitted.mean;
  return result;
}

LoadOfWait load_with_wait(double servers, double service_variation, double requests_ahead) {
  const double unit = 0.5 * (1 + service_variation);
  if (requests_ahead <= 0) return {0, 0};
  // delayed * unit = slack * requests ahead. For one server and for two this is solved at once: a newcomer is delayed with the
  // probability load, or 2 load^2 / (1 + load). With more the difference of both sides falls and is convex in the slack, so that Newton's
  // method, from above, comes below the solution once and then up to it.
  double slack = unit / (requests_ahead + unit), low = 0, high = 1;
  double delayed = 1;
  if (servers == 1) return {1 - slack, 1 - slack};
  if (servers == 2) {
    const double square = requests_ahead / (requests_ahead + 2 * unit), load = std::sqrt(square);
    return {load, 2 * square / (1 + load)};
  }
  for (int i = 0; i < 40; ++i) {
    const double load = 1 - slack, offered = servers * load;
    const double lost = 1.0 / reciprocal_loss(servers, offered), free = 1 - load * (1 - lost);
    delayed = lost / free;
    const double excess = delayed * unit - slack * requests_ahead;
    if (std::abs(excess) <= 1e-9 * slack * requests_ahead) break;
    (excess > 0 ? low : high) = slack;
    if (high - low < 1e-12 * high) break;
    // B' = B (n/a - 1 + B), by the load offered (Jagerman, Some properties of the Erlang loss function, 1974).
    const double lost_slope = lost * (1 / load - 1 + lost);
    const double free_slope = -(1 - lost) / servers + load * lost_slope;
    const double slope = -servers * unit * (lost_slope - delayed * free_slope) / free - requests_ahead;
    const double next = slack - excess / slope;
    slack = next > low && next < high ? next : 0.5 * (low + high);
  }
  return {1 - slack, delayed};
}

double load_without_wait(double servers, double share) {
  // Erlang's C is at most exp(-n (u - 1 - log u)) / (sqrt(2 pi n) (1 - u)) at the load u (Stirling), and the wait C / (n (1 - u))
  // services. What 1 - u adds is bounded first by the largest load, then by one that lies nearer.
  constexpr double two_pi = 6.283185307179586, largest = 0.9;
  const double tail = -mathematics::log(share * servers) - 0.5 * mathematics::log(two_pi * servers);
  const auto load_within = [&](double bound) {
    const double k = (tail - 2 * mathematics::log(1 - bound)) / servers;
    if (k <= 0) return bound;
    // u - 1 - log u = k is solved from below.
    double load = 0, next = mathematics::exp(-1 - k);
    while (next > 1.01 * load) {
      load = next;
      next = mathematics::exp(load - 1 - k);
    }
    return std::min(load, bound);
  };
  return load_within(std::min(largest, std::sqrt(load_within(largest))));
}

double load_relaxed_within(double servers, double service_rate, double t) {
  const double slack = 1.0 - 1.0 / std::sqrt(servers * service_rate * t);
  return slack <= 0 ? 0 : slack * slack;
}

}  // namespace windtunnel::traffic
