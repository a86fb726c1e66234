// Tests of DynamoDB tables: capacity and its growth, stranded writes, conflicts, damage and restores.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string table(const std::string& more, const std::string& rate) {
  return "design: store\n"
         "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
         "stacks:\n  s:\n    table: {type: dynamodb_table, " +
         more +
         "}\n"
         "journeys:\n  order: {path: [primary.table.write], rate: " +
         rate + "}\n  look: {path: [primary.table.read], rate: 1 /s}\n";
}

/// A global table over two regions; users write in the first one.
std::string global_table(const std::string& elsewhere = "1 /h") {
  return "design: store\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: first}\n"
         "  standby: {name: us-west-2, zones: [a, b], stack: second}\n"
         "stacks:\n"
         "  first:\n"
         "    table: {type: dynamodb_table, point_in_time_recovery: true, written_items: 1000, capacity: {on_demand: {}}}\n"
         "  second:\n"
         "    table: {type: dynamodb_table, replica_of: primary.table, point_in_time_recovery: true, written_items: 1000,\n"
         "            capacity: {on_demand: {}}}\n"
         "journeys:\n"
         "  order: {path: [primary.table.write], rate: 100 /s}\n"
         "  away: {path: [standby.table.write], rate: " +
         elsewhere + "}\n";
}

const std::string ten_units = "capacity: {provisioned: {read: {min: 1, max: 10}, write: {min: 1, max: 10}}}";

}  // namespace

TEST_CASE("Ten write units carry ten writes of an item of one kibibyte a second") {
  Bench bench(table(ten_units, "30 /s"));
  bench.run(hours(3));  // scaled to the maximum, burst capacity used up
  CHECK(bench.sli() == Approx(10.0 / 30).margin(0.01));
  const auto ceiling = bench.values("primary.table", "write_ceiling");
  REQUIRE_FALSE(ceiling.empty());
  CHECK(ceiling[0] == 10);
}

TEST_CASE("Capacity grows in steps, since throttled requests consume nothing") {
  Bench bench(table(ten_units, "6 /s"));
  bench.run(hours(2));
  // 6 writes/s at a target of 70 % need ceil(6 / 0.7) = 9 units: from 1 they are reached over 2, 3, 5 and 8.
  CHECK(bench.world().gauge(bench.id("primary.table"), 1) == 9);
  CHECK(bench.sli() == Approx(1).margin(0.001));
  const auto growth = bench.values("primary.table", "scale_up_seconds");
  REQUIRE_FALSE(growth.empty());
  // ddb.as.out: 2 one-minute points and up to minutes of publication delay for each step (cw.metric.latency).
  CHECK(growth[0] > 120);
  CHECK(growth[0] < 3600);
}

TEST_CASE("Saved-up capacity absorbs the first minutes of a burst") {
  // ddb.burst: 300 s of unused capacity, here 300 writes; 2 writes/s on 1 unit use up one of them a second.
  Bench bench(table("capacity: {provisioned: {read: {min: 1, max: 1}, write: {min: 1, max: 1}}}", "2 /s"));
  bench.run(minutes(4));
  CHECK(bench.sli() == Approx(1).margin(0.001));
  bench.run(minutes(4));
  CHECK(bench.sli() == Approx(0.5).margin(0.01));
}

TEST_CASE("An eventually consistent read takes half a unit per 4 KiB") {
  std::string reads = table("capacity: {provisioned: {read: {min: 1, max: 1}, write: {min: 1, max: 1}}}", "1 /h");
  reads.replace(reads.find("rate: 1 /s"), 10, "rate: 4 /s");
  Bench bench(reads);
  bench.run(hours(1));
  CHECK(bench.sli(1) == Approx(0.5).margin(0.01));
}

TEST_CASE("What a replica is late with is left behind when the other region is lost") {
  for (const std::string& late : {std::string("primary.table"), std::string("standby.table")}) {
    Bench bench(global_table("50 /s"));
    bench.run(hours(1));
    bench.strike(late, "replication_delay", 600);
    bench.run(minutes(30));
    bench.strike("primary", "loss");
    bench.run(minutes(1));
    REQUIRE(bench.losses().size() == 1);
    CHECK(bench.losses()[0].age >= seconds(600));
    CHECK(bench.losses()[0].age < seconds(700));
  }
}

TEST_CASE("A global table strands what had not left a lost region, and finds conflicts when it is back") {
  std::vector<double> ages;
  for (std::uint64_t replication = 0; replication < 100; ++replication) {
    Bench bench(global_table("50 /s"), replication);
    bench.run(hours(1));
    REQUIRE(bench.strike("primary", "loss"));
    REQUIRE(bench.losses().size() == 1);
    const DataLoss& loss = bench.losses()[0];
    CHECK(loss.lost_writes == 0);
    CHECK(loss.stranded_writes == Approx(100 * loss.age.seconds()).epsilon(0.01));
    ages.push_back(loss.age.seconds());
    bench.run(minutes(10));
    CHECK(bench.sli(0) == 0);
    CHECK(bench.sli(1) == Approx(1).margin(0.001));
    bench.relent("primary", "loss");
    bench.run(minutes(1));
    const auto conflicts = bench.values("primary.table", "conflicting_writes");
    REQUIRE(conflicts.size() == 1);
    // 30 000 writes elsewhere over 1000 items leave practically none untouched.
    CHECK(conflicts[0] == Approx(loss.stranded_writes).epsilon(0.01));
    CHECK(bench.settled("primary.table"));
  }
  std::sort(ages.begin(), ages.end());
  // ddb.gt.lag: median 0.8 s, 0.2 to 10 s.
  CHECK(ages.front() > 0.1999);
  CHECK(ages.back() <= 10);
  CHECK(ages[50] == Approx(0.8).epsilon(0.3));
}

TEST_CASE("Replication that is late at either end strands what was written meanwhile") {
  for (const char* struck : {"primary.table", "standby.table"}) {
    Bench bench(global_table());
    bench.run(hours(1));
    REQUIRE(bench.strike(struck, "replication_delay", 600));
    bench.run(minutes(30));
    REQUIRE(bench.strike("primary", "loss"));
    REQUIRE(bench.losses().size() == 1);
    INFO(struck);
    CHECK(bench.losses()[0].age >= minutes(10));
    CHECK(bench.losses()[0].stranded_writes == Approx(100 * bench.losses()[0].age.seconds()).epsilon(0.01));
  }
}

TEST_CASE("Damage reaches every replica, and a restore of one heals all") {
  for (const std::string& struck : {std::string("primary.table"), std::string("standby.table")}) {
    Bench bench(global_table("50 /s"));
    bench.run(hours(1));
    bench.strike(struck, "corruption");
    bench.run(seconds(11));
    CHECK(bench.sli(0) == 0);
    CHECK(bench.sli(1) == 0);
    bench.run(minutes(20));
    REQUIRE(bench.operate(struck, "restore_point_in_time") == Operable::Outcome::started);
    bench.run(hours(11));
    CHECK(bench.sli(0) == Approx(1).margin(0.001));
    CHECK(bench.sli(1) == Approx(1).margin(0.001));
    REQUIRE(bench.losses().size() == 1);
    // ddb.pitr.rpo: after more than 5 minutes the second before the damage can be restored; nothing sound is lost.
    CHECK(bench.losses()[0].age == Duration{});
    // ddb.restore: 600 s at the least.
    CHECK(bench.values(struck, "restore_seconds").at(0) >= 600);
  }
}

TEST_CASE("Without recovery to a point in time damage is for good") {
  Bench bench(table(ten_units, "1 /s"));
  bench.run(hours(1));
  bench.strike("primary.table", "deletion");
  REQUIRE(bench.losses().size() == 1);
  CHECK(bench.losses()[0].unbounded);
  CHECK(bench.operate("primary.table", "restore_point_in_time") == Operable::Outcome::refused);
}

TEST_CASE("A zone does not take a table down, and capacity needs the control plane") {
  Bench bench(table(ten_units, "0.5 /s"));
  bench.run(hours(1));
  bench.strike("primary.zone-1", "power_loss");
  CHECK(bench.sli() == Approx(1).margin(0.001));
  bench.strike("primary", "control_plane_loss");
  CHECK(bench.operate("primary.table", "scale", 5) == Operable::Outcome::unavailable);
  bench.relent("primary", "control_plane_loss");
  CHECK(bench.operate("primary.table", "scale", 5) == Operable::Outcome::done);
  bench.run(minutes(3));
  CHECK(bench.world().gauge(bench.id("primary.table"), 1) == 5);
}

TEST_CASE("A table is billed for the capacity that it had over the week") {
  const auto design = testing::design_from(table(ten_units, "6 /s"));
  const HealthyWeek week(*design, 1);
  CostSheet sheet;
  design->component(design->find("primary.table")).bill(week, sheet);
  REQUIRE(sheet.items().size() >= 2);
  CHECK(sheet.items()[0].price_key == "dynamodb.provisioned.wcu");
  CHECK(sheet.items()[0].quantity == Approx(730 * 9).epsilon(0.02));
  CHECK(sheet.items()[1].price_key == "dynamodb.provisioned.rcu");
}

TEST_CASE("Writes of a global table are billed in the region of every replica") {
  const auto design = testing::design_from(global_table("50 /s"));
  const HealthyWeek week(*design, 1);
  for (const char* table : {"primary.table", "standby.table"}) {
    CostSheet sheet;
    design->component(design->find(table)).bill(week, sheet);
    const auto& lines = sheet.items();
    const auto line = [&](std::string_view key) {
      const auto found = std::find_if(lines.begin(), lines.end(), [&](const CostItem& item) { return item.price_key == key; });
      REQUIRE(found != lines.end());
      return found->quantity;
    };
    // 100 a second here and 50 there, each of one unit; only what is written in a region is sent away from it.
    CHECK(line("dynamodb.ondemand.rwru_global_tables") == Approx(150 * 730 * 3600 / 1e6).epsilon(0.01));
    CHECK(line("dt.inter_region.out") == Approx((table[0] == 'p' ? 100 : 50) * 730 * 3600 * 1024e-9).epsilon(0.01));
  }
}

TEST_CASE("Damage that is noticed after the window of recovery is for good") {
  // ddb.pitr.rpo: 35 days.
  for (const int after : {34, 36}) {
    Bench bench(table("point_in_time_recovery: true, capacity: {on_demand: {}}", "10 /s"));
    bench.run(hours(1));
    bench.strike("primary.table", "corruption", 0.5);
    bench.run(days(after));
    const bool late = after > 35;
    CHECK(bench.operate("primary.table", "restore_point_in_time") == (late ? Operable::Outcome::refused : Operable::Outcome::started));
    CHECK(bench.losses().size() == (late ? 1 : 0));
  }
}
