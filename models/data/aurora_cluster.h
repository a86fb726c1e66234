// What an Aurora cluster is configured with, struck by and measured in; behaviour: aurora_cluster.cpp.
#pragma once

#include <string>
#include <vector>

#include "models/data/shared/aurora_parameters.h"
#include "sim/design/component.h"

namespace windtunnel::models::aurora {

/// Everything that a file may say of a cluster.
struct ClusterParameters : OwnContents<Engine>, AnyCluster {
  std::vector<ZoneName> instances;
  std::optional<Reference> replaces;
  Share empty_share;
  Backups backups;
  Maintenance maintenance;

  static ParameterTable parameters() {
    using P = ClusterParameters;
    return parameter_table<P>(
        parameter<&P::instances>("instances", "Zones of the instances, one each; the first is the writer.", required),
        inherited<OwnContents<Engine>>(), inherited<AnyCluster>(),
        parameter<&P::replaces>("replaces",
                                "The store in whose stead it is created; until then it does not exist, and costs nothing."),
        parameter<&P::empty_share>("empty_share", "Share of requests that fail in a cluster created empty, for want of older data.",
                                   "assumption:empty-database", between(percent(0), percent(100)), plausible(percent(0), percent(100))),
        parameter<&P::backups>("backups", "Automated backups and backtracking."),
        parameter<&P::maintenance>("maintenance", "What maintenance does, and how often."));
  }
  void check(ParameterProblems& problems) const {
    if (instances.empty()) problems.error("instances", "a cluster needs an instance");
    if (backups.backtrack_window > Duration{} && engine != Engine::mysql)
      problems.error("backups", "only MySQL clusters can be turned back");
  }
};

struct ClusterDescription {
  static constexpr std::string_view type_name = "aurora_cluster";
  static constexpr std::string_view summary =
      "Instances over one volume with six copies in three zones: a reader takes over within a minute; without one the writer waits "
      "for its zone.";

  using Parameters = ClusterParameters;

  enum Mode : std::uint16_t {
    crash,
    replica_loss,
    storage_loss,
    slow,
    reboot,
    os_patch,
    minor_engine_upgrade,
    deletion,
    corruption
  };
  static constexpr FaultMode fault_modes[] = {
      {"crash", "The host of the writer fails.", FaultMode::Scope::component, false},
      {"replica_loss", "Hosts of readers fail.", FaultMode::Scope::units, false},
      {"storage_loss", "Copies of the volume are lost; severity: how many of the six."},
      {"slow", "Queries take longer; severity: the factor."},
      {"reboot", "The writer is rebooted.", FaultMode::Scope::component, false},
      {"os_patch", "The operating system is patched: the readers first, then the writer, from which one of them takes over.",
       FaultMode::Scope::component, false, true},
      {"minor_engine_upgrade", "A minor engine version is installed on all instances.", FaultMode::Scope::component, false,
       true},
      {"deletion", "Data is deleted by mistake; severity: share of requests that miss it.", FaultMode::Scope::component, false},
      {"corruption", "Data is corrupted by software; severity: share of requests that meet it.", FaultMode::Scope::component, false},
  };

  enum Measured : std::uint32_t {
    failover_seconds,
    client_failover_seconds,
    outage_seconds,
    recreation_seconds,
    maintenance_downtime_seconds,
    restore_seconds,
    backtrack_seconds,
    creation_seconds
  };
  static constexpr Measure measures[] = {
      {"failover_seconds", "s", "from the loss of the writer until a reader had taken over"},
      {"client_failover_seconds", "s", "from the loss of the writer until the last client has a working connection to the new one"},
      {"outage_seconds", "s", "from the instant at which it stopped accepting writes until it accepts them again"},
      {"recreation_seconds", "s", "from the loss of the writer until it was there again in its own zone, with no reader to take over"},
      {"maintenance_downtime_seconds", "s", "for which a maintenance action kept it from accepting writes"},
      {"restore_seconds", "s", "from the order to restore until callers use the restored cluster"},
      {"backtrack_seconds", "s", "from the order to turn the cluster back until it accepts connections"},
      {"creation_seconds", "s", "from the order to create it until it accepts connections"},
  };

  static constexpr std::string_view operation_names[] = {"fail_over", "reboot", "add_instance", "restore_point_in_time",
                                                         "backtrack", "create", "switch", "take_back"};

  enum Signal : std::uint16_t { clients_back = AuroraInstances::signals, restored, turned_back, created };
  enum Purpose : std::uint16_t {
    reconnecting = AuroraInstances::purposes,
    failing,
    maintaining,
    adding,
    restoring,
    choosing,
    turning_back,
    creating
  };
};

/// The monthly lines of a cluster that exists; `requests` in a month.
inline void bill_whole(const Component& cluster, const ClusterParameters& given, double requests, const UsageMeter& meter,
                       CostSheet& sheet) {
  bill_cluster(cluster, given, given, given.instances.size(), requests, meter, sheet);
  const double days_kept = given.backups.retention.seconds() / days(1).seconds();
  const double changed = sold_gigabytes(given.storage) * given.backups.daily_change.value * days_kept;
  add_line(sheet, meter, cluster, "backups beyond the free size of the volume", changed, "GB-month", "aurora.backup.storage", true);
}

}  // namespace windtunnel::models::aurora
