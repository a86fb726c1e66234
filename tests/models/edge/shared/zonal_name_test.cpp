// Names with one address per zone: what leaves the answers, and when.
#include "models/edge/shared/zonal_name.h"

#include "tests/support/bench.h"

using namespace windtunnel;
using models::ZonalName;

namespace {

enum Signal : std::uint16_t { updated, ttl_over, violators_gone };

struct NameFixture {
  testing::Bench bench{
      "design: d\nregions: {primary: {name: us-east-1, zones: [a], stack: s}}\n"
      "stacks:\n  s:\n    owner: {type: configuration}\n    net: {type: vpc, cidr: 10.0.0.0/16}\n"
      "journeys:\n  j: {success: primary.net}\n"};
  World& world = bench.world();
  const Component& owner = world.component(bench.id("primary.owner"));
  ZonalName name;
  NameFixture() { name.start({seconds(60), seconds(30), 0, hours(1)}, {updated, ttl_over, violators_gone, 0}, 3); }
};

}  // namespace

TEST_CASE("Lost addresses leave the answers after the update, and users after the time to live") {
  NameFixture f;
  CHECK(f.name.answer(0) == Approx(1.0 / 3));
  CHECK(f.name.settled(f.world.now()));
  f.name.belong(f.world, f.owner, {false, true, true});
  CHECK_FALSE(f.name.settled(f.world.now()));
  CHECK(f.name.named(0));
  CHECK(f.name.handle(f.world, f.owner, updated, 0) == 0);
  CHECK_FALSE(f.name.named(0));
  CHECK(f.name.answer(0) == 0);
  CHECK(f.name.answer(2) == Approx(0.5));
  CHECK(f.name.share(0).at(f.world.now() + seconds(30)) == Approx(1.0 / 6));
  CHECK(f.name.share(0).at(f.world.now() + seconds(60)) == Approx(0));
  CHECK(f.name.handle(f.world, f.owner, ttl_over, 0) == -1);
}

TEST_CASE("An address that is back before the update never left") {
  NameFixture f;
  f.name.belong(f.world, f.owner, {false, true, true});
  f.name.belong(f.world, f.owner, {true, true, true});
  CHECK(f.name.settled(f.world.now()));
}

TEST_CASE("A name never goes empty") {
  NameFixture f;
  f.name.belong(f.world, f.owner, {false, false, false});
  CHECK(f.name.settled(f.world.now()));
  f.name.belong(f.world, f.owner, {false, true, false});
  f.name.handle(f.world, f.owner, updated, 0);
  f.name.handle(f.world, f.owner, updated, 2);
  CHECK(f.name.answer(1) == 1);
}
