// Tests of SNS topics: delivery of notifications.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

/// One topic tells another, which stands for whoever subscribes.
const std::string topics =
    "design: notices\n"
    "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
    "stacks:\n  s:\n"
    "    alerts: {type: sns_topic, subscribers: [people]}\n"
    "    people: {type: sns_topic}\n"
    "    db: {type: rds_instance, class: db.t3.micro, zone: a}\n"
    "journeys:\n  order: {path: [primary.db.write], rate: 1 /s}\n";

void ring(Bench& bench) {
  bench.world().capability<AlarmListener>(bench.id("primary.alerts"))->alarm_changed(bench.world(), bench.id("primary.db"), true);
}

}  // namespace

TEST_CASE("A notification arrives after a few seconds") {
  std::size_t within_median = 0;
  for (std::uint64_t replication = 0; replication < 200; ++replication) {
    Bench bench(topics, replication);
    bench.run(minutes(1));
    ring(bench);
    bench.run(milliseconds(499));
    CHECK(bench.values("primary.alerts", "delivered").empty());  // cw.alarm.action: 0.5 s at the least
    bench.run(milliseconds(1501));
    within_median += bench.values("primary.alerts", "delivered").size();
    bench.run(seconds(58));  // and 60 s at the most
    CHECK(bench.values("primary.alerts", "delivered") == std::vector<double>{1});
    bench.run(minutes(1));
    CHECK(bench.values("primary.people", "delivered") == std::vector<double>{0});
  }
  CHECK(within_median == Approx(100).margin(20));  // half of them within 2 s
}

TEST_CASE("A notification is lost while the topic, or its region, is out") {
  Bench bench(topics);
  bench.strike("primary.alerts", "outage");
  ring(bench);
  bench.relent("primary.alerts", "outage");
  bench.strike("primary", "loss");
  ring(bench);
  bench.run(minutes(2));
  CHECK(bench.values("primary.alerts", "undelivered") == std::vector<double>{1, 1});
  CHECK(bench.values("primary.alerts", "delivered").empty());
}

namespace {

/// A topic that calls people.
const std::string called =
    "design: called\n"
    "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
    "stacks:\n  s:\n"
    "    alerts: {type: sns_topic, subscribers: [people]}\n"
    "    people: {type: runbook, acknowledge: 1 min, decide: 1 min, steps: [{do: reboot, on: db}]}\n"
    "    db: {type: rds_instance, class: db.t3.micro, zone: a}\n"
    "journeys:\n  order: {path: [primary.db.write], rate: 1 /s}\n";

void send(Bench& bench, ComponentId alarm, bool firing) {
  bench.world().capability<AlarmListener>(bench.id("primary.alerts"))->alarm_changed(bench.world(), alarm, firing);
}

}  // namespace

TEST_CASE("Notifications of an alarm that comes and goes arrive in that order") {
  for (std::uint64_t replication = 0; replication < 40; ++replication) {
    Bench bench(called, replication);
    send(bench, no_component, true);
    send(bench, no_component, false);
    bench.run(minutes(20));
    CHECK(bench.values("primary.people", "noticed_seconds").size() == 1);
    CHECK(bench.values("primary.people", "decided_seconds").empty());
    CHECK(bench.settled("primary.people"));
  }
}

TEST_CASE("People who were never told that an alarm is over see it when they look") {
  Bench bench(called);
  const ComponentId quiet = bench.id("primary.db");
  send(bench, quiet, true);
  bench.run(minutes(1));
  bench.strike("primary.alerts", "outage");
  send(bench, quiet, false);
  bench.run(hours(1));
  CHECK(bench.values("primary.people", "noticed_seconds").size() == 1);
  CHECK(bench.values("primary.people", "decided_seconds").empty());
  CHECK(bench.settled("primary.people"));
}
