// Links of a start: how long they take, and that each lacks what its page says.
#include "models/compute/shared/launch_chain.h"

#include <catch2/catch.hpp>

namespace windtunnel::models {

TEST_CASE("the typical start adds the medians of its links and the pull at the mean rate") {
  // ecs.fargate.start.model: 10.5 s + image / 25..60 MB/s + 7.5 s; 85 MB at 42.5 MB/s take 2 s.
  const LaunchChain chain({{LaunchLink::api_call, seconds(4), {}, 0, 0},
                           {LaunchLink::placement, DurationDistribution::uniform(seconds(6), seconds(7)), {}, 0, 0},
                           {LaunchLink::image, {}, bytes(85e6), 25e6, 60e6},
                           {LaunchLink::application, DurationDistribution::uniform(seconds(6), seconds(9)), {}, 0, 0}},
                          4);
  CHECK(chain.typical_seconds() == Approx(10.5 + 2 + 7.5).margin(0.01));
  CHECK(chain.size() == 4);
  CHECK(chain.register_after() == 4);
  CHECK(chain.link(2) == LaunchLink::image);
}

TEST_CASE("a chain needs what it was given and nothing else") {
  LaunchChain chain({}, 0);
  chain.set_needs({.egress = 3, .registry = 5, .secrets = {7, 8}});
  for (const ComponentId needed : {3U, 5U, 7U, 8U}) CHECK(chain.needs(needed));
  CHECK_FALSE(chain.needs(4));
}

}  // namespace windtunnel::models
