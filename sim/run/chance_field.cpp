// See chance_field.h.
#include "sim/run/chance_field.h"

#include <limits>

#include "sim/kernel/mathematics.h"

namespace windtunnel {
namespace {

constexpr int top_level = ChanceBlock::top_level;

/// What an exponential number must be below for something of this probability to happen.
double hazard_of(double probability) {
  if (probability >= 1) return std::numeric_limits<double>::infinity();
  return probability < 1e-5 ? probability * (1 + probability / 2) : -mathematics::log(1 - probability);
}

double size(int level) { return static_cast<double>(std::int64_t{1} << level); }

}  // namespace

double ChanceField::uniform(int level, std::int64_t index) const {
  // Sixteen draws for each index, one for each level: no two blocks share one.
  return Stream(key_, static_cast<std::uint64_t>(index) << 4 | static_cast<std::uint64_t>(level)).uniform();
}

ChanceField::Block ChanceField::top(std::int64_t index) const {
  // The levels below draw for their two halves; the least number of the uppermost has a draw of its own.
  return {top_level, index, -mathematics::log(uniform(top_level + 1, index)) / size(top_level)};
}

ChanceField::Block ChanceField::half(const Block& block, bool right) const {
  const double u = uniform(block.level, block.index);
  const bool least_is_right = u < 0.5;
  Block half{block.level - 1, 2 * block.index + (right ? 1 : 0), block.least};
  if (right != least_is_right) half.least -= mathematics::log(least_is_right ? 2 * u : 2 * u - 1) / size(half.level);
  return half;
}

std::optional<std::int64_t> ChanceField::search(const Block& block, std::int64_t from, std::int64_t to, double bound) const {
  const std::int64_t first = block.index << block.level, last = first + (std::int64_t{1} << block.level) - 1;
  if (!(block.least < bound) || last < from || first > to) return std::nullopt;
  if (block.level == 0) return block.index;
  for (const bool right : {false, true})
    if (const auto found = search(half(block, right), from, to, bound)) return found;
  return std::nullopt;
}

std::optional<std::int64_t> ChanceField::first_below(std::int64_t from, std::int64_t to, double bound) const {
  for (std::int64_t index = from >> top_level; index <= to >> top_level; ++index)
    if (const auto found = search(top(index), from, to, bound)) return found;
  return std::nullopt;
}

double ChanceField::at(std::int64_t index) const {
  ChancePath alone;
  ChancePath& path = path_ == nullptr ? alone : *path_;
  auto& blocks = path.blocks;
  const bool known = path.known && path.key == key_;
  std::size_t level = known ? 0 : top_level + 1;  // of the least block that is known and has the place in it
  while (level <= top_level && blocks[level].index != index >> level) ++level;
  path.key = key_;
  path.known = true;
  if (level > top_level) blocks[level = top_level] = top(index >> top_level);
  for (; level > 0; --level) blocks[level - 1] = half(blocks[level], (index >> (level - 1) & 1) != 0);
  return blocks[0].least;
}

bool EventField::happens(std::int64_t index, double probability) const {
  if (probability <= 0 || probability >= 1) return probability >= 1;
  const double low = low_.at(index);
  if (probability <= 0.5) return low < hazard_of(probability);
  return low < hazard_of(0.5) || high_.at(index) >= hazard_of(2 * (1 - probability));
}

std::optional<std::int64_t> EventField::first(std::int64_t from, std::int64_t to, double probability, bool happening) const {
  if (from > to) return std::nullopt;
  if (probability <= 0 || probability >= 1) return (probability >= 1) == happening ? std::optional(from) : std::nullopt;
  if (happening && probability <= 0.5) return low_.first_below(from, to, hazard_of(probability));
  if (happening || probability <= 0.5) {  // every other place or more
    while (from <= to && happens(from, probability) != happening) ++from;
    return from <= to ? std::optional(from) : std::nullopt;
  }
  const double bound = hazard_of(2 * (1 - probability));
  for (auto rare = high_.first_below(from, to, bound); rare; rare = high_.first_below(*rare + 1, to, bound))
    if (!(low_.at(*rare) < hazard_of(0.5))) return rare;
  return std::nullopt;
}

}  // namespace windtunnel
