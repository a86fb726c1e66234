// What is kept of runs, and what is not.
#include "tools/command_line/cached_runs.h"

#include <atomic>
#include <catch2/catch.hpp>

#include "sim/measure/record_bytes.h"
#include "tests/support/shipped.h"
#include "tests/tools/program.h"

using namespace windtunnel;
using namespace windtunnel::testing;

TEST_CASE("a replay that the time limit cut short is told anew the next time") {
  const Folder folder;
  std::atomic<bool> stop{false};
  tools::RunCache cache(folder / "cache");
  CampaignOptions options;
  options.stop = &stop;
  tools::CachedRuns runs({shipped_design("availability-fleet")}, {"its text"}, options, &cache);
  PlannedRun run;
  run.plan.name = "zone-loss";
  std::size_t told = 0;
  const auto replay = [&](bool cut) {
    stop = false;
    return runs.replay(run, "its fingerprint", 3, [&] {
      stop = cut;
      ReplayResult result;
      result.parameters_tried = ++told;
      return result;
    });
  };
  CHECK(replay(true).parameters_tried == 1);
  CHECK(replay(false).parameters_tried == 2);
  CHECK(replay(false).parameters_tried == 2);  // kept
  CHECK(told == 2);
}

TEST_CASE("a few replications, then more of them, and what a month costs between, are what all at once give") {
  const auto design = shipped_design("kasha");
  std::vector<PlannedRun> runs;
  for (Plan& plan : shipped_plans("scenarios/standard/task-loss.yaml", *design)) runs.push_back({0, std::move(plan), 12});
  const std::vector<std::string> scenarios(runs.size(), "its fingerprint");
  tools::CachedRuns at_once({design}, {"its text"}, {}, nullptr);
  const auto all = at_once.run(runs, scenarios);

  tools::CachedRuns in_turn({design}, {"its text"}, {}, nullptr);
  const auto cost = in_turn.cost(0);  // needs no hour of the week
  for (PlannedRun& run : runs) run.replications = 4;
  auto records = in_turn.run(runs, scenarios);
  for (PlannedRun& run : runs) run.replications = 12;
  records = in_turn.run(runs, scenarios, std::move(records));
  for (std::size_t r = 0; r < runs.size(); ++r) CHECK(to_bytes(records[r]) == to_bytes(all[r]));
  CHECK(cost.total == at_once.cost(0).total);
  const auto years = in_turn.years(0, 5, {}, in_turn.years(0, 2, {}));  // which enter any hour
  CHECK(to_bytes(years) == to_bytes(at_once.years(0, 5, {})));
}
