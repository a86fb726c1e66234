// What a DynamoDB table is configured with, struck by and measured in, and its capacity; behaviour: dynamodb_table.cpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "models/data/shared/repointing.h"
#include "models/store_support.h"
#include "sim/config/parameter.h"
#include "sim/design/component.h"

namespace windtunnel::models::dynamodb {

/// Units of one kind (read or write) and the rule that changes them.
struct Units {
  std::int64_t min = 5;
  std::int64_t max = 5;
  Share target = percent(70);

  static ParameterTable parameters() {
    using P = Units;
    return parameter_table<P>(parameter<&P::min>("min", "Fewest capacity units.", between(1, 40000)),
                              parameter<&P::max>("max", "Most capacity units; equal to the fewest: no scaling.", between(1, 40000)),
                              parameter<&P::target>("target", "Consumed share of the units that scaling aims at.", "ddb.as.target",
                                                    between(percent(20), percent(90))));
  }
  void check(ParameterProblems& problems) const {
    if (max < min) problems.error("max", "must not be smaller than min");
  }
};

struct Provisioned {
  static constexpr std::string_view choice = "provisioned";
  Units read, write;
  static ParameterTable parameters() {
    using P = Provisioned;
    return parameter_table<P>(parameter<&P::read>("read", "Read capacity units."),
                              parameter<&P::write>("write", "Write capacity units."));
  }
};

struct OnDemand {
  static constexpr std::string_view choice = "on_demand";
  std::int64_t read_units = 12000;
  std::int64_t write_units = 4000;
  static ParameterTable parameters() {
    using P = OnDemand;
    return parameter_table<P>(
        parameter<&P::read_units>("read_units", "Read units that the table takes at once: twice its previous peak, or a new table's.",
                                  "ddb.ondemand", at_least(1)),
        parameter<&P::write_units>("write_units", "Write units that the table takes at once.", "ddb.ondemand", at_least(1)));
  }
};

/// How fast capacity follows the load.
struct Scaling {
  std::int64_t out_periods = 2;
  std::int64_t in_periods = 15;
  Share in_margin = percent(20);
  Duration burst = seconds(300);
  Duration warm_periods = minutes(30);
  DurationDistribution publication_delay =
      DurationDistribution::lognormal(seconds(60), seconds(150), 0.9).clamped(seconds(20), seconds(300));
  DurationDistribution update = DurationDistribution::triangular(seconds(5), seconds(20), seconds(120));
  Duration decrease_gap = hours(1);

  static ParameterTable parameters() {
    using P = Scaling;
    return parameter_table<P>(
        parameter<&P::out_periods>("out_periods", "Minutes in a row above the target before capacity grows.", "ddb.as.out",
                                   between(1, 60)),
        parameter<&P::in_periods>("in_periods", "Minutes in a row below the target before capacity shrinks.", "ddb.as.in",
                                  between(1, 60)),
        parameter<&P::in_margin>("in_margin", "How far below the target they must be.", "assumption:dynamodb-scale-in-margin",
                                 between(percent(0), percent(60)), plausible(percent(10), percent(30))),
        parameter<&P::burst>("burst", "Unused capacity that can be saved up, as time at full capacity.", "ddb.burst"),
        parameter<&P::warm_periods>("warm_periods", "How long an on-demand table must see a new peak before it takes twice as much.",
                                    "ddb.ondemand"),
        parameter<&P::publication_delay>("publication_delay", "How late the monitoring service has the figures.", "cw.metric.latency",
                                        plausible(seconds(20), minutes(5))),
        parameter<&P::update>("update", "From the decision until the new capacity serves.", "assumption:dynamodb-capacity-update",
                              plausible(seconds(5), seconds(120))),
        parameter<&P::decrease_gap>("decrease_gap", "Least time between two decreases, which are limited in number.",
                                    "assumption:dynamodb-decrease-gap", plausible(minutes(15), hours(2))));
  }
};

/// The admission of one kind of request, as state of the table's model.
struct Admission {
  traffic::StationId station = traffic::none;
  double units = 1, least = 1, most = 1, target = 0.7;
  double units_per_request = 1;
  bool on_demand = false;
  WatchId out = 0, in = 0;
  EventHandle update;
  Time behind_since = Time::never();  ///< growth has begun and the load is not yet carried
  Time decreased_at;

  bool scales() const { return most > least || on_demand; }
  double rate() const { return units / units_per_request; }
  double ceiling() const { return most / units_per_request; }
  double out_threshold() const { return target * rate(); }
  /// Below the margin, and where a unit fewer carries the load at the target: else the alarm would ask for what cannot be.
  double in_threshold(Share margin) const {
    return std::min(std::max(0.0, target - margin.value) * rate(), target * (units - 1) / units_per_request);
  }

  /// Requests that unused capacity of this time lets in at once.
  double saved(Duration burst) const { return on_demand ? 0 : rate() * burst.seconds(); }
  /// Units that carry this many requests per second at the target.
  double wanted(double requests) const { return std::clamp(std::ceil(requests * units_per_request / target - 1e-9), least, most); }
};

/// Everything that a file may say of a table.
struct TableParameters : Repointing {
  std::optional<Reference> replica_of;
  std::variant<Provisioned, OnDemand> capacity;
  Scaling scaling;
  Bytes item_size = bytes(1024);
  bool strongly_consistent_reads = false;
  Duration latency = milliseconds(5);
  bool point_in_time_recovery = false;
  Bytes data = gibibytes(1);
  double written_items = 100000;
  DurationDistribution replication_lag =
      DurationDistribution::lognormal(milliseconds(800), milliseconds(2500), 0.9).clamped(milliseconds(200), seconds(10));
  Duration point_in_time_window = days(35);
  Duration log_delay = seconds(300);
  DurationDistribution restore = DurationDistribution::lognormal(seconds(1500), seconds(3300), 0.9).clamped(seconds(600), seconds(36000));
  // 0.05 impairments of a region a year, of which 22 % strike it.
  DurationDistribution outage_interval = DurationDistribution::exponential(years(91));
  DurationDistribution outage_duration = DurationDistribution::uniform(minutes(172), minutes(291));
  std::map<std::string, std::string> configuration;

  static ParameterTable parameters() {
    using P = TableParameters;
    return parameter_table<P>(
        parameter<&P::replica_of>("replica_of", "The first table of the global table that this one belongs to.",
                                  references("data_store")),
        parameter<&P::capacity>("capacity", "Capacity that is bought, or on demand."),
        parameter<&P::scaling>("scaling", "How fast capacity follows the load."),
        parameter<&P::item_size>("item_size", "Size of an item: a unit writes 1 KiB or reads 4 KiB.", "assumption:item-size",
                                 above(bytes(0)), plausible(bytes(256), bytes(4096))),
        parameter<&P::strongly_consistent_reads>("strongly_consistent_reads",
                                                 "Whether reads see every earlier write of the region; they then take twice the units.",
                                                 "assumption:read-consistency"),
        parameter<&P::latency>("latency", "Mean time of a request inside the service.", "assumption:dynamodb-latency", above(Duration{}),
                               plausible(milliseconds(2), milliseconds(10))),
        parameter<&P::point_in_time_recovery>("point_in_time_recovery", "Whether it can be restored to any second of a window."),
        parameter<&P::point_in_time_window>("point_in_time_window", "How far back that window reaches.", "ddb.pitr.rpo",
                                            between(days(1), days(35))),
        parameter<&P::data>("data", "Size of the data, for the bill.", "assumption:table-size", plausible(gibibytes(1), gibibytes(100))),
        parameter<&P::written_items>("written_items",
                                     "Distinct items over which writes are spread evenly: how often two regions write the same one.",
                                     "assumption:written-items", above(0.0), plausible(1000.0, 10000000.0)),
        parameter<&P::replication_lag>("replication_lag", "How much later a write is in the other regions.", "ddb.gt.lag"),
        parameter<&P::log_delay>("log_delay", "Age of the newest point that it can be restored to.", "ddb.pitr.rpo"),
        parameter<&P::restore>("restore", "Time in which a new table is restored.", "ddb.restore"),
        parameter<&P::outage_interval>("outage_interval",
                                       "Time between the service's outages; in us-east-1 it was 7.9 y (failure_rates.dynamodb).",
                                       "failure_rates.region_impairment", plausible(years(8), years(350))),
        parameter<&P::outage_duration>("outage_duration", "How long such an outage lasts, by nature.", "failure_rates.dynamodb"),
        parameter<&P::configuration>("configuration", "Further settings, carried along; nothing depends on them."),
        inherited<Repointing>());
  }
};

/// What a table is called, struck by and measured in.
struct TableDescription {
  static constexpr std::string_view type_name = "dynamodb_table";
  static constexpr std::string_view summary =
      "A key-value table of one region; with replica_of a replica of a global table: each copies the others' writes a little later.";

  using Parameters = TableParameters;

  enum Mode : std::uint16_t { outage, replication_delay, deletion, corruption };
  static constexpr FaultMode fault_modes[] = {
      {"outage", "The service fails in the region; severity: share of requests that fail."},
      {"replication_delay", "Writes pass between it and the other regions later; severity: seconds on top."},
      {"deletion", "Data is deleted by mistake, in all replicas; severity: share of requests that miss it.", FaultMode::Scope::component,
       false},
      {"corruption", "Data is corrupted by software, in all replicas; severity: share of requests that meet it.",
       FaultMode::Scope::component, false},
  };
  enum Kind : std::size_t { read, write };
  enum Signal : std::uint16_t {
    grow_reads,
    grow_writes,
    shrink_reads,
    shrink_writes,
    reads_updated,
    writes_updated,
    reads_may_shrink,
    writes_may_shrink,
    damage_applied,
    restored
  };
  enum Purpose : std::uint16_t { lagging, updating, restoring, restore_margin };

  enum Measured : std::uint32_t { scale_up_seconds, write_ceiling, read_ceiling, stranded_writes, conflicting_writes, restore_seconds };
  static constexpr Measure measures[] = {
      {"scale_up_seconds", "s", "from the first step of growth until the capacity carries the load, or is at its maximum"},
      {"write_ceiling", "requests/s", "writes per second above which the table throttles at its largest capacity"},
      {"read_ceiling", "requests/s", "reads per second above which the table throttles at its largest capacity"},
      {"stranded_writes", "writes",
       "the number of acknowledged writes that had not left the region when it was lost; they come back with it"},
      {"conflicting_writes", "writes",
       "the number of writes discarded silently because the same item had been written elsewhere meanwhile"},
      {"restore_seconds", "s", "from the order to restore until callers use the restored table"},
  };
};

/// Numbers of the gauges in which a table keeps its capacity.
enum Gauge : std::uint32_t { read_units, write_units };

/// What a table begins with, and how far it can go.
inline void set_capacity(const TableParameters& given, bool reads, Admission& admission) {
  if (const auto* bought = std::get_if<Provisioned>(&given.capacity)) {
    const Units& units = reads ? bought->read : bought->write;
    admission.least = admission.units = static_cast<double>(units.min);
    admission.most = static_cast<double>(units.max);
    admission.target = units.target.value;
  } else {
    const auto& on_demand = std::get<OnDemand>(given.capacity);
    admission.least = admission.units = static_cast<double>(reads ? on_demand.read_units : on_demand.write_units);
    admission.most = 40000;
    admission.target = 0.5;
    admission.on_demand = true;
  }
}

/// The monthly lines of one table. `peers`: where the other replicas of its global table take writes. Those are written here as well,
/// and replicated writes are billed in each replica's region (price dynamodb.ondemand.rwru_global_tables).
inline void bill_table(const Component& table, const TableParameters& given, const Admission& read, const Admission& write,
                       const std::vector<traffic::StationId>& peers, const UsageMeter& meter, CostSheet& sheet) {
  const bool global = !peers.empty();
  if (std::holds_alternative<Provisioned>(given.capacity)) {
    const double hours = UsageMeter::hours_per_month;
    add_line(sheet, meter, table, "write capacity", hours * meter.average_gauge(table.id(), write_units), "WCU-h",
             global ? "dynamodb.provisioned.rwcu_global_tables" : "dynamodb.provisioned.wcu");
    add_line(sheet, meter, table, "read capacity", hours * meter.average_gauge(table.id(), read_units), "RCU-h",
             "dynamodb.provisioned.rcu");
  } else {
    double writes = meter.completions(write.station);
    for (const traffic::StationId peer : peers) writes += meter.completions(peer);
    add_line(sheet, meter, table, "writes", writes * write.units_per_request / 1e6, "million units",
             global ? "dynamodb.ondemand.rwru_global_tables" : "dynamodb.ondemand.wru", true);
    add_line(sheet, meter, table, "reads", meter.completions(read.station) * read.units_per_request / 1e6, "million units",
             "dynamodb.ondemand.rru", true);
  }
  const double size = sold_gigabytes(given.data);
  add_line(sheet, meter, table, "storage", size, "GB-month", "dynamodb.storage.standard", true);
  if (given.point_in_time_recovery)
    add_line(sheet, meter, table, "point-in-time recovery", size, "GB-month", "dynamodb.pitr.storage", true);
  if (!global) return;
  const double copied = meter.completions(write.station) * given.item_size.value / 1e9 * static_cast<double>(peers.size());
  add_line(sheet, meter, table, "writes to other regions", copied, "GB", "dt.inter_region.out", true);
}

}  // namespace windtunnel::models::dynamodb
