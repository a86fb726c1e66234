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

TEST_CASE("who remembers the last place finds the same numbers, whatever is asked in between") {
  ChancePath path;
  Stream stream({1, 2, hash_name("walk"), 3});
  std::int64_t place = 0;
  for (int step = 0; step < 2'000; ++step) {
    // Mostly neighbours, now and then far away, below 0, or of another replication.
    place = stream.uniform() < 0.9 ? place + static_cast<std::int64_t>(4 * stream.uniform()) - 1
                                   : static_cast<std::int64_t>(40'000 * (stream.uniform() - 0.5));
    const std::uint64_t replication = stream.uniform() < 0.95 ? 0 : 1;
    const StreamKey key{5, replication, hash_name("field"), 1};
    INFO("place " << place << " of replication " << replication);
    CHECK(ChanceField(key, &path).at(place) == ChanceField(key).at(place));
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

TEST_CASE("what happens or does not is found as who asks at each place finds it, and happens as often as it should") {
  for (const double probability : {1e-3, 0.2, 0.5, 0.7, 0.999}) {
    const EventField chance({5, 1, hash_name("events"), 1});
    constexpr std::int64_t count = 20'000;
    std::int64_t happened = 0, next[2] = {-1, -1};
    for (std::int64_t k = count; k-- > 0;) {
      const bool happens = chance.happens(k, probability);
      happened += happens ? 1 : 0;
      next[happens ? 1 : 0] = k;
      if (k % 997 != 0) continue;
      INFO("from " << k << ", probability " << probability);
      for (const bool wanted : {false, true})
        CHECK(chance.first(k, count - 1, probability, wanted).value_or(-1) == next[wanted ? 1 : 0]);
    }
    const double error = std::sqrt(count * probability * (1 - probability));
    CHECK(std::abs(static_cast<double>(happened) - count * probability) < 4 * error);
  }
}

TEST_CASE("what happens with some probability happens with every higher one") {
  const EventField chance({5, 2, hash_name("events"), 1});
  for (std::int64_t k = 0; k < 200; ++k) {
    bool before = false;
    for (const double probability : {0.0, 1e-6, 0.1, 0.4, 0.5, 0.5001, 0.6, 0.9, 0.999, 1.0}) {
      const bool happens = chance.happens(k, probability);
      CHECK(happens >= before);
      before = happens;
    }
    CHECK(before);
  }
}
