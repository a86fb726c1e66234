// What each named measure reads.
#include "sim/measure/measures.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/measure/drill.h"

using namespace windtunnel;

namespace {

std::vector<MeasuredSeries> of(const ReplicationRecord& record, std::string_view measure,
                               std::string_view journey = "*") {
  return measure_series(measure, journey, drill::labels(), std::vector{record});
}

double single(const ReplicationRecord& record, std::string_view measure) {
  return of(record, measure).at(0).values.at(0).at(0);
}

}  // namespace

TEST_CASE("built-in measures read the record") {
  ReplicationRecord record = drill::recovered(0, 50);
  record.journeys[0].below_level_seconds = 40;
  record.journeys[0].below_objective_seconds = 90;
  record.losses = {{0, 10, false, 5, 1}, {0, 30, false, 2, 4}};
  record.incident_cost = 1.5;
  record.detections = {{0, true, 75}};
  CHECK(single(record, "rto") == 50);
  CHECK(single(record, "objective") == 100);
  CHECK(single(record, "downtime") == 40);
  CHECK(single(record, "below_objective") == 90);
  CHECK(single(record, "sli") == Approx(0.995));
  CHECK(single(record, "users_hurt") == Approx(0.005));
  CHECK(single(record, "noticed") == 1);
  CHECK(single(record, "rpo") == 30);
  CHECK(single(record, "lost_writes") == 7);
  CHECK(single(record, "stranded_writes") == 5);
  CHECK(single(record, "incident_cost") == 1.5);
  CHECK(single(record, "detection") == 75);
  CHECK(single(record, "detection.page") == 75);
}

TEST_CASE("what has no end is infinite") {
  ReplicationRecord record = drill::never_recovered(0, 86400);
  record.losses = {{0, 0, true, 5, 1}};
  CHECK(std::isinf(single(record, "rto")));
  CHECK(std::isinf(single(record, "objective")));
  CHECK(std::isinf(single(record, "rpo")));
  CHECK(std::isinf(single(record, "detection.page")));
}

TEST_CASE("published values are found by glob and keep several values of a replication together") {
  ReplicationRecord record = drill::recovered(7, 50);
  record.values = {{0, 60}, {0, 64}, {1, 1}};
  const auto all = of(record, "primary.db.*");
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "primary.db.failover_seconds");
  CHECK(all[0].values == std::vector<std::vector<double>>{{60, 64}});
  CHECK(all[0].replications == std::vector<std::uint64_t>{7});
  CHECK(all[0].unit == "s");
  CHECK(of(record, "secondary.*").empty());
}

TEST_CASE("a time that had not ended when its drill was over calls upon its measure, and is known to be longer") {
  ReplicationRecord record = drill::recovered(7, 50);
  record.values = {{0, 60}, {0, 64, false}};
  const auto all = of(record, "primary.db.failover_seconds");
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].values.at(0).size() == 2);
  CHECK(all[0].values[0][0] == 60);
  CHECK(std::isinf(all[0].values[0][1]));
  CHECK(std::isinf(all[0].watched.at(0).at(0)));
  CHECK(all[0].watched[0][1] == 64);
}

TEST_CASE("replications that did not call upon a measure, or changed nothing, are left out") {
  ReplicationRecord silent = drill::recovered(0, 50);
  CHECK(of(silent, "primary.db.failover_seconds").empty());
  silent.struck = Struck::unchanged;
  silent.values = {{0, 60}};
  silent.detections = {{0, true, 75}};
  for (const char* measure : {"rto", "rpo", "detection.page"}) CHECK(of(silent, measure).at(0).values.empty());
  CHECK(of(silent, "primary.db.failover_seconds").empty());
  CHECK(of(drill::recovered(0, 50), "rto", "other").empty());
}

TEST_CASE("a journey without requests has no share") {
  ReplicationRecord record = drill::recovered(0, 50);
  record.journeys[0].offered = 0;
  CHECK(of(record, "sli").at(0).values.empty());
}
