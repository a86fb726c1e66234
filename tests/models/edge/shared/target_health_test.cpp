// Beliefs about targets: which probes change them, and which changes leave no trace.
#include "models/edge/shared/target_health.h"

#include "tests/support/bench.h"

using namespace windtunnel;
using models::TargetHealth;

namespace {

using State = TargetHealth::State;
constexpr ServingPool::UnitId first{0, 1}, again{0, 2}, second{1, 1};

/// A world in which nothing else happens; the configuration component owns the timers that the tests look at.
struct Fixture {
  testing::Bench bench{
      "design: d\nregions: {primary: {name: us-east-1, zones: [a], stack: s}}\n"
      "stacks:\n  s:\n    owner: {type: configuration}\n    net: {type: vpc, cidr: 10.0.0.0/16}\n"
      "journeys:\n  j: {success: primary.net}\n"};
  World& world = bench.world();
  const Component& owner = world.component(bench.id("primary.owner"));
  TargetHealth targets;
  Fixture() { targets.prepare({}, {0, 0}, 2); }
  /// The verdict that comes when the pending probe is done; configuration ignores the event itself.
  std::optional<TargetHealth::Change> probe_done(ServingPool::UnitId unit) { return targets.due(world, TargetHealth::argument(unit)); }
};

}  // namespace

TEST_CASE("A new target is healthy after one pass, and only then") {
  Fixture f;
  f.targets.add(f.world, first, false);
  CHECK(f.targets.state(first) == State::initial);
  f.targets.look(f.world, f.owner, first, Answer::refused);
  f.targets.look(f.world, f.owner, first, Answer::ok);
  const auto change = f.probe_done(first);
  REQUIRE(change);
  CHECK(change->healthy);
  CHECK(change->first);
  CHECK(f.targets.state(first) == State::healthy);
  CHECK(f.targets.settled());
}

TEST_CASE("A target that fails and comes back in time was never found out") {
  Fixture f;
  f.targets.add(f.world, first, true);
  CHECK(f.targets.settled());
  f.targets.look(f.world, f.owner, first, Answer::silent);
  CHECK_FALSE(f.targets.settled());
  f.targets.look(f.world, f.owner, first, Answer::ok);
  CHECK(f.targets.settled());
  CHECK(f.targets.state(first) == State::healthy);
}

TEST_CASE("Verdicts of the past are dropped: other generations, drained and removed targets") {
  Fixture f;
  f.targets.add(f.world, first, true);
  f.targets.look(f.world, f.owner, first, Answer::error);
  f.targets.add(f.world, again, true);
  CHECK_FALSE(f.probe_done(first));
  CHECK(f.targets.state(first) == State::absent);
  CHECK(f.targets.state(again) == State::healthy);
  f.targets.add(f.world, second, true);
  f.targets.look(f.world, f.owner, second, Answer::error);
  f.targets.drain(f.world, second);
  CHECK_FALSE(f.probe_done(second));
  f.targets.remove(f.world, second);
  CHECK(f.targets.state(second) == State::absent);
}

TEST_CASE("While nobody probes, beliefs stay") {
  Fixture f;
  f.targets.add(f.world, first, true);
  f.targets.look(f.world, f.owner, first, Answer::silent);
  f.targets.suspend(f.world);
  CHECK(f.targets.state(first) == State::healthy);
  f.targets.look(f.world, f.owner, first, Answer::silent);
  const auto change = f.probe_done(first);
  REQUIRE(change);
  CHECK_FALSE(change->healthy);
  CHECK_FALSE(change->first);
}

TEST_CASE("A target that never passed is told from one that failed later") {
  Fixture f;
  f.targets.add(f.world, first, false);
  f.targets.look(f.world, f.owner, first, Answer::refused);
  const auto change = f.probe_done(first);
  REQUIRE(change);
  CHECK_FALSE(change->healthy);
  CHECK(change->first);
  CHECK(f.targets.state(first) == State::unhealthy);
}

TEST_CASE("Names of units survive the way through an event") {
  const ServingPool::UnitId unit{4'000'000'000u, 3'000'000'000u};
  CHECK(TargetHealth::unit(TargetHealth::argument(unit)) == unit);
}
