// Several results as one: later rows replace earlier ones of the same key.
#include "reports/merge.h"

#include <catch2/catch.hpp>

#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;

TEST_CASE("a result merged with itself is itself") {
  Result result = example_report();
  result.expectations.pop_back();  // the example states one expectation twice
  CHECK(to_json(merged({result, result})) == to_json(result));
}

TEST_CASE("runs of another result are added, and those of the same name replaced") {
  Result first = example_result(), second;
  second.runs = {example_run("zone-loss@a", 10, 20, 0), example_run("surge", 1, 2, 0)};
  second.command = "windtunnel run --scenarios surge";
  const Result all = merged({first, second});
  REQUIRE(all.runs.size() == first.runs.size() + 1);
  CHECK(all.runs[0].journeys[0].second.rto_seconds.p50 == 10.0);
  CHECK(all.runs.back().scenario == "surge");
  CHECK(all.seed == 42);
}

TEST_CASE("replays beyond twenty are left out in turn, so that every design keeps some") {
  Result one, other;
  for (int i = 0; i < 20; ++i) {
    ReplayResult replay = example_replay();
    replay.scenario = "s" + std::to_string(i);
    one.replays.push_back(replay);
    replay.design = "kiosk";
    if (i < 3) other.replays.push_back(replay);
  }
  const Result all = merged({one, other});
  CHECK(all.replays.size() == 20);
  CHECK(std::count_if(all.replays.begin(), all.replays.end(), [](const auto& r) { return r.design == "kiosk"; }) == 3);
}
