// Long runs against exact answers of repairable systems.
#include "sim/run/long_run.h"

#include <cmath>
#include <set>

#include "sim/run/campaign.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

/// Mean share of time in which the design's journeys are down, and its standard error.
struct Unavailability {
  double mean = 0, error = 0;
};

Unavailability unavailability(const std::string& yaml, std::uint64_t years_run, Duration period) {
  const std::shared_ptr<const Design> design = design_from(yaml);
  CampaignOptions options;
  options.seed = 7;
  options.jobs = 2;
  const auto prepared = prepare({design}, options);
  const auto records = run_years(prepared.front(), years_run, period, options);
  double sum = 0, squares = 0;
  for (const ReplicationRecord& r : records) {
    const double u = r.downtime_seconds / r.window_seconds;
    sum += u;
    squares += u * u;
  }
  const double n = static_cast<double>(records.size());
  const double mean = sum / n;
  return {mean, std::sqrt((squares / n - mean * mean) / n)};
}

constexpr const char* fleet = R"(
design: w2
components:
  zone-0: {type: node, time_to_failure: exponential(365 d), time_to_repair: exponential(4 h)}
  zone-1: {type: node, time_to_failure: exponential(365 d), time_to_repair: exponential(4 h)}
  zone-2: {type: node, time_to_failure: exponential(365 d), time_to_repair: exponential(4 h)}
  instances-0: {type: pool, units: 4, needed: 2, time_to_failure: exponential(30 d), time_to_repair: exponential(5 min), requires: [zone-0]}
  instances-1: {type: pool, units: 4, needed: 2, time_to_failure: exponential(30 d), time_to_repair: exponential(5 min), requires: [zone-1]}
  instances-2: {type: pool, units: 4, needed: 2, time_to_failure: exponential(30 d), time_to_repair: exponential(5 min), requires: [zone-2]}
  database-0: {type: node, time_to_failure: exponential(90 d), time_to_repair: exponential(30 min), requires: [zone-0]}
  database-1: {type: node, time_to_failure: exponential(90 d), time_to_repair: exponential(30 min), requires: [zone-1]}
  database: {type: failover_group, members: [database-0, database-1], failover: 90 s}
journeys:
  order: {success: {all: [database, {at_least: 2, of: [instances-0, instances-1, instances-2]}]}, rate: 100 /s}
)";

/// A database instance without a standby, with these parameters too.
std::shared_ptr<const Design> store(const std::string& parameters) {
  return design_from(R"(
design: store
regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}
stacks:
  s:
    db: {type: rds_instance, class: db.t3.micro, zone: a, )" + parameters + R"(}
journeys:
  order: {path: [primary.db.write], rate: 10 /s}
)");
}

}  // namespace

TEST_CASE("the availability fleet W2 has its exact unavailability") {
  // 1.531586e-5 solves the Markov chain of 68 250 states with the failover as Erlang-32 (published with the benchmark).
  const Unavailability u = unavailability(fleet, 4000, years(20));
  INFO(u.mean << " +- " << u.error);
  CHECK(u.error < 0.01 * 1.531586e-5);
  CHECK(std::abs(u.mean - 1.531586e-5) < 3.8 * u.error);
}

TEST_CASE("maintenance comes in its window and at no other time, faults at any") {
  // One instance without a standby, patched and upgraded about once a year each (failure_rates.rds), in half an hour of
  // the week; what begins there ends within the longest patch of 20 min and upgrade of 30 min, and reconnection.
  const auto design = store(R"(host_fault_interval: exponential(1 y), maintenance: {window: "sun 04:00-04:30 America/New_York"})");
  CampaignOptions options;
  options.seed = 3;
  const auto prepared = prepare({design}, options);
  const DesignLabels labels(*design);
  const auto& causes = labels.labels().causes;
  const Duration opens = days(6) + hours(9), closes = days(6) + hours(9) + minutes(30);  // five hours behind UTC
  std::size_t maintained = 0, failed_elsewhere = 0;
  for (const ReplicationRecord& record : run_years(prepared.front(), 50, years(2), options))
    for (const IncidentRecord& incident : record.incidents) {
      const Duration of_week = Duration{incident.start.microseconds % days(7).microseconds};
      const bool inside = of_week >= opens && of_week < closes;
      const std::string& cause = causes.at(incident.cause);
      const bool planned = cause.find("os_patch") != std::string::npos || cause.find("minor_engine_upgrade") != std::string::npos;
      maintained += planned;
      failed_elsewhere += !planned && !inside;
      if (planned) CHECK(inside);
      CHECK(labels.labels().planned.at(incident.cause) == planned);
    }
  CHECK(maintained > 120);  // 200 expected
  CHECK(failed_elsewhere > 60);
}

namespace {

/// A node alone that fails every twenty days, for half an hour.
std::shared_ptr<const Design> one_node() {
  return design_from(R"(
design: alone
components:
  node: {type: node, time_to_failure: exponential(20 d), time_to_repair: exponential(30 min)}
journeys:
  ask: {success: {all: [node]}, rate: 2 /s}
)");
}

}  // namespace

TEST_CASE("an incident knows when its cause is mended") {
  const auto design = one_node();
  CampaignOptions options;
  options.seed = 3;
  const auto prepared = prepare({design}, options);
  std::size_t seen = 0;
  for (const ReplicationRecord& record : run_years(prepared.front(), 3, years(1), options))
    for (const IncidentRecord& incident : record.incidents) {
      if (!incident.recovered) continue;
      ++seen;
      // Users are away exactly while the only node is broken.
      CHECK((incident.mended - incident.start).seconds() == Approx(incident.seconds).margin(1));
    }
  CHECK(seen > 30);  // 55 expected
}

TEST_CASE("each incident of a year has chance of its own") {
  // Without a standby RDS recovers on another host, in a time that is drawn: about as many times as there are incidents.
  const auto design = store("host_fault_interval: exponential(10 d)");
  CampaignOptions options;
  options.seed = 3;
  const auto prepared = prepare({design}, options);
  for (const ReplicationRecord& record : run_years(prepared.front(), 5, years(2), options)) {
    std::set<double> seconds;
    for (const IncidentRecord& incident : record.incidents) seconds.insert(std::round(incident.seconds));
    CHECK(record.incidents.size() > 30);  // 73 expected
    CHECK(seconds.size() > record.incidents.size() / 2);
  }
}

TEST_CASE("a year's hurt minutes add up to its failed requests") {
  const auto design = one_node();
  CampaignOptions options;
  options.seed = 3;
  const auto prepared = prepare({design}, options);
  std::size_t folded = 0;
  const auto records = run_years(prepared.front(), 5, years(1), options, [&](ReplicationRecord& year) {
    double seconds = 0, failed = 0;
    for (const HurtMinute& hurt : year.minutes) {
      CHECK(hurt.seconds <= 60 + 1e-6);
      CHECK(hurt.good == 0);
      seconds += hurt.seconds;
      failed += hurt.offered - hurt.good;
    }
    CHECK(seconds == Approx(year.downtime_seconds).epsilon(1e-9));
    CHECK(failed == Approx(year.journeys[0].offered - year.journeys[0].good).epsilon(1e-6));
    CHECK_FALSE(year.minutes.empty());
    ++folded;
  });
  CHECK(folded == 5);
  for (const ReplicationRecord& year : records) CHECK(year.minutes.empty());
}

TEST_CASE("evenings in which health itself is below the level of the SLA are downtime, years through") {
  const std::shared_ptr<const Design> design = design_from(R"(
design: evenings
components:
  web:
    {type: pool, units: 2, needed: 0, service_time: 50 ms, workers: 20, waiting_places: 0, time_to_failure: exponential(180 d),
     time_to_repair: 1 min}
journeys:
  order:
    {path: [web], rate: {daily: {peak: 780 /s at 20:00 UTC, trough: 200 /s}}, objective: {success: 99 %, within: 800 ms}, sla_level: 95 %}
sla: {target: 99.9 %, journeys: [order]}
)");
  CampaignOptions options;
  options.seed = 3;
  options.jobs = 1;
  const auto prepared = prepare({design}, options);
  int hours_below = 0;
  for (int hour = 0; hour < 24; ++hour) hours_below += prepared.front().week->sli_at(0, HealthyWeek::begin() + hours(hour)) < 0.95;
  REQUIRE(hours_below > 2);
  LongRun run(*prepared.front().week, *prepared.front().labels, options.seed);
  const ReplicationRecord year = run.run(1, years(1));
  const double hours_down = 24 * year.downtime_seconds / year.window_seconds;
  CHECK(hours_down <= hours_below);
  CHECK(hours_down >= hours_below - 2);  // the level is crossed within an hour, twice a day

  // A year says the same of its causes, whatever year its thread had run before.
  LongRun other(*prepared.front().week, *prepared.front().labels, options.seed);
  for (const std::uint64_t before : {4, 5}) other.run(before, years(1));
  CHECK(other.run(1, years(1)).downtime_by_cause == year.downtime_by_cause);
}
