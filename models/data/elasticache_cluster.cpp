// ElastiCache cluster: an in-memory store of one primary and its replicas, as a cache or for sessions.
#include "models/data/shared/cache_nodes.h"
#include "models/instance_class.h"
#include "models/ordered_operation.h"
#include "models/store_support.h"
#include "models/transfer.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class ElasticacheCluster final : public Model<ElasticacheCluster>, public Provider, public Operable {
 public:
  static constexpr std::string_view type_name = "elasticache_cluster";
  static constexpr std::string_view summary =
      "An in-memory store: hits are answered here, misses load what is behind; a replica replaces a lost primary, or it comes back empty.";

  struct Parameters : CallSize {
    std::string engine = "redis";
    std::string node_type;
    ZoneName zone;
    std::vector<ZoneName> replica_zones;
    bool automatic_failover = false;
    bool reads_from_replicas = false;
    bool system_of_record = false;
    Share hit_ratio = percent(80);
    double warm_up_misses = 10000;
    Rate operations = per_second(50000);
    Duration latency = milliseconds(1);
    DurationDistribution failover = DurationDistribution::lognormal(seconds(15), seconds(35), 0.9).clamped(seconds(3), seconds(60));
    DurationDistribution replication_lag =
        DurationDistribution::lognormal(milliseconds(50), seconds(1), 0.9).clamped(Duration{}, seconds(10));
    DurationDistribution node_creation =
        DurationDistribution::lognormal(seconds(300), seconds(900), 0.9).clamped(seconds(120), seconds(1800));
    DurationDistribution synchronisation = DurationDistribution::lognormal(seconds(30), seconds(120), 0.9);
    DurationDistribution node_fault_interval = DurationDistribution::exponential(years(20));
    std::map<std::string, std::string> configuration;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::engine>("engine", "Engine, which names its prices."),
          parameter<&P::node_type>("node_type", "Type of each node: \"cache.t3.micro\".", required),
          parameter<&P::zone>("zone", "Zone of the primary.", required),
          parameter<&P::replica_zones>("replica_zones", "Zones of the replicas, one replica each."),
          parameter<&P::automatic_failover>("automatic_failover", "Whether a replica takes over when the primary is lost.",
                                            "ec.autofailover.default"),
          parameter<&P::reads_from_replicas>("reads_from_replicas", "Whether clients read from replicas too.", "assumption:cache-reads"),
          parameter<&P::system_of_record>("system_of_record", "Whether what it holds is nowhere else: writes that vanish are then lost."),
          parameter<&P::hit_ratio>("hit_ratio", "Share of reads that a warm cache answers.", "assumption:cache-hit-ratio",
                                   between(percent(0), percent(100)), plausible(percent(50), percent(99))),
          parameter<&P::warm_up_misses>("warm_up_misses", "Misses that fill an empty cache.", "assumption:cache-warm-up", above(0.0),
                                        plausible(1000.0, 100000.0)),
          parameter<&P::operations>("operations", "Operations that one node carries.", "assumption:cache-operations",
                                    above(per_second(0)), plausible(per_second(20000), per_second(200000))),
          parameter<&P::latency>("latency", "Time on the way to a node and back.", "assumption:cache-latency",
                                 plausible(microseconds(300), milliseconds(2))),
          parameter<&P::failover>("failover", "From the loss of the primary until a replica takes its place.", "ec.failover"),
          parameter<&P::replication_lag>("replication_lag", "How far replicas are behind the primary.", "ec.rpo"),
          parameter<&P::node_creation>("node_creation", "Time in which a node is created anew.", "ec.nomaz",
                                       plausible(minutes(2), minutes(30))),
          parameter<&P::synchronisation>("synchronisation", "Time in which a replica copies the whole of a new primary.",
                                         "assumption:cache-synchronisation", plausible(seconds(5), seconds(300))),
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
  enum Measured : std::uint32_t { failover_seconds, outage_seconds, lost_writes, coldest_hit_ratio };
  static constexpr Measure measures[] = {
      {"failover_seconds", "s", "from the loss of the primary until a replica takes writes in its stead"},
      {"outage_seconds", "s", "for which no primary took writes"},
      {"lost_writes", "writes", "the number of acknowledged writes that no replica had when the primary was lost"},
      {"coldest_hit_ratio", "", "the share of reads that hit just after contents vanished"},
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    const auto hardware = find_instance_class(given.node_type, "cache.");
    if (!hardware)
      wiring.error(*this, "node_type",
                   "unknown node type \"" + given.node_type + "\"" + expected_instance_class(given.node_type, "cache."));
    std::vector<Site> places = {wiring.site(*this, given.zone)};
    for (const ZoneName& zone : given.replica_zones) places.push_back(wiring.site(*this, zone));
    nodes_.declare(places);
    if (given.automatic_failover && nodes_.size() < 2)
      wiring.error(*this, "automatic_failover", "nothing can take over without replica_zones");
    traffic::Station station;
    station.service_rate = given.operations.value;
    station.servers = 1;
    primary_ = wiring.station(station);
    station.servers = static_cast<double>(nodes_.serving_replicas());
    replicas_ = wiring.station(station);
    traffic::Router router;
    router.branches = {1.0};
    writes_ = wiring.router(router);
    cache_ = wiring.cache({given.hit_ratio.value, given.warm_up_misses});
  }
  std::optional<Port> port(std::string_view name) const override {
    Port port;
    port.latency = given.latency.seconds();
    port.stations = {primary_};
    if (name == "write") {
      port.write = true;
      port.router = writes_;
    } else if (name == "read" || name.empty()) {
      port.cache = cache_;
      if (given.reads_from_replicas) port.stations.push_back(replicas_);
    } else {
      return std::nullopt;
    }
    return port;
  }
  std::vector<Site> sites() const override { return nodes_.sites(); }
  std::vector<Site> parts() const override {
    return given.automatic_failover ? nodes_.sites() : std::vector{nodes_.primary_site()};
  }

  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == flush) {
      forget(world, 1 - std::clamp(strike.severity, 0.0, 1.0));
      tell(world, *this, "contents vanish: reads go on to what is behind");
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
    // Nothing changes when the takeover is due and the replica has been lost meanwhile.
    if (!take(world, nodes_.handle(world, *this, times(), signal, argument)) && order_.under_way())
      order_.give_up(world, *this, "no replica is left that could take over: the primary is created anew");
  }
  bool settled(const World&) const override { return nodes_.complete(); }
  void tell_unfinished(World& world) const override {
    if (!nodes_.primary_serves()) world.unfinished(*this, outage_seconds, lost_at_);
  }

  bool provides(const World& world, Site from) const override {
    return nodes_.primary_serves() && world.reach(from, nodes_.primary_site()).connected;
  }
  static constexpr std::string_view operation_names[] = {"fail_over"};
  std::span<const std::string_view> operations() const override { return operation_names; }
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    if (operation != "fail_over") return Outcome::refused;
    if (!world.control_plane(region())) return Outcome::unavailable;
    if (!nodes_.begin_takeover(world, *this, times())) return Outcome::refused;
    take(world, CacheNodes::Change::lost_primary);
    order_.begin(by, ticket);
    return Outcome::started;
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double nodes = static_cast<double>(nodes_.size());
    add_line(sheet, meter, *this, "node hours", nodes * UsageMeter::hours_per_month, "h",
             "elasticache." + given.engine + "." + given.node_type);
    const double calls = meter.completions(primary_) + meter.completions(replicas_);
    add_transfer_lines(sheet, meter, *this, calls * given.call_size.value / 1e9, ChargedSides::caller);
  }

 private:
  enum Purpose : std::uint16_t { choosing = CacheNodes::purposes, lagging };

  CacheNodes::Times times() const { return {&given.failover, &given.node_creation, &given.synchronisation, given.automatic_failover}; }
  void serve(World& world) {
    const DomainState& zone = world.domain(nodes_.primary_site().zone);
    traffic::Station primary = world.station(primary_), replicas = world.station(replicas_);
    primary.servers = nodes_.primary_serves() ? 1 : 0;
    primary.added_latency = zone.added_latency;
    primary.loss_share = zone.loss;
    primary.when_down = failure_in(world, nodes_.primary_site());
    replicas.servers = static_cast<double>(nodes_.serving_replicas());
    world.set_station(primary_, primary);
    world.set_station(replicas_, replicas);
    world.condition_changed(*this);
  }
  void forget(World& world, double kept) {
    world.traffic_state().flush(cache_, kept);
    world.publish(*this, coldest_hit_ratio, world.traffic().hit_ratio(cache_));
  }
  double write_rate(const World& world) const {
    const auto totals = world.traffic().router_totals(writes_);
    const double all = world.traffic().totals(primary_).completions;
    const double writes = totals.requests - totals.refused - totals.timed_out - totals.failed_behind;
    return all > 0 ? world.traffic().load(primary_).completion_rate * std::min(1.0, writes / all) : 0;
  }
  /// Draws the consequences of what has become of the nodes; says whether anything has.
  bool take(World& world, CacheNodes::Change change) {
    switch (change) {
      case CacheNodes::Change::none: return false;
      case CacheNodes::Change::lost_replica: tell(world, *this, "a replica is lost"); break;
      case CacheNodes::Change::lost_primary:
        lost_at_ = world.now();
        rate_at_loss_ = write_rate(world);
        tell(world, *this, "the primary is lost");
        break;
      case CacheNodes::Change::took_over: took_over(world); break;
      case CacheNodes::Change::emptied:
        forget(world, 0);
        came_back(world);
        if (given.system_of_record) {
          DataLoss loss;
          loss.unbounded = true;  // nothing else holds it
          world.lose_data(*this, loss);
        }
        tell(world, *this, "the primary is back, and empty");
        break;
      case CacheNodes::Change::restored: tell(world, *this, "a replica is in step again"); break;
    }
    serve(world);
    return true;
  }
  void took_over(World& world) {
    world.publish(*this, failover_seconds, (world.now() - lost_at_).seconds());
    came_back(world);
    const Duration lag = world.draw(*this, lagging, given.replication_lag);
    const double missing = rate_at_loss_ * lag.seconds();
    world.publish(*this, lost_writes, missing);
    if (given.system_of_record) {
      DataLoss loss;
      loss.age = lag;
      loss.lost_writes = missing;
      world.lose_data(*this, loss);
    }
    tell(world, *this, "a replica is the primary now");
    order_.finish(world, true);
  }
  void came_back(World& world) { world.publish(*this, outage_seconds, (world.now() - lost_at_).seconds()); }

  traffic::StationId primary_ = traffic::none, replicas_ = traffic::none;
  traffic::RouterId writes_ = traffic::none;
  traffic::CacheId cache_ = traffic::none;
  CacheNodes nodes_;
  OrderedOperation order_;
  Time lost_at_;
  double rate_at_loss_ = 0;
};

}  // namespace

const ComponentType& elasticache_cluster() { return component_type<ElasticacheCluster>(); }

}  // namespace windtunnel::models
