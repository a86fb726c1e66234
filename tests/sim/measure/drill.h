// Records of made-up drills for the tests of estimates and verdicts.
#pragma once

#include <vector>

#include "sim/measure/record.h"

namespace windtunnel::drill {

/// A replication with one journey that recovered after `rto` seconds, all of it spent noticing.
inline ReplicationRecord recovered(std::uint64_t replication, double rto) {
  ReplicationRecord record;
  record.replication = replication;
  record.fingerprint = replication * 1000003 + 17;
  record.events = 10;
  record.window_seconds = 7200 + rto;
  JourneyRecord journey;
  journey.offered = 1000;
  journey.good = 1000 - rto / 10;
  journey.hurt = rto > 0;
  journey.rto_seconds = rto;
  journey.objective_seconds = rto * 2;
  journey.phases.notice = rto;
  record.journeys.push_back(journey);
  return record;
}

inline ReplicationRecord never_recovered(std::uint64_t replication, double horizon) {
  ReplicationRecord record = recovered(replication, horizon);
  record.journeys[0].recovered = false;
  record.journeys[0].objective_recovered = false;
  return record;
}

inline RunLabels labels() {
  RunLabels result;
  result.journeys = {"order"};
  result.causes = {"zone a", "maintenance"};
  result.stores = {"primary.db"};
  result.alarms = {"page"};
  result.values = {{"primary.db.failover_seconds", "s",
                    "the time from the loss of the primary until the standby accepts connections"},
                   {"primary.db.promoted", "", "the standby was promoted"}};
  return result;
}

/// `n` replications whose recovery takes 1, 2, ... n seconds.
inline std::vector<ReplicationRecord> ladder(int n) {
  std::vector<ReplicationRecord> records;
  for (int i = 1; i <= n; ++i) records.push_back(recovered(static_cast<std::uint64_t>(i - 1), i));
  return records;
}

}  // namespace windtunnel::drill
