// Contents: which instant a restore to a point in time brings back, and what that loses.
#include <algorithm>
#include <vector>

#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

const std::string restorable =
    "design: store\n"
    "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
    "stacks:\n  s:\n    db: {type: rds_instance, class: db.t3.micro, zone: a, subnet_zones: [a, b], backups: {retention: 7 d}}\n"
    "journeys:\n  order: {path: [primary.db.write], rate: 50 /s}\n";

/// What a restore loses that is ordered so long after a fault.
DataLoss loss_after(const std::string& component, const std::string& mode, Duration until_ordered, std::uint64_t replication) {
  Bench bench(restorable, replication);
  bench.run(hours(1));
  REQUIRE(bench.strike(component, mode));
  bench.run(until_ordered);
  REQUIRE(bench.operate("primary.db", "restore_point_in_time") == Operable::Outcome::started);
  bench.run(hours(10));
  REQUIRE(bench.losses().size() == 1);
  return bench.losses()[0];
}

}  // namespace

// Fact rds.pitr.log_upload: a restore goes to any instant up to the latest restorable one, that before older damage included.
TEST_CASE("Damage that is older than what has not reached the backup is undone without loss of what was written before") {
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    const DataLoss loss = loss_after("primary.db", "deletion", minutes(6), replication);
    CHECK(loss.age == Duration{});
    CHECK(loss.lost_writes == 0);
  }
}

// Of an instance that is gone, what had not reached the backup is gone with it, however late the restore is ordered.
TEST_CASE("An instance that was lost comes back up to five minutes old") {
  std::vector<double> ages;
  for (std::uint64_t replication = 0; replication < 100; ++replication)
    ages.push_back(loss_after("primary.zone-1", "power_loss", minutes(20), replication).age.seconds());
  std::sort(ages.begin(), ages.end());
  CHECK(ages.back() <= 300);
  CHECK(ages[50] == Approx(150).margin(40));
}
