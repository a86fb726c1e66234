// Campaigns: records by replication, whatever part of them is run and on however many threads.
#include "sim/run/campaign.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <stdexcept>

#include "sim/measure/record_bytes.h"
#include "sim/run/parallel.h"
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

TEST_CASE("threads that take one stretch of one design after the other give each replication its own record") {
  CampaignOptions options;
  const auto prepared = prepare({shipped_design("kasha"), shipped_design("multi-region")}, options);
  // More replications than a thread does at a stretch, of two designs in turn.
  std::vector<PlannedRun> runs;
  for (std::size_t design = 0; design < 2; ++design)
    for (Plan& plan : shipped_plans("scenarios/standard/task-loss.yaml", *prepared[design].design))
      runs.push_back({design, std::move(plan), 53});
  REQUIRE(runs.size() >= 2);
  std::vector<PlannedRun> backwards(runs.rbegin(), runs.rend());
  const auto records = run_campaign(prepared, runs, options);
  options.jobs = 3;
  const auto again = run_campaign(prepared, backwards, options);
  for (std::size_t r = 0; r < runs.size(); ++r) {
    REQUIRE(records[r].size() == 53);
    CHECK(to_bytes(records[r]) == to_bytes(again[runs.size() - 1 - r]));
    Drill drill(*prepared[runs[r].design].week, *prepared[runs[r].design].labels, options.seed, TrafficResolution::flow);
    for (const std::uint64_t one : {0, 49, 50, 52})
      CHECK(to_bytes(std::vector{records[r][one]}) == to_bytes(std::vector{drill.run(runs[r].plan, one)}));
  }
}

TEST_CASE("a week that keeps only the hours in which replications begin gives the records of a whole one") {
  CampaignOptions options;
  std::vector<PreparedDesign> some = prepare_labels({shipped_design("kasha")});
  options.bill = [](const Design& design, const UsageMeter& usage) {
    return usage.average_gauge(design.find("primary.frontend"), 0);  // tasks; the integral of each window beside that of health
  };
  std::vector<PlannedRun> runs;
  for (Plan& plan : shipped_plans("scenarios/standard/zone-loss.yaml", *some[0].design)) runs.push_back({0, std::move(plan), 5});
  const WeekHours entered = hours_entered(runs, options);
  CHECK(entered.count() <= 5);  // all runs of a replication begin at one time
  prepare_weeks(some, {0}, options, {entered});
  const auto whole = prepare({some[0].design}, options);
  const auto expected = run_campaign(whole, runs, options), found = run_campaign(some, runs, options);
  for (std::size_t r = 0; r < runs.size(); ++r) CHECK(to_bytes(found[r]) == to_bytes(expected[r]));
  CHECK(std::any_of(found[0].begin(), found[0].end(), [](const ReplicationRecord& record) { return record.incident_cost != 0; }));
  // Another hour is asked for: the week is made anew, and keeps it, too.
  runs[0].replications = 9;
  CHECK_FALSE(some[0].week->keeps(hours_entered(runs, options)));
  CHECK_THROWS_AS(run_campaign(some, runs, options), std::logic_error);
  prepare_weeks(some, {0}, options, {hours_entered(runs, options)});
  CHECK(to_bytes(run_campaign(some, runs, options)[0]) == to_bytes(run_campaign(whole, runs, options)[0]));
}

TEST_CASE("years give the same records on any number of threads") {
  CampaignOptions options;
  const auto prepared = prepare({shipped_design("kasha")}, options);
  const auto one = run_years(prepared[0], 53, days(30), options);
  options.jobs = 3;
  REQUIRE(one.size() == 53);
  CHECK(one[52].replication == 52);
  CHECK(to_bytes(one) == to_bytes(run_years(prepared[0], 53, days(30), options)));
  CHECK(to_bytes(std::vector(one.begin(), one.begin() + 7)) == to_bytes(run_years(prepared[0], 7, days(30), options)));
}

TEST_CASE("what fails on a thread is told, be it its set-up or its work, and no more is begun") {
  CampaignOptions options;
  for (const unsigned jobs : {1u, 2u, 4u}) {
    options.jobs = jobs;
    const auto no_set_up = []() -> std::function<void(std::size_t)> { throw std::runtime_error("no set-up"); };
    CHECK_THROWS_WITH(for_each_index(9, options, no_set_up), "no set-up");
    std::atomic<int> begun = 0;
    const auto failing = [&begun] {
      return [&begun](std::size_t) {
        ++begun;
        throw std::runtime_error("no work");
      };
    };
    CHECK_THROWS_WITH(for_each_index(1000, options, failing), "no work");
    CHECK(begun <= static_cast<int>(jobs));
  }
}

TEST_CASE("drills of one replication that share its healthy hour are what each is alone, to the last bit") {
  const std::string design = GENERATE("kasha", "multi-region", "ecia-prod", "lamp-dr", "ecs-aurora-active-active");
  CAPTURE(design);
  CampaignOptions options;
  options.bill = [](const Design& of, const UsageMeter& usage) {
    double sum = 0;
    for (traffic::RouterId router = 0; router < of.network.routers.size(); ++router) sum += usage.requests(router);
    for (ComponentId c = 0; c < of.components().size(); ++c) sum += usage.average_gauge(c, 0);
    return sum;
  };
  const auto prepared = prepare({shipped_design(design)}, options);
  const Design& of = *prepared[0].design;
  Drill alone(*prepared[0].week, *prepared[0].labels, options.seed, TrafficResolution::flow, nullptr, options.bill);
  Drill in_turn(*prepared[0].week, *prepared[0].labels, options.seed, TrafficResolution::flow, nullptr, options.bill);
  std::vector<Plan> plans;
  // Two that begin at any time of the week, one that has other clients, and one that begins when the workload is highest.
  for (const char* scenario : {"zone-loss", "retry-storm", "task-loss", "surge", "region-loss"})
    for (Plan& plan : shipped_plans("scenarios/standard/" + std::string(scenario) + ".yaml", of)) plans.push_back(std::move(plan));
  for (std::uint64_t r = 0; r < 3; ++r)
    for (const Plan& plan : plans) {
      CAPTURE(plan.name, r);
      CHECK(to_bytes(std::vector{in_turn.run_in_turn(plan, r)}) == to_bytes(std::vector{alone.run(plan, r)}));
    }
}
