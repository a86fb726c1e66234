// Tests of RDS instances: failover on both sides, maintenance, restores, and the bill.
#include "tests/support/bench.h"
#include "tests/support/billing.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using testing::Bench;
using testing::design_from;
using testing::ScriptedRun;

namespace {

std::string database(const std::string& more, const std::string& zones = "[a, b]", const std::string& rate = "50 /s") {
  return "design: store\n"
         "regions: {primary: {name: us-east-1, zones: " +
         zones +
         ", stack: s}}\n"
         "stacks:\n  s:\n    db: {type: rds_instance, class: db.t3.micro, zone: a, " +
         more +
         "}\n"
         "journeys:\n  order: {path: [primary.db.write], rate: " + rate + "}\n";
}

const std::string multi_zone =
    "standby_zone: b, backups: {retention: 30 d}, failover: {stuck_after_zone_loss: 0 %, stuck_after_host_fault: 0 %}";
const std::string single_zone = "backups: {retention: 30 d}";

}  // namespace

TEST_CASE("A Multi-AZ database fails over in 60 to 120 s, 85 s in the middle, and loses nothing") {
  const auto design = design_from(database(multi_zone));
  // rds.maz.failover: 60 to 120 s with a median of 85 s, detection and promotion included; rds.maz.rpo: 0.
  ScriptedRun run(*design, testing::script(*design, {{"primary.zone-1", "power_loss", {}, hours(4)}}), 600);
  const auto database_side = run.values("primary.db.failover_seconds");
  REQUIRE(database_side.size() == 600);
  CHECK(database_side.front() >= 60);
  CHECK(database_side.back() <= 120);
  CHECK(ScriptedRun::quantile(database_side, 0.5) == Approx(85).margin(1.5));
  for (const auto& record : run.records()) CHECK(record.losses.empty());

  // rds.dns.ttl: the last client's name expires 5 s later, and it reconnects after that.
  const auto client_side = run.values("primary.db.client_failover_seconds");
  CHECK(client_side.front() >= 65);
  CHECK(ScriptedRun::quantile(client_side, 0.5) > ScriptedRun::quantile(database_side, 0.5) + 5);
  // Users are back once 95 % of the clients are.
  const auto rto = run.rto();
  CHECK(rto.front() > 60);
  CHECK(ScriptedRun::quantile(rto, 0.5) > ScriptedRun::quantile(database_side, 0.5));
  CHECK(ScriptedRun::quantile(rto, 0.5) < ScriptedRun::quantile(client_side, 0.5));
}

TEST_CASE("The phases of a failover add up to its recovery time") {
  const auto design = design_from(database(multi_zone));
  ScriptedRun run(*design, testing::script(*design, {{"primary.zone-1", "power_loss", {}, hours(4)}}), 20);
  for (const auto& record : run.records()) {
    const auto& phases = record.journeys[0].phases;
    CHECK(phases.total() == Approx(record.journeys[0].rto_seconds).margin(0.01));
    CHECK(phases.notice > 0);
    CHECK(phases.act > 0);
    CHECK(phases.propagate > 0);
  }
}

TEST_CASE("After a failover the database is unprotected until a new standby is built") {
  Bench bench(database(multi_zone, "[a, b, c]"));
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.db", "crash"));
  bench.run(minutes(3));
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK_FALSE(bench.settled("primary.db"));
  bench.run(hours(5));
  const auto unprotected = bench.values("primary.db", "unprotected_seconds");
  REQUIRE(unprotected.size() == 1);
  // rds.maz.new_standby: 300 to 14 400 s.
  CHECK(unprotected[0] >= 300);
  CHECK(unprotected[0] <= 14400);
  CHECK(bench.settled("primary.db"));
}

TEST_CASE("With two zones a lost zone leaves no place for a new standby until it is back") {
  Bench bench(database(multi_zone));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  bench.run(hours(10));
  CHECK(bench.values("primary.db", "unprotected_seconds").empty());
  // A second fault now finds nothing to fail over to.
  bench.strike("primary.zone-2", "power_loss");
  bench.run(hours(1));
  CHECK_FALSE(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK(bench.sli() == 0);
  bench.relent("primary.zone-2", "power_loss");
  bench.run(minutes(11));  // rds.reboot: at most 600 s
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
}

TEST_CASE("A Single-AZ database waits for its zone") {
  Bench bench(database(single_zone));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  bench.run(hours(3));
  CHECK_FALSE(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  CHECK(bench.as<DataStore>("primary.db").stopped_at() == Time{} + hours(1));
  bench.relent("primary.zone-1", "power_loss");
  bench.run(minutes(11));
  const auto outage = bench.values("primary.db", "outage_seconds");
  REQUIRE(outage.size() == 1);
  CHECK(outage[0] >= 3 * 3600 + 15);
  CHECK(outage[0] <= 3 * 3600 + 600);
  CHECK(bench.losses().empty());  // the volume comes back with its zone
}

TEST_CASE("The host of a Single-AZ database is restarted or replaced") {
  const auto design = design_from(database(single_zone + ", repair: {restarts: 100 %}"));
  ScriptedRun run(*design, testing::script(*design, {{"primary.db", "crash", {}, {}}}), 400);
  // failure_rates.rds: lognormal, median 10 min, sigma 0.7 for a restart of the host.
  CHECK(ScriptedRun::quantile(run.values("primary.db.outage_seconds"), 0.5) == Approx(600).epsilon(0.12));
}

TEST_CASE("Maintenance is felt in spite of a standby") {
  const auto design = design_from(database(multi_zone));
  ScriptedRun upgrade(*design, testing::script(*design, {{"primary.db", "minor_engine_upgrade", {}, {}}}), 400);
  // rds.upgrade.minor.maz: median 240 s, 60 to 1800 s, on both instances together; then clients come back.
  const auto outage = upgrade.values("primary.db.outage_seconds");
  CHECK(ScriptedRun::quantile(outage, 0.5) == Approx(240).epsilon(0.1));
  CHECK(ScriptedRun::quantile(outage, 0.9) == Approx(600).epsilon(0.2));
  CHECK(outage.front() >= 60);
  CHECK(upgrade.values("primary.db.maintenance_downtime_seconds").front() > 60);

  ScriptedRun patch(*design, testing::script(*design, {{"primary.db", "os_patch", {}, {}}}), 400);
  // rds.os_patch.maz: median 45 s, 90 % within 60 s, since one zone is patched after the other.
  CHECK(ScriptedRun::quantile(patch.values("primary.db.outage_seconds"), 0.5) == Approx(45).epsilon(0.05));
  CHECK(ScriptedRun::quantile(patch.values("primary.db.outage_seconds"), 0.9) == Approx(60).epsilon(0.05));
}

TEST_CASE("Deleted data is gone from the standby too, and comes back up to five minutes old if that is ordered at once") {
  std::vector<double> ages;
  for (std::uint64_t replication = 0; replication < 100; ++replication) {
    Bench bench(database(multi_zone), replication);
    bench.run(hours(1));
    REQUIRE(bench.strike("primary.db", "deletion"));
    CHECK(bench.sli() == 0);
    REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
    bench.run(hours(10));
    REQUIRE(bench.losses().size() == 1);
    const DataLoss& loss = bench.losses()[0];
    ages.push_back(loss.age.seconds());
    CHECK(loss.lost_writes == Approx(50 * loss.age.seconds()).epsilon(0.01));
    // rds.restore.snapshot and rds.restore.pitr_extra: 420 + 60 s at the least, 7200 + 21 600 s at the most; and callers come after it.
    const auto restore = bench.values("primary.db", "restore_seconds");
    REQUIRE(restore.size() == 1);
    CHECK(restore[0] >= 480 + 60);
    CHECK(restore[0] <= 28800 + 7200);
    CHECK(bench.sli() == Approx(1).margin(0.01));
  }
  std::sort(ages.begin(), ages.end());
  // rds.pitr.log_upload: uniform over 0 to 300 s.
  CHECK(ages.back() <= 300);
  CHECK(ages[50] == Approx(150).margin(40));
}

TEST_CASE("Without backups deleted data is lost for good") {
  Bench bench(database("backups: {retention: 0 d}"));
  bench.run(hours(1));
  bench.strike("primary.db", "deletion");
  REQUIRE(bench.losses().size() == 1);
  CHECK(bench.losses()[0].unbounded);
  CHECK(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::refused);
}

// Fact rds.pitr.new_instance: a restore makes another instance, and nobody puts it in the place of one that works again.
TEST_CASE("A restore that a database did not wait for loses nothing") {
  Bench bench(database(single_zone));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "isolation");
  REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
  bench.run(minutes(2));
  bench.relent("primary.zone-1", "isolation");
  bench.run(hours(10));
  CHECK(bench.values("primary.db", "restore_seconds").size() == 1);
  CHECK(bench.losses().empty());
  CHECK(bench.values("primary.db", "outage_seconds").size() == 1);  // callers stayed with the old instance
  CHECK(bench.as<DataStore>("primary.db").writer_site() == bench.design().component(bench.id("primary.db")).parts().front());
  CHECK(bench.sli() == Approx(1).margin(0.001));
  CHECK(bench.settled("primary.db"));
}

TEST_CASE("A restore needs the control plane") {
  Bench bench(database(multi_zone));
  bench.run(hours(1));
  bench.strike("primary.db", "corruption", 0.5);
  CHECK(bench.sli() == Approx(0.5).margin(0.01));
  bench.strike("primary", "control_plane_loss");
  CHECK(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::unavailable);
}

TEST_CASE("A full volume stops the database, and failing over does not help") {
  Bench bench(database(multi_zone));
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.db", "storage_full"));
  CHECK(bench.operate("primary.db", "fail_over") == Operable::Outcome::refused);
  CHECK(bench.operate("primary.db", "add_storage") == Operable::Outcome::started);
  bench.run(hours(2));
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
}

TEST_CASE("A volume that fills up is full when the data that comes in has used what was free") {
  // 40 GiB, half of it free, and 10 GiB come in an hour.
  Bench bench(database("storage: 40 GiB, standby_zone: b"));
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.db", "storage_fill", 10));
  bench.run(minutes(119));
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  bench.run(minutes(2));
  CHECK_FALSE(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  bench.relent("primary.db", "storage_fill", 10);  // nothing more comes, but nothing has gone either
  bench.run(hours(1));
  CHECK(bench.sli() == 0);
  REQUIRE(bench.operate("primary.db", "add_storage") == Operable::Outcome::started);
  bench.run(hours(2));
  CHECK(bench.sli() == Approx(1).margin(0.001));
  CHECK(bench.values("primary.db", "volume_gibibytes").at(0) == Approx(50));  // at least 10 GiB more
}

TEST_CASE("Alarms hear of busy processors and of little free space") {
  std::string yaml = database("storage: 40 GiB, capacity: {query_time: 5 ms}");
  yaml.insert(yaml.find("journeys:"), "components:\n"
              "  busy: {type: alarm, on: primary.db, metric: cpu_utilisation, threshold: 0.8, evaluation_periods: 2, metric_delay: 0 s}\n"
              "  low: {type: alarm, on: primary.db, metric: free_storage, comparison: at_most, threshold: 2, metric_delay: 0 s}\n");
  Bench bench(yaml);
  bench.run(hours(1));
  CHECK(bench.values("busy", "fired").empty());
  CHECK(bench.values("low", "fired").empty());
  REQUIRE(bench.strike("primary.db", "slow", 1000));
  bench.run(minutes(4));
  CHECK(bench.values("busy", "fired").size() == 1);
  bench.relent("primary.db", "slow", 1000);
  // 20 GiB are free and 10 come in an hour: two are left after 108 min, known to a hundredth of the volume (2.4 min).
  REQUIRE(bench.strike("primary.db", "storage_fill", 10));
  bench.run(minutes(107));
  CHECK(bench.values("low", "fired").empty());
  bench.run(minutes(6));
  CHECK(bench.values("low", "fired").size() == 1);
}

TEST_CASE("Storage that grows by itself keeps up with a slow fill, and loses against a fast one") {
  // rds.storage_autoscale.trigger: at 10 % free for 300 s, and not before 6 h have passed since the last time.
  for (const bool fast : {false, true}) {
    Bench bench(database("storage: 40 GiB, storage_autoscaling: {maximum: 400 GiB}"));
    bench.run(hours(1));
    REQUIRE(bench.strike("primary.db", "storage_fill", fast ? 40 : 4));
    if (fast) {
      bench.run(minutes(31));  // 20 GiB at 40 GiB an hour; the growth is due after 24 min + 5 min, and takes minutes
      CHECK_FALSE(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
      continue;
    }
    bench.run(minutes(239));
    CHECK(bench.values("primary.db", "volume_gibibytes").empty());
    // Due when 4 of 40 GiB are free, 4 h after the beginning, and 5 min later: by the forecast of 7 h, 28 GiB more.
    bench.run(hours(1));
    CHECK(bench.values("primary.db", "volume_gibibytes").at(0) == Approx(68));
    bench.run(hours(20));
    CHECK(bench.values("primary.db", "volume_gibibytes").size() >= 3);
    CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
    CHECK(bench.values("primary.db", "outage_seconds").empty());
  }
}

TEST_CASE("A restore takes longer for a larger volume where it is not loaded lazily") {
  std::vector<double> small, large;
  for (std::uint64_t replication = 0; replication < 40; ++replication) {
    for (const bool big : {false, true}) {
      const std::string size = big ? "500 GiB" : "20 GiB";
      Bench bench(database("backups: {retention: 7 d}, restore: {per_gibibyte: 40 s}, storage: " + size), replication);
      bench.strike("primary.db", "deletion");
      bench.operate("primary.db", "restore_point_in_time");
      bench.run(hours(20));
      (big ? large : small).push_back(bench.values("primary.db", "restore_seconds").at(0));
    }
    // The same draws: the difference is the size alone.
    CHECK(large.back() - small.back() == Approx(40 * 480).margin(0.001));
  }
}

TEST_CASE("Corruption that is noticed after the retention cannot be restored") {
  for (const int after : {20, 30}) {
    Bench bench(database("backups: {retention: 1 d}"));
    bench.run(hours(1));
    bench.strike("primary.db", "corruption", 0.5);
    bench.run(hours(after));
    const bool late = after > 24;
    CHECK(bench.operate("primary.db", "restore_point_in_time") == (late ? Operable::Outcome::refused : Operable::Outcome::started));
    CHECK(bench.losses().size() == (late ? 1 : 0));
    if (late) CHECK(bench.losses()[0].unbounded);
  }
}

TEST_CASE("A failover that does not complete waits for the zone") {
  Bench bench(database("standby_zone: b, failover: {stuck_after_zone_loss: 100 %}"));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  bench.run(hours(2));
  CHECK_FALSE(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  bench.relent("primary.zone-1", "power_loss");
  bench.run(minutes(11));
  CHECK(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
}

TEST_CASE("The bill of a database doubles with its standby") {
  const auto lines = [](const std::string& yaml) {
    const auto design = design_from(yaml);
    const HealthyWeek week(*design, 1);
    CostSheet sheet;
    design->component(design->find("primary.db")).bill(week, sheet);
    return sheet.items();
  };
  // Kasha's recomputed table: 0.017 USD an hour and 0.115 USD per GB-month Single-AZ; Multi-AZ has prices of its own, twice that.
  const auto single = lines(database("storage: 40 GB"));
  REQUIRE(single.size() == 3);
  CHECK(single[0].price_key == "rds.mysql.db.t3.micro.single_az");
  CHECK(single[0].quantity == 730);
  CHECK(single[1].price_key == "rds.gp3.storage.single_az");
  CHECK(single[1].quantity == 40);
  CHECK(single[2].quantity == 0);  // backups up to the size of the database are free
  const auto twice = lines(database("storage: 40 GiB, standby_zone: b"));
  CHECK(twice[0].price_key == "rds.mysql.db.t3.micro.multi_az");
  CHECK(twice[1].price_key == "rds.gp3.storage.multi_az");
  CHECK(twice[1].quantity == 40);
}

TEST_CASE("Impossible databases are refused where they are written") {
  CHECK(testing::problems_of(database("standby_zone: a")).find("another zone") != std::string::npos);
  std::string unknown = database(single_zone);
  unknown.replace(unknown.find("db.t3.micro"), 11, "db.z9.micro");
  CHECK(testing::problems_of(unknown).find("unknown instance class") != std::string::npos);
  std::string plain = database(single_zone);
  plain.replace(plain.find("db.t3.micro"), 11, "t3.micro");
  CHECK(testing::problems_of(plain).find("unknown instance class \"t3.micro\"; did you mean \"db.t3.micro\"?") != std::string::npos);
}

// dt.inter_az.sides: tasks in two zones and a primary in one of them; half of what passes is paid on both sides, 0.01 USD a GB
// each. What the standby receives is free.
TEST_CASE("A database's bill has what passes between zones and regions, by the size of a call") {
  const auto bill = [](const std::string& caller, const std::string& zones) {
    const auto design = design_from(
        "design: store\n"
        "regions:\n"
        "  primary: {name: us-east-1, zones: [a, b], stack: s}\n"
        "  standby: {name: us-west-2, zones: [a, b], stack: s}\n"
        "stacks:\n  s:\n"
        "    web: {type: ecs_fargate_service, zones: " + zones + ", tasks: {min: 2, max: 2}}\n"
        "    db: {type: rds_instance, class: db.t3.micro, zone: a, standby_zone: b, call_size: 2 KB}\n"
        "journeys:\n  order: {path: [" + caller + ".web, primary.db.write], rate: 50 /s}\n");
    return testing::bill_of(*design, "primary.db", 100e6);
  };
  CHECK(testing::dollars_for(bill("primary", "[a, b]"), "dt.inter_az.each_direction") == Approx(200 * 0.5 * 2 * 0.01));
  CHECK(testing::dollars_for(bill("primary", "[a]"), "dt.inter_az.each_direction") == 0);
  CHECK(testing::dollars_for(bill("standby", "[a, b]"), "dt.inter_az.each_direction") == 0);
  CHECK(testing::dollars_for(bill("standby", "[a, b]"), "dt.inter_region.out") == Approx(200 * 0.02));
}

// A db.t3.micro allows about 60 connections (rds.max_connections.mysql). Its four workers answer 800 queries a second, or 267 where each
// opens its connection in 10 ms before the 5 ms of its work.
TEST_CASE("After a failover connections are used up by callers that pool none, at a load that pools bear") {
  const auto after_crash = [](const std::string& pooling) {
    const auto design = design_from(database(multi_zone + ", capacity: {connection_pooling: " + pooling + "}", "[a, b]", "300 /s"));
    return ScriptedRun(*design, testing::script(*design, {{"primary.db", "crash", {}, {}}}, hours(2)), 10)
        .values(pooling == "true" ? "primary.db.pooled_connections" : "primary.db.unpooled_connections");
  };
  const auto pooled = after_crash("true"), direct = after_crash("false");
  REQUIRE(pooled.size() == 10);
  CHECK(pooled.back() < 3);
  REQUIRE(direct.size() == 10);
  CHECK(direct.front() > 30);  // they fill up by 33 a second, over the five seconds in which the name leads there, and stay
  CHECK(direct.back() < 62);
}

// No pool has to be filled anew: users are back as soon as the name leads to the standby.
TEST_CASE("Callers without pools are back when the name is") {
  const auto design = design_from(database(multi_zone + ", capacity: {connection_pooling: false}"));
  const ScriptedRun run(*design, testing::script(*design, {{"primary.db", "crash", {}, {}}}), 20);
  const auto database_side = run.values("primary.db.failover_seconds"), clients = run.values("primary.db.client_failover_seconds");
  REQUIRE(clients.size() == 20);
  for (std::size_t i = 0; i < clients.size(); ++i) CHECK(clients[i] == Approx(database_side[i] + 5));  // rds.dns.ttl
  CHECK(run.values("primary.db.unpooled_connections").back() == Approx(50 * 0.015).margin(0.05));
}
