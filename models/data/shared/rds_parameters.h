// What RDS instances and their read replicas are configured with, in groups, and what follows from an instance class.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "models/data/shared/copied_contents.h"
#include "models/data/shared/repointing.h"
#include "models/instance_class.h"
#include "models/transfer.h"
#include "sim/config/parameter.h"
#include "sim/design/wiring.h"
#include "sim/traffic/network.h"

namespace windtunnel::models::rds {

enum class Engine { mysql, postgres, mariadb };
inline EnumWords<Engine> words_of(Engine) {
  return {{"mysql", Engine::mysql}, {"postgres", Engine::postgres}, {"mariadb", Engine::mariadb}};
}
inline std::string_view word(Engine engine) {
  return engine == Engine::mysql ? "mysql" : engine == Engine::postgres ? "postgres" : "mariadb";
}

enum class StorageType { gp2, gp3, io1 };
inline EnumWords<StorageType> words_of(StorageType) {
  return {{"gp2", StorageType::gp2}, {"gp3", StorageType::gp3}, {"io1", StorageType::io1}};
}
inline std::string_view word(StorageType type) { return type == StorageType::gp2 ? "gp2" : type == StorageType::gp3 ? "gp3" : "io1"; }

struct Backups {
  Duration retention = days(1);
  std::optional<DailyWindow> window;
  Share daily_change = percent(1);
  Share used = percent(50);

  static ParameterTable parameters() {
    using P = Backups;
    return parameter_table<P>(
        parameter<&P::retention>("retention",
                                 "How long automated backups are kept; 0: there are none, and no recovery to a point in time.",
                                 "rds.backup.default.api", between(days(0), days(35))),
        parameter<&P::window>("window", "When the daily snapshot is taken."),
        parameter<&P::daily_change>("daily_change", "Share of the used storage that changes in a day: what backups grow by.",
                                    "assumption:database-daily-change", between(percent(0), percent(100)),
                                    plausible(percent(0), percent(10))),
        parameter<&P::used>("used", "Share of the allocated storage that holds data.", "assumption:database-storage-used",
                            between(percent(0), percent(100)), plausible(percent(20), percent(90))));
  }
};

struct Maintenance {
  std::optional<WeeklyWindow> window;
  bool automatic_minor_upgrade = true;
  DurationDistribution os_patch_interval = DurationDistribution::exponential(years(1));
  DurationDistribution minor_upgrade_interval = DurationDistribution::exponential(years(1));
  DurationDistribution os_patch = DurationDistribution::lognormal(seconds(45), seconds(60), 0.9).clamped(seconds(20), seconds(120));
  DurationDistribution os_patch_single_zone = DurationDistribution::uniform(minutes(5), minutes(20));
  DurationDistribution minor_upgrade =
      DurationDistribution::lognormal(seconds(240), seconds(600), 0.9).clamped(seconds(60), seconds(1800));
  DurationDistribution class_change_single_zone = DurationDistribution::uniform(minutes(5), minutes(20));

  static ParameterTable parameters() {
    using P = Maintenance;
    return parameter_table<P>(
        parameter<&P::window>("window",
                              "When maintenance takes place; without it, in a half-hour of the week that AWS picks: any.",
                              "rds.maintenance_window"),
        parameter<&P::automatic_minor_upgrade>("automatic_minor_upgrade",
                                               "Whether minor engine versions are installed without being asked.",
                                               "assumption:automatic-minor-upgrade"),
        parameter<&P::os_patch_interval>("os_patch_interval", "Time from one patch of the operating system to the next, by nature.",
                                         "failure_rates.rds", plausible(days(90), years(2))),
        parameter<&P::minor_upgrade_interval>("minor_upgrade_interval", "Time from one minor engine upgrade to the next, by nature.",
                                              "failure_rates.rds", plausible(days(90), years(2))),
        parameter<&P::os_patch>("os_patch", "Outage of a patch of the operating system with a standby: one zone after the other.",
                                "rds.os_patch.maz"),
        parameter<&P::os_patch_single_zone>("os_patch_single_zone", "Outage of a patch of the operating system without a standby.",
                                            "failure_rates.rds", plausible(minutes(5), minutes(20))),
        parameter<&P::minor_upgrade>("minor_upgrade", "Outage of a minor engine upgrade, which hits primary and standby together.",
                                     "rds.upgrade.minor.maz"),
        parameter<&P::class_change_single_zone>("class_change_single_zone", "Outage of a change of the instance class without a standby.",
                                                "assumption:class-change-single-zone", plausible(minutes(5), minutes(20))));
  }
};

/// How much an instance can do.
struct Capacity {
  std::int64_t workers_per_core = 2;
  Duration query_time = milliseconds(5);
  bool connection_pooling = true;
  Duration connection_setup = milliseconds(10);

  /// From the return of the database until its callers' connections are open, where their pools take so long: who has no pool opens
  /// a connection for the next request.
  Duration reopening(Duration pools) const { return connection_pooling ? pools : Duration{}; }

  static ParameterTable parameters() {
    using P = Capacity;
    return parameter_table<P>(
        parameter<&P::workers_per_core>("workers_per_core", "Queries that one core works on at the same time without slowing them.",
                                        "assumption:database-workers", between(1, 64), plausible(1, 4)),
        parameter<&P::query_time>("query_time", "Mean time in which one query is worked on.", "assumption:query-time", above(Duration{}),
                                  plausible(milliseconds(1), milliseconds(20))),
        parameter<&P::connection_pooling>(
            "connection_pooling",
            "Whether callers keep connections open and wait for a free one; without, each request opens one, and no pool has to be filled "
            "anew after a failover.",
            "assumption:connection-pooling"),
        parameter<&P::connection_setup>("connection_setup", "Work of opening a connection, for each request without pooling.",
                                        "assumption:connection-setup", plausible(milliseconds(2), milliseconds(30))));
  }
};

/// What a failover to the standby takes, on the database's side and on that of its clients.
struct Failover {
  DurationDistribution database = DurationDistribution::triangular(seconds(60), seconds(79), seconds(120));
  Share detection = percent(35);
  Share stuck_after_host_fault = Share{0.002};
  Share stuck_after_zone_loss = Share{0.02};
  Duration name_ttl = seconds(5);
  DurationDistribution reconnection = DurationDistribution::lognormal(seconds(10), seconds(60));
  DurationDistribution new_standby =
      DurationDistribution::lognormal(seconds(900), seconds(3600), 0.9).clamped(seconds(300), seconds(14400));

  /// What it takes on the database's side when it is ordered: nobody has to notice anything.
  DurationDistribution ordered() const { return database.scaled(std::max(1e-6, 1 - detection.value)); }

  static ParameterTable parameters() {
    using P = Failover;
    return parameter_table<P>(
        parameter<&P::database>("database", "From the loss of the primary until the standby accepts connections (median 85 s).",
                                "rds.maz.failover"),
        parameter<&P::detection>("detection",
                                 "Share of that time which is spent on noticing; an ordered failover takes only the rest.",
                                 "assumption:failover-detection-share",
                                 between(percent(0), percent(100)), plausible(percent(20), percent(60))),
        parameter<&P::stuck_after_host_fault>("stuck_after_host_fault",
                                              "Probability that a failover does not complete when a host has failed.",
                                              "failure_rates.rds", between(percent(0), percent(100)), plausible(percent(0), percent(1))),
        parameter<&P::stuck_after_zone_loss>("stuck_after_zone_loss",
                                             "Probability that a failover does not complete when a zone is lost.", "failure_rates.rds",
                                             between(percent(0), percent(100)), plausible(percent(0), percent(5))),
        parameter<&P::name_ttl>("name_ttl", "How long clients may keep the address of the endpoint's name.", "rds.dns.ttl"),
        parameter<&P::reconnection>("reconnection",
                                    "From a client's fresh address until its pool has working connections again, for the slowest client.",
                                    "assumption:database-reconnection", plausible(seconds(1), seconds(90))),
        parameter<&P::new_standby>("new_standby", "Time in which a new standby is built.", "rds.maz.new_standby",
                                  plausible(minutes(5), hours(4))));
  }
};

/// How one instance comes back where it is.
struct Repair {
  DurationDistribution reboot = DurationDistribution::lognormal(seconds(45), seconds(180), 0.9).clamped(seconds(15), seconds(600));
  DurationDistribution host_restart = DurationDistribution::lognormal(minutes(10), seconds(1898));
  DurationDistribution host_replacement = DurationDistribution::lognormal(minutes(25), seconds(4024));
  Share restarts = percent(70);

  static ParameterTable parameters() {
    using P = Repair;
    return parameter_table<P>(
        parameter<&P::reboot>("reboot", "Outage of a reboot, or of a restart once power is back.", "rds.reboot",
                             plausible(seconds(15), minutes(10))),
        parameter<&P::host_restart>("host_restart", "Recovery of an instance whose host restarts (median 10 min, sigma 0.7).",
                                    "failure_rates.rds"),
        parameter<&P::host_replacement>("host_replacement", "Recovery of an instance whose host is replaced (median 25 min, sigma 0.6).",
                                        "failure_rates.rds"),
        parameter<&P::restarts>("restarts", "Share of host faults that a restart of the host heals.", "assumption:host-restarts",
                                between(percent(0), percent(100)), plausible(percent(40), percent(90))));
  }
  /// Recovery from a host's fault, by a number that is uniform on (0, 1).
  const DurationDistribution& of_host(double chance) const { return chance < restarts.value ? host_restart : host_replacement; }
};

/// Bringing the contents back from automated backups.
struct Restore : Repointing {
  Duration log_upload = seconds(300);
  DurationDistribution snapshot = DurationDistribution::lognormal(seconds(900), seconds(2400), 0.9).clamped(seconds(420), seconds(7200));
  Duration per_gibibyte;
  DurationDistribution logs = DurationDistribution::lognormal(seconds(600), seconds(3600), 0.9).clamped(seconds(60), seconds(21600));
  double cold_slowdown = 3;
  Duration cold_time = hours(2);

  static ParameterTable parameters() {
    using P = Restore;
    return parameter_table<P>(
        parameter<&P::log_upload>("log_upload", "Interval at which logs reach the backup: the newest restore point is up to this old.",
                                  "rds.pitr.log_upload"),
        parameter<&P::snapshot>("snapshot", "Time in which an instance is created from a snapshot.", "rds.restore.snapshot",
                               plausible(minutes(7), hours(2))),
        parameter<&P::per_gibibyte>("per_gibibyte",
                                    "Time added for each GiB; 0, since blocks are loaded at their first reading.",
                                    "rds.restore.snapshot", plausible(seconds(0), seconds(40))),
        parameter<&P::logs>("logs", "Time in which the logs since that snapshot are applied.", "rds.restore.pitr_extra",
                           plausible(minutes(1), hours(6))),
        parameter<&P::cold_slowdown>("cold_slowdown",
                                     "Factor by which queries take longer while blocks are loaded at their first reading.",
                                     "assumption:restored-volume-slowdown", between(1.0, 100.0), plausible(1.0, 10.0)),
        parameter<&P::cold_time>("cold_time", "How long that lasts.", "assumption:restored-volume-slowdown",
                                 plausible(minutes(30), hours(8))),
        inherited<Repointing>());
  }
  Duration for_size(double gibibytes) const { return from_seconds(per_gibibyte.seconds() * gibibytes); }
};

/// What a file may say of an instance, whether it is a primary or a replica.
struct AnyInstance : CallSize {
  std::string instance_class;
  StorageType storage_type = StorageType::gp3;
  ZoneName zone;
  Capacity capacity;
  Repair repair;
  DurationDistribution host_fault_interval = DurationDistribution::exponential(years(4));
  std::map<std::string, std::string> configuration;

  static ParameterTable parameters() {
    using P = AnyInstance;
    return parameter_table<P>(
        parameter<&P::instance_class>("class", "Instance class, which decides cores and memory: \"db.t3.micro\".", required),
        parameter<&P::storage_type>("storage_type", "Kind of volume."),
        parameter<&P::zone>("zone", "Zone that holds it, as long as no standby has taken over.", required),
        parameter<&P::capacity>("capacity", "How much work it can do."),
        parameter<&P::repair>("repair", "How it comes back where it is."),
        parameter<&P::host_fault_interval>("host_fault_interval", "Time from one fault of its host to the next, by nature.",
                                           "failure_rates.rds", plausible(years(2), years(10))),
        inherited<CallSize>(),
        parameter<&P::configuration>("configuration", "Further settings, carried along; nothing depends on them."));
  }
};

/// What the class of a component offers; an unknown one is reported at it.
inline InstanceClass hardware(Wiring& wiring, const Component& component, const std::string& name) {
  const auto found = find_instance_class(name, "db.");
  if (!found) wiring.error(component, "class", "unknown instance class \"" + name + "\"" + expected_instance_class(name, "db."));
  return found.value_or(InstanceClass{2, gibibytes(1)});
}

/// Connections that an engine allows on this much memory, after what the operating system and the service take: a line
/// through the published examples (1 GiB: about 60, 8 GiB: about 630 on MySQL).
inline double max_connections(Engine engine, Bytes memory) {
  const double usable = std::max(0.0, 0.954 * memory.value - mebibytes(256).value);
  switch (engine) {
    case Engine::mysql: return usable / 12582880;
    case Engine::postgres: return std::min(usable / 9531392, 5000.0);
    case Engine::mariadb: return std::min(usable / 25165760, 12000.0);
  }
  return 0;
}

/// Brings a station in line with its instance: `healthy` as it was declared, `slowdown` as a factor on every query.
inline void set_numbers(traffic::Station& station, const traffic::Station& healthy, bool running, double slowdown, double error_share,
                        const DomainState& zone) {
  station.servers = running ? healthy.servers : 0;
  station.service_rate = healthy.service_rate / slowdown;
  station.error_share = error_share;
  station.added_latency = zone.added_latency;
  station.loss_share = zone.loss;
}

/// The station that a healthy instance is.
inline traffic::Station station(const Capacity& capacity, Engine engine, const InstanceClass& hardware) {
  traffic::Station station;
  station.servers = hardware.cores * static_cast<double>(capacity.workers_per_core);
  double demand = capacity.query_time.seconds();
  if (!capacity.connection_pooling) {
    demand += capacity.connection_setup.seconds();
    // Each waiting request holds a connection: those beyond the engine's limit are refused.
    station.waiting_places = std::max(0.0, max_connections(engine, hardware.memory) - station.servers) / station.servers;
  }
  station.service_rate = 1 / demand;
  return station;
}

}  // namespace windtunnel::models::rds
