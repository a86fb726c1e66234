// Philox blocks, and the exponential and normal laws on top of them.
#include "sim/kernel/random.h"

#include <Random123/philox.h>

#include <array>
#include <cassert>

#include "sim/kernel/mathematics.h"

namespace windtunnel {
namespace {

constexpr std::size_t layers = 256;

/// The ziggurat under e^-x (Marsaglia and Tsang 2000): layers of equal area, the lowest with the tail beyond edge[1].
struct Ziggurat {
  std::array<double, layers + 1> edge;    // right edges, falling from the lowest layer's equivalent width to 0
  std::array<double, layers + 1> height;  // e^-edge

  Ziggurat() {
    constexpr double tail_begin = 7.69711747013104972;
    constexpr double area = 3.949659822581571993e-3;
    edge[0] = area * mathematics::exp(tail_begin);
    edge[1] = tail_begin;
    height[0] = 0;
    height[1] = mathematics::exp(-tail_begin);
    for (std::size_t i = 2; i < layers; ++i) {
      height[i] = height[i - 1] + area / edge[i - 1];
      edge[i] = -mathematics::log(height[i]);
    }
    edge[layers] = 0;
    height[layers] = 1;
  }
};

const Ziggurat ziggurat;

struct Candidate {
  std::size_t layer;
  double x;
  bool inside;  // surely under the curve
};

/// The layer from the low eight bits, the place in it from the high 52.
Candidate candidate(std::uint64_t bits) {
  const std::size_t layer = bits & (layers - 1);
  const double x = (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52 * ziggurat.edge[layer];
  return {layer, x, x < ziggurat.edge[layer + 1]};
}

/// Goes on from a candidate that is not surely under the curve, one time in ninety.
double settle(Candidate c, Stream& spare) {
  double beyond = 0;
  while (!c.inside) {
    if (c.layer == 0) {
      // The tail of an exponential law is the same law again.
      beyond += ziggurat.edge[1];
    } else {
      const double y =
          ziggurat.height[c.layer] + spare.uniform() * (ziggurat.height[c.layer + 1] - ziggurat.height[c.layer]);
      if (y < mathematics::exp(-c.x)) break;
    }
    c = candidate(spare.next());
  }
  return beyond + c.x;
}

}  // namespace

Stream::Stream(StreamKey key, std::uint64_t first_draw, std::uint64_t lane)
    : key_(key), lane_(lane), draw_(first_draw) {
  if ((draw_ & 3) != 0) fill_block();
}

void Stream::fill_block() {
  const r123::Philox4x64::ctr_type counter = {{draw_ >> 2, key_.replication, key_.entity, lane_}};
  const r123::Philox4x64::key_type key = {{key_.seed, key_.purpose}};
  const r123::Philox4x64::ctr_type block = r123::Philox4x64()(counter, key);
  for (std::size_t i = 0; i < 4; ++i) block_[i] = block[i];
}

Stream Stream::split() {
  assert(lane_ == 0);
  next();
  return {key_, 0, draw_};
}

double Stream::exponential() {
  const Candidate first = candidate(next());
  if (first.inside) return first.x;
  if (lane_ != 0) return settle(first, *this);
  Stream spare(key_, 0, draw_);
  return settle(first, spare);
}

double Stream::normal() { return mathematics::normal_quantile(uniform()); }

}  // namespace windtunnel
