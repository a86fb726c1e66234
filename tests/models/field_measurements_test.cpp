// Models against what others have measured (tests/data/validation/field_measurements.json, by their ids): with defaults, what was
// measured must be nothing unusual for the model. tests/README.md says what is not held against the field, and why.
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/bench.h"

using namespace windtunnel;
using namespace windtunnel::testing;

namespace {

nlohmann::json measured(const std::string& id) {
  std::ifstream file(WINDTUNNEL_SOURCE_DIR "/tests/data/validation/field_measurements.json");
  const nlohmann::json all = nlohmann::json::parse(file);
  for (const auto& entry : all.at("measurements"))
    if (entry.at("id") == id) return entry.at("numbers");
  FAIL("no measurement " << id);
  return {};
}

/// The share of the model's sorted values that are not above a measured one.
double rank(const std::vector<double>& values, double measurement) {
  return static_cast<double>(std::upper_bound(values.begin(), values.end(), measurement) - values.begin()) /
         static_cast<double>(values.size());
}

std::string region(const std::string& stack, const std::string& journeys) {
  return "design: field\nregions: {primary: {name: us-west-2, zones: [a, b], stack: s}}\nstacks:\n  s:\n    " + stack +
         "\njourneys: {use: {" + journeys + ", rate: 5 /s}}\n";
}

/// Seconds without good answers after an operation that is ordered on a quiet system, one for each replication.
std::vector<double> downtime_after(const std::string& yaml, const std::string& component, const std::string& operation) {
  std::vector<double> all;
  for (std::uint64_t replication = 0; replication < 120; ++replication) {
    Bench bench(yaml, replication);
    bench.run(hours(1));
    REQUIRE(bench.operate(component, operation) == Operable::Outcome::started);
    double seconds = 0;
    for (bench.run(milliseconds(500)); bench.sli() < 0.5 && seconds < 900; bench.run(milliseconds(500))) seconds += 0.5;
    all.push_back(seconds);
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

TEST_CASE("RDS-MAZ-QIITA-PG: a forced Multi-AZ failover as one web client sees it") {
  const auto seconds = downtime_after(region("db: {type: rds_instance, engine: postgres, class: db.t3.micro, zone: a, "
                                             "standby_zone: b, backups: {retention: 7 d}, failover: {reconnection: 1 s}}",
                                             "path: [primary.db.write]"),
                                      "primary.db", "fail_over");
  // The page opens a connection for each request: no pool has to find out that its connections are dead.
  // The one failover that was timed, by a page that was loaded each second, is as fast as the fastest here: the model follows the
  // vendor's words, 60 to 120 s with detection, and errs on the careful side.
  const double field = measured("RDS-MAZ-QIITA-PG").at("text_conclusion_s");
  INFO("model " << seconds.front() << " to " << seconds.back() << " s");
  CHECK(field > seconds.front() - 1);
  CHECK(field < seconds.back());
}

TEST_CASE("AURORA-SLV2-CLASSMETHOD: an ordered Aurora failover as a writer sees it that connects anew each second") {
  REQUIRE(measured("AURORA-SLV2-CLASSMETHOD").at("direct_s") == "10-30");
  const auto seconds = downtime_after(region("db: {type: aurora_cluster, engine: postgres, class: db.t3.medium, instances: [a, b]}",
                                             "path: [primary.db.write]"),
                                      "primary.db", "fail_over");
  INFO("model " << seconds.front() << " to " << seconds.back() << " s");
  CHECK(rank(seconds, 30) - rank(seconds, 10) > 0.5);  // most of the model lies where all of the field does
}

TEST_CASE("EC2-BREVDEV: a new instance runs, and answers, as fast as those that were timed") {
  const auto numbers = measured("EC2-BREVDEV"), sweep = measured("EC2-BREVDEV-SWEEP");
  std::vector<double> field = {};
  for (const double total : numbers.at("totals_ms")) field.push_back(total / 1000);
  for (const auto& [type, total] : sweep.at("types").items()) field.push_back(total.get<double>() / 1000);
  for (const auto& [place, totals] : sweep.at("regions").items())
    for (const double total : totals) field.push_back(total / 1000);
  // Start to an answering system, without an application of its own and without a load balancer's first check.
  const auto design = design_from(
      region("app: {type: auto_scaling_group, zones: all, instance_type: t3.medium, instances: {min: 2, max: 2}, "
             "launch: {bootstrap: 0 s, application_start: 0 s}}",
             "path: [primary.app]"));
  const ScriptedRun run(*design, script(*design, {{"primary.app", "instance_loss", {}, {}, 1}}, hours(6), hours(5)), 300);
  const auto launch = run.values("primary.app.launch_seconds");
  for (const double seconds : field) {
    INFO(seconds << " s in the field; model " << launch.front() << " to " << launch.back() << " s");
    CHECK(rank(launch, seconds) > 0.01);
    CHECK(rank(launch, seconds) < 0.99);
  }
}

TEST_CASE("FARGATE-KJM: the larger the image, the more of a start is spent on pulling it") {
  const auto p50 = [](const std::string& image) {
    const auto design = design_from(
        region("web: {type: ecs_fargate_service, zones: all, tasks: {min: 2, max: 2}, cpu: 0.25 vCPU, memory: 512 MiB, image_size: " +
                   image + ", launch: {application_start: 0 s}}",
               "path: [primary.web]"));
    const ScriptedRun run(*design, script(*design, {{"primary.web", "task_loss", {}, {}, 1}}), 200);
    return ScriptedRun::quantile(run.values("primary.web.launch_seconds"), 0.5);
  };
  const double small = p50("1 MB"), large = p50("1024 MB");
  REQUIRE(measured("FARGATE-KJM").at("dominant") == "image pull");
  CHECK(small > 10);  // the network interface alone takes about ten seconds
  CHECK(large - small > 10);  // a gibibyte takes longer than that
}

TEST_CASE("DDB-GT-AWS: replication of a global table as its vendor states it") {
  REQUIRE(measured("DDB-GT-AWS").at("seconds") == "0.5-2.5 between regions of the same geographic area");
  std::vector<double> ages;
  for (std::uint64_t replication = 0; replication < 200; ++replication) {
    Bench bench(
        "design: field\nregions:\n  primary: {name: us-east-1, zones: [a], stack: one}\n"
        "  standby: {name: us-west-2, zones: [a], stack: two}\n"
        "stacks:\n  one: {table: {type: dynamodb_table, capacity: {on_demand: {}}}}\n"
        "  two: {table: {type: dynamodb_table, replica_of: primary.table, capacity: {on_demand: {}}}}\n"
        "journeys: {use: {path: [primary.table.write], rate: 5 /s}}\n",
        replication);
    bench.run(hours(1));
    bench.strike("primary", "loss");
    REQUIRE(bench.losses().size() == 1);
    ages.push_back(bench.losses().front().age.seconds());
  }
  std::sort(ages.begin(), ages.end());
  CHECK(rank(ages, 2.5) > 0.8);   // "typically within"
  CHECK(rank(ages, 0.5) < 0.5);
}
