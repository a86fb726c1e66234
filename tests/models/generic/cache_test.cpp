// Generic caches: hits are answered here, misses load what is behind, and contents come back with misses.
#include "sim/design/rules.h"
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

const char* const shop = R"(
design: shop
components:
  cache: {type: cache, hit_ratio: 90 %, warm_up_misses: 3000}
  database: {type: pool, units: 1, workers: 50, service_time: 20 ms}
journeys: {read: {path: [cache, database], rate: 100 /s, objective: {within: 1 s}}}
)";

double behind(Bench& bench) {
  return bench.world().traffic().load(bench.design().component(bench.id("database")).port("")->stations.front()).completion_rate;
}

}  // namespace

TEST_CASE("only misses reach what is behind a cache") {
  Bench bench(shop);
  bench.run(minutes(1));
  CHECK(behind(bench) == Approx(10).epsilon(0.02));
}

TEST_CASE("a flush sends everything behind, until misses have warmed the cache up again") {
  Bench bench(shop);
  bench.run(minutes(1));
  CHECK(bench.strike("cache", "flush"));
  CHECK(bench.values("cache", "coldest_hit_ratio") == std::vector<double>{0});
  bench.run(seconds(1));
  CHECK(behind(bench) == Approx(100).epsilon(0.05));
  bench.run(minutes(30));
  CHECK(behind(bench) == Approx(10).epsilon(0.05));
}

TEST_CASE("half a flush leaves half of the hits") {
  Bench bench(shop);
  bench.run(minutes(1));
  bench.strike("cache", "flush", 0.5);
  REQUIRE(bench.values("cache", "coldest_hit_ratio").size() == 1);
  CHECK(bench.values("cache", "coldest_hit_ratio").front() == Approx(0.45));
}

TEST_CASE("a cache that is out passes everything on, and is cold when it is back") {
  Bench bench(shop);
  bench.run(minutes(1));
  CHECK(bench.strike("cache", "outage"));
  CHECK_FALSE(bench.strike("cache", "flush"));
  bench.run(minutes(10));
  CHECK(behind(bench) == Approx(100).epsilon(0.02));
  CHECK(bench.sli() > 0.99);
  bench.relent("cache", "outage");
  bench.run(seconds(1));
  CHECK(behind(bench) == Approx(100).epsilon(0.05));
  bench.run(minutes(30));
  CHECK(behind(bench) == Approx(10).epsilon(0.05));
}

TEST_CASE("what stands behind a cache is needed by the requests that it does not answer") {
  const auto text = [](const std::string& journeys) {
    const auto design = testing::design_from(
        "design: shop\nregions: {east: {name: us-east-1, zones: [a, b], stack: s}}\nstacks:\n  s:\n"
        "    web: {type: ecs_fargate_service, zones: [a, b]}\n"
        "    cache: {type: elasticache_cluster, node_type: cache.t3.micro, zone: a, replica_zones: [b]}\n"
        "    db: {type: rds_instance, class: db.t3.micro, zone: a}\njourneys:\n" + journeys);
    for (const Finding& finding : apply_rules(*design, structural_rules()))
      if (finding.component == "east.db") return finding.text.substr(0, finding.text.find(", which stands"));
    return std::string();
  };
  const std::string look = "  look: {path: [east.web, east.cache.read, east.db.read], rate: 9 /s}\n";
  const std::string order = "  order: {path: [east.web, east.db.write], rate: 1 /s}\n";
  CHECK(text(look) == "every request of look that no cache answers needs east.db");
  CHECK(text(order) == "every request of order needs east.db");
  CHECK(text(look + order) == "every request of order, and every one of look that no cache answers, needs east.db");
}
