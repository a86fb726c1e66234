// Campaigns: records by replication, whatever part of them is run and on however many threads.
#include "sim/run/campaign.h"

#include <catch2/catch.hpp>

#include "sim/measure/record_bytes.h"
#include "tests/support/shipped.h"

using namespace windtunnel;
using namespace windtunnel::testing;

TEST_CASE("a campaign that begins later gives the same records from there on, on any number of threads") {
  const auto design = shipped_design("kasha");
  CampaignOptions options;
  const auto prepared = prepare({design}, options);
  std::vector<PlannedRun> whole;
  for (Plan& plan : shipped_plans("scenarios/standard/zone-loss.yaml", *design)) whole.push_back({0, std::move(plan), 9});
  REQUIRE(whole.size() >= 2);
  std::vector<PlannedRun> rest = whole;
  rest[0].first = 4;
  rest[1].first = 9;  // nothing is left of this one
  const auto all = run_campaign(prepared, whole, options);
  options.jobs = 3;
  const auto tail = run_campaign(prepared, rest, options);
  REQUIRE(tail[0].size() == 5);
  CHECK(tail[1].empty());
  CHECK(tail[0][0].replication == 4);
  const std::vector<ReplicationRecord> expected(all[0].begin() + 4, all[0].end());
  CHECK(to_bytes(tail[0]) == to_bytes(expected));
}
