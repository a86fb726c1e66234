// A number of chance for each look that could be taken, and the first of them that is low enough, without taking each look.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/kernel/random.h"

namespace windtunnel {

/// To each whole number belongs an independent number of the exponential law with mean 1, always the same for one key. What is to
/// happen at look k with probability p happens where the number is below -log(1 - p): whoever passes looks over by a bound of p
/// finds the same first one as who asks at each. The least of a block of 2^n numbers is exponential with mean 2^-n; one half of the
/// block has it, and the least of the other half lies beyond it by an exponential number of mean 2^(1-n).
class ChanceField {
 public:
  explicit ChanceField(const StreamKey& key) : key_(key) {}

  double at(std::int64_t index) const;
  /// The first index of [from, to] whose number is below `bound`: in about log(to - from) steps, and one for each 4096 of them.
  std::optional<std::int64_t> first_below(std::int64_t from, std::int64_t to, double bound) const;

 private:
  /// 2^level numbers from index * 2^level on, and their least.
  struct Block {
    int level;
    std::int64_t index;
    double least;
  };
  double uniform(int level, std::int64_t index) const;
  Block top(std::int64_t index) const;
  Block half(const Block& block, bool right) const;
  std::optional<std::int64_t> search(const Block& block, std::int64_t from, std::int64_t to, double bound) const;

  StreamKey key_;
};

}  // namespace windtunnel
