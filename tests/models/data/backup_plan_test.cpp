// Tests of backup plans: how old restored data is, and what no backup can bring back.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string backed_up(const std::string& plan, const std::string& failure = "0 %") {
  return "design: store\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: one}\n"
         "  standby: {name: us-west-2, zones: [a, b], stack: two}\n"
         "stacks:\n"
         "  one:\n"
         "    table: {type: dynamodb_table, capacity: {on_demand: {}}}\n"
         "    backup: {type: backup_plan, protects: [table], kind: dynamodb, retention: 30 d, restore_failure: " +
         failure + ", " + plan +
         "}\n"
         "  two: {}\n"
         "journeys:\n  order: {path: [primary.table.write], rate: 10 /s}\n";
}

}  // namespace

TEST_CASE("A daily backup loses up to a day and what it takes to complete") {
  std::vector<double> ages;
  for (std::uint64_t replication = 0; replication < 60; ++replication) {
    Bench bench(backed_up("window: \"05:00-06:00 UTC\""), replication);
    bench.run(days(2) + minutes(24 * static_cast<std::int64_t>(replication)));
    bench.strike("primary.table", "deletion");
    CHECK(bench.losses().empty());  // there is a backup to go back to
    bench.run(minutes(30));
    REQUIRE(bench.operate("primary.backup", "restore") == Operable::Outcome::started);
    bench.run(hours(11));
    REQUIRE(bench.losses().size() == 1);
    CHECK_FALSE(bench.losses()[0].unbounded);
    ages.push_back(bench.losses()[0].age.seconds());
    CHECK(bench.losses()[0].lost_writes == Approx(10 * ages.back()).epsilon(0.01));
    CHECK(bench.values("primary.backup", "restore_point_age_seconds").at(0) == Approx(ages.back()).margin(1));
    CHECK(bench.sli() == Approx(1).margin(0.001));
  }
  std::sort(ages.begin(), ages.end());
  CHECK(ages.front() < 4 * 3600);
  CHECK(ages.back() > 20 * 3600);
  CHECK(ages.back() < 30 * 3600);
  CHECK(ages[30] == Approx(12 * 3600 + 900).epsilon(0.15));
}

TEST_CASE("Nothing is restored that is well, nor from backups that are gone") {
  Bench bench(backed_up("window: \"05:00-06:00 UTC\""));
  bench.run(days(2));
  CHECK(bench.operate("primary.backup", "restore") == Operable::Outcome::refused);
  REQUIRE(bench.strike("primary.backup", "deletion"));
  bench.strike("primary.table", "deletion");
  CHECK(bench.operate("primary.backup", "restore") == Operable::Outcome::refused);
}

TEST_CASE("A copy in another region is there when the region is not") {
  for (const bool copied : {false, true}) {
    Bench bench(backed_up(copied ? "copy_to: us-west-2" : "copy_to: \"\""));
    bench.run(days(2));
    bench.strike("primary", "loss");
    CHECK(bench.as<Provider>("primary.backup").provides(bench.world(), Site::internet()) == copied);
  }
}

TEST_CASE("Damage that is older than every backup is past restoring") {
  Bench bench(backed_up("window: \"05:00-06:00 UTC\""));
  bench.run(days(2));
  bench.strike("primary.table", "corruption", 0.5);
  bench.run(days(31));
  CHECK(bench.operate("primary.backup", "restore") == Operable::Outcome::refused);
  CHECK(bench.losses().at(0).unbounded);
}

TEST_CASE("Some restores do not work, and people begin again") {
  int failed = 0;
  for (std::uint64_t replication = 0; replication < 200; ++replication) {
    // failure_rates.backup_restore: 15 % where restores are never tried out.
    Bench bench(backed_up("window: \"05:00-06:00 UTC\"", "15 %"), replication);
    bench.run(days(2));
    bench.strike("primary.table", "deletion");
    bench.operate("primary.backup", "restore");
    bench.run(hours(11));
    const bool fails = bench.values("primary.backup", "failed_restores").at(0) == 1;
    CHECK(bench.losses().size() == (fails ? 0 : 1));
    CHECK(bench.sli() == Approx(fails ? 0 : 1).margin(0.001));
    if (fails) CHECK(bench.operate("primary.backup", "restore") == Operable::Outcome::started);
    failed += fails;
  }
  CHECK(failed / 200.0 == Approx(0.15).margin(0.06));
}

namespace {

/// A global table whose replica can be restored from the primary's copy, and a cluster that is created from one.
std::string copied(const std::string& store, const std::string& counterpart) {
  return "design: store\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: one}\n"
         "  standby: {name: us-west-2, zones: [a, b], stack: two}\n"
         "stacks:\n"
         "  one:\n"
         "    table: {" +
         store +
         "}\n"
         "    backup: {type: backup_plan, protects: [table], retention: 30 d, copy_to: us-west-2, restore_to: [standby.table],"
         " restore_failure: 0 %}\n"
         "  two:\n    table: {" +
         counterpart +
         "}\n"
         "journeys:\n  order: {path: [primary.table.write], rate: 10 /s}\n  moved: {path: [standby.table.write], rate: 10 /s}\n";
}

}  // namespace

TEST_CASE("After corruption and the loss of the region the replica is restored from the copy in its own region") {
  const std::string table = "type: dynamodb_table, capacity: {on_demand: {}}";
  Bench bench(copied(table, table + ", replica_of: primary.table"));
  bench.run(days(2));
  bench.strike("primary.table", "corruption");
  bench.run(minutes(5));
  CHECK(bench.sli(1) == 0);  // replicated
  bench.strike("primary", "loss");
  bench.run(minutes(30));
  CHECK(bench.operate("primary.backup", "restore_copy") == Operable::Outcome::started);
  bench.run(hours(11));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  // The copy is complete an hour or more after its backup: the age is that of a day and a half at the most.
  const double age = bench.values("primary.backup", "restore_point_age_seconds").at(0);
  CHECK(age > 0);
  CHECK(age < 36 * 3600);
  CHECK_FALSE(bench.losses().back().unbounded);
}

TEST_CASE("A cluster that does not exist yet is created from the copy of the lost one") {
  const std::string cluster = "type: aurora_cluster, class: db.t3.medium, instances: [a, b]";
  Bench bench(copied(cluster, cluster + ", replaces: primary.table"));
  bench.run(days(2));
  bench.strike("primary", "loss");
  CHECK(bench.operate("primary.backup", "restore_copy") == Operable::Outcome::started);
  bench.run(hours(11));
  CHECK(bench.sli(1) == Approx(1).margin(0.001));
  REQUIRE(bench.losses().size() == 1);
  const double age = bench.values("primary.backup", "restore_point_age_seconds").at(0);
  CHECK(bench.losses()[0].age.seconds() == Approx(age).margin(1));
  CHECK(bench.losses()[0].stranded_writes == Approx(10 * age).epsilon(0.01));
}

TEST_CASE("Copies need a region, and a counterpart for each store") {
  const std::string table = "type: dynamodb_table, capacity: {on_demand: {}}";
  std::string without = copied(table, table);
  without.replace(without.find("copy_to: us-west-2"), 18, "copy_to: eu-west-9");
  CHECK(testing::problems_of(without).find("no copy") != std::string::npos);
}

TEST_CASE("Unknown time zones of windows are refused") {
  CHECK(testing::problems_of(backed_up("window: \"05:00-06:00 Mars/Olympus\"")).find("time zone") != std::string::npos);
}
