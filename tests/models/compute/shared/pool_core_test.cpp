// What every compute pool does: counts of units, operations by name, capacity that operators ask for.
#include "models/compute/shared/pool_core.h"

#include <catch2/catch.hpp>

#include "tests/support/scripted_run.h"

namespace windtunnel {
namespace {

using models::UnitCount;
using testing::design_from;

constexpr const char* two_pools = R"(
design: shop
regions:
  primary: {name: us-east-1, zones: [a, b], stack: web}
stacks:
  web:
    web: {type: ecs_fargate_service, zones: all, tasks: {min: 0, desired: 0, max: 4}}
journeys:
  order: {path: [primary.web], rate: 10 /s}
)";

/// A world of its own, whose handlers are called by the test.
struct Stage {
  std::unique_ptr<const Design> design = design_from(two_pools);
  Runner runner{*design, traffic::flow_resolution(design->network), 1};
  ComponentId web = design->find("primary.web");
  Stage() { runner.begin(Time{}, 0); }
  Operable& operable() { return *runner.world().capability<Operable>(web); }
  std::int64_t desired() { return runner.world().capability<Scalable>(web)->desired(); }
};

}  // namespace

TEST_CASE("a count of units that leaves something out takes it from the rest") {
  const UnitCount bounds{2, {}, 4}, fixed{{}, 3, {}}, nothing;
  CHECK(bounds.normal() == 2);
  CHECK(bounds.most() == 4);
  CHECK(fixed.least() == 3);
  CHECK(fixed.most() == 3);
  CHECK(nothing.normal() == 1);
}

TEST_CASE("an operator starts a dormant pool, and hears when it serves") {
  Stage stage;
  World& world = stage.runner.world();
  CHECK(stage.operable().operate(world, "start", 0, no_component, 1) == Operable::Outcome::started);
  CHECK(stage.desired() == 1);
  CHECK_FALSE(world.capability<Provider>(stage.web)->provides(world, Site::internet()));
  stage.runner.run_until(Time{} + minutes(5));
  CHECK(world.capability<Provider>(stage.web)->provides(world, Site::internet()));
}

TEST_CASE("operations that make no sense are refused, and none works without the control plane") {
  Stage stage;
  World& world = stage.runner.world();
  CHECK(stage.operable().operate(world, "promote", 0, no_component, 1) == Operable::Outcome::refused);
  CHECK(stage.operable().operate(world, "scale", 5, no_component, 1) == Operable::Outcome::refused);
  CHECK(stage.operable().operate(world, "scale", 0, no_component, 1) == Operable::Outcome::done);
  CHECK(stage.operable().operate(world, "scale", 2, no_component, 1) == Operable::Outcome::started);
  CHECK(stage.desired() == 2);
  world.change_domain(stage.design->regions[0].control_plane).impaired = 1;
  CHECK(stage.operable().operate(world, "scale", 3, no_component, 2) == Operable::Outcome::unavailable);
  CHECK(stage.desired() == 2);
}

}  // namespace windtunnel
