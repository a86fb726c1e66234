// Critical paths in steps that people speak of.
#include "reports/critical_path.h"

#include <catch2/catch.hpp>

#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;

TEST_CASE("untold steps join the next one of their phase, and the lengths still add up") {
  const ReplayResult replay = example_replay();
  const ReplayResult::Recovery* slowest = slowest_recovery(replay);
  REQUIRE(slowest);
  const std::vector<Step> steps = steps_of(*slowest);
  REQUIRE(steps.size() == 3);
  CHECK(steps[1].text == "primary.web: a task answers");
  CHECK(steps[1].from_seconds == 60);
  CHECK(steps[1].until_seconds == 80);
  CHECK(steps[2].phase == "backlog");
  double sum = 0;
  for (const Step& step : steps) sum += step.until_seconds - step.from_seconds;
  CHECK(sum == 84);
}

TEST_CASE("of many steps the shortest neighbours are counted as one, and none is lost") {
  ReplayResult::Recovery recovery{"order", true, true, 300, {}};
  for (int i = 0; i < 30; ++i)
    recovery.waits.push_back({i * 10.0, i * 10.0 + 10, "act", "primary.web", "try " + std::to_string(i)});
  const std::vector<Step> steps = steps_of(recovery);
  CHECK(steps.size() == 12);
  CHECK(steps.front().from_seconds == 0);
  CHECK(steps.back().until_seconds == 300);
  std::size_t counted = steps.size();
  for (const Step& step : steps) counted += step.joined;
  CHECK(counted == 30);
}

TEST_CASE("attempts that go on failing with the same words are one step, and one step more is not many") {
  ReplayResult::Recovery recovery{"order", true, true, 120, {}};
  for (int i = 0; i < 3; ++i)
    recovery.waits.push_back({i * 30.0, i * 30.0 + 30, "act", "recovery", "cannot switch: what it needs is down"});
  recovery.waits.push_back({90, 120, "propagate", "dns", "clients follow"});
  const std::vector<Step> steps = steps_of(recovery);
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].text == "recovery: cannot switch: what it needs is down (and 2 more steps)");
  CHECK(steps[0].until_seconds == 90);
  CHECK(steps[1].phase == "change spreads");
  recovery.waits.erase(recovery.waits.begin());
  CHECK(steps_of(recovery)[0].text.ends_with("(and 1 more step)"));
}

TEST_CASE("a journey that never came back is slower than any that did") {
  ReplayResult replay = example_replay();
  replay.recoveries.push_back({"browse", true, false, 10, {}});
  CHECK(slowest_recovery(replay)->journey == "browse");
  replay.recoveries = {{"order", false, true, 0, {}}};
  CHECK(slowest_recovery(replay) == nullptr);
}

TEST_CASE("what halving parameters saves is told from the slowest recovery, delays apart") {
  ReplayResult replay = example_replay();
  CHECK(savings_text(replay) ==
        "Halved alone, primary.alb.health_check.interval saves 29.5 s and primary.web.boot saves 5 s of 84 s; "
        "primary.web.cooldown costs 12 s (7 parameters of what was waited for were tried).");
  replay.recoveries[0].savings.clear();
  CHECK(savings_text(replay).starts_with("None of 7 durations and thresholds"));
  replay.parameters_tried = 0;
  CHECK(savings_text(replay).empty());
}
