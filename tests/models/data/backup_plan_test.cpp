#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

std::string backed_up(const std::string& plan) {
  return "design: store\n"
         "regions:\n"
         "  primary: {name: us-east-1, zones: [a, b], stack: one}\n"
         "  standby: {name: us-west-2, zones: [a, b], stack: two}\n"
         "stacks:\n"
         "  one:\n"
         "    table: {type: dynamodb_table, capacity: {on_demand: {}}}\n"
         "    backup: {type: backup_plan, protects: [table], kind: dynamodb, retention: 30 d, " + plan + "}\n"
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

TEST_CASE("Unknown time zones of windows are refused") {
  CHECK(testing::problems_of(backed_up("window: \"05:00-06:00 Mars/Olympus\"")).find("time zone") != std::string::npos);
}
