// What is kept of runs, and what is not.
#include "tools/command_line/cached_runs.h"

#include <atomic>
#include <catch2/catch.hpp>

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
