// A number of chance for each of a row of places, and the first of them that is low enough, without looking at each.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/kernel/random.h"

namespace windtunnel {

/// 2^level numbers from index * 2^level on, and their least.
struct ChanceBlock {
  static constexpr int top_level = 12;
  int level = 0;
  std::int64_t index = 0;
  double least = 0;
};

/// The blocks in which the place lies that was asked for last: its neighbours lie in most of them, too. What they hold is a function
/// of the key and the place alone, so that to remember it changes nothing but the time that an answer takes.
struct ChancePath {
  StreamKey key;
  bool known = false;
  std::array<ChanceBlock, ChanceBlock::top_level + 1> blocks;  ///< by level
};

/// To each whole number belongs an independent number of the exponential law with mean 1, always the same for one key. What is to
/// happen at place k with probability p happens where the number is below -log(1 - p): whoever passes places over by a bound of p
/// finds the same first one as who asks at each. The least of a block of 2^n numbers is exponential with mean 2^-n; one half of the
/// block has it, and the least of the other half lies beyond it by an exponential number of mean 2^(1-n).
class ChanceField {
 public:
  /// `path` (may be null) remembers from one question to the next; it may have served another field before.
  explicit ChanceField(const StreamKey& key, ChancePath* path = nullptr) : key_(key), path_(path) {}

  double at(std::int64_t index) const;
  /// The first index of [from, to] whose number is below `bound`: in about log(to - from) steps, and one for each 4096 of them.
  std::optional<std::int64_t> first_below(std::int64_t from, std::int64_t to, double bound) const;

 private:
  using Block = ChanceBlock;
  double uniform(int level, std::int64_t index) const;
  Block top(std::int64_t index) const;
  Block half(const Block& block, bool right) const;
  std::optional<std::int64_t> search(const Block& block, std::int64_t from, std::int64_t to, double bound) const;

  StreamKey key_;
  ChancePath* path_;
};

/// Whether what has a given probability at a place happens there: independently from place to place, always the same for one key,
/// and, where it happens with some probability, with every higher one, too.
class EventField {
 public:
  /// What a field remembers from one question to the next: see ChancePath.
  struct Memory {
    ChancePath low, high;
  };
  explicit EventField(const StreamKey& key, Memory* memory = nullptr)
      : low_(key, memory ? &memory->low : nullptr),
        high_({key.seed, key.replication, key.entity, key.purpose ^ upper_half}, memory ? &memory->high : nullptr) {}

  bool happens(std::int64_t index, double probability) const;
  /// The first index of [from, to] at which it happens, or does not, with this probability at each.
  std::optional<std::int64_t> first(std::int64_t from, std::int64_t to, double probability, bool happening) const;

 private:
  static constexpr std::uint64_t upper_half = std::uint64_t{1} << 32;

  // A place's uniform number is the one of `low` where that is below one half, else as far from 1 as half that of `high` from 0: so
  // what nearly always happens is passed over as fast as what hardly ever does.
  ChanceField low_, high_;
};

}  // namespace windtunnel
