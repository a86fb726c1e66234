// Tests of DAX clusters: failover of the primary, loss of nodes and zones, cold caches.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string dax_cluster(const std::string& zones) {
  return "design: store\n"
         "regions: {primary: {name: us-east-1, zones: [a, b, c], stack: s}}\n"
         "stacks:\n  s:\n"
         "    dax: {type: dax_cluster, zones: " +
         zones +
         ", hit_ratio: 80 %}\n"
         "    table: {type: dynamodb_table, capacity: {on_demand: {}}}\n"
         "journeys:\n"
         "  look: {path: [primary.dax, primary.table.read], rate: 200 /s}\n"
         "  order: {path: [primary.dax.write, primary.table.write], rate: 20 /s}\n";
}

}  // namespace

TEST_CASE("Losing the primary pauses writes, while replicas answer reads") {
  std::vector<double> failovers;
  for (std::uint64_t replication = 0; replication < 200; ++replication) {
    Bench bench(dax_cluster("[a, b, c]"), replication);
    bench.run(hours(1));
    REQUIRE(bench.strike("primary.dax", "primary_loss"));
    CHECK(bench.sli(0) == Approx(1).margin(0.001));
    CHECK(bench.sli(1) == 0);
    bench.run(minutes(4));
    CHECK(bench.sli(1) == Approx(1).margin(0.001));
    failovers.push_back(bench.values("primary.dax", "failover_seconds").at(0));
  }
  std::sort(failovers.begin(), failovers.end());
  // dax.failover: median 15 s, 90 % within 60 s, 5 to 180 s.
  CHECK(failovers.front() >= 5);
  CHECK(failovers.back() <= 180);
  CHECK(failovers[100] == Approx(15).epsilon(0.2));
}

TEST_CASE("A lost zone costs one node of three, and no requests") {
  Bench bench(dax_cluster("[a, b, c]"));
  bench.run(hours(1));
  bench.strike("primary.zone-2", "power_loss");
  CHECK(bench.sli(0) == Approx(1).margin(0.001));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  CHECK_FALSE(bench.settled("primary.dax"));
}

TEST_CASE("One node is not fault tolerant") {
  Bench bench(dax_cluster("[a]"));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  CHECK(bench.sli(0) == 0);
  CHECK(bench.sli(1) == 0);
}

TEST_CASE("Where all nodes fail, none serves; of one zone only those fail that stand there") {
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    Bench all(dax_cluster("[a, b, c]"), replication), one(dax_cluster("[a, b, c]"), replication);
    REQUIRE(all.strike("primary.dax", "node_loss"));
    CHECK(all.sli(0) == 0);
    CHECK(all.sli(1) == 0);
    const Site second = one.world().component(one.id("primary.dax")).sites()[1];
    CHECK(one.strike_units("primary.dax", "node_loss", 1, second));
    CHECK_FALSE(one.strike_units("primary.dax", "node_loss", 1, second));
    CHECK(one.sli(1) == Approx(1).margin(0.001));
  }
}

TEST_CASE("A flush sends all reads on to the table") {
  Bench bench(dax_cluster("[a, b, c]"));
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.dax", "flush"));
  const auto port = bench.world().component(bench.id("primary.table")).port("read");
  CHECK(bench.world().traffic().load(port->stations.front()).arrival_rate == Approx(200).epsilon(0.01));
  CHECK(bench.values("primary.dax", "coldest_hit_ratio").at(0) == 0);
}
