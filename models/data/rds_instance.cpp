// RDS instance: a managed database in one zone, with or without a synchronous standby in a second one.
#include "models/data/rds_instance.h"

#include "models/data/shared/contents.h"
#include "models/data/shared/endpoint_name.h"
#include "models/ordered_operation.h"
#include "models/overlapping_faults.h"
#include "models/store_support.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class RdsInstance final : public Model<RdsInstance>, public rds::InstanceDescription, public rds::InstanceMetrics, public Provider,
                          public DataStore, public Operable, public Exemption, public Copyable {
 public:
  Parameters given;

  void declare(Wiring& wiring) override {
    primary_ = wiring.site(*this, given.zone);
    places_ = wiring.sites(*this, given.subnet_zones);
    places_.push_back(primary_);
    if (!given.standby_zone.empty()) {
      standby_.declare(wiring.site(*this, given.standby_zone));
      places_.push_back(standby_.site());
      if (standby_.site() == primary_) wiring.error(*this, "standby_zone", "the standby needs another zone than the primary");
    }
    healthy_ = rds::station(given.capacity, given.engine, rds::hardware(wiring, *this, given.instance_class));
    station_ = wiring.station(healthy_);
    name_.declare(wiring, station_);
    growth_.declare(given.storage, given.backups.used, given.storage_autoscaling, {volume_full, growth_due, fuller});
  }
  Said said() const override { return {rds::word(given.engine), given.storage}; }
  void start(World& world) override { growth_.start(world, *this); }
  void attach_replica(Wiring& wiring, ComponentId replica, traffic::StationId station) override { name_.add(wiring, replica, station); }
  std::optional<Port> port(std::string_view name) const override { return name_.port(name); }
  std::vector<Site> sites() const override { return places_; }
  std::vector<Site> parts() const override { return standby_.beside(primary_); }
  // --- what happens to it
  bool strike(World& world, const Strike& strike) override {
    switch (strike.mode) {
      case crash: return crash_primary(world);
      case standby_crash: return lose_standby(world);
      case storage_full: return fill_up(world);
      case storage_fill: return fills_.begin(strike), growth_.fill(world, *this, fills_.worst(0)), growth_.filling();
      case slow: slow_.begin(strike); return serve(world), slow_.worst(1) > 1;
      case reboot: return pause(world, State::rebooting, draw(world, repairing, given.repair.reboot), "the database is rebooted");
      case os_patch:
        return maintain(world, given.maintenance.os_patch, given.maintenance.os_patch_single_zone, "the operating system is patched");
      case minor_engine_upgrade:
        return pause(world, State::maintained, draw(world, maintaining, given.maintenance.minor_upgrade),
                     "the engine is upgraded everywhere");
      case class_change:
        return maintain(world, given.failover.ordered(), given.maintenance.class_change_single_zone, "the instance class is changed");
      case deletion: return hurt_contents(world, strike, "data is deleted by mistake");
      default: return hurt_contents(world, strike, "data is corrupted, and the standby copies it");
    }
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == slow) slow_.end(strike);
    if (strike.mode == storage_fill) fills_.end(strike), growth_.fill(world, *this, fills_.worst(0));
    serve(world);
    if (strike.mode == storage_full && state_ == State::storage_full && !growth_.full(world))
      resume_after(world, draw(world, repairing, given.repair.reboot), "there is room on the volume again: the database restarts");
  }
  Nature nature(std::uint16_t mode) const override { return nature_of(given, mode); }
  std::string_view exempt(std::uint16_t mode) const override { return exempt_of(given, mode); }
  void domain_changed(World& world, DomainId) override {
    follow_place(world);
    follow_standby(world);
    serve(world);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    switch (signal) {
      case failure_noticed: return promote_standby(world, Duration{static_cast<std::int64_t>(argument)});
      case outage_over: return outage_ends(world);
      case standby_built: return protect_again(world);
      case clients_back: return all_clients_back(world);
      case restored: return finish_restore(world);
      case warm: cold_ = false; return serve(world);
      case volume_full: fill_up(world); return;
      case growth_due: world.after(*this, draw(world, growing, given.add_storage), grown, Phase::act); return;
      case grown: grow(world, true); return;
      default: return growth_.step(world, *this);  // fuller
    }
  }
  bool settled(const World& world) const override {
    return available() && standby_.as_configured() && contents_.sound() && !cold_ && slow_.worst(1) == 1 && callers_at_ == 0 &&
           !growth_.filling() && !world.pending(clients_) && !world.pending(restore_);
  }
  void tell_unfinished(World& world) const override {
    if (!available() && state_ != State::superseded) world.unfinished(*this, outage_seconds, stopped_at_);
    for (const Measured measure : {failover_seconds, client_failover_seconds})
      if (state_ == State::failing_over || state_ == State::stuck) world.unfinished(*this, measure, stopped_at_);
    if (standby_.configured() && !standby_.in_step()) world.unfinished(*this, unprotected_seconds, standby_.lost_at());
    if (world.pending(restore_)) world.unfinished(*this, restore_seconds, restore_began_);
  }

  // --- what it offers
  bool provides(const World& world, Site from) const override { return accepts_writes(world) && world.reach(from, primary_).connected; }
  bool accepts_writes(const World&) const override { return available() && contents_.share() < 1; }
  double write_rate(const World& world) const override {
    return available() ? world.traffic().load(station_).completion_rate * name_.write_share(world) : rate_at_stop_;
  }
  Site writer_site() const override { return primary_; }
  Time stopped_at() const override { return stopped_at_; }
  Damage damage() const override { return contents_.damage(); }
  void superseded(World& world, ComponentId by) override {
    superseded_by_ = by;
    stop(world, State::superseded, "a replica has taken over: the old primary is shut off");
    order_.finish(world, false);
  }
  void hasten_callers(World& world, Duration time) override {
    name_.hasten(world, time);
    if (world.cancel(clients_)) clients_ = world.after(*this, time, clients_back, Phase::propagate);
  }
  bool restore_from(World& world, Time point) override {
    const Site* place = free_place(world, primary_, places_);
    return place != nullptr && (bring_back(world, point, *place), true);
  }

  std::span<const std::string_view> operations() const override { return operation_names; }
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    if (operation == "switch") return switch_callers(world);
    if (!world.control_plane(region())) return Outcome::unavailable;
    if (operation == "restore_point_in_time") return begin_restore(world, by, ticket);
    bool begun = false;
    if (operation == "fail_over" && standby_.ready(world))
      begun = pause(world, State::failing_over, draw(world, failing, given.failover.ordered()), "a failover is ordered", true);
    if (operation == "reboot") begun = pause(world, State::rebooting, draw(world, repairing, given.repair.reboot), "a reboot is ordered");
    if (operation == "add_storage" && state_ == State::storage_full) begun = grow(world, false);
    if (!begun) return Outcome::refused;
    order_.begin(by, ticket);
    return Outcome::started;
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override { rds::bill_instance(*this, given, station_, meter, sheet); }

 private:
  Duration draw(World& world, Purpose purpose, const DurationDistribution& law) const { return world.draw(*this, purpose, law); }
  bool available() const { return state_ == State::available; }

  void serve(World& world) {
    traffic::Station station = world.station(station_);
    rds::set_numbers(station, healthy_, available(), slow_.worst(1) * (cold_ ? given.restore.cold_slowdown : 1), contents_.share(),
                     world.domain(primary_.zone));
    station.when_down = silent_ || place_.lost() ? traffic::Failure::black_hole : traffic::Failure::refused;
    // A commit waits for the standby, so that a slow or lossy zone of the standby delays writes.
    if (standby_.ready(world)) station.added_latency += world.domain(standby_.site().zone).added_latency * name_.write_share(world);
    world.set_station(station_, station);
  }

  // --- outages and their ends
  void stop(World& world, State state, std::string_view text, bool swap = false) {
    if (available()) {
      rate_at_stop_ = write_rate(world);
      stopped_at_ = world.now();
    }
    world.cancel(change_);
    state_ = state;
    silent_ = !in_service(world, primary_) || (state == State::failing_over && !swap) || state == State::recovering;
    swap_at_end_ = swap;
    serve(world);
    world.condition_changed(*this);
    tell(world, *this, text);
  }
  /// An outage of known length at whose end the database runs again, by `swap` in the standby's zone.
  bool pause(World& world, State state, Duration outage, std::string_view text, bool swap = false) {
    if (!available()) return false;
    stop(world, state, text, swap);
    change_ = world.after(*this, outage, outage_over, Phase::act);
    return true;
  }
  /// Maintenance that hits one zone after the other where there is a standby.
  bool maintain(World& world, const DurationDistribution& rolling, const DurationDistribution& single, std::string_view text) {
    const bool standby = standby_.ready(world);
    return pause(world, State::maintained, draw(world, maintaining, standby ? rolling : single), text, standby);
  }
  bool fill_up(World& world) { return available() && (stop(world, State::storage_full, "the volume is full: the database stops"), true); }
  /// By the service, up to its limit, or by people who order it.
  bool grow(World& world, bool limited) {
    growth_.enlarge(world, *this, limited);
    world.publish(*this, volume_gibibytes, growth_.allocated());
    if (state_ != State::storage_full || growth_.full(world)) return false;
    return resume_after(world, draw(world, growing, given.add_storage), "the volume is made larger: the database restarts");
  }
  bool resume_after(World& world, Duration outage, std::string_view text) {
    tell(world, *this, text);
    world.cancel(change_);
    state_ = State::recovering;
    swap_at_end_ = false;
    change_ = world.after(*this, outage, outage_over, Phase::act);
    return true;
  }
  bool crash_primary(World& world) {
    if (!available()) return false;
    order_.finish(world, false);
    if (standby_.ready(world)) return fail_over(world, given.failover.stuck_after_host_fault, "the host of the primary fails"), true;
    stop(world, State::recovering, "the host of the only instance fails");
    change_ = world.after(*this, draw_repair(world), outage_over, Phase::act);
    return true;
  }
  Duration draw_repair(World& world) const { return draw(world, repairing, given.repair.of_host(world.uniform(*this, restarting))); }
  void fail_over(World& world, Share stuck_share, std::string_view text) {
    stop(world, State::failing_over, text);
    sticks_ = world.uniform(*this, sticking) < stuck_share.value;
    const Duration whole = draw(world, failing, given.failover.database);
    const Duration notice = from_seconds(whole.seconds() * given.failover.detection.value);
    change_ = world.after(*this, notice, failure_noticed, Phase::notice, static_cast<std::uint64_t>((whole - notice).microseconds));
  }
  void promote_standby(World& world, Duration rest) {
    if (sticks_) {
      state_ = State::stuck;
      tell(world, *this, "the failover does not complete");
      if (in_service(world, primary_)) change_ = world.after(*this, draw_repair(world), outage_over, Phase::act);
      return;
    }
    swap_at_end_ = true;
    tell(world, *this, "the loss is noticed: the standby is promoted");
    change_ = world.after(*this, rest, outage_over, Phase::act);
  }
  void outage_ends(World& world) {
    const bool swapped = swap_at_end_ && standby_.ready(world);
    if (!swapped && place_.lost()) return leave_place(world);
    ended_ = state_;
    if (swapped) {
      standby_.swap_with(primary_);
      place_.turn_to(world, primary_);
      // Maintenance leaves both instances in step; after a fault the old primary is gone.
      if (ended_ == State::failing_over && !order_.under_way()) standby_.lose(world);
    }
    if (ended_ == State::failing_over) world.publish(*this, failover_seconds, (world.now() - stopped_at_).seconds());
    come_up(world, swapped);
  }
  void come_up(World& world, bool moved) {
    state_ = State::available;
    swap_at_end_ = silent_ = false;
    world.publish(*this, outage_seconds, (world.now() - stopped_at_).seconds());
    tell(world, *this, "the database accepts connections");
    const Duration pools = given.capacity.reopening(draw(world, reconnecting, given.failover.reconnection));
    const Duration drain = (moved ? given.failover.name_ttl : Duration{}) + pools;
    name_.follow(world, 0, drain, moved ? failure_in(world, standby_.site()) : traffic::Failure::refused);
    world.cancel(clients_);
    clients_ = world.after(*this, drain, clients_back, Phase::propagate);
    serve(world);
    world.condition_changed(*this);
    follow_standby(world);
    order_.finish(world, true);
    if (!wants_restore()) restore_order_.finish(world, true);  // who waits for a restored instance sees that there is no need
  }
  void all_clients_back(World& world) {
    const double outage = (world.now() - stopped_at_).seconds();
    world.publish(*this, given.capacity.connection_pooling ? pooled_connections : unpooled_connections, requests_at_once(world));
    if (ended_ == State::failing_over) world.publish(*this, client_failover_seconds, outage);
    if (ended_ == State::maintained) world.publish(*this, maintenance_downtime_seconds, outage);
    ended_ = State::available;
  }

  // --- places
  void follow_place(World& world) {
    const PlaceWatch::Change change = place_.look(world, primary_);
    if (state_ == State::superseded || change == PlaceWatch::Change::none) return;
    change == PlaceWatch::Change::lost ? lose_place(world) : regain_place(world);
  }
  void lose_place(World& world) {
    if (state_ == State::failing_over && !order_.under_way()) return;  // the standby is already on its way
    const bool cut_off = world.alive(primary_) && world.pending(change_) && !standby_.ready(world);  // it goes on with what it is about
    if (cut_off || state_ == State::storage_full) return;  // as full as the standby's volume
    order_.finish(world, false);
    leave_place(world);
  }
  void leave_place(World& world) {
    if (standby_.ready(world)) fail_over(world, given.failover.stuck_after_zone_loss, "the zone of the primary is lost");
    else stop(world, State::down, "the zone of the primary is lost, and no standby is ready");
  }
  void regain_place(World& world) {
    const bool restart = place_.take_power_loss();
    if (state_ != State::down && state_ != State::stuck) return;
    if (restart) resume_after(world, draw(world, repairing, given.repair.reboot), "the zone is back: the database restarts");
    else come_up(world, false);
  }

  // --- the standby
  bool lose_standby(World& world) {
    if (!standby_.in_step()) return false;
    if (state_ == State::failing_over) {
      if (place_.lost()) stop(world, State::down, "the standby is lost as well");
      else resume_after(world, draw_repair(world), "the standby is lost as well: the primary's host is repaired");
    }
    tell(world, *this, "the standby is lost: the database runs unprotected");
    standby_.lose(world);
    build_standby(world);
    return true;
  }
  void follow_standby(World& world) {
    // While the primary is down as well nothing is written, so that a standby that was in step stays so.
    if (standby_.in_step() && !standby_.ready(world) && (available() || state_ == State::failing_over)) lose_standby(world);
    standby_.follow_place(world);
    if (state_ == State::down && place_.lost() && standby_.ready(world))
      fail_over(world, given.failover.stuck_after_zone_loss, "the zone of the standby is back before that of the primary");
    build_standby(world);
  }
  void build_standby(World& world) {
    if (!standby_.wanted() || !available() || !world.control_plane(region())) return;
    if (standby_.build(world, *this, primary_, places_, draw(world, rebuilding, given.failover.new_standby), standby_built))
      tell(world, *this, "a new standby is built");
  }
  void protect_again(World& world) {
    if (!available()) return standby_.lose(world);  // what it was copied from is gone
    standby_.is_built();
    world.publish(*this, unprotected_seconds, (world.now() - standby_.lost_at()).seconds());
    tell(world, *this, "the new standby is in step");
    serve(world);
  }

  // --- contents
  bool hurt_contents(World& world, const Strike& strike, std::string_view text) {
    if (!contents_.hurt(world.now(), strike.severity, write_rate(world), name_.acknowledged_writes(world))) return false;
    tell(world, *this, text);
    serve(world);
    world.condition_changed(*this);
    if (given.backups.retention == Duration{} && !has_backup_plan(world, id())) contents_.give_up(world, *this);
    return true;
  }
  Outcome begin_restore(World& world, ComponentId by, std::uint64_t ticket) {
    if (given.backups.retention == Duration{} || !wants_restore() || world.pending(restore_)) return Outcome::refused;
    if (world.now() - contents_.event(stopped_at_) > given.backups.retention) {
      if (!has_backup_plan(world, id())) contents_.give_up(world, *this);
      return Outcome::refused;
    }
    const Site* place = free_place(world, primary_, places_);
    if (place == nullptr) return Outcome::unavailable;
    restore_order_.begin(by, ticket);
    restore_place_ = *place;
    restore_began_ = world.now();
    const Duration snapshot = draw(world, restoring, given.restore.snapshot) + given.restore.for_size(growth_.allocated());
    const Duration contents = snapshot + draw(world, restoring, given.restore.logs);
    restore_ = world.after(*this, given.restore.until_used(world, *this, restoring, contents), restored, Phase::act);
    tell(world, *this, "a restore to a point in time begins: a new instance is created");
    return Outcome::started;
  }
  /// Whether an instance with older contents would be better than what there is: its volume would be as full.
  bool wants_restore() const {
    return state_ != State::superseded && (!contents_.sound() || !(available() || state_ == State::storage_full));
  }
  /// A restore makes a new instance beside the old one (rds.pitr.new_instance): people put it in its place only if it still needs one.
  void finish_restore(World& world) {
    world.publish(*this, restore_seconds, (world.now() - restore_began_).seconds());
    if (!wants_restore()) return restore_order_.give_up(world, *this, "the restored instance is not needed any more");
    const Duration unsaved = from_seconds(given.restore.log_upload.seconds() * world.uniform(*this, choosing));
    bring_back(world, contents_.restore_point(available() ? restore_began_ : stopped_at_, restore_began_, unsaved), restore_place_);
  }
  /// The contents become those of `point`, in an instance at `place`; what was acknowledged after it is lost.
  void bring_back(World& world, Time point, Site place) {
    const Time stopped = available() ? world.now() : stopped_at_;
    world.lose_data(*this, contents_.loss(point, stopped, rate_at_stop_, name_.acknowledged_writes(world)));
    stopped_at_ = contents_.stopped(stopped);
    for (EventHandle* pending : {&change_, &restore_}) world.cancel(*pending);
    contents_.heal();
    primary_ = place;
    place_.turn_to(world, primary_);
    cold_ = true;
    world.after(*this, given.restore.cold_time, warm, Phase::warm_up);
    // A restored instance is Single-AZ until its standby has been asked for again.
    if (standby_.configured()) standby_.lose(world);
    tell(world, *this, "the restored instance takes the place of the old one");
    come_up(world, true);
  }
  Outcome switch_callers(World& world) {
    if ((callers_at_ = name_.place_of(superseded_by_)) == 0) return Outcome::refused;
    name_.follow(world, callers_at_, given.failover.name_ttl, traffic::Failure::refused);
    tell(world, *this, "callers are switched to the promoted replica");
    return Outcome::done;
  }

  traffic::Station healthy_;
  EndpointName name_;
  std::vector<Site> places_;
  PlaceWatch place_;
  Site primary_, restore_place_;
  rds::Standby standby_;
  StorageGrowth growth_;
  State state_ = State::available, ended_ = State::available;
  Contents contents_;
  OrderedOperation order_, restore_order_;  // a restore creates an instance of its own, whatever the old one is about
  OverlappingFaults slow_, fills_;
  Time stopped_at_, restore_began_;
  double rate_at_stop_ = 0;
  EventHandle change_, clients_, restore_;
  ComponentId superseded_by_ = no_component;
  std::size_t callers_at_ = 0;
  bool silent_ = false, sticks_ = false, swap_at_end_ = false, cold_ = false;
};

}  // namespace

const ComponentType& rds_instance() { return component_type<RdsInstance>(); }

}  // namespace windtunnel::models
