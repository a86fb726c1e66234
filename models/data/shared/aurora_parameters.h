// What Aurora clusters are configured with, in groups that the cluster and the secondary of a global database share.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/data/shared/aurora_instances.h"
#include "models/data/shared/rds_parameters.h"
#include "models/store_support.h"
#include "models/transfer.h"
#include "sim/config/parameter.h"

namespace windtunnel::models::aurora {

enum class Engine { mysql, postgres };
inline EnumWords<Engine> words_of(Engine) { return {{"mysql", Engine::mysql}, {"postgres", Engine::postgres}}; }
inline std::string_view word(Engine engine) { return engine == Engine::mysql ? "mysql" : "postgres"; }
inline rds::Engine wire_protocol(Engine engine) { return engine == Engine::mysql ? rds::Engine::mysql : rds::Engine::postgres; }

enum class StorageType { standard, io_optimized };
inline EnumWords<StorageType> words_of(StorageType) {
  return {{"standard", StorageType::standard, "reads and writes of the volume are billed one by one"},
          {"io_optimized", StorageType::io_optimized, "they are part of higher prices for instances and storage"}};
}
inline std::string_view word(StorageType type) { return type == StorageType::standard ? "standard" : "io_optimized"; }

/// What happens when an instance is lost, on the cluster's side and on that of its clients.
struct Failover {
  DurationDistribution promotion = DurationDistribution::lognormal(seconds(20), seconds(40), 0.9).clamped(seconds(8), seconds(60));
  DurationDistribution recreation = DurationDistribution::lognormal(seconds(300), seconds(600), 0.9).clamped(seconds(120), seconds(900));
  Share detection = percent(35);
  Duration writer_ttl = seconds(5);
  Duration reader_ttl = seconds(1);
  DurationDistribution reconnection = DurationDistribution::lognormal(seconds(10), seconds(60));
  DurationDistribution new_instance =
      DurationDistribution::lognormal(seconds(540), seconds(960), 0.9).clamped(seconds(315), seconds(1026));

  static ParameterTable parameters() {
    using P = Failover;
    return parameter_table<P>(
        parameter<&P::promotion>("promotion", "From the loss of the writer until a reader accepts writes; reads fail as well meanwhile.",
                                 "aurora.failover.replica"),
        parameter<&P::recreation>("recreation", "Time in which a lost instance is created anew in the same zone, once that is there.",
                                  "aurora.failover.noreplica"),
        parameter<&P::detection>("detection",
                                 "Share of the promotion which is spent on noticing; an ordered one takes only the rest.",
                                 "assumption:failover-detection-share",
                                 between(percent(0), percent(100)), plausible(percent(20), percent(60))),
        parameter<&P::writer_ttl>("writer_ttl", "How long clients may keep the address of the writer's name.", "rds.dns.ttl"),
        parameter<&P::reader_ttl>("reader_ttl", "How long clients may keep the address of the readers' name.", "aurora.ro_endpoint.ttl"),
        parameter<&P::reconnection>("reconnection",
                                    "From a client's fresh address until its pool has working connections again, for the slowest client.",
                                    "assumption:database-reconnection", plausible(seconds(1), seconds(90))),
        parameter<&P::new_instance>("new_instance", "Time in which people's order for one more instance is carried out.", "rds.create",
                                   plausible(seconds(315), seconds(1026))));
  }
  /// A promotion that is ordered: nobody has to notice anything.
  DurationDistribution ordered() const { return promotion.scaled(std::max(1e-6, 1 - detection.value)); }
  AuroraInstances::Times times() const { return {&promotion, &recreation, detection.value}; }
};

/// Backups, which cannot be turned off, and the ways back to earlier contents.
struct Backups : Repointing {
  Duration retention = days(1);
  Share daily_change = percent(1);
  Duration latest = seconds(300);
  DurationDistribution restore = DurationDistribution::lognormal(seconds(900), seconds(2400), 0.9).clamped(seconds(420), seconds(7200));
  Duration restore_per_gibibyte;
  Duration backtrack_window;
  DurationDistribution backtrack = DurationDistribution::lognormal(minutes(3), minutes(10));

  static ParameterTable parameters() {
    using P = Backups;
    return parameter_table<P>(
        parameter<&P::retention>("retention", "How far back the cluster can be restored to any point in time.", "rds.backup.default.api",
                                 between(days(1), days(35))),
        parameter<&P::daily_change>("daily_change", "Share of the volume that changes in a day: what backups grow by.",
                                    "assumption:database-daily-change", between(percent(0), percent(100)),
                                    plausible(percent(0), percent(10))),
        parameter<&P::latest>("latest", "The newest restorable point is up to this old.", "aurora.pitr.lrt"),
        parameter<&P::restore>("restore", "Time in which a new cluster is created at a point in time.", "rds.restore.snapshot",
                              plausible(minutes(7), hours(2))),
        parameter<&P::restore_per_gibibyte>("restore_per_gibibyte", "Time added for each GiB of the volume.", "rds.restore.snapshot",
                                            plausible(seconds(0), seconds(40))),
        parameter<&P::backtrack_window>("backtrack_window",
                                        "How far back the whole cluster can be turned in place; 0: it cannot. MySQL only.",
                                        "aurora.backtrack.window", between(hours(0), hours(72))),
        parameter<&P::backtrack>("backtrack", "Time in which it is turned back, for which it serves nothing.",
                                 "assumption:aurora-backtrack", plausible(minutes(1), minutes(20))),
        inherited<Repointing>());
  }
  Duration for_size(Bytes volume) const { return from_seconds(restore_per_gibibyte.seconds() * volume.value / gibibytes(1).value); }
};

struct Maintenance {
  std::optional<WeeklyWindow> window;
  bool automatic_minor_upgrade = true;
  DurationDistribution interval = DurationDistribution::exponential(years(1));
  DurationDistribution minor_upgrade = DurationDistribution::lognormal(seconds(45), seconds(180), 0.9).clamped(seconds(15), seconds(600));
  DurationDistribution reboot = DurationDistribution::lognormal(seconds(45), seconds(180), 0.9).clamped(seconds(15), seconds(600));

  static ParameterTable parameters() {
    using P = Maintenance;
    return parameter_table<P>(
        parameter<&P::window>("window", "When maintenance takes place; without it, in a half-hour of the week that AWS picks: any.",
                              "rds.maintenance_window"),
        parameter<&P::automatic_minor_upgrade>("automatic_minor_upgrade", "Whether minor engine versions install themselves.",
                                               "assumption:automatic-minor-upgrade"),
        parameter<&P::interval>("interval", "Time from one patch, and from one minor upgrade, to the next, by nature.", "failure_rates.rds",
                                plausible(days(90), years(2))),
        parameter<&P::minor_upgrade>("minor_upgrade", "Outage of a minor engine upgrade: every instance restarts.",
                                     "assumption:aurora-minor-upgrade", plausible(seconds(15), minutes(10))),
        parameter<&P::reboot>("reboot", "Outage of one instance that restarts.", "rds.reboot", plausible(seconds(15), minutes(10))));
  }
};

/// What a file may say of either kind of cluster.
struct AnyCluster : CallSize {
  std::string instance_class;
  Zones subnet_zones;
  StorageType storage_type = StorageType::standard;
  double operations_per_request = 2;
  rds::Capacity capacity;
  Failover failover;
  DurationDistribution host_fault_interval = DurationDistribution::exponential(years(4));
  std::map<std::string, std::string> configuration;

  static ParameterTable parameters() {
    using P = AnyCluster;
    return parameter_table<P>(
        parameter<&P::instance_class>("class", "Class of every instance, which decides cores and memory: \"db.t3.small\".", required),
        parameter<&P::subnet_zones>("subnet_zones", "Zones of its subnet group, where one more instance can be put."),
        parameter<&P::storage_type>("storage_type", "How the volume is paid for."),
        parameter<&P::operations_per_request>("operations_per_request", "Reads and writes of the volume per request, for the bill.",
                                              "assumption:database-operations-per-request", at_least(0.0), plausible(0.5, 10.0)),
        parameter<&P::capacity>("capacity", "How much work one instance can do."),
        parameter<&P::failover>("failover", "What the loss of an instance takes."),
        parameter<&P::host_fault_interval>("host_fault_interval", "Time from one fault of an instance's host to the next, by nature.",
                                           "failure_rates.rds", plausible(years(2), years(10))),
        inherited<CallSize>(), parameter<&P::configuration>("configuration", "Further settings, carried along; nothing depends on them."));
  }
};

/// Hours of instances, the volume, and what it reads and writes, of either kind of cluster; `requests` in a month.
inline void bill_cluster(const Component& cluster, const AnyCluster& given, const OwnContents<Engine>& contents, std::size_t instances,
                         double requests, const UsageMeter& meter, CostSheet& sheet) {
  const std::string kind(word(given.storage_type));
  add_line(sheet, meter, cluster, "instance hours", static_cast<double>(instances) * UsageMeter::hours_per_month, "h",
           "aurora." + std::string(word(contents.engine)) + "." + given.instance_class + "." + kind);
  add_line(sheet, meter, cluster, "storage", sold_gigabytes(contents.storage), "GB-month", "aurora.storage." + kind);
  if (given.storage_type == StorageType::standard)
    add_line(sheet, meter, cluster, "reads and writes of the volume", requests * given.operations_per_request / 1e6, "million requests",
             "aurora.io.standard", true);
  add_transfer_lines(sheet, meter, cluster, requests * given.call_size.value / 1e9, ChargedSides::both);
}

}  // namespace windtunnel::models::aurora
