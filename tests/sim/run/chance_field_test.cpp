// One exponential number for each look, and the first low one of a range, as who asks them all would find it.
#include "sim/run/chance_field.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace windtunnel;

namespace {

ChanceField field(std::uint64_t replication) { return ChanceField({5, replication, hash_name("field"), 1}); }

}  // namespace

TEST_CASE("the first number below a bound is the one that asking each finds") {
  Stream stream({1, 2, hash_name("ranges"), 3});
  for (std::uint64_t trial = 0; trial < 300; ++trial) {
    const ChanceField chance = field(trial % 7);
    const auto from = static_cast<std::int64_t>(20'000 * (stream.uniform() - 0.5));
    const std::int64_t to = from + static_cast<std::int64_t>(6'000 * stream.uniform() * stream.uniform());
    const double bound = std::pow(10.0, -4 * stream.uniform());
    std::optional<std::int64_t> first;
    for (std::int64_t k = from; k <= to && !first; ++k)
      if (chance.at(k) < bound) first = k;
    INFO("from " << from << " to " << to << " below " << bound);
    CHECK(chance.first_below(from, to, bound) == first);
  }
}

TEST_CASE("numbers of chance are exponential, and neighbours know nothing of each other") {
  const ChanceField chance = field(0);
  constexpr int count = 40'000;
  double sum = 0, product = 0, before = chance.at(-1);
  int below_tenth = 0;
  for (std::int64_t k = 0; k < count; ++k) {
    const double x = chance.at(k);
    sum += x;
    product += (x - 1) * (before - 1);
    below_tenth += x < 0.1 ? 1 : 0;
    before = x;
  }
  const double error = 1 / std::sqrt(count);
  CHECK(std::abs(sum / count - 1) < 4 * error);
  CHECK(std::abs(product / count) < 4 * error);
  const double share = 1 - std::exp(-0.1);
  CHECK(std::abs(below_tenth / static_cast<double>(count) - share) < 4 * error * std::sqrt(share * (1 - share)));
}
