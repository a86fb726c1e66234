// Tests of ElastiCache clusters: failover, empty caches, and what they do to what is behind.
#include "tests/support/bench.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string cache(const std::string& more) {
  return "design: store\n"
         "regions: {primary: {name: us-east-1, zones: [a, b, c], stack: s}}\n"
         "stacks:\n  s:\n"
         "    cache: {type: elasticache_cluster, node_type: cache.t3.micro, zone: a, " +
         more +
         "}\n"
         "    db: {type: rds_instance, class: db.t3.micro, zone: b, backups: {retention: 1 d}}\n"
         "journeys:\n"
         "  look: {path: [primary.cache, primary.db.read], rate: 200 /s}\n"
         "  keep: {path: [primary.cache.write], rate: 20 /s}\n";
}

const std::string with_replicas = "replica_zones: [b, c], automatic_failover: true, hit_ratio: 80 %";

double database_load(Bench& bench) {
  const auto port = bench.world().component(bench.id("primary.db")).port("read");
  return bench.world().traffic().load(port->stations.front()).arrival_rate;
}

}  // namespace

TEST_CASE("A replica takes over the lost primary within a minute, with the contents but for the last writes") {
  std::vector<double> failovers;
  for (std::uint64_t replication = 0; replication < 200; ++replication) {
    Bench bench(cache(with_replicas), replication);
    bench.run(hours(1));
    CHECK(database_load(bench) == Approx(40).epsilon(0.02));
    REQUIRE(bench.strike("primary.cache", "primary_loss"));
    CHECK(bench.sli(1) == 0);
    bench.run(minutes(2));
    const auto failover = bench.values("primary.cache", "failover_seconds");
    REQUIRE(failover.size() == 1);
    failovers.push_back(failover[0]);
    CHECK(bench.sli(1) == Approx(1).margin(0.001));
    CHECK(database_load(bench) == Approx(40).epsilon(0.05));
    CHECK(bench.values("primary.cache", "lost_writes").size() == 1);
    CHECK(bench.losses().empty());  // a cache is no system of record
  }
  std::sort(failovers.begin(), failovers.end());
  // ec.failover: median 15 s, 90 % within 35 s, 3 to 60 s.
  CHECK(failovers.front() >= 3);
  CHECK(failovers.back() <= 60);
  CHECK(failovers[100] == Approx(15).epsilon(0.15));
  CHECK(failovers[180] == Approx(35).epsilon(0.3));
}

TEST_CASE("Without automatic failover the primary comes back empty, and what is behind feels it") {
  Bench bench(cache("replica_zones: [b], hit_ratio: 80 %, warm_up_misses: 20000"));
  bench.run(hours(1));
  bench.strike("primary.cache", "primary_loss");
  bench.run(seconds(119));  // ec.nomaz: 120 s at the least
  CHECK(bench.sli(1) == 0);
  // Look just after it is back, within 1800 s.
  for (int i = 0; i < 1800 && bench.values("primary.cache", "coldest_hit_ratio").empty(); ++i) bench.run(seconds(1));
  CHECK(bench.values("primary.cache", "coldest_hit_ratio").at(0) == 0);
  CHECK(database_load(bench) > 150);
  bench.run(hours(2));
  CHECK(database_load(bench) == Approx(40).epsilon(0.1));
}

TEST_CASE("People who ordered a failover learn that its replica was lost before it could take over") {
  std::string text = cache("replica_zones: [b]");
  text.insert(text.find("journeys:"),
              "    people: {type: runbook, acknowledge: 5 min, decide: 5 min, steps: [{do: fail_over, on: cache, takes: 1 min}]}\n");
  Bench bench(text);
  bench.run(hours(1));
  bench.world().capability<AlarmListener>(bench.id("primary.people"))->alarm_changed(bench.world(), no_component, true);
  bench.run(minutes(11) + seconds(1));
  CHECK(bench.sli(1) == 0);  // ec.failover: 3 s at the least
  REQUIRE(bench.strike_units("primary.cache", "node_loss", 1, Site::internet(), 1));
  bench.run(hours(1));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  CHECK(bench.values("primary.people", "finished_seconds").size() == 1);
}

TEST_CASE("A flush sends reads on to the database until the cache is warm") {
  Bench bench(cache(with_replicas + ", warm_up_misses: 20000"));
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.cache", "flush"));
  CHECK(database_load(bench) == Approx(200).epsilon(0.01));
  bench.run(hours(2));
  CHECK(database_load(bench) == Approx(40).epsilon(0.05));
}

TEST_CASE("A node is rebuilt only when its zone is back") {
  Bench bench(cache(with_replicas));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  bench.run(hours(3));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  CHECK_FALSE(bench.settled("primary.cache"));
  bench.relent("primary.zone-1", "power_loss");
  bench.run(minutes(31));  // ec.nomaz: 1800 s at the most
  CHECK(bench.settled("primary.cache"));
}

TEST_CASE("Where all nodes fail, none serves") {
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    Bench bench(cache(with_replicas + ", reads_from_replicas: true"), replication);
    bench.run(minutes(10));
    REQUIRE(bench.strike("primary.cache", "node_loss"));
    CHECK(bench.sli(0) == 0);
    CHECK(bench.sli(1) == 0);
    CHECK_FALSE(bench.strike("primary.cache", "node_loss", 1, 1));  // nothing is left that could fail
  }
}

TEST_CASE("Nodes fail in the place that is meant, each one once") {
  const auto replicas = [](Bench& bench) {
    const auto port = bench.world().component(bench.id("primary.cache")).port("read");
    return bench.world().change_traffic().stations[port->stations.back()].servers;
  };
  std::size_t primaries = 0;
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    const std::string design = cache(with_replicas + ", reads_from_replicas: true");
    Bench in_zone(design, replication), any(design, replication);
    const Site third = in_zone.world().component(in_zone.id("primary.cache")).sites()[2];
    CHECK(in_zone.strike_units("primary.cache", "node_loss", 1, third));
    CHECK_FALSE(in_zone.strike_units("primary.cache", "node_loss", 1, third));
    CHECK(in_zone.sli(1) == Approx(1).margin(0.001));
    CHECK(replicas(in_zone) == 1);
    REQUIRE(any.strike("primary.cache", "node_loss", 1, 2));
    const bool writes = any.sli(1) > 0.5;
    primaries += writes ? 0 : 1;
    CHECK(replicas(any) == (writes ? 0 : 1));
  }
  // Two of three nodes: in two of three cases the primary is among them, 13.3 of 20, give or take 2.1.
  CHECK(primaries >= 6);
  CHECK(primaries <= 20);
  Bench named(cache(with_replicas));
  CHECK(named.strike_units("primary.cache", "node_loss", 1, Site::internet(), 0));
  CHECK(named.sli(1) == 0);
}

TEST_CASE("What nothing else holds is lost with it") {
  Bench bench(cache("system_of_record: true, replica_zones: [b], automatic_failover: true"));
  bench.run(hours(1));
  bench.strike("primary.cache", "primary_loss");
  bench.run(minutes(2));
  REQUIRE(bench.losses().size() == 1);
  // ec.rpo: at most 10 s of acknowledged writes.
  CHECK(bench.losses()[0].age <= seconds(10));
  CHECK(bench.losses()[0].lost_writes == Approx(20 * bench.losses()[0].age.seconds()).epsilon(0.05).margin(0.01));
}

TEST_CASE("Automatic failover needs a replica") {
  CHECK(testing::problems_of(cache("automatic_failover: true")).find("nothing can take over") != std::string::npos);
}

TEST_CASE("A node type of another service is refused with the one that is meant") {
  std::string plain = cache(with_replicas);
  plain.replace(plain.find("cache.t3.micro"), 14, "t3.micro");
  CHECK(testing::problems_of(plain).find("unknown node type \"t3.micro\"; did you mean \"cache.t3.micro\"?") != std::string::npos);
}

TEST_CASE("a write behind a cache is refused, since it would be lost in every hit") {
  const auto problems = [](const std::string& path) {
    return testing::problems_of(
        "design: shop\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\nstacks:\n  s:\n"
        "    cache: {type: elasticache_cluster, node_type: cache.t3.micro, zone: a}\n"
        "    db: {type: rds_instance, class: db.t3.micro, zone: a}\n"
        "    web: {type: ecs_fargate_service, zones: [a, b]}\n"
        "journeys: {order: {rate: 10 /s, path: " + path + "}}\n");
  };
  const std::string why =
      "\"primary.db.write\" writes, and \"primary.cache.read\" goes on only when it misses: let what comes before it call both, "
      "{calls: [...]}\n";
  CHECK(problems("[primary.web, primary.cache.read, primary.db.write]") == "test.yaml:8:73: error: " + why);
  CHECK(problems("[primary.web, {call: primary.cache.read, on_miss: [primary.db.write]}]") == "test.yaml:8:90: error: " + why);
  CHECK(problems("[primary.web, primary.cache.read, primary.db.read]").empty());
  CHECK(problems("[primary.web, {calls: [primary.cache.read, primary.db.write]}]").empty());
}
