// A second fault while an RDS database is still about the first.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string copied_database(const std::string& more) {
  return "design: store\nregions: {primary: {name: us-east-1, zones: [a, b, c], stack: s}}\nstacks:\n  s:\n"
         "    db: {type: rds_instance, class: db.t3.micro, zone: a, subnet_zones: [a, b, c], backups: {retention: 30 d}" + more + "}\n"
         "    copy: {type: rds_read_replica, source: db, class: db.t3.micro, zone: c}\n"
         "journeys:\n  order: {path: [primary.db.write], rate: 50 /s}\n  report: {path: [primary.copy.read], rate: 10 /s}\n";
}
const std::string with_standby =
    ", standby_zone: b, failover: {stuck_after_zone_loss: 0 %, stuck_after_host_fault: 0 %}";

bool writes_pass(Bench& bench) { return bench.as<DataStore>("primary.db").accepts_writes(bench.world()); }

void darken(Bench& bench, const std::string& zones) {
  for (const char zone : zones) bench.strike(std::string("primary.zone-") + zone, "power_loss");
}

/// How long it takes from here until it accepts writes, in seconds.
double recovers_after(Bench& bench, Duration most) {
  const Time begin = bench.world().now();
  while (!writes_pass(bench) && bench.world().now() - begin < most) bench.run(seconds(1));
  return (bench.world().now() - begin).seconds();
}

}  // namespace

TEST_CASE("no database comes up in a zone that has gone dark meanwhile") {
  for (const char* first : {"crash", "os_patch"}) {
    Bench bench(copied_database(with_standby));
    bench.run(hours(1));
    bench.strike("primary.db", first);
    bench.run(seconds(first == std::string("crash") ? 45 : 5));
    darken(bench, "2");
    bench.run(hours(1));
    CHECK(writes_pass(bench));  // in its own zone
    darken(bench, "13");
    bench.run(hours(2));
    CHECK_FALSE(writes_pass(bench));
    CHECK(bench.sli() == 0);
  }
  Bench single(copied_database(""));
  single.run(hours(1));
  single.strike("primary.db", "crash");
  single.run(seconds(5));
  darken(single, "1");
  single.run(hours(3));
  CHECK_FALSE(writes_pass(single));
}

TEST_CASE("a zone that is cut off for a moment does not repair what had crashed in it") {
  Bench alone(copied_database("")), cut(copied_database(""));
  for (Bench* bench : {&alone, &cut}) {
    bench->run(hours(1));
    bench->strike("primary.db", "crash");
    bench->strike("primary.copy", "replica_loss");
    bench->run(seconds(6));
  }
  for (const char* zone : {"primary.zone-1", "primary.zone-3"}) {
    cut.strike(zone, "isolation");
    cut.relent(zone, "isolation");
  }
  CHECK_FALSE(writes_pass(cut));
  CHECK(cut.sli(1) == 0);
  CHECK(recovers_after(cut, hours(3)) == recovers_after(alone, hours(3)));
}

TEST_CASE("a volume stays full when the zone of its database is lost") {
  Bench bench(copied_database(with_standby));
  bench.run(hours(1));
  bench.strike("primary.db", "storage_full");
  bench.run(minutes(10));
  darken(bench, "1");
  bench.run(hours(2));
  CHECK_FALSE(writes_pass(bench));
  CHECK(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::refused);  // it would be as full
  const auto answer = [&] {
    const auto port = bench.design().component(bench.id("primary.db")).port("write");
    return bench.world().traffic().network().stations[port->stations.front()].when_down;
  };
  CHECK(answer() == traffic::Failure::black_hole);
  bench.relent("primary.zone-1", "power_loss");
  CHECK(answer() == traffic::Failure::refused);  // its host is there again
}

TEST_CASE("a failover during a restore ends neither the restore nor the need for a standby") {
  Bench bench(copied_database(with_standby));
  bench.run(hours(10));
  bench.strike("primary.db", "corruption", 0.5);
  auto* ordered = bench.world().capability<Operable>(bench.id("primary.db"));
  // Somebody waits for it: who that is makes no difference here.
  REQUIRE(ordered->operate(bench.world(), "restore_point_in_time", 0, bench.id("primary.copy"), 0) == Operable::Outcome::started);
  bench.run(minutes(1));
  bench.strike("primary.db", "crash");
  bench.run(minutes(5));
  REQUIRE(writes_pass(bench));
  CHECK(bench.values("primary.db", "restore_seconds").empty());
  darken(bench, "2");  // there it runs now; the host that it came from has crashed, and a new standby takes longer
  bench.run(minutes(4));
  CHECK_FALSE(writes_pass(bench));
  bench.run(hours(8));
  CHECK(bench.values("primary.db", "restore_seconds").size() == 1);
  CHECK(writes_pass(bench));
}

TEST_CASE("a replica that was down when its source was restored is created anew once it is back") {
  Bench bench(copied_database(""));
  bench.run(hours(10));
  bench.strike("primary.db", "corruption", 0.5);
  bench.run(hours(1));
  REQUIRE(bench.as<DataStore>("primary.copy").damage().any());
  bench.strike("primary.zone-3", "power_loss");
  REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
  bench.run(hours(8));
  REQUIRE_FALSE(bench.as<DataStore>("primary.db").damage().any());
  bench.relent("primary.zone-3", "power_loss");
  bench.run(hours(8));
  CHECK_FALSE(bench.as<DataStore>("primary.copy").damage().any());
  CHECK(bench.settled("primary.copy"));
}
