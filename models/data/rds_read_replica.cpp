// RDS read replica: an asynchronous copy of a database that serves reads, late, and that people can promote.
#include "models/data/shared/endpoint_name.h"
#include "models/data/shared/rds_parameters.h"
#include "models/ordered_operation.h"
#include "models/overlapping_faults.h"
#include "models/store_support.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class RdsReadReplica final : public Model<RdsReadReplica>, public Provider, public DataStore, public Operable, public Copyable {
 public:
  static constexpr std::string_view type_name = "rds_read_replica";
  static constexpr std::string_view summary =
      "An asynchronous copy of a database: its reads lag behind, it copies corruption too, and takes over only when people promote it.";

  struct Parameters : CopiedContents<rds::Engine>, rds::AnyInstance {
    Reference source;
    DurationDistribution lag_in_region =
        DurationDistribution::lognormal(milliseconds(300), seconds(2), 0.9).clamped(milliseconds(50), seconds(300));
    DurationDistribution lag_cross_region =
        DurationDistribution::lognormal(seconds(1), seconds(10), 0.9).clamped(milliseconds(200), seconds(3600));
    DurationDistribution promotion =
        DurationDistribution::lognormal(seconds(300), seconds(900), 0.9).clamped(seconds(120), seconds(3600));
    DurationDistribution creation = DurationDistribution::lognormal(seconds(540), seconds(960), 0.9).clamped(seconds(315), seconds(1026));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::source>("source", "The store that it copies.", required, references("data_store")),
          inherited<CopiedContents<rds::Engine>>(), inherited<rds::AnyInstance>(),
          parameter<&P::lag_in_region>("lag_in_region", "How far it is behind a source in its own region.", "rds.rr.lag.inregion",
                                       plausible(milliseconds(50), minutes(5))),
          parameter<&P::lag_cross_region>("lag_cross_region", "How far it is behind a source in another region.", "rds.rr.lag.xregion",
                                          plausible(milliseconds(200), hours(1))),
          parameter<&P::promotion>("promotion", "From the order to promote until it accepts writes, its reboot included.",
                                   "rds.rr.promote"),
          parameter<&P::creation>("creation", "Time in which it is created anew from its source.", "rds.create",
                                  plausible(seconds(315), seconds(1026))));
    }
  };

  enum Mode : std::uint16_t { replica_loss, slow, replication_lag };
  static constexpr FaultMode fault_modes[] = {
      {"replica_loss", "Its host fails.", FaultMode::Scope::component, false},
      {"slow", "Queries take longer; severity: the factor."},
      {"replication_lag", "It falls behind; severity: seconds of lag on top."},
  };
  enum Measured : std::uint32_t { promotion_seconds, lag_seconds, lost_writes, outage_seconds };
  static constexpr Measure measures[] = {
      {"promotion_seconds", "s", "from the order to promote until it accepts writes"},
      {"lag_seconds", "s", "by which it was behind when its source stopped"},
      {"lost_writes", "writes", "the number of acknowledged writes that were missing when it was promoted"},
      {"outage_seconds", "s", "for which it served no reads"},
  };

  Parameters given;

  // --- set-up

  void declare(Wiring& wiring) override {
    place_ = wiring.site(*this, given.zone);
    contents_ = contents_of_copy(wiring, *this, given.source, given);
    healthy_ = rds::station(given.capacity, contents_.engine, rds::hardware(wiring, *this, given.instance_class));
    station_ = wiring.station(healthy_);
    name_.declare(wiring, station_);
    // Until it is promoted it refuses writes.
    traffic::Router& write = wiring.network().routers[name_.write()];
    write.branches.front() = 0.0;
    write.refused = 1.0;
  }
  Said said() const override {
    return {given.engine ? std::optional(rds::word(*given.engine)) : std::nullopt, given.storage};
  }
  const Reference* copied_from() const override { return &given.source; }
  void connect(Wiring& wiring) override {
    source_ = wiring.find(*this, given.source);
    if (source_ == no_component) return;
    cross_region_ = wiring.component(source_).region() != region();
    if (const auto port = wiring.component(source_).port("write")) source_writes_ = port->router;
    if (auto* source = wiring.capability<DataStore>(source_)) source->attach_replica(wiring, id(), station_);
  }
  std::optional<Port> port(std::string_view name) const override { return name_.port(name); }
  std::vector<Site> sites() const override { return {place_}; }

  // --- what happens to it

  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == slow) {
      slow_.begin(strike);
      serve(world);
      return slow_.worst(1) > 1;
    }
    if (strike.mode == replication_lag) {
      lags_.begin(strike);
      return lags_.worst(0) > 0;
    }
    if (!up()) return false;
    go_down(world, State::recovering, "the host of the replica fails");
    recover_after(world, world.draw(*this, repairing, given.repair.of_host(world.uniform(*this, restarting))));
    return true;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == replication_lag) lags_.end(strike);
    if (strike.mode == slow) {
      slow_.end(strike);
      serve(world);
    }
  }
  Nature nature(std::uint16_t mode) const override { return mode == replica_loss ? Nature{given.host_fault_interval, {}} : Nature{}; }
  void domain_changed(World& world, DomainId) override {
    const PlaceWatch::Change change = watch_.look(world, place_);
    // What is cut off, and has power, goes on with its recovery.
    const bool recovers = world.pending(recovery_) && world.alive(place_);
    if (change == PlaceWatch::Change::lost && !recovers) go_down(world, State::down, "the zone of the replica is lost");
    if (change == PlaceWatch::Change::regained) {
      if (watch_.take_power_loss()) recover_after(world, world.draw(*this, repairing, given.repair.reboot));
      else if (!recovers) come_up(world);
    }
    serve(world);
  }
  /// Follows its source: notes its lag when that stops, copies damage after the lag, is created anew after a restore.
  void reference_changed(World& world, ComponentId) override {
    if (promoted_) return;
    const auto* source = world.capability<DataStore>(source_);
    const bool stopped = !source->accepts_writes(world);
    if (stopped && !source_stopped_) {
      lag_ = draw_lag(world);
      world.publish(*this, lag_seconds, lag_.seconds());
    }
    source_stopped_ = stopped;
    const Damage damage = source->damage();
    if (damage.any() && !damage_.any() && !world.pending(damage_arrives_)) {
      // Only what was applied before the damage is sound; the lag is all the time that people have to stop replication.
      damage_arrives_ = world.after(*this, draw_lag(world), damage_applied, Phase::propagate);
    }
    if (!damage.any() && (damage_.any() || world.pending(damage_arrives_))) {
      world.cancel(damage_arrives_);
      outdated_ = true;
      if (up()) rebuild(world);
    }
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t) override {
    switch (signal) {
      case recovered: return come_up(world);
      case promotion_done: return finish_promotion(world);
      case damage_applied:
        damage_ = world.capability<DataStore>(source_)->damage();
        tell(world, *this, "the replica has copied the damage");
        serve(world);
        return world.condition_changed(*this);
      default: return;
    }
  }
  void tell_unfinished(World& world) const override {
    if (!up()) world.unfinished(*this, outage_seconds, stopped_at_);
    if (world.pending(promotion_)) world.unfinished(*this, promotion_seconds, ordered_at_);
  }
  bool settled(const World& world) const override {
    return state_ == State::serving && !promoted_ && !source_stopped_ && !damage_.any() && slow_.worst(1) == 1 && lags_.worst(0) == 0 &&
           !world.pending(damage_arrives_) && !world.pending(promotion_);
  }

  // --- what it offers

  bool provides(const World& world, Site from) const override { return up() && damage_.share < 1 && world.reach(from, place_).connected; }
  bool accepts_writes(const World&) const override { return promoted_ && up(); }
  double write_rate(const World& world) const override {
    if (!promoted_) return world.capability<DataStore>(source_)->write_rate(world);
    return up() ? world.traffic().load(station_).completion_rate * name_.write_share(world) : rate_at_stop_;
  }
  Site writer_site() const override { return place_; }
  Time stopped_at() const override { return stopped_at_; }
  void superseded(World& world, ComponentId) override { go_down(world, State::recovering, "another replica has taken over"); }
  Damage damage() const override { return damage_; }

  static constexpr std::string_view operation_names[] = {"promote"};
  std::span<const std::string_view> operations() const override { return operation_names; }
  /// Promoting a replica of a source that still accepts writes would split the data, and one that has copied damage would
  /// bring nothing back: both are refused.
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    if (operation != "promote" || promoted_ || damage_.any() || world.pending(promotion_)) return Outcome::refused;
    if (world.capability<DataStore>(source_)->accepts_writes(world)) return Outcome::refused;
    if (!up() || !world.control_plane(region())) return Outcome::unavailable;
    order_.begin(by, ticket);
    ordered_at_ = world.now();
    promotion_ = world.after(*this, world.draw(*this, promoting, given.promotion), promotion_done, Phase::act);
    tell(world, *this, "promotion begins");
    return Outcome::started;
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "instance hours", UsageMeter::hours_per_month, "h",
             "rds." + std::string(rds::word(contents_.engine)) + "." + given.instance_class + ".single_az");
    add_line(sheet, meter, *this, "storage", sold_gigabytes(contents_.storage), "GB-month",
             "rds." + std::string(rds::word(given.storage_type)) + ".storage.single_az");
    const double size = given.call_size.value / 1e9;
    add_transfer_lines(sheet, meter, *this, meter.completions(station_) * size, ChargedSides::both);
    if (cross_region_ && source_writes_ != traffic::none)
      add_replication_line(sheet, meter, *this, source_, meter.requests(source_writes_) * size);
  }

 private:
  enum class State : std::uint8_t { serving, recovering, rebuilding, down };
  enum Signal : std::uint16_t { recovered, promotion_done, damage_applied };
  enum Purpose : std::uint16_t { lagging, repairing, restarting, creating, promoting };

  bool up() const { return state_ == State::serving; }
  Duration draw_lag(World& world) const {
    return from_seconds(lags_.worst(0)) + world.draw(*this, lagging, cross_region_ ? given.lag_cross_region : given.lag_in_region);
  }
  void serve(World& world) {
    traffic::Station station = world.station(station_);
    rds::set_numbers(station, healthy_, up(), slow_.worst(1), damage_.share, world.domain(place_.zone));
    station.when_down = failure_in(world, place_);
    world.set_station(station_, station);
  }
  void go_down(World& world, State state, std::string_view text) {
    if (up()) {
      rate_at_stop_ = promoted_ ? write_rate(world) : 0;
      stopped_at_ = world.now();
    }
    state_ = state;
    world.cancel(recovery_);
    if (world.cancel(promotion_)) order_.finish(world, false);
    serve(world);
    world.condition_changed(*this);
    tell(world, *this, text);
  }
  void recover_after(World& world, Duration time) {
    if (state_ == State::down) state_ = State::recovering;
    world.cancel(recovery_);
    recovery_ = world.after(*this, time, recovered, Phase::act);
  }
  void rebuild(World& world) {
    go_down(world, State::rebuilding, "the source was restored: the replica is created anew from it");
    recover_after(world, world.draw(*this, creating, given.creation));
  }
  void come_up(World& world) {
    if (watch_.lost()) return go_down(world, State::down, "the replica is whole again, and its zone is lost");
    if (state_ == State::rebuilding) {
      damage_ = {};
      outdated_ = false;
    }
    if (outdated_) return rebuild(world);
    state_ = State::serving;
    world.publish(*this, outage_seconds, (world.now() - stopped_at_).seconds());
    serve(world);
    world.condition_changed(*this);
    tell(world, *this, "the replica serves again");
  }
  void finish_promotion(World& world) {
    auto* source = world.capability<DataStore>(source_);
    promoted_ = true;
    const double missing = source->write_rate(world) * lag_.seconds();
    DataLoss loss;
    loss.age = lag_;
    loss.lost_writes = missing;
    world.lose_data(*this, loss);
    world.publish(*this, lost_writes, missing);
    world.publish(*this, promotion_seconds, (world.now() - ordered_at_).seconds());
    tell(world, *this, "the replica is promoted: it accepts writes at its own endpoint");
    source->superseded(world, id());
    name_.follow(world, 0, Duration{}, traffic::Failure::refused);
    serve(world);
    world.condition_changed(*this);
    order_.finish(world, true);
  }

  traffic::Station healthy_;
  OwnContents<rds::Engine> contents_;
  traffic::StationId station_ = traffic::none;
  traffic::RouterId source_writes_ = traffic::none;
  EndpointName name_;
  ComponentId source_ = no_component;
  Site place_;
  PlaceWatch watch_;
  State state_ = State::serving;
  Damage damage_;
  Duration lag_;
  Time stopped_at_, ordered_at_;
  double rate_at_stop_ = 0;
  OrderedOperation order_;
  OverlappingFaults slow_, lags_;
  EventHandle recovery_, promotion_, damage_arrives_;
  bool cross_region_ = false, promoted_ = false, source_stopped_ = false;
  bool outdated_ = false;  // its source was restored, and it still has what was there before
};

}  // namespace

const ComponentType& rds_read_replica() { return component_type<RdsReadReplica>(); }

}  // namespace windtunnel::models
