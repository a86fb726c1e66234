// Contributions of changes: exact on games whose Shapley values are known.
#include "sim/measure/attribution.h"

#include <catch2/catch.hpp>

using namespace windtunnel;

namespace {

using Before = std::vector<std::vector<std::size_t>>;

}  // namespace

TEST_CASE("changes that act alone contribute what they do") {
  const auto result = attribute(Before(3), [](const std::set<std::size_t>& made) {
    double sum = 10;
    for (std::size_t i : made) sum += static_cast<double>(i + 1);
    return std::optional(std::vector<double>{sum, 2 * sum});
  });
  REQUIRE(result.contributions.size() == 3);
  CHECK(result.every_order);
  CHECK(result.contributions[0] == std::vector<double>{1, 2});
  CHECK(result.contributions[2] == std::vector<double>{3, 6});
  CHECK(result.remainder == std::vector<double>{0, 0});
}

TEST_CASE("what only all of them do together is shared evenly") {
  // The glove game's symmetric cousin: nothing happens until all three are made; each has a third by symmetry.
  const auto result = attribute(Before(3), [](const std::set<std::size_t>& made) {
    return std::optional(std::vector<double>{made.size() == 3 ? 6.0 : 0.0});
  });
  for (const auto& contribution : result.contributions) CHECK(contribution->front() == Approx(2));
  CHECK(result.remainder.front() == Approx(0));
}

TEST_CASE("the glove game: one left glove and two right ones are worth 2/3, 1/6 and 1/6") {
  const auto result = attribute(Before(3), [](const std::set<std::size_t>& made) {
    return std::optional(std::vector<double>{made.count(0) && (made.count(1) || made.count(2)) ? 1.0 : 0.0});
  });
  CHECK(result.contributions[0]->front() == Approx(2.0 / 3));
  CHECK(result.contributions[1]->front() == Approx(1.0 / 6));
  CHECK(result.contributions[2]->front() == Approx(1.0 / 6));
}

TEST_CASE("an order that is not possible is not tried") {
  // 1 and 2 name what 0 brings: {1}, {2} and {1, 2} cannot be run.
  std::set<std::set<std::size_t>> asked;
  const auto result = attribute({{}, {0}, {0}}, [&](const std::set<std::size_t>& made) {
    asked.insert(made);
    return std::optional(std::vector<double>{made.count(1) && made.count(2) ? -4.0 : made.count(1) ? -3.0 : 0.0});
  });
  CHECK(asked.count({1}) == 0);
  CHECK(asked.count({1, 2}) == 0);
  CHECK(result.contributions[0]->front() == Approx(0));
  CHECK(result.contributions[1]->front() == Approx(-3.5));  // -3 when first, -4 when second
  CHECK(result.contributions[2]->front() == Approx(-0.5));
}

TEST_CASE("what cannot be run alone stays in the remainder") {
  const auto result = attribute(Before(2), [](const std::set<std::size_t>& made) -> std::optional<std::vector<double>> {
    if (made.size() == 1) return std::nullopt;
    return std::vector<double>{made.empty() ? 0.0 : 5.0};
  });
  CHECK_FALSE(result.contributions[0]);
  CHECK_FALSE(result.contributions[1]);
  CHECK(result.remainder.front() == Approx(5));
}

TEST_CASE("an order that passes through what cannot be run takes nothing from a change that makes all the difference alone") {
  // Two tasks at least where one is desired is no design: {1} cannot be run, and in one of two orders nothing is known.
  const auto result = attribute(Before(2), [](const std::set<std::size_t>& made) -> std::optional<std::vector<double>> {
    if (made == std::set<std::size_t>{1}) return std::nullopt;
    return std::vector<double>{made.count(0) ? 8.0 : 0.0};
  });
  CHECK(result.orders == 2);
  CHECK(result.tried == std::vector<std::size_t>{1, 1});
  CHECK(result.contributions[0]->front() == Approx(8));
  CHECK(result.contributions[1]->front() == Approx(0));
  CHECK(result.remainder.front() == Approx(0));
}

TEST_CASE("many changes are tried in two orders, and add up all the same") {
  const auto result = attribute(Before(12), [](const std::set<std::size_t>& made) {
    return std::optional(std::vector<double>{static_cast<double>(made.size() * made.size())});
  });
  CHECK_FALSE(result.every_order);
  double sum = result.remainder.front();
  std::size_t tried = 0;
  for (const auto& contribution : result.contributions)
    if (contribution) sum += contribution->front(), ++tried;
  CHECK(tried == 8);
  CHECK(sum == Approx(144));
  CHECK(result.contributions[0]->front() == Approx((1 + 15) / 2.0));  // first in one order, last of eight in the other
}

TEST_CASE("the sets that will be asked for are known before") {
  for (const Before& before : {Before(3), Before{{}, {0}, {0}}, Before(6)}) {
    std::set<std::set<std::size_t>> asked;
    (void)attribute(before, [&](const std::set<std::size_t>& made) {
      if (!made.empty() && made.size() < before.size()) asked.insert(made);
      return std::vector<double>{0};
    });
    CHECK(sets_to_try(before) == asked);
  }
}
