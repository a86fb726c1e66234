// Lanes: which are shown, and where on the time axis they stand.
#include "reports/replay/lanes.h"

#include <catch2/catch.hpp>

#include "tests/reports/example_replay.h"

using namespace windtunnel;
using namespace windtunnel::reports;

TEST_CASE("a component with parts in several zones is shown by its parts, and what requests pass comes first") {
  const ReplayResult replay = example_replay();
  const TopologyResult topology = example_topology();
  std::vector<std::string> left_out;
  std::vector<std::string> names;
  for (const auto* lane : shown_lanes(replay, &topology, left_out)) names.push_back(lane->name);
  CHECK(names == std::vector<std::string>{"primary.web@a", "primary.web@b", "primary.nat"});
  CHECK(left_out.empty());
}

TEST_CASE("the window ends a little after the last recovery") {
  const ReplayWindow window = window_of(example_replay());
  CHECK(window.from == Approx(-3.36));
  CHECK(window.until == Approx(94.08));
  CHECK(window_of(ReplayResult{}).until >= 30);
}

TEST_CASE("a track that flaps faster than a picture can show keeps few points") {
  ReplayResult::Track track;
  for (int i = 0; i < 100000; ++i) {
    track.seconds.push_back(i * 0.001);
    track.share.push_back(0.9 + 0.001 * (i % 2));
  }
  const ReplayResult::Track seen = seen_in(track, {0, 100});
  CHECK(seen.seconds.size() < 1100);
  CHECK(seen.seconds.back() == track.seconds.back());
}

TEST_CASE("moments are told as people say them") {
  CHECK(moment_text(-1) == "before");
  CHECK(moment_text(119) == "119 s");
  CHECK(moment_text(240) == "4 min");
  CHECK(moment_text(270) == "4 min 30 s");
  CHECK(moment_text(7800) == "2 h 10 min");
}
