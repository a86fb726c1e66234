// What an RDS instance is configured with, struck by, measured in and billed for, and its standby; behaviour: rds_instance.cpp.
#pragma once

#include <utility>
#include <vector>

#include "models/data/shared/rds_parameters.h"
#include "models/data/shared/storage_growth.h"
#include "models/schedule.h"
#include "models/store_support.h"
#include "sim/design/component.h"
#include "sim/design/exemption.h"

namespace windtunnel::models::rds {

/// Everything that a file may say of an instance.
struct InstanceParameters : OwnContents<Engine>, AnyInstance {
  std::string engine_version;
  ZoneName standby_zone;
  Zones subnet_zones;
  Backups backups;
  Maintenance maintenance;
  Failover failover;
  Restore restore;
  std::optional<StorageAutoscaling> storage_autoscaling;
  DurationDistribution add_storage = DurationDistribution::lognormal(minutes(5), minutes(20));

  static ParameterTable parameters() {
    using P = InstanceParameters;
    return parameter_table<P>(
        inherited<OwnContents<Engine>>(), inherited<AnyInstance>(),
        parameter<&P::engine_version>("engine_version", "Version of the engine, as configuration."),
        parameter<&P::standby_zone>("standby_zone", "Zone of the synchronous standby; without one the instance is Single-AZ."),
        parameter<&P::subnet_zones>("subnet_zones", "Zones of its subnet group, where a new standby or a restored instance can be put."),
        parameter<&P::backups>("backups", "Automated backups."),
        parameter<&P::maintenance>("maintenance", "What maintenance does, and how often."),
        parameter<&P::failover>("failover", "What a failover to the standby takes."),
        parameter<&P::restore>("restore", "How its contents are brought back."),
        parameter<&P::storage_autoscaling>("storage_autoscaling", "Whether, and how far, the volume is made larger before it is full."),
        parameter<&P::add_storage>("add_storage", "Time in which a full volume is made larger.", "assumption:storage-growth",
                                   plausible(minutes(2), minutes(60))));
  }
};

struct InstanceDescription {
  static constexpr std::string_view type_name = "rds_instance";
  static constexpr std::string_view summary =
      "A managed database instance; with a standby zone it is Multi-AZ: every write is also on a second instance that takes over.";

  using Parameters = InstanceParameters;

  enum Mode : std::uint16_t {
    crash,
    standby_crash,
    storage_full,
    storage_fill,
    slow,
    reboot,
    os_patch,
    minor_engine_upgrade,
    class_change,
    deletion,
    corruption
  };
  static constexpr FaultMode fault_modes[] = {
      {"crash", "The host of the primary fails.", FaultMode::Scope::component, false},
      {"standby_crash", "The host of the standby fails.", FaultMode::Scope::component, false},
      {"storage_full", "The volume is full: the instance stops, and so would its standby."},
      {"storage_fill", "Data comes in and stays; severity: GiB an hour."},
      {"slow", "Queries take longer; severity: the factor."},
      {"reboot", "The instance is rebooted.", FaultMode::Scope::component, false},
      {"os_patch", "The operating system is patched.", FaultMode::Scope::component, false, true},
      {"minor_engine_upgrade", "A minor engine version is installed, on primary and standby together.", FaultMode::Scope::component,
       false, true},
      {"class_change", "The instance class is changed.", FaultMode::Scope::component, false, true},
      {"deletion", "Data is deleted by mistake; severity: share of requests that miss it.", FaultMode::Scope::component, false},
      {"corruption", "Data is corrupted by software; severity: share of requests that meet it.", FaultMode::Scope::component, false},
  };

  /// What it is doing; `stuck`: a failover did not complete; `down`: it waits for its zone.
  enum class State : std::uint8_t { available, failing_over, stuck, recovering, rebooting, maintained, storage_full, down, superseded };
  enum Signal : std::uint16_t {
    failure_noticed,
    outage_over,
    standby_built,
    clients_back,
    restored,
    warm,
    volume_full,
    growth_due,
    grown,
    fuller
  };
  enum Purpose : std::uint16_t {
    failing,
    sticking,
    repairing,
    restarting,
    maintaining,
    rebuilding,
    reconnecting,
    choosing,
    restoring,
    growing
  };

  enum Measured : std::uint32_t {
    failover_seconds,
    client_failover_seconds,
    outage_seconds,
    unprotected_seconds,
    restore_seconds,
    maintenance_downtime_seconds,
    volume_gibibytes,
    pooled_connections,
    unpooled_connections
  };
  static constexpr std::string_view operation_names[] = {"fail_over", "reboot", "restore_point_in_time", "add_storage", "switch"};

  static constexpr Measure measures[] = {
      {"failover_seconds", "s", "from the loss of the primary until the standby accepts connections"},
      {"client_failover_seconds", "s", "from the loss of the primary until the last client has a working connection to the standby"},
      {"outage_seconds", "s", "from the instant at which it stopped accepting writes until it accepts them again"},
      {"unprotected_seconds", "s", "for which it ran without a standby until a new one was in step"},
      {"restore_seconds", "s", "from the order to restore until callers use the restored instance"},
      {"maintenance_downtime_seconds", "s",
       "from the begin of a maintenance action until the last client has a working connection again"},
      {"volume_gibibytes", "GiB", "the size of the volume when it had been made larger"},
      {"pooled_connections", "", "the number of pooled connections that requests wanted at once when the last client was back"},
      {"unpooled_connections", "",
       "the number of connections, one opened for each request, that were wanted at once when the last client was back"},
  };
};

/// What monitoring has of an instance: alarms on its connections would need to know how many its callers' pools hold open.
class InstanceMetrics : public MetricSource {
 public:
  static constexpr NamedMetric metric_names[] = {
      {"cpu_utilisation", "busy share of the processors, 0 to 1"},
      {"free_storage", "GiB of the volume that are free"},
  };
  std::span<const NamedMetric> metrics() const override { return metric_names; }
  Metric metric(std::string_view name) const override {
    Metric metric;
    if (name == metric_names[1].name) {
      metric.gauge = StorageGrowth::free_gauge;
      return metric;
    }
    metric.kind = Metric::Kind::utilisation;
    metric.stations = {station_};
    return metric;
  }

 protected:
  /// Those that it works on and those that wait for it: each wants a connection.
  double requests_at_once(const World& world) const {
    const traffic::StationLoad load = world.traffic().load(station_);
    return load.utilisation * world.traffic().network().stations[station_].servers + load.waiting;
  }
  traffic::StationId station_ = traffic::none;
};

/// How often nature does what.
inline Nature nature_of(const InstanceParameters& given, std::uint16_t mode) {
  using D = InstanceDescription;
  const bool standby = !given.standby_zone.empty();
  if (mode == D::crash || (mode == D::standby_crash && standby)) return {given.host_fault_interval, {}};
  if (mode != D::os_patch && mode != D::minor_engine_upgrade) return {};
  Nature nature;
  if (mode == D::os_patch) nature.interval = given.maintenance.os_patch_interval;
  else if (given.maintenance.automatic_minor_upgrade) nature.interval = given.maintenance.minor_upgrade_interval;
  nature.within = hours_of(given.maintenance.window);
  return nature;
}

/// What cannot be lost because the design does not have it.
inline std::string_view exempt_of(const InstanceParameters& given, std::uint16_t mode) {
  return mode == InstanceDescription::standby_crash && given.standby_zone.empty() ? "has no standby" : "";
}

/// The monthly lines of one instance, which serves at `station`; a standby doubles hours and storage through the Multi-AZ prices.
inline void bill_instance(const Component& instance, const InstanceParameters& given, traffic::StationId station, const UsageMeter& meter,
                          CostSheet& sheet) {
  const std::string zones = !given.standby_zone.empty() ? "multi_az" : "single_az";
  const double allocated = sold_gigabytes(given.storage);
  add_line(sheet, meter, instance, "instance hours", UsageMeter::hours_per_month, "h",
           "rds." + std::string(word(given.engine)) + "." + given.instance_class + "." + zones);
  add_line(sheet, meter, instance, "storage", allocated, "GB-month",
           "rds." + std::string(word(given.storage_type)) + ".storage." + zones);
  const double days_kept = given.backups.retention.seconds() / days(1).seconds();
  const double kept = days_kept > 0 ? allocated * given.backups.used.value * (1 + given.backups.daily_change.value * days_kept) : 0;
  add_line(sheet, meter, instance, "backups beyond the free size of the database", std::max(0.0, kept - allocated), "GB-month",
           "rds.backup.storage", true);
  add_transfer_lines(sheet, meter, instance, meter.completions(station) * given.call_size.value / 1e9, ChargedSides::both);
}

/// The synchronous standby: in step, lost, or being built anew. Copyable state of the instance's model.
class Standby {
 public:
  enum class State : std::uint8_t { none, in_step, wanted, building };

  void declare(Site site) {
    site_ = site;
    state_ = State::in_step;
    configured_ = true;
  }
  bool configured() const { return configured_; }
  bool in_step() const { return state_ == State::in_step; }
  /// Whether it could take over now.
  bool ready(const World& world) const { return in_step() && in_service(world, site_); }
  bool as_configured() const { return state_ == (configured_ ? State::in_step : State::none); }
  Site site() const { return site_; }
  /// The instance's place and, where there is one, the standby's.
  std::vector<Site> beside(Site primary) const { return configured_ ? std::vector{primary, site_} : std::vector{primary}; }
  Time lost_at() const { return lost_at_; }

  /// It is gone, and a new one is wanted.
  void lose(World& world) {
    world.cancel(built_);
    state_ = State::wanted;
    lost_at_ = world.now();
  }
  /// The roles are swapped: the standby's place becomes the primary's.
  void swap_with(Site& primary) { std::swap(site_, primary); }
  /// The place in which it is built has gone: another is wanted.
  void follow_place(World& world) {
    if (state_ != State::building || in_service(world, site_)) return;
    world.cancel(built_);
    state_ = State::wanted;
  }
  /// Begins to build one if it is wanted and some place other than the primary's can take it; says whether it began.
  bool build(World& world, const Component& instance, Site primary, const std::vector<Site>& places, Duration time,
             std::uint16_t signal) {
    for (const Site place : places) {
      if (place == primary || !in_service(world, place) || !world.has_capacity(place)) continue;
      site_ = place;
      state_ = State::building;
      built_ = world.after(instance, time, signal, Phase::act);
      return true;
    }
    return false;
  }
  bool wanted() const { return state_ == State::wanted; }
  void is_built() { state_ = State::in_step; }

 private:
  Site site_;
  State state_ = State::none;
  Time lost_at_;
  EventHandle built_;
  bool configured_ = false;
};

}  // namespace windtunnel::models::rds
