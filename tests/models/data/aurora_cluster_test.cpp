// Tests of Aurora clusters: promotion of readers, the zone of a lone writer, quorum, ways back, and coming into being.
#include "tests/support/bench.h"
#include "tests/support/billing.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using testing::Bench;
using testing::design_from;
using testing::ScriptedRun;

namespace {

std::string cluster(const std::string& more, const std::string& zones = "[a, b, c]") {
  return "design: store\n"
         "regions: {primary: {name: us-east-1, zones: " +
         zones +
         ", stack: s}}\n"
         "stacks:\n  s:\n    db: {type: aurora_cluster, class: db.t3.medium, " +
         more +
         "}\n"
         "journeys:\n"
         "  order: {path: [primary.db.write], rate: 50 /s}\n"
         "  report: {path: [primary.db.read], rate: 20 /s}\n";
}

/// A cluster and one in a second region that is created only when it is needed.
const std::string redeployed =
    "design: store\n"
    "regions:\n"
    "  primary: {name: ap-southeast-1, zones: [a, b], stack: one}\n"
    "  standby: {name: us-east-1, zones: [a, b], stack: two}\n"
    "stacks:\n"
    "  one:\n    db: {type: aurora_cluster, class: db.t3.medium, instances: [a, b]}\n"
    "  two:\n    db: {type: aurora_cluster, class: db.t3.medium, instances: [a, b], replaces: primary.db}\n"
    "journeys:\n"
    "  order: {path: [primary.db.write], rate: 50 /s}\n"
    "  moved: {path: [standby.db.write], rate: 1 /s}\n";

}  // namespace

TEST_CASE("A reader takes over from a lost writer in 8 to 60 s, 20 s in the middle, and nothing is lost") {
  const auto design = design_from(cluster("instances: [a, b]"));
  for (const auto& [component, mode] : {std::pair{"primary.db", "crash"}, std::pair{"primary.zone-1", "power_loss"}}) {
    ScriptedRun run(*design, testing::script(*design, {{component, mode, {}, hours(2)}}), 400);
    // aurora.failover.replica: lognormal, median 20 s, 90 % within 40 s, 8 to 60 s; aurora.rpo.inregion: 0.
    const auto seconds = run.values("primary.db.failover_seconds");
    REQUIRE(seconds.size() == 400);
    CHECK(seconds.front() >= 8);
    CHECK(seconds.back() <= 60);
    CHECK(ScriptedRun::quantile(seconds, 0.5) == Approx(20).epsilon(0.1));
    CHECK(ScriptedRun::quantile(seconds, 0.9) == Approx(40).epsilon(0.12));
    for (const auto& record : run.records()) CHECK(record.losses.empty());
    // Reads fail as well while a reader is promoted.
    CHECK(run.rto(1).front() >= 8);
    // rds.dns.ttl: the last client's address expires 5 s later.
    CHECK(run.values("primary.db.client_failover_seconds").front() >= 13);
  }
}

TEST_CASE("Nobody who reads fails when a lost instance comes back, or a cut one is reachable again") {
  const auto design = design_from(cluster("instances: [a, b]"));
  for (const auto& [component, mode] : {std::pair{"primary.db", "crash"}, std::pair{"primary.zone-1", "isolation"}}) {
    ScriptedRun run(*design, testing::script(*design, {{component, mode, {}, hours(1)}}), 50);
    // Median 20 s until a reader writes (aurora.failover.replica), 10 s of reconnection: all reads are served by the new
    // writer since then. A reader that returns, after two minutes at the least, moves those that still work.
    CHECK(ScriptedRun::quantile(run.rto(1), 0.8) < 100);
    CHECK(run.rto(1).back() < 30 * 60);
  }
}

TEST_CASE("The phases of a promotion add up to its recovery time") {
  const auto design = design_from(cluster("instances: [a, b]"));
  ScriptedRun run(*design, testing::script(*design, {{"primary.db", "crash", {}, {}}}), 20);
  for (const auto& record : run.records()) {
    const auto& phases = record.journeys[0].phases;
    CHECK(phases.total() == Approx(record.journeys[0].rto_seconds).margin(0.01));
    CHECK(phases.notice > 0);
    CHECK(phases.act > phases.notice);
    CHECK(phases.propagate > 0);
  }
}

TEST_CASE("A lone writer is recreated in its own zone in 2 to 15 minutes") {
  const auto design = design_from(cluster("instances: [a]"));
  ScriptedRun run(*design, testing::script(*design, {{"primary.db", "crash", {}, {}}}), 400);
  // aurora.failover.noreplica: lognormal, median 300 s, 90 % within 600 s, 120 to 900 s.
  const auto seconds = run.values("primary.db.recreation_seconds");
  REQUIRE(seconds.size() == 400);
  CHECK(seconds.front() >= 120);
  CHECK(seconds.back() <= 900);
  CHECK(ScriptedRun::quantile(seconds, 0.5) == Approx(300).epsilon(0.1));
  CHECK(ScriptedRun::quantile(seconds, 0.9) == Approx(600).epsilon(0.12));
  CHECK(run.values("primary.db.failover_seconds").empty());
}

TEST_CASE("A lone writer whose zone is lost waits for it, in spite of six copies in three zones") {
  Bench bench(cluster("instances: [a]"));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  bench.run(hours(3));
  CHECK_FALSE(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK(bench.sli(0) == 0);
  bench.relent("primary.zone-1", "power_loss");
  bench.run(minutes(16));
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK(bench.values("primary.db", "outage_seconds").at(0) >= 3 * 3600 + 120);
  CHECK(bench.losses().empty());
  CHECK(bench.settled("primary.db"));
}

TEST_CASE("The isolation of its zone neither shortens the repair of an instance nor begins it anew") {
  const auto outage = [](Duration isolated) {
    Bench bench(cluster("instances: [a]"));
    bench.run(hours(1));
    bench.strike("primary.db", "crash");
    bench.run(seconds(5));
    if (isolated > Duration{}) bench.strike("primary.zone-1", "isolation");
    bench.run(isolated);
    if (isolated > Duration{}) bench.relent("primary.zone-1", "isolation");
    bench.run(minutes(16));
    CHECK(bench.settled("primary.db"));
    return bench.values("primary.db", "outage_seconds").at(0);
  };
  const double alone = outage({});
  CHECK(alone >= 120);  // aurora.failover.noreplica: 120 s at the least
  CHECK(outage(seconds(5)) == Approx(alone));
  CHECK(outage(hours(1)) == Approx(3605));  // the instance was there long before it could be reached
}

TEST_CASE("The isolation of its zone does not shorten the creation of an instance") {
  Bench bench(cluster("instances: [a]"));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  REQUIRE(bench.operate("primary.db", "add_instance") == Operable::Outcome::started);
  bench.run(seconds(5));
  bench.strike("primary.zone-2", "isolation");
  bench.run(seconds(5));
  bench.relent("primary.zone-2", "isolation");
  bench.run(minutes(20));
  CHECK(bench.values("primary.db", "outage_seconds").at(0) >= 315 + 8);  // rds.create, aurora.failover.replica
}

TEST_CASE("People can order an instance in another zone for a writer that waits") {
  Bench bench(cluster("instances: [a]"));
  bench.run(hours(1));
  CHECK(bench.operate("primary.db", "add_instance") == Operable::Outcome::refused);  // nothing is wrong
  bench.strike("primary.zone-1", "power_loss");
  bench.strike("primary", "control_plane_loss");
  CHECK(bench.operate("primary.db", "add_instance") == Operable::Outcome::unavailable);
  bench.relent("primary", "control_plane_loss");
  REQUIRE(bench.operate("primary.db", "add_instance") == Operable::Outcome::started);
  bench.run(minutes(20));
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK(bench.design().label(bench.as<DataStore>("primary.db").writer_site()) == "us-east-1b");
  // rds.create: 315 to 1026 s; then aurora.failover.replica: 8 to 60 s.
  const auto outage = bench.values("primary.db", "outage_seconds");
  CHECK(outage.at(0) >= 315 + 8);
  CHECK(outage.at(0) <= 1026 + 60);
  CHECK(bench.sli(0) > 0.9);
}

TEST_CASE("The volume takes writes with four of its six copies and answers reads with three") {
  Bench bench(cluster("instances: [a, b]"));
  bench.run(hours(1));
  // aurora.storage.copies: a zone holds two of them.
  bench.strike("primary.zone-3", "power_loss");
  CHECK(bench.sli(0) == Approx(1).margin(0.001));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  CHECK_FALSE(bench.settled("primary.db"));
  REQUIRE(bench.strike("primary.db", "storage_loss", 1));  // a zone and one more
  CHECK(bench.sli(0) == 0);
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  bench.relent("primary.db", "storage_loss", 1);
  bench.run(minutes(3));
  CHECK(bench.sli(0) == Approx(1).margin(0.001));
  bench.strike("primary.zone-2", "power_loss");
  bench.run(minutes(2));  // whoever is left can find the writer by now
  CHECK(bench.sli(0) == 0);
  CHECK(bench.sli(1) == 0);
  CHECK(bench.losses().empty());
}

TEST_CASE("Copies of the volume that two faults took are all back when both are over, each fault with its own") {
  Bench bench(cluster("instances: [a, b]"));
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.db", "storage_loss", 3));
  REQUIRE(bench.strike("primary.db", "storage_loss", 2));
  CHECK(bench.sli(1) == 0);  // one is left
  bench.relent("primary.db", "storage_loss", 3);
  bench.run(minutes(3));
  CHECK(bench.sli(0) == Approx(1).margin(0.001));  // four are
  CHECK_FALSE(bench.settled("primary.db"));
  bench.relent("primary.db", "storage_loss", 2);
  bench.run(minutes(3));
  CHECK(bench.settled("primary.db"));
}

TEST_CASE("The loss of a reader hurts its readers until its address has expired") {
  Bench bench(cluster("instances: [a, b, c]"));
  bench.run(hours(1));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  REQUIRE(bench.strike("primary.db", "replica_loss", 1, 1));
  CHECK(bench.sli(0) == Approx(1).margin(0.001));
  CHECK(bench.sli(1) == Approx(0.5).margin(0.01));  // one of two readers
  bench.run(seconds(2));                            // aurora.ro_endpoint.ttl: 1 s
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  bench.run(minutes(16));
  CHECK(bench.settled("primary.db"));
}

TEST_CASE("Maintenance with a reader costs a promotion, without one a restart") {
  for (const bool reader : {false, true}) {
    Bench bench(cluster(reader ? "instances: [a, b]" : "instances: [a]"));
    bench.run(hours(1));
    REQUIRE(bench.strike("primary.db", "os_patch"));
    bench.run(minutes(15));
    CHECK(bench.values("primary.db", "failover_seconds").size() == (reader ? 1 : 0));
    CHECK(bench.values("primary.db", "maintenance_downtime_seconds").size() == 1);
    REQUIRE(bench.strike("primary.db", "minor_engine_upgrade"));
    CHECK(bench.sli(0) == 0);
    CHECK(bench.sli(1) == 0);
    bench.run(minutes(15));
    CHECK(bench.values("primary.db", "maintenance_downtime_seconds").size() == 2);
    CHECK(bench.settled("primary.db"));
  }
}

TEST_CASE("Damage is turned back within the window, and restored within the retention") {
  const std::string given = cluster("instances: [a, b], backups: {retention: 1 d, backtrack_window: 12 h}");
  {
    Bench bench(given);
    bench.run(hours(1));
    REQUIRE(bench.strike("primary.db", "corruption", 0.5));
    bench.run(hours(1));
    CHECK(bench.sli(0) == Approx(0.5).margin(0.01));
    REQUIRE(bench.operate("primary.db", "backtrack") == Operable::Outcome::started);
    bench.run(hours(2));
    REQUIRE(bench.losses().size() == 1);
    // What was acknowledged since the damage goes with it: an hour of the half that met sound contents.
    CHECK(bench.losses()[0].age.seconds() == Approx(3600).epsilon(0.01));
    CHECK(bench.losses()[0].lost_writes == Approx(0.5 * 50 * 3600).epsilon(0.02));
    CHECK(bench.sli(0) == Approx(1).margin(0.001));
  }
  {
    Bench bench(given);
    bench.run(hours(1));
    bench.strike("primary.db", "corruption", 0.5);
    bench.run(hours(13));
    CHECK(bench.operate("primary.db", "backtrack") == Operable::Outcome::refused);  // noticed too late for that
    REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
    bench.run(hours(3));
    const auto restore = bench.values("primary.db", "restore_seconds");
    REQUIRE(restore.size() == 1);
    CHECK(restore[0] >= 420 + 60);  // rds.restore.snapshot: 420 to 7200 s, and callers come after it
    CHECK(restore[0] <= 7200 + 7200);
    CHECK_FALSE(bench.losses().at(0).unbounded);
    CHECK(bench.sli(0) == Approx(1).margin(0.001));
  }
  {
    Bench bench(given);
    bench.run(hours(1));
    bench.strike("primary.db", "corruption", 0.5);
    bench.run(hours(26));
    CHECK(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::refused);  // noticed too late for anything
    CHECK(bench.losses().at(0).unbounded);
  }
}

TEST_CASE("A restore that a cluster did not wait for loses nothing") {
  Bench bench(cluster("instances: [a]"));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "isolation");
  REQUIRE_FALSE(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
  bench.run(minutes(2));
  bench.relent("primary.zone-1", "isolation");
  bench.run(hours(10));
  CHECK(bench.values("primary.db", "restore_seconds").size() == 1);
  CHECK(bench.losses().empty());
  CHECK(bench.values("primary.db", "outage_seconds").size() == 1);  // callers stayed with the old cluster
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
}

TEST_CASE("A restored cluster has a whole volume of its own, which the end of the old one's fault does not touch") {
  Bench bench(cluster("instances: [a, b], backups: {retention: 1 d}"));
  const auto accepts_writes = [&] { return bench.as<DataStore>("primary.db").accepts_writes(bench.world()); };
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.db", "storage_loss", 3));
  REQUIRE_FALSE(accepts_writes());
  REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
  bench.run(hours(5));
  CHECK(accepts_writes());
  CHECK(bench.settled("primary.db"));
  bench.relent("primary.db", "storage_loss", 3);
  CHECK(bench.settled("primary.db"));
  REQUIRE(bench.strike("primary.db", "storage_loss", 3));
  CHECK_FALSE(accepts_writes());
}

TEST_CASE("The restore point is up to five minutes older than damage that is restored at once") {
  std::vector<double> before;
  for (std::uint64_t replication = 0; replication < 100; ++replication) {
    Bench bench(cluster("instances: [a, b]"), replication);
    bench.run(hours(1));
    bench.strike("primary.db", "deletion");
    REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
    bench.run(hours(3));
    REQUIRE(bench.losses().size() == 1);
    before.push_back(bench.losses()[0].age.seconds());
    CHECK(bench.losses()[0].lost_writes == Approx(50 * before.back()).epsilon(0.01));
  }
  std::sort(before.begin(), before.end());
  // aurora.pitr.lrt: 300 s, uniformly.
  CHECK(before.back() <= 300);
  CHECK(before[50] == Approx(150).epsilon(0.25));
}

// Fact aurora.pitr.lrt: older damage lies before the latest restorable instant, and nothing that was written before it is lost.
TEST_CASE("A restore ordered later than that goes to the instant before the damage") {
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    Bench bench(cluster("instances: [a, b]"), replication);
    bench.run(hours(1));
    bench.strike("primary.db", "deletion");
    bench.run(minutes(6));
    REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
    bench.run(hours(3));
    CHECK(bench.losses().empty());
    CHECK(bench.sli(0) == Approx(1).margin(0.001));
  }
}

TEST_CASE("A cluster of a template does not exist, and costs nothing, until it is created") {
  Bench bench(redeployed);
  bench.run(hours(1));
  CHECK(bench.settled("standby.db"));
  CHECK(bench.sli(1) == 0);
  CHECK_FALSE(bench.as<DataStore>("standby.db").accepts_writes(bench.world()));
  CHECK_FALSE(bench.strike("standby.db", "crash"));
  CHECK(testing::bill_of(bench.design(), "standby.db").empty());
  bench.strike("primary", "loss");
  REQUIRE(bench.operate("standby.db", "create") == Operable::Outcome::started);
  bench.run(minutes(20));
  // rds.create: 315 to 1026 s.
  const auto creation = bench.values("standby.db", "creation_seconds");
  REQUIRE(creation.size() == 1);
  CHECK(creation[0] >= 315);
  CHECK(creation[0] <= 1026);
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  // It knows nothing of what the other one holds.
  REQUIRE(bench.losses().size() == 1);
  CHECK(bench.losses()[0].unbounded);
  CHECK(bench.operate("standby.db", "create") == Operable::Outcome::refused);
  CHECK(bench.strike("standby.db", "crash"));
}

TEST_CASE("A cluster restored in another region lacks what was written since, until the first region is back") {
  Bench bench(redeployed);
  bench.run(hours(2));
  bench.strike("primary", "loss");
  bench.run(hours(1));
  auto* store = bench.world().capability<DataStore>(bench.id("standby.db"));
  REQUIRE(store->restore_from(bench.world(), Time{} + hours(1)));
  REQUIRE(bench.losses().size() == 1);
  CHECK(bench.losses()[0].age == hours(1));
  CHECK(bench.losses()[0].stranded_writes == Approx(50 * 3600).epsilon(0.01));
  CHECK(bench.losses()[0].lost_writes == 0);
}

TEST_CASE("A cluster is billed by instances, volume and what the volume does") {
  const auto design = design_from(cluster("instances: [a, b], storage: 100 GiB, operations_per_request: 2"));
  const auto items = testing::bill_of(*design, "primary.db", 1e6);
  // us-east-1: 0.082 USD/h, 0.1 USD/GB-month, 0.2 USD per million operations.
  CHECK(testing::dollars_for(items, "aurora.mysql.db.t3.medium.standard") == Approx(2 * 730 * 0.082));
  CHECK(testing::dollars_for(items, "aurora.storage.standard") == Approx(10.0));
  CHECK(testing::dollars_for(items, "aurora.io.standard") == Approx(2 * 2 * 0.2));
  CHECK(testing::dollars_for(items, "aurora.backup.storage") == Approx(0.021));
}

TEST_CASE("A PostgreSQL cluster cannot be turned back") {
  CHECK(testing::problems_of(cluster("instances: [a], engine: postgres, backups: {backtrack_window: 1 h}")).find("MySQL") !=
        std::string::npos);
}
