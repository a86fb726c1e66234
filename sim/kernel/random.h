// Counter-based random streams: any draw of any replication can be made anywhere, in any order.
#pragma once

#include <cstdint>
#include <string_view>

namespace windtunnel {

/// A stable 64-bit hash of a name (FNV-1a, finished by an avalanche), the same on every machine.
constexpr std::uint64_t hash_name(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  // FNV leaves the last characters in the low bits; the finisher of MurmurHash3 spreads them.
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
  return hash ^ (hash >> 33);
}

/// Who draws, and what for. Philox4x64-10 (Salmon et al. 2011): key = (seed, purpose), counter = (block, replication, entity,
/// lane), where a block is four draws. Lane 0 is the stream itself; lane n + 1 is what its draw n needs beyond one word.
struct StreamKey {
  std::uint64_t seed = 0;
  std::uint64_t replication = 0;
  std::uint64_t entity = 0;   ///< hash_name of a component's or domain's rank path, so that designs share storms
  std::uint64_t purpose = 0;  ///< hash_name or a small number that the entity chooses
  friend bool operator==(const StreamKey&, const StreamKey&) = default;
};

/// A sequence of draws. Copyable; two streams with equal keys and positions give equal draws. Every member that draws, and
/// poisson(), moves the position by exactly one, whatever is drawn: designs compared under common random numbers stay aligned.
class Stream {
 public:
  Stream() = default;
  explicit Stream(StreamKey key, std::uint64_t first_draw = 0) : Stream(key, first_draw, 0) {}

  /// 64 uniform bits.
  std::uint64_t next() {
    if ((draw_ & 3) == 0) fill_block();
    return block_[draw_++ & 3];
  }
  /// Strictly between 0 and 1: an odd multiple of 2^-53, so that u and 1 - u are equally likely and both exact.
  double uniform() { return (static_cast<double>(next() >> 12) + 0.5) * 0x1p-52; }
  /// Mean 1; strictly positive.
  double exponential();
  /// Mean 0, variance 1; increasing in the uniform number drawn.
  double normal();
  /// Takes one draw and gives a stream for it alone, for laws that need an unknown number of words. The result cannot be split
  /// again, and its exponential() may take several draws.
  Stream split();
  /// Number of draws made: a stream made with this as first_draw goes on where this one stands.
  std::uint64_t position() const { return draw_; }

 private:
  Stream(StreamKey key, std::uint64_t first_draw, std::uint64_t lane);
  void fill_block();

  StreamKey key_;
  std::uint64_t lane_ = 0;
  std::uint64_t draw_ = 0;
  std::uint64_t block_[4] = {};  // the block of draw_, filled when its first draw is made
};

/// Number of events of a Poisson law with the given mean (0 to 1e9).
std::uint64_t poisson(Stream& stream, double mean);

}  // namespace windtunnel
