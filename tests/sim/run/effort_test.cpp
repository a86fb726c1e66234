// How much a replication, or a year, may do: events on the way to a verdict are thousands; a model or a queue that creeps towards a bound
// which it never meets makes millions of them, and still gives the right figures.
#include <catch2/catch.hpp>

#include "sim/run/long_run.h"
#include "tests/support/shipped.h"

using namespace windtunnel;
using namespace windtunnel::testing;

TEST_CASE("no replication of any drill of the spine's designs creeps") {
  std::uint64_t runs = 0;
  for (const std::string name : {"kasha", "multi-region"}) {
    const auto design = shipped_design(name);
    const DesignLabels labels(*design);
    const HealthyWeek week(*design, 1);
    Drill drill(week, labels, 1, TrafficResolution::flow);
    std::vector<std::string> files = shipped_scenarios("scenarios/standard/");
    for (const std::string& own : shipped_scenarios("scenarios/" + name + "/")) files.push_back(own);
    for (const std::string& file : files) {
      for (const Plan& plan : shipped_plans(file, *design)) {
        std::uint64_t most = 0;
        for (std::uint64_t r = 0; r < 20; ++r) most = std::max(most, drill.run(plan, r).events);
        INFO(name << ", " << plan.name << ": up to " << most << " events in a replication");
        CHECK(most < 100'000);
        ++runs;
      }
    }
  }
  CHECK(runs > 60);
}

TEST_CASE("years pass from fault to fault, whatever state a fault has left") {
  // Faults and planned works come some ten times a year, and each brings some hundreds of events. Years went on in detail to their
  // ends, with 16 000 events and more, when less than a message among the dead letters of kasha kept three in a hundred from jumping
  // to the next fault, and when nine in a hundred of lamp-dr stayed in the other region after people had failed over.
  for (const std::string name : {"kasha", "lamp-dr"}) {
    const auto design = shipped_design(name);
    const DesignLabels labels(*design);
    const HealthyWeek week(*design, 1);
    LongRun years(week, labels, 1);
    std::uint64_t most = 0;
    for (std::uint64_t r = 0; r < 200; ++r) most = std::max(most, years.run(r).events);
    INFO(name << ": up to " << most << " events in a year");
    CHECK(most < 10'000);
  }
}
