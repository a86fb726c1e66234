// Weights of routers: sums of ramps are ramps, and nothing is disturbed without need.
#include "models/edge/shared/router_weights.h"

#include "tests/support/bench.h"

using namespace windtunnel;
using models::RouterWeights;

TEST_CASE("Shares of moving users add up to one moving weight, and equal weights leave traffic alone") {
  testing::Bench bench(
      "design: d\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
      "stacks:\n  s:\n    alb: {type: application_load_balancer, targets: web}\n"
      "    web: {type: ecs_fargate_service, tasks: {min: 2, desired: 2, max: 2}}\n"
      "journeys:\n  j: {path: [primary.alb, primary.web], rate: 1 /s}\n");
  bench.run(hours(1));
  World& world = bench.world();
  const Time now = world.now();
  const traffic::Ramp leaving(1, 0.2, now, now + seconds(60)), coming(0, 0.8, now, now + seconds(60));
  RouterWeights weights(2);
  for (int round = 0; round < 2; ++round) {
    weights.clear();
    weights.send(0, leaving, 0.5);
    weights.send(0, coming, 0.5);
    weights.send(1, coming, 0.25);
    weights.refuse(leaving, 0.5);
    weights.lose(coming, 0.25);
    weights.write(world, 0);
    const traffic::Router& router = world.traffic().network().routers[0];
    const Time half = now + seconds(30);
    CHECK(router.branches[0].at(half) == Approx(0.5));  // 0.5 x (0.6 + 0.4)
    CHECK(router.branches[1].at(half) == Approx(0.1));
    CHECK(router.refused.at(half) == Approx(0.3));
    CHECK(router.black_holed.at(half) == Approx(0.1));
  }
}
