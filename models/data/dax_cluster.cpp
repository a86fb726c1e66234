// DAX cluster: a write-through cache of nodes in front of a DynamoDB table.
#include "models/data/shared/cache_nodes.h"
#include "models/store_support.h"
#include "models/transfer.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class DaxCluster final : public Model<DaxCluster>, public Provider {
 public:
  static constexpr std::string_view type_name = "dax_cluster";
  static constexpr std::string_view summary =
      "A cache in front of a table: any node answers reads, writes pass through the primary, which a replica replaces when it is lost.";

  struct Parameters : CallSize {
    std::string node_type = "dax.t3.small";
    std::vector<ZoneName> zones;
    Share hit_ratio = percent(80);
    double warm_up_misses = 10000;
    Duration item_ttl = seconds(300);
    Rate operations = per_second(20000);
    Duration latency = microseconds(500);
    DurationDistribution failover = DurationDistribution::lognormal(seconds(15), seconds(60), 0.9).clamped(seconds(5), seconds(180));
    DurationDistribution node_creation = DurationDistribution::lognormal(minutes(5), minutes(15), 0.9);
    DurationDistribution synchronisation = seconds(0);
    DurationDistribution node_fault_interval = DurationDistribution::exponential(years(20));
    std::map<std::string, std::string> configuration;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::node_type>("node_type", "Type of each node, which names its price."),
          parameter<&P::zones>("zones", "Zone of each node, the primary first; with fewer than three the cluster is not fault tolerant.",
                               required),
          parameter<&P::hit_ratio>("hit_ratio", "Share of reads that a warm cache answers.", "assumption:cache-hit-ratio",
                                   between(percent(0), percent(100)), plausible(percent(50), percent(99))),
          parameter<&P::warm_up_misses>("warm_up_misses", "Misses that fill an empty cache.", "assumption:cache-warm-up", above(0.0),
                                        plausible(1000.0, 100000.0)),
          parameter<&P::item_ttl>("item_ttl", "How old a cached item may be, when writes bypass the cluster.", "dax.ttl"),
          parameter<&P::operations>("operations", "Operations that one node carries.", "assumption:cache-operations",
                                    above(per_second(0)), plausible(per_second(5000), per_second(100000))),
          parameter<&P::latency>("latency", "Time on the way to a node and back.", "assumption:cache-latency",
                                 plausible(microseconds(300), milliseconds(2))),
          parameter<&P::failover>("failover", "From the loss of the primary until a replica takes its place.", "dax.failover",
                                  plausible(seconds(5), seconds(180))),
          parameter<&P::node_creation>("node_creation", "Time in which a node is created anew.", "assumption:dax-node-creation",
                                       plausible(minutes(2), minutes(30))),
          parameter<&P::synchronisation>("synchronisation", "Time in which a replica follows a new primary.",
                                         "assumption:dax-synchronisation", plausible(seconds(0), seconds(60))),
          parameter<&P::node_fault_interval>("node_fault_interval", "Time from one fault of a node to the next, by nature.",
                                             "failure_rates.elasticache", plausible(years(5), years(100))),
          inherited<CallSize>(),
          parameter<&P::configuration>("configuration", "Further settings, carried along; nothing depends on them."));
    }
  };

  enum Mode : std::uint16_t { primary_loss, node_loss, flush };
  static constexpr FaultMode fault_modes[] = {
      {"primary_loss", "The primary node fails.", FaultMode::Scope::component, false},
      {"node_loss", "Nodes fail, each one that serves with the same chance.", FaultMode::Scope::units, false},
      {"flush", "Contents vanish; severity: the share.", FaultMode::Scope::component, false},
  };
  enum Measured : std::uint32_t { failover_seconds, coldest_hit_ratio };
  static constexpr Measure measures[] = {
      {"failover_seconds", "s", "for which writes paused until a replica was the primary"},
      {"coldest_hit_ratio", "", "the share of reads that hit just after contents vanished"},
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    std::vector<Site> places;
    for (const ZoneName& zone : given.zones) places.push_back(wiring.site(*this, zone));
    if (places.empty()) {
      wiring.error(*this, "zones", "a cluster has at least one node");
      places.push_back(wiring.regional(*this));
    }
    nodes_.declare(places);
    traffic::Station station;
    station.service_rate = given.operations.value;
    station.servers = static_cast<double>(nodes_.size());
    reads_ = wiring.station(station);
    station.servers = 1;
    writes_ = wiring.station(station);
    cache_ = wiring.cache({given.hit_ratio.value, given.warm_up_misses});
  }
  /// "read", and the bare name: what follows in the path is called on a miss. "write": what follows is always called.
  std::optional<Port> port(std::string_view name) const override {
    Port port;
    port.latency = given.latency.seconds();
    if (name == "write") {
      port.stations = {writes_};
      port.write = true;
    } else if (name == "read" || name.empty()) {
      port.stations = {reads_};
      port.cache = cache_;
    } else {
      return std::nullopt;
    }
    return port;
  }
  std::vector<Site> sites() const override { return nodes_.sites(); }

  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == flush) {
      forget(world, 1 - std::clamp(strike.severity, 0.0, 1.0));
      return strike.severity > 0;
    }
    if (strike.mode == primary_loss) return take(world, nodes_.lose(world, *this, times(), 0));
    return nodes_.lose_some(world, *this, times(), strike, choosing, [&](CacheNodes::Change change) { return take(world, change); });
  }
  Nature nature(std::uint16_t mode) const override { return mode == node_loss ? Nature{given.node_fault_interval, {}} : Nature{}; }
  std::int64_t units_at_most() const override { return static_cast<std::int64_t>(nodes_.size()); }
  void domain_changed(World& world, DomainId) override {
    take(world, nodes_.follow(world, *this, times()));
    serve(world);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    take(world, nodes_.handle(world, *this, times(), signal, argument));
  }
  bool settled(const World&) const override { return nodes_.complete(); }
  void tell_unfinished(World& world) const override {
    if (!nodes_.primary_serves()) world.unfinished(*this, failover_seconds, lost_at_);
  }
  bool provides(const World& world, Site from) const override {
    return serving() > 0 && world.reach(from, nodes_.primary_site()).connected;
  }
  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "node hours", static_cast<double>(nodes_.size()) * UsageMeter::hours_per_month, "h", given.node_type);
    const double calls = meter.completions(reads_) + meter.completions(writes_);
    add_transfer_lines(sheet, meter, *this, calls * given.call_size.value / 1e9, ChargedSides::both);
  }

 private:
  enum Purpose : std::uint16_t { choosing = CacheNodes::purposes };

  CacheNodes::Times times() const { return {&given.failover, &given.node_creation, &given.synchronisation, true}; }
  std::size_t serving() const { return nodes_.serving_replicas() + (nodes_.primary_serves() ? 1 : 0); }
  void serve(World& world) {
    for (const traffic::StationId id : {reads_, writes_}) {
      traffic::Station station = world.station(id);
      station.servers = id == reads_ ? static_cast<double>(serving()) : nodes_.primary_serves() ? 1 : 0;
      station.when_down = failure_in(world, nodes_.primary_site());
      world.set_station(id, station);
    }
    world.condition_changed(*this);
  }
  void forget(World& world, double kept) {
    world.traffic_state().flush(cache_, kept);
    world.publish(*this, coldest_hit_ratio, world.traffic().hit_ratio(cache_));
    tell(world, *this, "contents vanish: reads go on to the table");
  }
  bool take(World& world, CacheNodes::Change change) {
    if (change == CacheNodes::Change::none) return false;
    if (change == CacheNodes::Change::lost_primary) {
      lost_at_ = world.now();
      tell(world, *this, "the primary is lost: writes pause, replicas go on answering reads");
    }
    if (change == CacheNodes::Change::took_over || change == CacheNodes::Change::emptied) {
      world.publish(*this, failover_seconds, (world.now() - lost_at_).seconds());
      tell(world, *this, "writes pass again");
    }
    // Each node has a cache of its own; only when none was left is nothing cached any more.
    if (change == CacheNodes::Change::emptied && nodes_.serving_replicas() == 0) forget(world, 0);
    if (change == CacheNodes::Change::lost_replica) tell(world, *this, "a node is lost");
    serve(world);
    return true;
  }

  traffic::StationId reads_ = traffic::none, writes_ = traffic::none;
  traffic::CacheId cache_ = traffic::none;
  CacheNodes nodes_;
  Time lost_at_;
};

}  // namespace

const ComponentType& dax_cluster() { return component_type<DaxCluster>(); }

}  // namespace windtunnel::models
