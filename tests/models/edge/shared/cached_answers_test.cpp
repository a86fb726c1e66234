// How users leave an old DNS answer.
#include "models/edge/shared/cached_answers.h"

#include <catch2/catch.hpp>

namespace windtunnel::models {
namespace {
constexpr double primary[] = {1, 0}, secondary[] = {0, 1};
}

TEST_CASE("users leave an old answer linearly over its time to live, but for those who ignore it") {
  CachedAnswers users;
  users.start(primary);
  const Time change = Time{} + seconds(1000);
  users.change(change, secondary, seconds(60), 0.03);
  CHECK(users.share(0).at(change) == Approx(1));
  CHECK(users.share(0).at(change + seconds(30)) == Approx(0.515));
  CHECK(users.share(0).at(change + seconds(60)) == Approx(0.03));
  CHECK(users.share(0).at(change + hours(9)) == Approx(0.03));
  users.drain_violators(change + seconds(60), hours(1));
  CHECK(users.share(0).at(change + seconds(60) + minutes(30)) == Approx(0.015));
  CHECK(users.share(0).at(change + seconds(60) + hours(1)) == 0);
  CHECK(users.share(1).at(change + seconds(60) + hours(1)) == 1);
  CHECK(users.settled(change + seconds(60) + hours(1)));
}

TEST_CASE("D-dns-frac: a third of the users has moved after a third of the time to live") {
  CachedAnswers users;
  users.start(primary);
  users.change(Time{}, secondary, seconds(60), 0);
  CHECK(users.share(1).at(Time{} + seconds(20)) == Approx(0.3333333333333333));
}

TEST_CASE("shares add up to one through changes that overtake one another") {
  CachedAnswers users;
  users.start(primary);
  Time now = Time{} + seconds(10);
  users.change(now, secondary, seconds(60), 0.1);
  now = now + seconds(17);
  const double held = users.share(0).at(now);
  users.change(now, primary, seconds(60), 0.1);
  CHECK(users.share(0).at(now) == Approx(held));
  for (int s = 0; s < 200; s += 7) {
    const Time t = now + seconds(s);
    CHECK(users.share(0).at(t) + users.share(1).at(t) == Approx(1));
  }
  CHECK(users.share(0).at(now + seconds(60)) == Approx(0.9 + 0.1 * held));
}

}  // namespace windtunnel::models
