// Restored contents stand in a store of another name: callers come after them.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

struct Store {
  std::string name;
  std::string given;  ///< what stands before and after `repointing`
  std::string end;
  std::string restored_by;
  std::string operation = "restore_point_in_time";
};

/// Seconds from the order to restore deleted contents until callers have them.
double seconds_until_served(const Store& store, const std::string& repointing) {
  Bench bench("design: shop\nregions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\nstacks:\n  s:\n    " + store.given +
              "repointing: " + repointing + store.end + "\njourneys:\n  order: {path: [primary.db.write], rate: 10 /s}\n");
  bench.run(days(2));
  bench.strike("primary.db", "deletion");
  bench.run(minutes(10));
  REQUIRE(bench.operate(store.restored_by, store.operation) == Operable::Outcome::started);
  for (Duration waited; waited < hours(30); waited = waited + minutes(1)) {
    if (bench.sli() > 0.5) return bench.values(store.restored_by, "restore_seconds").at(0);
    bench.run(minutes(1));
  }
  return -1;
}

}  // namespace

// Facts rds.pitr.new_instance ("apps need an endpoint change") and ddb.pitr.rpo ("restores to a new table").
TEST_CASE("Callers are served by restored contents when they have been pointed at them") {
  const std::vector<Store> stores = {
      {"rds_instance", "db: {type: rds_instance, class: db.t3.micro, zone: a, backups: {retention: 7 d}, restore: {", "}}", "primary.db"},
      {"aurora_cluster", "db: {type: aurora_cluster, class: db.t3.medium, instances: [a], backups: {retention: 7 d, ", "}}", "primary.db"},
      {"dynamodb_table", "db: {type: dynamodb_table, capacity: {on_demand: {}}, point_in_time_recovery: true, ", "}", "primary.db"},
      {"backup_plan",
       "db: {type: dynamodb_table, capacity: {on_demand: {}}}\n    plan: {type: backup_plan, protects: [db], restore_failure: 0 %, ", "}",
       "primary.plan", "restore"},
  };
  for (const Store& store : stores) {
    INFO(store.name);
    const double soon = seconds_until_served(store, "1 min"), late = seconds_until_served(store, "31 min");
    CHECK(soon > 60);
    CHECK(late - soon == Approx(1800));  // the same draws: the difference is nothing else
  }
}
