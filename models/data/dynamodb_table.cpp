// DynamoDB table in one region: capacity that is bought or follows the load, alone or as one replica of a global table.
#include "models/data/dynamodb_table.h"

#include <fmt/format.h>

#include "models/data/shared/contents.h"
#include "models/ordered_operation.h"
#include "models/overlapping_faults.h"
#include "models/public_port.h"
#include "models/store_support.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"
#include "sim/kernel/mathematics.h"

namespace windtunnel::models {
namespace {

using dynamodb::Admission;

class DynamodbTable final : public Model<DynamodbTable>,
                            public dynamodb::TableDescription,
                            public Provider,
                            public DataStore,
                            public Operable {
 public:
  Parameters given;

  // --- set-up

  void declare(Wiring& wiring) override {
    place_ = wiring.regional(*this);
    if (place_.region == no_domain) wiring.error(*this, "", "a table belongs to a region; write it into a stack");
    traffic::Station station;
    station.servers = traffic::infinity;
    station.service_rate = 1 / given.latency.seconds();
    const double kibibytes = given.item_size.value / 1024;
    admissions_[read].units_per_request = std::ceil(kibibytes / 4) * (given.strongly_consistent_reads ? 1 : 0.5);
    admissions_[write].units_per_request = std::ceil(kibibytes);
    for (const Kind kind : {read, write}) {
      Admission& admission = admissions_[kind];
      dynamodb::set_capacity(given, kind == read, admission);
      station.admitted_rate = admission.rate();
      station.admitted_burst = admission.saved(given.scaling.burst);
      admission.station = wiring.station(station);
    }
  }
  void connect(Wiring& wiring) override {
    const Design& design = wiring.design();
    root_ = given.replica_of ? wiring.find(*this, *given.replica_of) : id();
    if (root_ != id()) peers_.push_back(root_);
    for (const ComponentId other : design.referrers(root_))
      if (other != id() && is_replica(design, other)) peers_.push_back(other);
    for (const ComponentId peer : peers_) writers_.push_back(design.component(peer).port("write")->stations.front());
  }
  std::optional<Port> port(std::string_view name) const override {
    Port port = public_port();
    if (name == "write") port.write = true;
    else if (name != "read" && !name.empty()) return std::nullopt;
    port.stations = {admissions_[port.write ? write : read].station};
    return port;
  }
  std::vector<Site> sites() const override { return {place_}; }

  // --- what happens to it

  void start(World& world) override {
    for (const Kind kind : {read, write}) {
      Admission& admission = admissions_[kind];
      apply_capacity(world, kind);
      if (!admission.scales()) continue;
      admission.out = world.watch(*this, rule(kind, true), kind == read ? grow_reads : grow_writes);
      if (!admission.on_demand) admission.in = world.watch(*this, rule(kind, false), kind == read ? shrink_reads : shrink_writes);
      follow_capacity(world, kind);
    }
  }
  bool strike(World& world, const Strike& strike) override {
    switch (strike.mode) {
      case outage:
        if (!alive(world)) return false;
        outages_.begin(strike);
        if (outage_share() >= 1) note_stop(world);
        changed(world, "the service fails in the region");
        return outage_share() > 0;
      case replication_delay: delays_.begin(strike); return extra_lag() > Duration{};
      default:
        if (!contents_.hurt(world.now(), strike.severity, write_rate(world), written(world))) return false;
        changed(world, strike.mode == deletion ? "data is deleted by mistake" : "data is corrupted");
        tell_peers(world);
        if (!given.point_in_time_recovery && !has_backup_plan(world, id())) contents_.give_up(world, *this);
        return true;
    }
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == replication_delay) delays_.end(strike);
    if (strike.mode != outage) return;
    outages_.end(strike);
    changed(world, outage_share() > 0 ? "the service fails still" : "the service works again");
  }
  Nature nature(std::uint16_t mode) const override {
    return mode == outage ? Nature{given.outage_interval, given.outage_duration} : Nature{};
  }
  void domain_changed(World& world, DomainId) override {
    follow_region(world);
    // Scaling that the control plane could not do is due again.
    const bool control = world.control_plane(place_.region);
    if (control && !control_)
      for (Admission& admission : admissions_)
        if (admission.scales()) world.restart_watch(admission.out);
    control_ = control;
  }
  void reference_changed(World& world, ComponentId other) override {
    const auto* peer = world.capability<DataStore>(other);
    if (peer == nullptr) return;
    if (peer->damage().any() && contents_.sound() && !world.pending(damage_arrives_))
      damage_arrives_ = world.after(*this, lag(world), damage_applied, Phase::propagate, other);
    if (!peer->damage().any() && damaged_by_ == other && !contents_.sound()) {
      contents_.heal();
      damaged_by_ = no_component;
      changed(world, "the restored contents have arrived");
    }
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    if (signal <= shrink_writes && argument == 0) return;  // a breach has ended: only its begin asks for something
    switch (signal) {
      case grow_reads: return grow(world, read);
      case grow_writes: return grow(world, write);
      case shrink_reads: return shrink(world, read);
      case shrink_writes: return shrink(world, write);
      case reads_updated: return updated(world, read, static_cast<double>(argument));
      case writes_updated: return updated(world, write, static_cast<double>(argument));
      case reads_may_shrink: return world.restart_watch(admissions_[read].in);
      case writes_may_shrink: return world.restart_watch(admissions_[write].in);
      case damage_applied: return copy_damage(world, static_cast<ComponentId>(argument));
      case restored: return finish_restore(world);
      default: return;
    }
  }
  void tell_unfinished(World& world) const override {
    if (world.pending(restore_)) world.unfinished(*this, restore_seconds, ordered_at_);
    for (const Admission& admission : admissions_)
      if (admission.behind_since != Time::never()) world.unfinished(*this, scale_up_seconds, admission.behind_since);
  }
  bool settled(const World& world) const override {
    return alive(world) && outage_share() == 0 && contents_.sound() && extra_lag() == Duration{} && !cut_ &&
           !world.pending(admissions_[read].update) && !world.pending(admissions_[write].update) && !world.pending(damage_arrives_) &&
           !world.pending(restore_);
  }

  // --- what it offers

  bool provides(const World& world, Site from) const override { return accepts_writes(world) && world.reach(from, place_).connected; }
  bool accepts_writes(const World& world) const override { return alive(world) && outage_share() < 1 && contents_.share() < 1; }
  double write_rate(const World& world) const override {
    return alive(world) && outage_share() < 1 ? world.traffic().load(admissions_[write].station).completion_rate : rate_at_stop_;
  }
  Site writer_site() const override { return place_; }
  Time stopped_at() const override { return stopped_at_; }
  void superseded(World&, ComponentId) override {}  // every replica accepts writes: none takes another's place
  Damage damage() const override { return contents_.damage(); }
  bool restore_from(World& world, Time point) override {
    if (!alive(world)) return false;
    bring_back(world, point);
    return true;
  }

  static constexpr std::string_view operation_names[] = {"restore_point_in_time", "scale"};
  std::span<const std::string_view> operations() const override { return operation_names; }
  /// "scale" sets both capacities to the argument at once (pre-warming), within what scaling may do.
  Outcome operate(World& world, std::string_view operation, double argument, ComponentId by, std::uint64_t ticket) override {
    if (!alive(world) || !world.control_plane(place_.region)) return Outcome::unavailable;
    if (operation == "scale") {
      for (const Kind kind : {read, write}) {
        admissions_[kind].most = std::max(admissions_[kind].most, argument);
        begin_update(world, kind, argument);
      }
      return Outcome::done;
    }
    if (operation != "restore_point_in_time" || !given.point_in_time_recovery || contents_.sound() || world.pending(restore_))
      return Outcome::refused;
    if (world.now() - contents_.damage().since > given.point_in_time_window) {
      if (!has_backup_plan(world, id())) contents_.give_up(world, *this);
      return Outcome::refused;
    }
    order_.begin(by, ticket);
    ordered_at_ = world.now();
    const Duration contents = world.draw(*this, restoring, given.restore);
    restore_ = world.after(*this, given.until_used(world, *this, restoring, contents), restored, Phase::act);
    tell(world, *this, "a restore to a point in time begins: a new table is created");
    return Outcome::started;
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    dynamodb::bill_table(*this, given, admissions_[read], admissions_[write], writers_, meter, sheet);
  }

 private:
  double outage_share() const { return std::min(1.0, outages_.worst(0)); }
  Duration extra_lag() const { return from_seconds(delays_.worst(0)); }
  bool alive(const World& world) const { return world.alive(place_); }
  Duration lag(World& world) const { return extra_lag() + world.draw(*this, lagging, given.replication_lag); }
  double written(const World& world) const { return world.traffic().totals(admissions_[write].station).completions; }
  bool is_replica(const Design& design, ComponentId other) const {
    for (const Design::Link& link : design.links(other))
      if (link.target == root_ && link.parameter == "replica_of") return true;
    return false;
  }

  // --- capacity

  /// Requests per second that want capacity here; replicated writes take write units in every region.
  double demand(const World& world, Kind kind) const {
    double rate = world.traffic().load(admissions_[kind].station).arrival_rate;
    if (kind == write)
      for (const ComponentId peer : peers_) rate += world.capability<DataStore>(peer)->write_rate(world);
    return rate;
  }
  MetricRule rule(Kind kind, bool out) const {
    const Admission& admission = admissions_[kind];
    MetricRule rule;
    rule.metric.kind = Metric::Kind::request_rate;
    rule.metric.stations = {admission.station};
    if (kind == write) rule.metric.stations.insert(rule.metric.stations.end(), writers_.begin(), writers_.end());
    rule.comparison = out ? MetricRule::Comparison::above : MetricRule::Comparison::below;
    rule.threshold = out ? admission.out_threshold() : admission.in_threshold(given.scaling.in_margin);
    rule.evaluation_periods =
        out ? (admission.on_demand ? given.scaling.warm_periods / minutes(1) : given.scaling.out_periods) : given.scaling.in_periods;
    rule.datapoints = rule.evaluation_periods;
    rule.publication_delay = given.scaling.publication_delay;
    rule.missing_data = MetricRule::MissingData::ignore;
    return rule;
  }
  void apply_capacity(World& world, Kind kind) {
    const Admission& admission = admissions_[kind];
    world.limit_admission(admission.station, admission.rate(), admission.saved(given.scaling.burst));
    world.set_gauge(*this, kind == read ? dynamodb::read_units : dynamodb::write_units, admission.units);
  }
  void follow_capacity(World& world, Kind kind) {
    Admission& admission = admissions_[kind];
    world.set_watch_threshold(admission.out, admission.out_threshold());
    world.enable_watch(admission.out, admission.units < admission.most);
    if (admission.on_demand) return;
    world.set_watch_threshold(admission.in, admission.in_threshold(given.scaling.in_margin));
    world.enable_watch(admission.in, admission.units > admission.least);
  }
  void grow(World& world, Kind kind) {
    Admission& admission = admissions_[kind];
    if (!alive(world) || !world.control_plane(place_.region) || world.pending(admission.update)) return;
    if (admission.behind_since == Time::never()) admission.behind_since = world.now();
    // Throttled requests consume nothing: what is seen is at the most what is admitted, so growth goes in steps.
    const double seen =
        std::min(demand(world, kind), std::max(admission.rate(), world.traffic().load(admission.station).completion_rate));
    begin_update(world, kind, std::max(admission.wanted(seen), std::min(admission.most, admission.units + 1)));
  }
  void shrink(World& world, Kind kind) {
    Admission& admission = admissions_[kind];
    if (!alive(world) || !world.control_plane(place_.region) || world.pending(admission.update)) return;
    const double units = admission.wanted(demand(world, kind));
    const Duration since = world.now() - admission.decreased_at;
    if (units >= admission.units) return world.restart_watch(admission.in);
    if (since < given.scaling.decrease_gap) {
      world.after(*this, given.scaling.decrease_gap - since, kind == read ? reads_may_shrink : writes_may_shrink, Phase::decide);
      return;
    }
    admission.decreased_at = world.now();
    begin_update(world, kind, units);
  }
  void begin_update(World& world, Kind kind, double units) {
    Admission& admission = admissions_[kind];
    world.cancel(admission.update);
    admission.update =
        world.after(*this, world.draw(*this, updating, given.scaling.update), kind == read ? reads_updated : writes_updated, Phase::act,
                    static_cast<std::uint64_t>(std::max(1.0, units)));
  }
  void updated(World& world, Kind kind, double units) {
    Admission& admission = admissions_[kind];
    admission.units = units;
    apply_capacity(world, kind);
    if (admission.scales()) follow_capacity(world, kind);
    if (world.telling())
      world.tell(*this, fmt::format("the {} capacity is {} {} now", kind == read ? "read" : "write", units, units == 1 ? "unit" : "units"));
    if (admission.behind_since == Time::never()) return;
    if (units >= admission.most) world.publish(*this, kind == read ? read_ceiling : write_ceiling, admission.ceiling());
    if (units < admission.most && demand(world, kind) > admission.rate()) return;
    world.publish(*this, scale_up_seconds, (world.now() - admission.behind_since).seconds());
    admission.behind_since = Time::never();
  }

  // --- the region, and the other regions

  void changed(World& world, std::string_view text) {
    for (const Kind kind : {read, write}) {
      traffic::Station station = world.station(admissions_[kind].station);
      station.servers = alive(world) ? traffic::infinity : 0;
      station.when_down = traffic::Failure::black_hole;
      station.error_share = 1 - (1 - outage_share()) * (1 - contents_.share());
      world.set_station(admissions_[kind].station, station);
    }
    world.condition_changed(*this);
    tell(world, *this, text);
  }
  void note_stop(World& world) {
    rate_at_stop_ = world.traffic().load(admissions_[write].station).completion_rate;
    stopped_at_ = world.now();
  }
  void follow_region(World& world) {
    const bool cut = !alive(world) || world.domain(place_.region).isolated > 0;
    if (cut == cut_) return;
    cut_ = cut;
    if (cut) {
      written_elsewhere_ = elsewhere(world);
      stranded_ = 0;
      written_here_ = written(world);
      if (!alive(world)) strand(world);
      changed(world, alive(world) ? "the region is cut off: its replicas part" : "the region is lost");
    } else {
      rejoin(world);
      changed(world, "the region is back");
    }
  }
  /// Writes that had not left the region are gone until it returns.
  void strand(World& world) {
    if (outage_share() < 1) note_stop(world);
    if (peers_.empty()) return;
    const Duration age = lag(world) + delay_of_nearest(world);
    stranded_ = rate_at_stop_ * age.seconds();
    DataLoss loss;
    loss.age = age;
    loss.stranded_writes = stranded_;
    world.lose_data(*this, loss);
    world.publish(*this, stranded_writes, stranded_);
  }
  /// What was written here and had not left meets what was written elsewhere: by chance to the same items.
  void rejoin(World& world) {
    if (peers_.empty()) return;
    const double here = stranded_ + written(world) - written_here_;
    const double there = elsewhere(world) - written_elsewhere_;
    const double same_item = 1 - mathematics::exp(-std::max(0.0, there) / given.written_items);
    world.publish(*this, conflicting_writes, here * same_item);
  }
  /// How late the other region that follows best gets what is written here.
  Duration delay_of_nearest(const World& world) const {
    Duration least = Duration::max();
    for (const ComponentId peer : peers_)
      if (const auto* table = dynamic_cast<const DynamodbTable*>(&world.component(peer))) least = std::min(least, table->extra_lag());
    return least == Duration::max() ? Duration{} : least;
  }
  double elsewhere(const World& world) const {
    double sum = 0;
    for (const ComponentId peer : peers_)
      if (const auto* table = dynamic_cast<const DynamodbTable*>(&world.component(peer))) sum += table->written(world);
    return sum;
  }
  /// Replicas that refer to this one are told by the engine; the others are told here.
  void tell_peers(World& world) {
    if (root_ == id()) return;
    for (const ComponentId peer : peers_) world.component(peer).reference_changed(world, id());
  }
  void copy_damage(World& world, ComponentId from) {
    const Damage damage = world.capability<DataStore>(from)->damage();
    if (!contents_.hurt(world.now(), damage.share, write_rate(world), written(world))) return;
    damaged_by_ = from;
    changed(world, "the damage has been replicated");
  }

  // --- restores

  void finish_restore(World& world) {
    world.publish(*this, restore_seconds, (world.now() - ordered_at_).seconds());
    bring_back(world, std::min(contents_.damage().since, ordered_at_ - given.log_delay));
    order_.finish(world, true);
  }
  void bring_back(World& world, Time point) {
    world.lose_data(*this, contents_.loss(point, world.now(), write_rate(world), written(world)));
    world.cancel(restore_);
    contents_.heal();
    damaged_by_ = no_component;
    changed(world, "the restored table takes the place of the old one");
    tell_peers(world);
  }

  Site place_;
  ComponentId root_ = no_component, damaged_by_ = no_component;
  std::vector<ComponentId> peers_;
  std::vector<traffic::StationId> writers_;  // of the peers, in their order
  Admission admissions_[2];
  Contents contents_;
  OrderedOperation order_;
  OverlappingFaults outages_, delays_;
  EventHandle damage_arrives_, restore_;
  Time stopped_at_, ordered_at_;
  double rate_at_stop_ = 0, stranded_ = 0, written_here_ = 0, written_elsewhere_ = 0;
  bool cut_ = false, control_ = true;
};

}  // namespace

const ComponentType& dynamodb_table() { return component_type<DynamodbTable>(); }

}  // namespace windtunnel::models
