// Health is a state that documented designs rest in: only from there can a long run jump from one fault to the next.
#include <algorithm>

#include "sim/kernel/time.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

TEST_CASE("every documented design is at rest at most hours of a healthy week") {
  const models::Environment environment;
  for (const std::string name : {"kasha", "multi-region", "lamp-dr", "ecia-prod", "ecia-staging", "ecia-dev", "ecs-aurora-cfn",
                                 "ecs-aurora-active-active", "ecs-aurora-global", "availability-fleet"}) {
    Diagnostics diagnostics;
    const auto design = load_design(*environment.design_document(name), environment, diagnostics);
    REQUIRE(design);
    Runner runner(*design, traffic::flow_resolution(design->network), 1);
    runner.begin(Time{}, 0);
    std::string restless;
    int at_rest = 0;
    constexpr int week = 168;
    for (int hour = 0; hour < week; ++hour) {
      runner.run_until(Time{} + days(1) + hours(hour));
      at_rest += runner.settled();
      for (const auto& component : design->components())
        if (!runner.world().component(component->id()).settled(runner.world())) restless = component->name();
    }
    INFO(name << ": at rest at " << at_rest << " of " << week << " hours; not at rest: " << restless);
    CHECK(at_rest > week / 2);
  }
}
