// Counter-based random streams: any draw of any replication can be made anywhere, in any order.
#pragma once

#include <cstdint>
#include <string_view>

namespace windtunnel {

/// A stable 64-bit hash of a name (FNV-1a, finished by an avalanche), the same on every machine.
std::uint64_t hash_name(std::string_view name);

/// Who draws, and what for. Philox4x64-10 (Salmon et al. 2011): key = (seed, purpose), counter = (draw, replication, entity, 0).
struct StreamKey {
  std::uint64_t seed = 0;
  std::uint64_t replication = 0;
  std::uint64_t entity = 0;   ///< hash_name of a component's or domain's rank path, so that designs share storms
  std::uint64_t purpose = 0;  ///< hash_name or a small number that the entity chooses
};

/// A sequence of draws. Copyable; two streams with equal keys and positions give equal draws.
class Stream {
 public:
  Stream() = default;
  explicit Stream(StreamKey key, std::uint64_t first_draw = 0);

  std::uint64_t next();   ///< 64 uniform bits
  double uniform();       ///< strictly between 0 and 1, 53 bits
  double exponential();   ///< mean 1
  double normal();        ///< mean 0, variance 1
  /// Number of draws made: a stream made with this as first_draw goes on where this one stands.
  std::uint64_t position() const { return draw_; }

 private:
  void refill();
  StreamKey key_;
  std::uint64_t draw_ = 0;
  std::uint64_t block_[4] = {};
  std::uint64_t block_index_ = ~std::uint64_t{0};
};

/// Number of events of a Poisson law with the given mean (0 to 1e9).
std::uint64_t poisson(Stream& stream, double mean);

}  // namespace windtunnel
