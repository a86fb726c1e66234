// What is kept of a replication to be looked at, against a drill whose course is known.
#include "sim/run/replay.h"

#include <limits>

#include "sim/measure/topology.h"
#include "sim/run/labels.h"
#include "tests/support/scripted_run.h"
#include "tests/support/takeover.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

ReplicationRecord record_of(std::uint64_t replication, double rto, bool hurt = true, bool recovered = true) {
  ReplicationRecord record;
  record.replication = replication;
  record.journeys.resize(2);
  record.journeys[1].hurt = hurt;
  record.journeys[1].recovered = recovered;
  record.journeys[1].rto_seconds = rto;
  return record;
}

}  // namespace

TEST_CASE("the replication in the middle stands for a run, those that never recovered counting as longest") {
  const std::vector<ReplicationRecord> records = {record_of(0, 500), record_of(1, 0, false),
                                                  record_of(2, 100), record_of(3, 86400, true, false),
                                                  record_of(4, 90),  record_of(5, 300)};
  const TypicalReplication typical = typical_replication(records);
  // Hurt: 90, 100, 300, 500 and one without end.
  CHECK(typical.replication == 5);
  CHECK(typical.seconds == 300);
  CHECK(typical.journey == 1);
  CHECK(typical.hurt == 5);
  CHECK(typical_replication(std::vector{record_of(0, 0, false)}).hurt == 0);
}

TEST_CASE("every design has its longest incidents kept, and a scenario a second time only after all others") {
  const std::vector<ReplayCandidate> candidates = {
      {0, 0, "zone-loss", 900}, {1, 0, "zone-loss", 800}, {2, 0, "surge", 10},
      {3, 1, "zone-loss", 50},  {4, 1, "surge", 60},      {5, 0, "region-loss", 5000},
  };
  CHECK(chosen_runs(candidates, 2) == std::vector<std::size_t>{4, 5});
  CHECK(chosen_runs(candidates, 5) == std::vector<std::size_t>{0, 2, 3, 4, 5});
  CHECK(chosen_runs(candidates, 20).size() == 6);
}

TEST_CASE("a replay keeps states, the share of users served, and what the recovery waited for") {
  const std::shared_ptr<const Design> design = design_from(takeover_design);
  const DesignLabels labels(*design);
  const HealthyWeek week(*design, 1);
  Drill drill(week, labels, 1, TrafficResolution::flow);
  Story story;
  drill.run(script(*design, {{"first", "failure", Duration{}, minutes(30)}}), 0, &story);
  const ReplayResult replay = replay_of(story, *design);

  // The group answers again after its failover of 90 s, and nobody is served until then.
  REQUIRE(replay.recoveries.size() == 1);
  const ReplayResult::Recovery& recovery = replay.recoveries[0];
  CHECK(recovery.hurt);
  CHECK(recovery.recovered);
  CHECK(recovery.seconds == 90);
  double waited = 0;
  for (const ReplayResult::Wait& wait : recovery.waits) waited += wait.until_seconds - wait.from_seconds;
  CHECK(waited == Approx(90));

  REQUIRE(replay.served.size() == 1);
  const ReplayResult::Track& served = replay.served[0].second;
  CHECK(served.seconds.front() == replay.from_seconds);
  double lost = 0;
  for (std::size_t i = 1; i < served.seconds.size(); ++i)
    lost += (served.seconds[i] - served.seconds[i - 1]) * (1 - (served.share[i] + served.share[i - 1]) / 2);
  CHECK(lost == Approx(90));

  const auto lane = [&](const std::string& name) {
    for (const ReplayResult::Lane& one : replay.lanes)
      if (one.name == name) return one;
    return ReplayResult::Lane{};
  };
  const ReplayResult::Lane first = lane("first");
  REQUIRE(first.states.size() == 3);
  CHECK(first.states[1] == "down");
  CHECK(first.seconds[1] == 0);
  CHECK(first.seconds[2] == 1800);
  CHECK(lane("second").states.empty());
}

TEST_CASE("the topology names users, journeys and components, and why they are connected") {
  const std::shared_ptr<const Design> design = design_from(takeover_design);
  const TopologyResult topology = topology_of(*design);
  const auto edge = [&](const std::string& from, const std::string& to, const std::string& kind) {
    for (const TopologyResult::Edge& e : topology.edges)
      if (topology.nodes[e.from].name == from && topology.nodes[e.to].name == to && e.kind == kind) return true;
    return false;
  };
  CHECK(edge("users", "order", "path"));
  CHECK(edge("order", "database", "path"));
  CHECK(edge("database", "first", "reference"));
  CHECK_FALSE(edge("first", "second", "reference"));
}
