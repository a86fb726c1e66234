// Aurora secondary cluster: a global database's copy in another region, which takes over when people order it.
#include <algorithm>
#include <string>

#include "models/data/shared/aurora_names.h"
#include "models/data/shared/aurora_parameters.h"
#include "models/ordered_operation.h"
#include "models/overlapping_faults.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class AuroraSecondaryCluster final : public Model<AuroraSecondaryCluster>, public Provider, public DataStore, public Operable,
                                     public Copyable {
 public:
  static constexpr std::string_view type_name = "aurora_secondary_cluster";
  static constexpr std::string_view summary =
      "A global database's copy in another region: its readers lag by about a second, and people order it to take over.";

  struct Parameters : CopiedContents<aurora::Engine>, aurora::AnyCluster {
    Reference source;
    std::vector<ZoneName> instances;
    bool global_endpoint = true;
    DurationDistribution lag = DurationDistribution::lognormal(seconds(1), seconds(5), 0.9).clamped(milliseconds(200), seconds(60));
    DurationDistribution takeover = DurationDistribution::lognormal(seconds(90), seconds(300), 0.9).clamped(seconds(45), seconds(900));
    DurationDistribution switchover = DurationDistribution::lognormal(seconds(60), seconds(180));
    DurationDistribution resynchronisation = DurationDistribution::lognormal(minutes(30), hours(2));
    DurationDistribution restart = DurationDistribution::lognormal(seconds(45), seconds(180), 0.9).clamped(seconds(15), seconds(600));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::source>("source", "The primary cluster of the global database.", required, references("data_store")),
          parameter<&P::instances>("instances", "Zones of the readers, one each; none: only the volume is kept."),
          inherited<CopiedContents<aurora::Engine>>(), inherited<aurora::AnyCluster>(),
          parameter<&P::global_endpoint>("global_endpoint",
                                         "Whether callers use the global writer's name, which follows a managed failover by itself."),
          parameter<&P::lag>("lag", "How far it is behind when its source stops without warning.", "aurora.gdb.rpo"),
          parameter<&P::takeover>("takeover", "From people's order until it accepts writes.", "aurora.gdb.failover.rto"),
          parameter<&P::switchover>("switchover", "From the stop of a healthy primary until it accepts writes; nothing is lost.",
                                    "assumption:aurora-switchover", plausible(seconds(30), minutes(10))),
          parameter<&P::resynchronisation>("resynchronisation", "Time in which an old primary that is back has caught up.",
                                           "assumption:aurora-resynchronisation", plausible(minutes(5), hours(6))),
          parameter<&P::restart>("restart", "Outage of its readers when the writer of the primary has restarted.", "rds.reboot",
                                 plausible(seconds(15), minutes(10))));
    }
  };

  enum Mode : std::uint16_t { crash, replica_loss, slow, replication_lag };
  static constexpr FaultMode fault_modes[] = {
      {"crash", "The host of the writer fails, once it has one.", FaultMode::Scope::component, false},
      {"replica_loss", "Hosts of readers fail.", FaultMode::Scope::units, false},
      {"slow", "Queries take longer; severity: the factor."},
      {"replication_lag", "It falls behind; severity: seconds of lag on top."},
  };
  enum Measured : std::uint32_t { takeover_seconds, switchover_seconds, lag_seconds, lost_writes, outage_seconds };
  static constexpr Measure measures[] = {
      {"takeover_seconds", "s", "from the order to take over until it accepts writes"},
      {"switchover_seconds", "s", "for which neither cluster accepted writes in a planned change of roles"},
      {"lag_seconds", "s", "by which it was behind when its source stopped"},
      {"lost_writes", "writes", "the number of acknowledged writes that were missing when it took over"},
      {"outage_seconds", "s", "for which it answered nothing"},
  };

  Parameters given;

  // --- set-up

  void declare(Wiring& wiring) override {
    std::vector<Site> sites;
    for (const ZoneName& zone : given.instances) sites.push_back(wiring.site(*this, zone));
    places_ = wiring.sites(*this, given.subnet_zones);
    places_.insert(places_.end(), sites.begin(), sites.end());
    volume_.declare(wiring.regional(*this), wiring.sites(*this, Zones{}));
    if (places_.empty()) return;  // reported already
    instances_.declare(sites, places_.front(), false);
    const InstanceClass hardware = rds::hardware(wiring, *this, given.instance_class);
    contents_ = contents_of_copy(wiring, *this, given.source, given);
    names_.declare(wiring, rds::station(given.capacity, aurora::wire_protocol(contents_.engine), hardware), instances_, true);
    traffic::Station global = names_.healthy();
    global.servers = 0;
    global_writer_ = wiring.station(global);
    // Until it takes over it refuses writes.
    traffic::Router& write = wiring.network().routers[names_.name().write()];
    write.branches.front() = 0.0;
    write.refused = 1.0;
  }
  Said said() const override {
    return {given.engine ? std::optional(aurora::word(*given.engine)) : std::nullopt, given.storage};
  }
  const Reference* copied_from() const override { return &given.source; }
  void connect(Wiring& wiring) override {
    source_ = wiring.find(*this, given.source);
    auto* source = wiring.capability<DataStore>(source_);
    if (source == nullptr) return;
    if (wiring.component(source_).region() == region()) wiring.error(*this, "source", "a secondary cluster lies in another region");
    source->attach_replica(wiring, id(), global_writer_);
    if (const auto port = wiring.component(source_).port("write")) source_writes_ = port->router;
  }
  std::optional<Port> port(std::string_view name) const override { return names_.name().port(name); }
  std::vector<Site> sites() const override {
    std::vector<Site> all = places_;
    all.insert(all.end(), volume_.zones().begin(), volume_.zones().end());
    return all;
  }
  std::vector<Site> parts() const override { return instances_.sites(); }

  // --- what happens to it

  bool strike(World& world, const Strike& strike) override {
    bool changed = false;
    if (strike.mode == slow) slow_.begin(strike), changed = slow_.worst(1) > 1;
    if (strike.mode == replication_lag) lags_.begin(strike), changed = lags_.worst(0) > 0;
    if (strike.mode == crash && instances_.has_writer()) changed = instances_.lose(world, *this, times(), instances_.writer());
    if (strike.mode == replica_loss) changed = lose_readers(world, strike);
    look(world);
    return changed;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == slow) slow_.end(strike);
    if (strike.mode == replication_lag) lags_.end(strike);
    look(world);
  }
  Nature nature(std::uint16_t mode) const override {
    return mode == replica_loss && !given.instances.empty() ? Nature{given.host_fault_interval, {}} : Nature{};
  }
  std::int64_t units_at_most() const override { return std::max<std::int64_t>(1, static_cast<std::int64_t>(given.instances.size())); }
  void domain_changed(World& world, DomainId) override {
    instances_.follow(world, *this, times());
    look(world);
  }
  /// Follows its source: notes its lag when that stops, restarts when that restarts, copies damage after the lag.
  void reference_changed(World& world, ComponentId) override {
    if (promoted_) return;
    const auto* source = world.capability<DataStore>(source_);
    const bool stopped = !source->accepts_writes(world);
    if (stopped && !source_stopped_ && !switching_) {
      lag_ = draw_lag(world);
      world.publish(*this, lag_seconds, lag_.seconds());
    }
    if (!stopped && source_stopped_ && !switching_ && !damage_.any()) restart_readers(world, given.restart);
    source_stopped_ = stopped;
    const Damage damage = source->damage();
    if (damage.any() && !damage_.any() && !world.pending(damage_arrives_))
      damage_arrives_ = world.after(*this, draw_lag(world), damage_applied, Phase::propagate);
    if (damage.any() || (!damage_.any() && !world.pending(damage_arrives_))) return;
    world.cancel(damage_arrives_);
    damage_ = {};
    tell(world, *this, "the source was restored: the secondary cluster is created anew from it");
    restart_readers(world, given.failover.new_instance);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    switch (signal) {
      case taken_over: return finish_takeover(world);
      case caught_up: return give_back(world);
      case given_back: return finish_giving_back(world);
      case damage_applied:
        damage_ = world.capability<DataStore>(source_)->damage();
        tell(world, *this, "the secondary cluster has copied the damage");
        return look(world);
      default:
        instances_.handle(world, *this, times(), signal, argument);
        look(world);
    }
  }
  void tell_unfinished(World& world) const override {
    if (!answers_) world.unfinished(*this, outage_seconds, silent_since_);
    if (world.pending(change_)) world.unfinished(*this, switching_ || promoted_ ? switchover_seconds : takeover_seconds, ordered_at_);
  }
  bool settled(const World& world) const override {
    return !promoted_ && !switching_ && !source_stopped_ && !damage_.any() && slow_.worst(1) == 1 && lags_.worst(0) == 0 &&
           instances_.complete() && volume_.whole(world) && !world.pending(damage_arrives_) && !world.pending(change_);
  }

  // --- what it offers

  bool provides(const World& world, Site from) const override {
    return answers_ && damage_.share < 1 && world.reach(from, writer_site()).connected;
  }
  bool accepts_writes(const World& world) const override { return writes(world) && damage_.share < 1; }
  double write_rate(const World& world) const override {
    if (!promoted_) return world.capability<DataStore>(source_)->write_rate(world);
    return writes(world) ? names_.write_rate(world, instances_) + world.traffic().load(global_writer_).completion_rate : rate_at_stop_;
  }
  Site writer_site() const override { return instances_.site(instances_.has_writer() ? instances_.writer() : 0); }
  Time stopped_at() const override { return stopped_at_; }
  void superseded(World&, ComponentId) override {}
  Damage damage() const override { return damage_; }

  static constexpr std::string_view operation_names[] = {"fail_over", "detach", "switch_over", "fail_back", "add_instance"};
  std::span<const std::string_view> operations() const override { return operation_names; }
  /// "fail_over" and "detach" are for a primary that has stopped: the first moves the global writer's name as well.
  /// "switch_over" needs a healthy primary, and loses nothing; "fail_back" gives the role back the same way.
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    const bool stopped = !world.capability<DataStore>(source_)->accepts_writes(world);
    const bool back = operation == "fail_back", adds = operation == "add_instance", planned = operation == "switch_over";
    if (world.pending(change_) || (!adds && back != promoted_) || (!adds && !back && planned == stopped)) return Outcome::refused;
    if (!world.control_plane(region())) return Outcome::unavailable;
    if (back && !in_service(world, world.capability<DataStore>(source_)->writer_site())) return Outcome::unavailable;
    if (adds) return add_instance(world);
    if (!back && instances_.readers() == 0) return Outcome::unavailable;
    ordered_at_ = world.now();
    moves_name_ = operation != "detach" && given.global_endpoint;
    order_.begin(by, ticket);
    if (back) {
      change_ = world.after(*this, world.draw(*this, catching_up, given.resynchronisation), caught_up, Phase::act);
      tell(world, *this, "the old primary catches up");
      return Outcome::started;
    }
    switching_ = planned;
    if (planned) world.capability<DataStore>(source_)->superseded(world, id());
    change_ = world.after(*this, world.draw(*this, taking_over, planned ? given.switchover : given.takeover), taken_over, Phase::act);
    tell(world, *this, planned ? "the roles are changed as planned" : "the secondary cluster is ordered to take over");
    return Outcome::started;
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    aurora::bill_cluster(*this, given, contents_, given.instances.size(), meter.requests(names_.name().read()), meter, sheet);
    if (source_writes_ == traffic::none) return;
    add_replication_line(sheet, meter, *this, source_, meter.requests(source_writes_) * given.call_size.value / 1e9);
    add_line(sheet, meter, *this, "replicated writes of the volume", meter.requests(source_writes_) * given.operations_per_request / 1e6,
             "million writes", "aurora.global_db.replicated_write_io", true);
  }

 private:
  enum Signal : std::uint16_t { taken_over = AuroraInstances::signals, caught_up, given_back, damage_applied };
  enum Purpose : std::uint16_t { lagging = AuroraInstances::purposes, taking_over, catching_up, restarting, adding, reconnecting };

  AuroraInstances::Times times() const { return given.failover.times(); }
  Duration draw_lag(World& world) const { return from_seconds(lags_.worst(0)) + world.draw(*this, lagging, given.lag); }
  bool writes(const World& world) const {
    return promoted_ && !giving_back_ && instances_.writer_runs() && volume_.writable(world);
  }

  /// Brings traffic in line with what runs, and tells when it begins or ceases to answer or to accept writes.
  void look(World& world) {
    names_.serve(world, instances_, volume_.readable(world), slow_.worst(1), damage_.share);
    names_.spread_reads(world, instances_, true, given.failover.reader_ttl, false);
    const bool answers = volume_.readable(world) && names_.answers(), writing = writes(world);
    // Whoever uses the global writer's name comes to the writer of this cluster, whichever instance that is.
    traffic::Station global = world.station(global_writer_);
    rds::set_numbers(global, names_.healthy(), writing, slow_.worst(1), damage_.share, world.domain(writer_site().zone));
    world.set_station(global_writer_, global);
    if (answers != answers_) {
      if (answers) world.publish(*this, outage_seconds, (world.now() - silent_since_).seconds());
      silent_since_ = world.now();
      answers_ = answers;
      tell(world, *this, answers ? "the cluster answers again" : "the cluster answers nothing");
    }
    if (writing != writing_) follow_writer(world, writing);
    world.condition_changed(*this);
  }
  void follow_writer(World& world, bool writing) {
    if (!writing) rate_at_stop_ = write_rate(world), stopped_at_ = world.now();
    writing_ = writing;
    if (!writing) return names_.name().refuse_writes(world);
    const Duration reconnection = given.capacity.reopening(world.draw(*this, reconnecting, given.failover.reconnection));
    names_.name().follow_writes(world, instances_.writer(), given.failover.writer_ttl + reconnection, traffic::Failure::refused);
  }

  bool lose_readers(World& world, const Strike& strike) {
    const bool any = instances_.lose_readers(world, *this, times(), strike);
    if (any) tell(world, *this, "readers fail");
    return any;
  }
  void restart_readers(World& world, const DurationDistribution& law) {
    const Duration time = world.draw(*this, restarting, law);
    for (std::size_t i = 0; i < instances_.places(); ++i) instances_.pause(world, *this, i, time);
    look(world);
  }
  Outcome add_instance(World& world) {
    for (const Site& place : places_) {
      if (!in_service(world, place) || !world.has_capacity(place)) continue;
      const bool begun = instances_.add(world, *this, place, world.draw(*this, adding, given.failover.new_instance));
      return begun ? Outcome::done : Outcome::refused;
    }
    return Outcome::unavailable;
  }

  void finish_takeover(World& world) {
    auto* source = world.capability<DataStore>(source_);
    if (!instances_.choose_writer()) {
      if (std::exchange(switching_, false)) move_name(world, "take_back");
      return order_.finish(world, false);
    }
    promoted_ = true;
    const Duration missing = switching_ ? Duration{} : lag_;
    if (missing > Duration{}) {
      DataLoss loss;
      loss.age = missing;
      loss.lost_writes = source->write_rate(world) * missing.seconds();
      world.lose_data(*this, loss);
      world.publish(*this, lost_writes, loss.lost_writes);
    }
    world.publish(*this, switching_ ? switchover_seconds : takeover_seconds, (world.now() - ordered_at_).seconds());
    tell(world, *this, "the secondary cluster is the primary now");
    if (!switching_) source->superseded(world, id());
    switching_ = false;
    look(world);
    if (moves_name_) move_name(world, "switch");
    order_.finish(world, true);
  }
  void move_name(World& world, std::string_view operation) {
    if (auto* source = world.capability<Operable>(source_)) source->operate(world, operation, 0, no_component, 0);
  }
  /// The old primary has caught up: this cluster stops, and the roles change.
  void give_back(World& world) {
    giving_back_ = true;
    ordered_at_ = world.now();
    look(world);
    change_ = world.after(*this, world.draw(*this, taking_over, given.switchover), given_back, Phase::act);
  }
  void finish_giving_back(World& world) {
    promoted_ = giving_back_ = source_stopped_ = false;
    world.publish(*this, switchover_seconds, (world.now() - ordered_at_).seconds());
    instances_.give_up_writer();
    move_name(world, "take_back");
    tell(world, *this, "the old primary is the primary again");
    look(world);
    order_.finish(world, true);
  }

  aurora::Names names_;
  OwnContents<aurora::Engine> contents_;
  traffic::StationId global_writer_ = traffic::none;
  traffic::RouterId source_writes_ = traffic::none;
  std::vector<Site> places_;
  ComponentId source_ = no_component;
  AuroraInstances instances_;
  AuroraVolume volume_;
  OrderedOperation order_;
  OverlappingFaults slow_, lags_;
  Damage damage_;
  Duration lag_;
  Time stopped_at_, ordered_at_, silent_since_;
  double rate_at_stop_ = 0;
  EventHandle change_, damage_arrives_;
  bool promoted_ = false, switching_ = false, giving_back_ = false, source_stopped_ = false, moves_name_ = false;
  bool answers_ = true, writing_ = false;
};

}  // namespace

const ComponentType& aurora_secondary_cluster() { return component_type<AuroraSecondaryCluster>(); }

}  // namespace windtunnel::models
