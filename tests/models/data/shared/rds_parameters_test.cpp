// Tests of what RDS instances and replicas share: connection limits, capacity, and the laws of their durations.
#include "models/data/shared/rds_parameters.h"

#include <catch2/catch.hpp>

using namespace windtunnel;
using namespace windtunnel::models;

TEST_CASE("Connection limits follow the memory that is left to the engine") {
  // rds.max_connections.*: about 60 on a db.t3.micro and about 630 on 8 GiB with MySQL, up to about 830 with PostgreSQL.
  CHECK(rds::max_connections(rds::Engine::mysql, gibibytes(1)) == Approx(60).margin(2));
  CHECK(rds::max_connections(rds::Engine::mysql, gibibytes(8)) == Approx(630).margin(5));
  CHECK(rds::max_connections(rds::Engine::postgres, gibibytes(8)) == Approx(830).margin(10));
  CHECK(rds::max_connections(rds::Engine::postgres, gibibytes(512)) == 5000);
}

TEST_CASE("Without pooling each request opens a connection, and those beyond the limit are refused") {
  rds::Capacity capacity;
  const InstanceClass micro = *find_instance_class("db.t3.micro", "db.");
  const traffic::Station pooled = rds::station(capacity, rds::Engine::mysql, micro);
  CHECK(pooled.servers == 4);
  CHECK(pooled.service_rate == Approx(200));  // 5 ms a query
  CHECK(pooled.waiting_places == traffic::infinity);
  capacity.connection_pooling = false;
  const traffic::Station direct = rds::station(capacity, rds::Engine::mysql, micro);
  CHECK(direct.service_rate == Approx(1 / 0.015));
  CHECK(direct.servers * (1 + direct.waiting_places) == Approx(60).margin(2));
}

TEST_CASE("Durations have the published middles and ends") {
  const rds::Failover failover;
  CHECK(failover.database.quantile(0.5).seconds() == Approx(85).margin(0.5));  // rds.maz.failover
  CHECK(failover.database.quantile(0.9999).seconds() <= 120);
  const rds::Repair repair;
  CHECK(repair.host_restart.mean_seconds() == Approx(12.78 * 60).epsilon(0.01));      // failure_rates.rds
  CHECK(repair.host_replacement.mean_seconds() == Approx(29.93 * 60).epsilon(0.01));  // failure_rates.rds
  const rds::Restore restore;
  CHECK(restore.snapshot.quantile(0.9) == seconds(2400));  // rds.restore.snapshot
  const rds::Maintenance maintenance;
  CHECK(maintenance.os_patch.quantile(0.9).seconds() == Approx(60).epsilon(0.001));  // rds.os_patch.maz
}
