// Tests of a global database's secondary cluster: takeover by people, planned changes of roles, lag, and damage.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;
using Outcome = Operable::Outcome;

namespace {

std::string global_database(const std::string& more = "") {
  return "design: store\n"
         "regions:\n"
         "  primary: {name: ap-southeast-1, zones: [a, b], stack: one}\n"
         "  standby: {name: us-east-1, zones: [a, b], stack: two}\n"
         "stacks:\n"
         "  one:\n    db: {type: aurora_cluster, class: db.r6g.large, instances: [a, b]}\n"
         "  two:\n    db: {type: aurora_secondary_cluster, source: primary.db, class: db.r6g.large, instances: [a, b]" +
         more +
         "}\n"
         "journeys:\n"
         "  order: {path: [primary.db.write], rate: 50 /s}\n"
         "  report: {path: [standby.db.read], rate: 20 /s}\n";
}

}  // namespace

TEST_CASE("People order a secondary cluster to take over: 45 to 900 s, and what had not arrived is lost") {
  std::vector<double> takeovers, lags;
  for (std::uint64_t replication = 0; replication < 200; ++replication) {
    Bench bench(global_database(), replication);
    bench.run(hours(1));
    CHECK(bench.operate("standby.db", "fail_over") == Outcome::refused);  // the primary is well
    bench.strike("primary", "loss");
    bench.run(minutes(10));
    CHECK(bench.sli(0) == 0);  // nothing happens by itself
    REQUIRE(bench.operate("standby.db", "fail_over") == Outcome::started);
    bench.run(minutes(20));
    REQUIRE(bench.values("standby.db", "takeover_seconds").size() == 1);
    takeovers.push_back(bench.values("standby.db", "takeover_seconds")[0]);
    REQUIRE(bench.losses().size() == 1);
    lags.push_back(bench.losses()[0].age.seconds());
    CHECK(bench.losses()[0].lost_writes == Approx(50 * lags.back()).epsilon(0.01));
    CHECK(bench.sli(0) == Approx(1).margin(0.001));  // the global writer's name has moved
  }
  std::sort(takeovers.begin(), takeovers.end());
  std::sort(lags.begin(), lags.end());
  // aurora.gdb.failover.rto: lognormal, median 90 s, 90 % within 300 s, 45 to 900 s.
  CHECK(takeovers.front() >= 45);
  CHECK(takeovers.back() <= 900);
  CHECK(takeovers[100] == Approx(90).epsilon(0.25));
  CHECK(takeovers[180] == Approx(300).epsilon(0.35));
  // aurora.gdb.rpo: lognormal, median 1 s, 90 % within 5 s, 0.2 to 60 s.
  CHECK(lags.front() >= 0.2 - 1e-6);
  CHECK(lags[100] == Approx(1).epsilon(0.3));
  CHECK(lags[180] == Approx(5).epsilon(0.4));
}

TEST_CASE("Lag that has built up before the region is lost is lost with it") {
  Bench bench(global_database());
  bench.run(hours(1));
  REQUIRE(bench.strike("standby.db", "replication_lag", 600));
  bench.strike("primary", "loss");
  REQUIRE(bench.operate("standby.db", "fail_over") == Outcome::started);
  bench.run(minutes(20));
  CHECK(bench.losses().at(0).age.seconds() >= 600);
  CHECK(bench.losses().at(0).age.seconds() <= 660);
}

TEST_CASE("The isolation of their zones does not shorten the repair of a secondary cluster's readers") {
  Bench bench(global_database());
  bench.run(hours(1));
  REQUIRE(bench.strike("standby.db", "replica_loss"));
  for (const char* zone : {"standby.zone-1", "standby.zone-2"}) bench.strike(zone, "isolation");
  bench.run(seconds(5));
  for (const char* zone : {"standby.zone-1", "standby.zone-2"}) bench.relent(zone, "isolation");
  bench.run(seconds(100));  // aurora.failover.noreplica: 120 s at the least
  CHECK(bench.sli(1) == 0);
  bench.run(minutes(16));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
}

TEST_CASE("Callers of a detached cluster wait until somebody switches them") {
  Bench bench(global_database());
  bench.run(hours(1));
  bench.strike("primary", "loss");
  REQUIRE(bench.operate("standby.db", "detach") == Outcome::started);
  bench.run(minutes(20));
  CHECK(bench.as<DataStore>("standby.db").accepts_writes(bench.world()));
  CHECK(bench.sli(0) == 0);
  REQUIRE(bench.operate("primary.db", "switch") == Outcome::done);
  bench.run(seconds(6));  // rds.dns.ttl: 5 s
  CHECK(bench.sli(0) == Approx(1).margin(0.001));
}

TEST_CASE("The first region's return does not draw callers back from the cluster that has taken over") {
  Bench bench(global_database());
  bench.run(hours(1));
  bench.strike("primary", "loss");
  bench.run(minutes(10));
  REQUIRE(bench.operate("standby.db", "fail_over") == Outcome::started);
  bench.run(minutes(30));
  REQUIRE(bench.sli(0) == Approx(1).margin(0.001));
  bench.relent("primary", "loss");
  for (int minute = 0; minute < 120; ++minute) {
    bench.run(minutes(1));
    CHECK(bench.sli(0) == Approx(1).margin(0.001));
  }
  // Given back, the first cluster serves again.
  REQUIRE(bench.operate("standby.db", "fail_back") == Outcome::started);
  bench.run(hours(6));
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK(bench.sli(0) == Approx(1).margin(0.001));
}

TEST_CASE("A takeover needs the control plane of its own region, and a reader there") {
  Bench bench(global_database(", failover: {recreation: 2 h}"));
  bench.run(hours(1));
  bench.strike("primary", "loss");
  bench.strike("standby", "control_plane_loss");
  CHECK(bench.operate("standby.db", "fail_over") == Outcome::unavailable);
  bench.relent("standby", "control_plane_loss");
  bench.strike("standby.db", "replica_loss");
  CHECK(bench.sli(1) == 0);
  CHECK(bench.operate("standby.db", "fail_over") == Outcome::unavailable);
  REQUIRE(bench.operate("standby.db", "add_instance") == Outcome::done);
  bench.run(minutes(18));  // rds.create: 1026 s at the most
  CHECK(bench.operate("standby.db", "fail_over") == Outcome::started);
}

TEST_CASE("A planned change of roles loses nothing, and the way back neither") {
  Bench bench(global_database());
  bench.run(hours(1));
  REQUIRE(bench.operate("standby.db", "switch_over") == Outcome::started);
  CHECK(bench.sli(0) == 0);
  bench.run(hours(1));
  CHECK(bench.values("standby.db", "switchover_seconds").size() == 1);
  CHECK(bench.sli(0) == Approx(1).margin(0.001));
  CHECK_FALSE(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK_FALSE(bench.settled("standby.db"));
  REQUIRE(bench.operate("standby.db", "fail_back") == Outcome::started);
  bench.run(hours(24));
  CHECK(bench.values("standby.db", "switchover_seconds").size() == 2);
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK(bench.sli(0) == Approx(1).margin(0.001));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  CHECK(bench.losses().empty());
  CHECK(bench.settled("standby.db"));
  CHECK(bench.settled("primary.db"));
}

TEST_CASE("After a takeover one reader still stands in for the other") {
  Bench bench(global_database());
  bench.run(hours(1));
  bench.strike("primary", "loss");
  bench.operate("standby.db", "fail_over");
  bench.run(minutes(20));
  REQUIRE(bench.strike("standby.zone-1", "power_loss"));
  CHECK(bench.sli(0) == 0);
  bench.run(minutes(4));
  CHECK(bench.sli(0) == Approx(1).margin(0.001));
  CHECK(bench.losses().size() == 1);  // none but the takeover's
}

TEST_CASE("A restart of the primary's writer interrupts the readers of the secondary") {
  Bench bench(global_database());
  bench.run(hours(1));
  bench.strike("primary.db", "crash");
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  bench.run(minutes(15));
  // aurora.gdb.secondary_restart; rds.reboot: 15 to 600 s.
  const auto outage = bench.values("standby.db", "outage_seconds");
  REQUIRE(outage.size() == 1);
  CHECK(outage[0] >= 15);
  CHECK(outage[0] <= 600);
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
}

TEST_CASE("A secondary cluster copies damage within seconds") {
  Bench bench(global_database());
  bench.run(hours(1));
  bench.strike("primary.db", "corruption");
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  bench.run(minutes(1));  // aurora.gdb.rpo: 60 s at the most
  CHECK(bench.sli(1) == 0);
  REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Outcome::started);
  bench.run(hours(3));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  CHECK(bench.settled("standby.db"));
}

TEST_CASE("A global database pays for the second cluster and for each replicated write") {
  const auto design = testing::design_from(global_database(", storage: 100 GiB, operations_per_request: 2"));
  const auto items = testing::bill_of(*design, "standby.db", 1e6);
  // us-east-1: 0.26 USD/h, 0.2 USD per million replicated writes.
  CHECK(testing::dollars_for(items, "aurora.mysql.db.r6g.large.standard") == Approx(2 * 730 * 0.26));
  CHECK(testing::dollars_for(items, "aurora.global_db.replicated_write_io") == Approx(2 * 0.2));
}

TEST_CASE("Both clusters of a global database cannot be in one region") {
  CHECK(testing::problems_of("design: store\n"
                             "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
                             "stacks:\n  s:\n"
                             "    db: {type: aurora_cluster, class: db.r6g.large, instances: [a]}\n"
                             "    copy: {type: aurora_secondary_cluster, source: db, class: db.r6g.large, instances: [b]}\n"
                             "journeys:\n  order: {path: [primary.db.write], rate: 1 /s}\n")
            .find("another region") != std::string::npos);
}

// A copy holds what its source holds: nobody has to say engine and size twice.
TEST_CASE("A secondary cluster has the engine and the size of its source, and cannot have another engine") {
  const auto with = [](const std::string& first, const std::string& second) {
    std::string text = global_database(second);
    const std::string place = "{type: aurora_cluster, class: db.r6g.large";
    return text.replace(text.find(place), place.size(), place + first);
  };
  const auto design = testing::design_from(with(", engine: postgres, storage: 200 GiB", ""));
  const auto quantity = [&](const std::string& price_key) {
    double sum = 0;
    for (const CostItem& item : testing::bill_of(*design, "standby.db")) sum += item.price_key == price_key ? item.quantity : 0;
    return sum;
  };
  CHECK(quantity("aurora.postgres.db.r6g.large.standard") == Approx(2 * 730));
  CHECK(quantity("aurora.storage.standard") == Approx(200));
  const std::string problems = testing::problems_of(with(", engine: postgres", ", engine: mysql"));
  CHECK(problems.find("a copy has the engine of its source") != std::string::npos);
}
