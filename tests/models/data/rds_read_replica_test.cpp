// Tests of RDS read replicas: promotion, lag, and copied corruption.
#include "tests/support/bench.h"
#include "tests/support/billing.h"

using namespace windtunnel;
using testing::Bench;

namespace {

/// A database in one region and its replica in another.
const std::string cross_region =
    "design: store\n"
    "regions:\n"
    "  primary: {name: us-east-1, zones: [a, b], stack: first}\n"
    "  standby: {name: us-west-2, zones: [a, b], stack: second}\n"
    "stacks:\n"
    "  first:\n    db: {type: rds_instance, class: db.t3.micro, zone: a, standby_zone: b, backups: {retention: 30 d}}\n"
    "  second:\n    replica: {type: rds_read_replica, source: primary.db, class: db.t3.micro, zone: a}\n"
    "journeys:\n"
    "  order: {path: [primary.db.write], rate: 40 /s}\n"
    "  report: {path: [standby.replica.read], rate: 10 /s}\n"
    "  moved: {path: [standby.replica.write], rate: 1 /s}\n";

/// Both in one region.
const std::string in_region =
    "design: store\n"
    "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
    "stacks:\n  s:\n"
    "    db: {type: rds_instance, class: db.t3.micro, zone: a, backups: {retention: 30 d}}\n"
    "    replica: {type: rds_read_replica, source: db, class: db.t3.micro, zone: b}\n"
    "journeys:\n"
    "  order: {path: [primary.db.write], rate: 40 /s}\n"
    "  report: {path: [primary.replica.read], rate: 10 /s}\n";

}  // namespace

TEST_CASE("A promoted replica lacks what had not been replicated, and takes writes at its own endpoint") {
  std::vector<double> promotions, lags;
  for (std::uint64_t replication = 0; replication < 150; ++replication) {
    Bench bench(cross_region, replication);
    bench.run(hours(1));
    CHECK(bench.sli(2) == 0);                                                          // no writes before it is promoted
    CHECK(bench.operate("standby.replica", "promote") == Operable::Outcome::refused);  // the source is well
    REQUIRE(bench.strike("primary", "loss"));
    bench.run(minutes(5));
    REQUIRE(bench.operate("standby.replica", "promote") == Operable::Outcome::started);
    bench.run(hours(2));
    const auto promotion = bench.values("standby.replica", "promotion_seconds");
    REQUIRE(promotion.size() == 1);
    promotions.push_back(promotion[0]);
    REQUIRE(bench.losses().size() == 1);
    const DataLoss& loss = bench.losses()[0];
    lags.push_back(loss.age.seconds());
    CHECK(loss.lost_writes == Approx(40 * loss.age.seconds()).epsilon(0.02).margin(0.01));
    CHECK(bench.sli(2) == Approx(1).margin(0.01));
    CHECK(bench.as<DataStore>("standby.replica").accepts_writes(bench.world()));
    CHECK_FALSE(bench.as<DataStore>("primary.db").accepts_writes(bench.world()));
  }
  std::sort(promotions.begin(), promotions.end());
  std::sort(lags.begin(), lags.end());
  // rds.rr.promote: median 300 s, 120 to 3600 s.
  CHECK(promotions.front() >= 120);
  CHECK(promotions.back() <= 3600);
  CHECK(promotions[75] == Approx(300).epsilon(0.2));
  // rds.rr.lag.xregion: median 1 s, 90 % within 10 s.
  CHECK(lags[75] == Approx(1).epsilon(0.45));
  CHECK(lags[135] == Approx(10).epsilon(0.6));
}

TEST_CASE("Promotion needs the control plane of the replica's own region") {
  Bench bench(cross_region);
  bench.run(hours(1));
  bench.strike("primary", "loss");
  bench.strike("standby", "control_plane_loss");
  CHECK(bench.operate("standby.replica", "promote") == Operable::Outcome::unavailable);
  bench.relent("standby", "control_plane_loss");
  CHECK(bench.operate("standby.replica", "promote") == Operable::Outcome::started);
}

TEST_CASE("A replica copies corruption within its lag, and is created anew after a restore") {
  Bench bench(in_region);
  bench.run(hours(1));
  bench.strike("primary.db", "corruption");
  CHECK(bench.sli(1) == Approx(1).margin(0.01));
  bench.run(minutes(5));  // rds.rr.lag.inregion: 300 s at the most
  CHECK(bench.sli(1) == 0);
  CHECK(bench.as<DataStore>("primary.replica").damage().share == 1);
  REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
  bench.run(hours(10));
  CHECK(bench.sli(1) == Approx(1).margin(0.01));
  CHECK_FALSE(bench.as<DataStore>("primary.replica").damage().any());
}

TEST_CASE("Losing the replica hurts its reads only") {
  Bench bench(in_region);
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.replica", "replica_loss"));
  CHECK(bench.sli(0) == Approx(1).margin(0.01));
  CHECK(bench.sli(1) == 0);
  CHECK_FALSE(bench.strike("primary.replica", "replica_loss"));
  bench.run(hours(6));
  CHECK(bench.sli(1) == Approx(1).margin(0.01));
  CHECK(bench.settled("primary.replica"));
}

TEST_CASE("Callers come to the promoted replica only once they are switched") {
  Bench bench(in_region);
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  bench.run(minutes(1));
  CHECK(bench.operate("primary.db", "switch") == Operable::Outcome::refused);
  REQUIRE(bench.operate("primary.replica", "promote") == Operable::Outcome::started);
  bench.run(hours(2));
  CHECK(bench.sli(0) == 0);
  REQUIRE(bench.operate("primary.db", "switch") == Operable::Outcome::done);
  bench.run(seconds(10));  // rds.dns.ttl: 5 s
  CHECK(bench.sli(0) == Approx(1).margin(0.01));
}

// A replica of a replica has what the first source has; its own file may give it more room, and no other engine.
TEST_CASE("A replica has the engine and the size of its source, and cannot have another engine") {
  const auto store = [](const std::string& copy) {
    return "design: store\n"
           "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
           "stacks:\n  s:\n"
           "    db: {type: rds_instance, engine: postgres, storage: 100 GB, class: db.t3.micro, zone: a, backups: {retention: 30 d}}\n"
           "    first: {type: rds_read_replica, source: db, class: db.t3.micro, zone: b}\n"
           "    second: {type: rds_read_replica, source: first, class: db.t3.micro, zone: b" + copy + "}\n"
           "journeys:\n  report: {path: [primary.second.read], rate: 10 /s}\n";
  };
  const auto quantity = [](const std::vector<CostItem>& items, const std::string& price_key) {
    double sum = 0;
    for (const CostItem& item : items) sum += item.price_key == price_key ? item.quantity : 0;
    return sum;
  };
  const std::string storage = "rds.gp3.storage.single_az";
  const auto design = testing::design_from(store(""));
  for (const std::string name : {"primary.db", "primary.first", "primary.second"}) {
    INFO(name);
    const auto items = testing::bill_of(*design, name);
    CHECK(quantity(items, "rds.postgres.db.t3.micro.single_az") == Approx(730));
    CHECK(quantity(items, storage) == Approx(100));
  }
  const auto larger = testing::design_from(store(", storage: 200 GB"));
  CHECK(quantity(testing::bill_of(*larger, "primary.second"), storage) == Approx(200));
  CHECK(testing::problems_of(store(", engine: mysql")).find("that of \"first\" is postgres") != std::string::npos);
}
