// Aurora cluster: a writer and readers over one replicated volume, in one region.
#include "models/data/aurora_cluster.h"

#include "models/data/shared/aurora_names.h"
#include "models/data/shared/contents.h"
#include "models/ordered_operation.h"
#include "models/overlapping_faults.h"
#include "models/schedule.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

using Description = aurora::ClusterDescription;

class AuroraCluster final : public Model<AuroraCluster>, public Description, public Provider, public DataStore, public Operable,
                            public Copyable {
 public:
  Parameters given;

  // --- set-up

  void declare(Wiring& wiring) override {
    std::vector<Site> sites;
    for (const ZoneName& zone : given.instances) sites.push_back(wiring.site(*this, zone));
    places_ = wiring.sites(*this, given.subnet_zones);
    places_.insert(places_.end(), sites.begin(), sites.end());
    place_ = wiring.regional(*this);
    volume_.declare(place_, wiring.sites(*this, Zones{}));
    if (sites.empty()) return;  // reported already
    instances_.declare(sites, sites.front(), true);
    up_ = exists_ = !given.replaces;
    const InstanceClass hardware = rds::hardware(wiring, *this, given.instance_class);
    names_.declare(wiring, rds::station(given.capacity, aurora::wire_protocol(given.engine), hardware), instances_, exists_);
  }
  Said said() const override { return {aurora::word(given.engine), given.storage}; }
  void connect(Wiring& wiring) override {
    if (given.replaces) replaced_ = wiring.find(*this, *given.replaces);
    if (replaced_ != no_component && wiring.capability<DataStore>(replaced_) == nullptr)
      wiring.error(*this, "replaces", "\"" + given.replaces->text + "\" is no store of data");
  }
  void attach_replica(Wiring& wiring, ComponentId replica, traffic::StationId station) override {
    names_.name().add(wiring, replica, station);
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
    if (!exists_) return false;
    switch (strike.mode) {
      case crash: return instances_.has_writer() && lose(world, instances_.writer(), "the host of the writer fails");
      case replica_loss: return lose_readers(world, strike);
      case storage_loss: volume_.lose(strike); return look(world), strike.severity >= 1;
      case slow: slow_.begin(strike); return look(world), slow_.worst(1) > 1;
      case reboot: return restart_writer(world, given.maintenance.reboot, false, "the writer is rebooted");
      case os_patch: return patch(world);
      case minor_engine_upgrade: return restart_writer(world, given.maintenance.minor_upgrade, true, "all instances are upgraded");
      case deletion: return hurt_contents(world, strike, "data is deleted by mistake");
      default: return hurt_contents(world, strike, "data is corrupted, in all copies of the volume");
    }
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == slow) slow_.end(strike);
    if (strike.mode == storage_loss) volume_.regain(strike);
    look(world);
  }
  Nature nature(std::uint16_t mode) const override {
    if (mode == crash || (mode == replica_loss && given.instances.size() > 1)) return {given.host_fault_interval, {}};
    if (mode != os_patch && mode != minor_engine_upgrade) return {};
    const bool by_itself = mode == os_patch || given.maintenance.automatic_minor_upgrade;
    return {by_itself ? given.maintenance.interval : DurationDistribution{}, {}, hours_of(given.maintenance.window)};
  }
  std::int64_t units_at_most() const override { return std::max<std::int64_t>(1, static_cast<std::int64_t>(given.instances.size()) - 1); }
  void domain_changed(World& world, DomainId) override {
    if (up_) cause_ = Cause::loss;
    instances_.follow(world, *this, times());
    look(world);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    switch (signal) {
      case clients_back: return all_clients_back(world);
      case restored: return finish_restore(world);
      case turned_back: return finish_backtrack(world);
      case created: return finish_creation(world);
      default:
        instances_.handle(world, *this, times(), signal, argument);
        look(world);
    }
  }
  void tell_unfinished(World& world) const override {
    if (exists_ && !up_ && superseded_by_ == no_component) world.unfinished(*this, outage_seconds, stopped_at_);
    if (world.pending(clients_) && moved_) world.unfinished(*this, client_failover_seconds, stopped_at_);
    if (world.pending(change_)) world.unfinished(*this, ordered_, ordered_at_);
  }
  bool settled(const World& world) const override {
    if (exists_ == given.replaces.has_value()) return false;
    if (!exists_) return !world.pending(change_);
    return up_ && instances_.complete() && volume_.whole(world) && contents_.sound() && slow_.worst(1) == 1 && callers_at_ == 0 &&
           !world.pending(clients_) && !world.pending(change_);
  }

  // --- what it offers

  bool provides(const World& world, Site from) const override {
    return up_ && contents_.share() < 1 && world.reach(from, writer_site()).connected;
  }
  bool accepts_writes(const World&) const override { return up_ && contents_.share() < 1; }
  double write_rate(const World& world) const override { return up_ ? names_.write_rate(world, instances_) : rate_at_stop_; }
  Site writer_site() const override { return instances_.site(instances_.has_writer() ? instances_.writer() : 0); }
  Time stopped_at() const override { return stopped_at_; }
  Damage damage() const override { return contents_.damage(); }
  void superseded(World& world, ComponentId by) override {
    superseded_by_ = by;
    tell(world, *this, "another region has taken over: this cluster no longer accepts writes");
    look(world);
    order_.finish(world, false);
  }
  void hasten_callers(World& world, Duration time) override {
    names_.name().hasten(world, time);
    if (world.cancel(clients_)) clients_ = world.after(*this, time, clients_back, Phase::propagate);
  }
  bool restore_from(World& world, Time point) override {
    if (!room(world)) return false;
    bring_back(world, point);
    return true;
  }

  std::span<const std::string_view> operations() const override { return operation_names; }
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    if (operation == "switch") return switch_callers(world);
    if (operation == "take_back") return take_back(world);
    if (exists_ == (operation == "create") || world.pending(change_)) return Outcome::refused;
    if (!world.control_plane(region())) return Outcome::unavailable;
    Outcome outcome = Outcome::refused;
    const auto if_begun = [](bool begun) { return begun ? Outcome::started : Outcome::refused; };
    if (operation == "fail_over") outcome = if_begun(begin_promotion(world));
    if (operation == "reboot") outcome = if_begun(restart_writer(world, given.maintenance.reboot, false, "a reboot is ordered"));
    if (operation == "add_instance") outcome = add_instance(world);
    if (operation == "restore_point_in_time") outcome = begin_restore(world);
    if (operation == "backtrack") outcome = begin_backtrack(world);
    if (operation == "create") outcome = begin_creation(world);
    if (outcome != Outcome::started) return outcome;
    order_.begin(by, ticket);
    ordered_at_ = world.now();
    ordered_ = operation == "create" ? creation_seconds : operation == "backtrack" ? backtrack_seconds : restore_seconds;
    look(world);
    return outcome;
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double requests = meter.requests(names_.name().read()) + meter.requests(names_.name().write());
    if (!given.replaces) aurora::bill_whole(*this, given, requests, meter, sheet);
  }

 private:
  enum class Cause : std::uint8_t { loss, maintenance, other };

  AuroraInstances::Times times() const { return given.failover.times(); }
  Duration draw(World& world, Purpose purpose, const DurationDistribution& law) const { return world.draw(*this, purpose, law); }

  // --- what it is now

  bool could_write(const World& world) const {
    return exists_ && superseded_by_ == no_component && !turning_ && instances_.writer_runs() && volume_.writable(world);
  }
  void look(World& world) {
    const bool up = could_write(world);
    if (!up && up_) stopped(world);
    const bool came = !std::exchange(up_, up) && up;
    const bool readable = exists_ && !turning_ && volume_.readable(world);
    names_.serve(world, instances_, readable, slow_.worst(1), error_share());
    refuse_without_quorum(world);
    if (came) came_up(world);
    // Callers who were sent to another region stay there until it gives them back.
    else if (callers_at_ == 0) names_.spread_reads(world, instances_, exists_, given.failover.reader_ttl, false);
    world.condition_changed(*this);
  }
  /// Of a volume that lacks its write quorum, or is no longer the primary's, only reads are answered.
  void refuse_without_quorum(World& world) {
    const bool refuses = !up_ && callers_at_ == 0 && instances_.writer_runs() && !turning_;
    if (refuses == refusing_) return;
    refusing_ = refuses;
    if (refuses) names_.name().refuse_writes(world);
  }
  double error_share() const { return empty_ ? 1 - (1 - given.empty_share.value) * (1 - contents_.share()) : contents_.share(); }
  void stopped(World& world) {
    rate_at_stop_ = write_rate(world);
    stopped_at_ = world.now();
    writer_at_stop_ = instances_.writer();
    tell(world, *this, "the cluster accepts no writes");
  }
  void came_up(World& world) {
    const bool moved = moved_ = instances_.writer() != writer_at_stop_;
    const double outage = (world.now() - stopped_at_).seconds();
    world.publish(*this, outage_seconds, outage);
    if (moved) world.publish(*this, failover_seconds, outage);
    else if (cause_ == Cause::loss) world.publish(*this, recreation_seconds, outage);
    if (cause_ == Cause::maintenance) world.publish(*this, maintenance_downtime_seconds, outage);
    tell(world, *this, moved ? "a reader has become the writer" : "the writer is back");
    const Duration reconnection = given.capacity.reopening(draw(world, reconnecting, given.failover.reconnection));
    const Duration drain = (moved ? given.failover.writer_ttl : Duration{}) + reconnection;
    const traffic::Failure stale = moved ? failure_in(world, instances_.site(writer_at_stop_)) : traffic::Failure::refused;
    names_.name().follow_writes(world, instances_.writer(), drain, stale);
    names_.spread_reads(world, instances_, exists_, given.failover.reader_ttl + reconnection, true);
    refusing_ = false;
    cause_ = Cause::other;
    world.cancel(clients_);
    clients_ = world.after(*this, drain, clients_back, Phase::propagate);
    if (!world.pending(change_)) order_.finish(world, true);
  }
  void all_clients_back(World& world) {
    if (std::exchange(moved_, false)) world.publish(*this, client_failover_seconds, (world.now() - stopped_at_).seconds());
  }

  // --- instances

  bool lose(World& world, std::size_t place, std::string_view text) {
    cause_ = Cause::loss;
    if (!instances_.lose(world, *this, times(), place)) return false;
    tell(world, *this, text);
    look(world);
    return true;
  }
  bool lose_readers(World& world, const Strike& strike) {
    const bool any = instances_.lose_readers(world, *this, times(), strike);
    if (any) tell(world, *this, "readers fail");
    look(world);
    return any;
  }
  bool restart_writer(World& world, const DurationDistribution& law, bool all, std::string_view text) {
    if (!up_) return false;
    cause_ = Cause::maintenance;
    const Duration time = draw(world, maintaining, law);
    for (std::size_t i = 0; i < instances_.places(); ++i)
      if (all || i == instances_.writer()) instances_.pause(world, *this, i, time);
    tell(world, *this, text);
    look(world);
    return true;
  }
  bool patch(World& world) {
    if (!up_) return false;
    if (instances_.readers() == 0) return restart_writer(world, given.maintenance.reboot, false, "the operating system is patched");
    cause_ = Cause::maintenance;
    tell(world, *this, "the operating system is patched: a reader takes over from the writer");
    begin_promotion(world);
    look(world);
    return true;
  }
  bool begin_promotion(World& world) {
    return instances_.begin_promotion(world, *this, draw(world, failing, given.failover.ordered()));
  }
  /// One more instance in the first working zone: the way out when the only one waits for its zone.
  Outcome add_instance(World& world) {
    if (up_) return Outcome::refused;
    for (const Site& place : places_)
      if (in_service(world, place) && world.has_capacity(place))
        return instances_.add(world, *this, place, draw(world, adding, given.failover.new_instance)) ? Outcome::started : Outcome::refused;
    return Outcome::unavailable;
  }
  bool room(const World& world) const {
    return std::any_of(places_.begin(), places_.end(), [&](Site place) { return in_service(world, place); });
  }

  // --- contents

  bool hurt_contents(World& world, const Strike& strike, std::string_view text) {
    if (!contents_.hurt(world.now(), strike.severity, write_rate(world), names_.name().acknowledged_writes(world))) return false;
    tell(world, *this, text);
    look(world);
    return true;
  }
  /// Whether a cluster with older contents would be better than what there is.
  bool wants_restore() const { return superseded_by_ == no_component && !(up_ && contents_.sound()); }
  Outcome begin_restore(World& world) {
    if (!wants_restore()) return Outcome::refused;
    if (world.now() - contents_.event(stopped_at_) > given.backups.retention) {
      if (!has_backup_plan(world, id())) contents_.give_up(world, *this);
      return Outcome::refused;
    }
    if (!room(world)) return Outcome::unavailable;
    const Duration contents = draw(world, restoring, given.backups.restore) + given.backups.for_size(given.storage);
    change_ = world.after(*this, given.backups.until_used(world, *this, restoring, contents), restored, Phase::act);
    tell(world, *this, "a restore to a point in time begins: a new cluster is created");
    return Outcome::started;
  }
  /// A restore makes a new cluster beside the old one: people put it in its place only if it still needs one.
  void finish_restore(World& world) {
    world.publish(*this, restore_seconds, (world.now() - ordered_at_).seconds());
    if (!wants_restore()) return order_.give_up(world, *this, "the restored cluster is not needed any more");
    const Duration unsaved = from_seconds(given.backups.latest.seconds() * world.uniform(*this, choosing));
    bring_back(world, contents_.restore_point(up_ ? ordered_at_ : stopped_at_, ordered_at_, unsaved));
  }
  Outcome begin_backtrack(World& world) {
    if (!up_ || contents_.sound() || world.now() - contents_.damage().since > given.backups.backtrack_window) return Outcome::refused;
    turning_ = true;
    change_ = world.after(*this, draw(world, turning_back, given.backups.backtrack), turned_back, Phase::act);
    tell(world, *this, "the cluster is turned back to the instant before the damage");
    return Outcome::started;
  }
  void finish_backtrack(World& world) {
    world.publish(*this, backtrack_seconds, (world.now() - ordered_at_).seconds());
    turning_ = false;
    world.lose_data(*this, contents_.loss(contents_.damage().since, stopped_at_, rate_at_stop_, names_.name().acknowledged_writes(world)));
    contents_.heal();
    look(world);
  }
  /// The contents become those of `point`, in a cluster created anew; what was acknowledged after it is lost.
  void bring_back(World& world, Time point) {
    DataLoss loss;
    if (!exists_) {
      loss = loss_instead_of(world, replaced_, point);
    } else {
      const Time stopped = up_ ? world.now() : stopped_at_;
      loss = contents_.loss(point, stopped, rate_at_stop_, names_.name().acknowledged_writes(world));
      stopped_at_ = contents_.stopped(stopped);
    }
    if (loss.age > Duration{}) world.lose_data(*this, loss);
    begin_anew(world);
  }
  void begin_anew(World& world) {
    world.cancel(change_);
    if (!exists_) stopped_at_ = world.now();
    exists_ = true;
    empty_ = turning_ = up_ = false;
    contents_.heal();
    cause_ = Cause::other;
    volume_.begin_anew();
    instances_.begin_anew(world, *this, times());
    look(world);
  }

  // --- coming into being in the stead of another

  Outcome begin_creation(World& world) {
    if (!room(world)) return Outcome::unavailable;
    change_ = world.after(*this, draw(world, creating, given.failover.new_instance), created, Phase::act);
    tell(world, *this, "the cluster is created");
    return Outcome::started;
  }
  /// Nothing was restored: the new cluster knows none of what the old one held.
  void finish_creation(World& world) {
    world.publish(*this, creation_seconds, (world.now() - ordered_at_).seconds());
    const auto* store = world.capability<DataStore>(replaced_);
    if (store != nullptr && !store->accepts_writes(world)) world.lose_data(*this, Contents::everything());
    tell(world, *this, "the cluster is there, and empty");
    begin_anew(world);
    empty_ = true;
    look(world);
  }
  /// The cluster that had taken over gives its role back, with all that it holds.
  Outcome take_back(World& world) {
    if (superseded_by_ == no_component || !instances_.writer_runs()) return Outcome::refused;
    superseded_by_ = no_component;
    callers_at_ = 0;
    look(world);
    return Outcome::done;
  }
  Outcome switch_callers(World& world) {
    callers_at_ = names_.name().place_of(superseded_by_);
    if (callers_at_ == 0) return Outcome::refused;
    refusing_ = false;
    names_.name().follow(world, callers_at_, given.failover.writer_ttl, traffic::Failure::refused);
    tell(world, *this, "callers are switched to the promoted cluster");
    return Outcome::done;
  }

  aurora::Names names_;
  std::vector<Site> places_;
  Site place_;
  AuroraInstances instances_;
  AuroraVolume volume_;
  Contents contents_;
  OrderedOperation order_;
  OverlappingFaults slow_;
  Cause cause_ = Cause::other;
  Measured ordered_ = restore_seconds;
  Time stopped_at_, ordered_at_;
  double rate_at_stop_ = 0;
  std::size_t writer_at_stop_ = 0, callers_at_ = 0;
  EventHandle change_, clients_;
  ComponentId replaced_ = no_component, superseded_by_ = no_component;
  bool exists_ = true, up_ = true, empty_ = false, turning_ = false, refusing_ = false, moved_ = false;
};

}  // namespace

const ComponentType& aurora_cluster() { return component_type<AuroraCluster>(); }

}  // namespace windtunnel::models
