// What a recovery waited for, on whole designs.
#include "sim/run/critical_path.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/shipped.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

std::vector<PathLink> path_of(const Design& design, const Plan& plan, std::uint64_t replication) {
  ScriptedRun run(design, plan, 0);
  const Story story = run.story(plan, replication);
  for (const Story::Recovery& recovery : story.recoveries)
    if (recovery.hurt && recovery.recovered) return recovery.path;
  FAIL("nothing was hurt and recovered");
  return {};
}

}  // namespace

TEST_CASE("an alarm is due to what brought its metric to breach, not to what happened until it fired") {
  // The alarms of the lost region are lost with it. Checkers move users to the other region, which has nothing that serves: that
  // brings its alarm on failed requests to breach, whose four minutes people wait for. The time to live, which is over meanwhile,
  // is nobody's wait.
  const auto design = shipped_design("lamp-dr");
  const auto plans = shipped_plans("scenarios/standard/region-loss.yaml", *design);
  const std::vector<PathLink> path = path_of(*design, plans.at(0), 0);
  REQUIRE(path.size() > 3);
  CHECK(path.front().phase == Phase::notice);
  CHECK((path.front().until - path.front().from).seconds() < 120);
  CHECK(path[1].phase == Phase::propagate);
  CHECK(path[2].phase == Phase::notice);
  CHECK((path[2].until - path[2].from).seconds() > 180);
  CHECK(sum_by_phase(path).propagate < 10);
}

TEST_CASE("the wait for a scenario's later fault is nobody's repair") {
  // The NAT gateway fails, which hurts nobody; half an hour later a task of the backend dies and cannot be replaced.
  const auto design = shipped_design("kasha");
  const Plan plan = script(*design, {{"primary.nat", "outage", {}, hours(2)}, {"primary.backend", "task_loss", minutes(30), {}, 2}});
  const std::vector<PathLink> path = path_of(*design, plan, 1);
  const PhaseSeconds phases = sum_by_phase(path);
  CHECK(phases.notice >= 1800);
  CHECK(last_fault(plan) == minutes(30));
}

TEST_CASE("a recovery is due to what lifted the journey, whatever else happens while it rises") {
  // Somebody takes dead letters back over and over while the database is restored: now and then between the end of the restore and
  // the return of the last callers.
  const auto design = shipped_design("kasha");
  const ComponentId database = design->find("primary.db");
  const auto plans = shipped_plans("scenarios/standard/deletion.yaml", *design);
  const auto strikes_database = [&](const Plan& plan) { return plan.blows.at(0).component == database; };
  const auto on_database = std::find_if(plans.begin(), plans.end(), strikes_database);
  REQUIRE(on_database != plans.end());
  for (std::uint64_t r = 0; r < 12; ++r) {
    INFO("replication " << r);
    const std::vector<PathLink> path = path_of(*design, *on_database, r);
    REQUIRE(path.size() > 2);
    CHECK(path[path.size() - 2].target == database);
  }
}
