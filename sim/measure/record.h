// What one replication leaves behind: plain numbers, from which every estimate, verdict and report is made.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/kernel/time.h"

namespace windtunnel {

/// A recovery split by what it waited for, in seconds; the parts add up to the RTO.
struct PhaseSeconds {
  double notice = 0, decide = 0, act = 0, propagate = 0, warm_up = 0, drain = 0;
  double total() const { return notice + decide + act + propagate + warm_up + drain; }
};

/// One journey in one drill. Times count from the first injection.
struct JourneyRecord {
  double offered = 0;  ///< requests that users wanted in the window
  double good = 0;     ///< requests answered correctly within the objective
  double below_level_seconds = 0;      ///< time below the recovery level
  double below_objective_seconds = 0;  ///< time below the journey's full objective
  bool hurt = false;       ///< the SLI was ever below the recovery level after the first injection
  bool recovered = true;   ///< false: still below at the horizon; rto_seconds is then the time of observation (censored)
  double rto_seconds = 0;  ///< first injection to the last return to the recovery level; 0 when nobody noticed
  bool objective_recovered = true;
  double objective_seconds = 0;  ///< first injection to the last return to the full objective
  double hurt_share = 0;         ///< mean share of users hurt between rto_seconds and objective_seconds
  PhaseSeconds phases;           ///< of rto_seconds
};

/// An interval in which a journey was below its recovery level (long runs).
struct IncidentRecord {
  std::uint32_t journey = 0;
  Time start;
  double seconds = 0;
  bool recovered = true;
  std::uint32_t cause = 0;  ///< index into RunLabels::causes
  Time mended = {};         ///< when the cause itself was over; of what takes an instant, when it struck
};

/// One loss of data: how old the oldest missing acknowledged write was, and how many were missing.
struct DataLossRecord {
  std::uint32_t store = 0;  ///< index into RunLabels::stores
  double age_seconds = 0;
  bool unbounded = false;   ///< there was no restore point
  double lost_writes = 0;       ///< gone
  double stranded_writes = 0;   ///< come back with the region, and may overwrite newer ones
};

/// What one alarm did.
struct DetectionRecord {
  std::uint32_t alarm = 0;  ///< index into RunLabels::alarms
  bool fired = false;
  double seconds = 0;  ///< first injection to the alarm, when fired
};

/// A figure that a model or observer published ("primary.db.failover_seconds"); several of one name are kept apart.
struct NamedValue {
  std::uint32_t name = 0;  ///< index into RunLabels::values
  double value = 0;
  bool ended = true;  ///< false: a time that was still running when the window closed; value is how long it had been seen
};

/// Requests of one journey in one minute in which it did worse than in health (long runs that count them).
struct HurtMinute {
  std::uint32_t journey = 0;
  std::uint32_t cause = 0;  ///< index into RunLabels::causes
  std::int64_t minute = 0;  ///< since the period began
  double seconds = 0;       ///< of the minute that the figures are of; the rest was as in health
  double offered = 0, good = 0;
};

/// Names shared by all replications of one run.
struct RunLabels {
  struct Value {
    std::string name;     ///< "primary.db.failover_seconds"
    std::string unit;     ///< "s", "requests", "writes", "" for counts and yes (1) / no (0)
    std::string meaning;  ///< one clause: "from the loss of the primary until the standby accepts connections"
  };
  std::vector<std::string> journeys, causes, stores, alarms;
  std::vector<bool> planned;  ///< by cause: work that somebody schedules, such as a patch; empty: none is
  std::vector<Value> values;
};

/// What the injections of a run did.
enum class Struck : std::uint8_t {
  changed,    ///< some target's condition changed
  unchanged,  ///< every target was already in the struck condition: the replication says nothing
};

struct ReplicationRecord {
  std::uint64_t replication = 0;
  std::uint64_t fingerprint = 0;
  std::uint64_t events = 0;
  Struck struck = Struck::changed;
  double window_seconds = 0;
  std::vector<JourneyRecord> journeys;
  std::vector<IncidentRecord> incidents;
  std::vector<DataLossRecord> losses;  ///< empty: nothing was lost, RPO 0
  std::vector<DetectionRecord> detections;
  std::vector<NamedValue> values;
  double incident_cost = 0;  ///< USD beyond what the same window costs in health
  /// Long runs only: time in which any journey of the SLA was below its level, and time per cause (RunLabels::causes).
  double downtime_seconds = 0;
  std::vector<double> downtime_by_cause;
  std::vector<HurtMinute> minutes;                  ///< kept only for who counts them
  std::vector<std::vector<double>> monthly_uptime;  ///< by contract and month, where contracts are counted
};

}  // namespace windtunnel
