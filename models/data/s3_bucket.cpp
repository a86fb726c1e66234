// S3 bucket: objects in a region, kept in at least three zones, and copied to a bucket elsewhere where replication says so.
#include "models/data/shared/contents.h"
#include "models/ordered_operation.h"
#include "models/overlapping_faults.h"
#include "models/public_port.h"
#include "models/store_support.h"
#include "models/transfer.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

enum class StorageClass { infrequent_access, glacier_instant, glacier, deep_archive, expired };
EnumWords<StorageClass> words_of(StorageClass) {
  return {{"infrequent_access", StorageClass::infrequent_access, "cheaper to keep, paid for when read"},
          {"glacier_instant", StorageClass::glacier_instant, "archived, and read at once"},
          {"glacier", StorageClass::glacier, "archived; reading takes hours"},
          {"deep_archive", StorageClass::deep_archive, "archived; reading takes half a day"},
          {"expired", StorageClass::expired, "deleted"}};
}
std::string_view price_key(StorageClass storage_class) {
  switch (storage_class) {
    case StorageClass::infrequent_access: return "s3.ia.storage";
    case StorageClass::glacier_instant: return "s3.glacier_instant.storage";
    case StorageClass::glacier: return "s3.glacier_flexible.storage";
    case StorageClass::deep_archive: return "s3.deep_archive.storage";
    case StorageClass::expired: break;
  }
  return {};
}

/// A rule of the lifecycle: where objects, or their old versions, go at an age.
struct LifecycleRule {
  StorageClass to = StorageClass::infrequent_access;
  Duration after = days(30);
  bool old_versions = false;

  static ParameterTable parameters() {
    using P = LifecycleRule;
    return parameter_table<P>(parameter<&P::to>("to", "The class that they move to.", required),
                              parameter<&P::after>("after", "The age at which they do.", required, at_least(days(1))),
                              parameter<&P::old_versions>("old_versions", "Whether old versions move, and not the objects themselves."));
  }
};

class S3Bucket final : public Model<S3Bucket>, public Provider, public Endpoint, public DataStore, public Operable {
 public:
  static constexpr std::string_view type_name = "s3_bucket";
  static constexpr std::string_view summary =
      "A bucket of objects: no zone takes it down; a region does, and what replication had not copied by then is stranded in it.";

  struct Parameters {
    std::optional<Reference> replicate_to;
    bool replication_time_control = false;
    bool versioning = false;
    std::int64_t prefixes = 1;
    Bytes data = gibibytes(10);
    Bytes object_size = bytes(100e3);
    std::vector<LifecycleRule> lifecycle;
    Duration oldest = years(2);
    Share old_versions = percent(20);
    Duration latency = milliseconds(30);
    DurationDistribution replication_lag = DurationDistribution::lognormal(seconds(60), seconds(900), 0.9).clamped(seconds(5), days(2));
    DurationDistribution controlled_lag = DurationDistribution::lognormal(seconds(5), seconds(60), 0.9).clamped(seconds(1), seconds(900));
    DurationDistribution undeletion = DurationDistribution::lognormal(minutes(20), hours(4));
    // 0.05 impairments of a region a year, of which 11 % strike it.
    DurationDistribution outage_interval = DurationDistribution::exponential(years(182));
    DurationDistribution outage_duration = DurationDistribution::lognormal(hours(4), hours(10));
    std::map<std::string, std::string> configuration;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::replicate_to>("replicate_to", "The bucket that new objects are copied to.", references("data_store")),
          parameter<&P::replication_time_control>("replication_time_control", "Whether the copy is due within 15 minutes, by contract."),
          parameter<&P::versioning>("versioning", "Whether deleted and overwritten objects are kept."),
          parameter<&P::prefixes>("prefixes", "Prefixes over which requests spread: each carries 5500 reads and 3500 writes a second.",
                                  "s3.rate", between(1, 10000)),
          parameter<&P::data>("data", "Size of the objects, for the bill.", "assumption:bucket-size",
                              plausible(gibibytes(1), gibibytes(1000))),
          parameter<&P::object_size>("object_size", "Mean size of an object, for the bill of what leaves the region.",
                                     "assumption:object-size", above(bytes(0)), plausible(bytes(10e3), bytes(1e6))),
          parameter<&P::lifecycle>("lifecycle", "Where objects go as they grow old; only the bill depends on it."),
          parameter<&P::oldest>("oldest", "Age of the oldest objects; ages are spread evenly up to it.", "assumption:object-age",
                                at_least(days(1)), plausible(days(180), years(5))),
          parameter<&P::old_versions>("old_versions", "Size of old versions where they are kept, beside that of the objects.",
                                      "assumption:old-versions", plausible(percent(0), percent(100))),
          parameter<&P::latency>("latency", "Mean time of a request inside the service.", "assumption:bucket-latency", above(Duration{}),
                                 plausible(milliseconds(10), milliseconds(200))),
          parameter<&P::replication_lag>("replication_lag", "How much later an object is in the other bucket.", "s3.crr.norct"),
          parameter<&P::controlled_lag>("controlled_lag", "The same with replication time control.", "s3.rtc"),
          parameter<&P::undeletion>("undeletion", "Time in which people bring back old versions, once they are at it.",
                                    "assumption:undeletion", plausible(minutes(5), hours(12))),
          parameter<&P::outage_interval>("outage_interval",
                                         "Time between the service's outages; in us-east-1 it was 15.9 y (failure_rates.s3).",
                                         "failure_rates.region_impairment", plausible(years(15), years(700))),
          parameter<&P::outage_duration>("outage_duration", "How long such an outage lasts, by nature.", "assumption:bucket-outage",
                                         plausible(hours(1), hours(8))),
          parameter<&P::configuration>("configuration", "Further settings, carried along; nothing depends on them."));
    }
  };

  enum Mode : std::uint16_t { outage, deletion, corruption };
  static constexpr FaultMode fault_modes[] = {
      {"outage", "The service fails in the region; severity: share of requests that fail."},
      {"deletion", "Objects are deleted by mistake; severity: share of requests that miss them.", FaultMode::Scope::component, false},
      {"corruption", "Objects are overwritten with rubbish; severity: share of requests that meet it.", FaultMode::Scope::component,
       false},
  };
  enum Measured : std::uint32_t { stranded_writes, restore_seconds };
  static constexpr Measure measures[] = {
      {"stranded_writes", "writes", "the number of objects that had not been copied when the region was lost; they come back with it"},
      {"restore_seconds", "s", "from the order to bring back old versions until they are there"},
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    place_ = wiring.regional(*this);
    if (place_.region == no_domain) wiring.error(*this, "", "a bucket belongs to a region; write it into a stack");
    if (given.replicate_to && !given.versioning) wiring.error(*this, "versioning", "replication needs versioning: true on the bucket");
    traffic::Station station;
    station.servers = traffic::infinity;
    station.service_rate = 1 / given.latency.seconds();
    const double prefixes = static_cast<double>(given.prefixes);
    station.admitted_rate = 5500 * prefixes;
    reads_ = wiring.station(station);
    station.admitted_rate = 3500 * prefixes;
    writes_ = wiring.station(station);
  }
  void connect(Wiring& wiring) override {
    if (given.replicate_to) copy_ = wiring.find(*this, *given.replicate_to);
    for (const ComponentId other : wiring.design().referrers(id()))
      for (const Design::Link& link : wiring.design().links(other))
        if (link.target == id() && link.parameter == "replicate_to") sources_.push_back(other);
  }
  std::optional<Port> port(std::string_view name) const override {
    Port port = public_port();
    if (name == "write") port.write = true;
    else if (name != "read" && !name.empty()) return std::nullopt;
    port.stations = {port.write ? writes_ : reads_};
    return port;
  }
  std::vector<Site> sites() const override { return {place_}; }

  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == outage) {
      if (!alive(world)) return false;
      outages_.begin(strike);
      changed(world, "the service fails in the region");
      return outage_share() > 0;
    }
    if (!contents_.hurt(world.now(), strike.severity, write_rate(world), written(world))) return false;
    changed(world, strike.mode == deletion ? "objects are deleted by mistake" : "objects are overwritten with rubbish");
    // Deletions are not replicated by default, so that a copy keeps them; rubbish is.
    overwritten_ = strike.mode == corruption;
    const bool copied = copy_ != no_component && !overwritten_;
    if (!given.versioning && !copied && !has_backup_plan(world, id())) contents_.give_up(world, *this);
    if (overwritten_ && copy_ != no_component) world.component(copy_).reference_changed(world, id());
    return true;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode != outage) return;
    outages_.end(strike);
    changed(world, outage_share() > 0 ? "the service fails still" : "the service works again");
  }
  Nature nature(std::uint16_t mode) const override {
    return mode == outage ? Nature{given.outage_interval, given.outage_duration} : Nature{};
  }
  void domain_changed(World& world, DomainId) override {
    const bool lost = !alive(world);
    if (lost == lost_) return;
    lost_ = lost;
    if (lost) strand(world);
    changed(world, lost ? "the region is lost" : "the region is back, with all that it held");
  }
  /// A source has overwritten objects: the rubbish arrives after the lag of replication.
  void reference_changed(World& world, ComponentId other) override {
    if (std::find(sources_.begin(), sources_.end(), other) == sources_.end()) return;
    const auto* source = dynamic_cast<const S3Bucket*>(&world.component(other));
    if (source == nullptr || !source->overwritten_) return;
    if (source->damage().any() && contents_.sound() && !world.pending(damage_arrives_))
      damage_arrives_ = world.after(*this, source->lag(world), damage_applied, Phase::propagate, other);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    if (signal == damage_applied) {
      const Damage damage = world.capability<DataStore>(static_cast<ComponentId>(argument))->damage();
      if (contents_.hurt(world.now(), damage.share, write_rate(world), written(world))) changed(world, "the rubbish has been replicated");
    } else if (signal == versions_back) {
      world.publish(*this, restore_seconds, (world.now() - ordered_at_).seconds());
      contents_.heal();
      changed(world, "the old versions are back");
      order_.finish(world, true);
    }
  }
  void tell_unfinished(World& world) const override {
    if (order_.under_way()) world.unfinished(*this, restore_seconds, ordered_at_);
  }
  bool settled(const World& world) const override {
    return alive(world) && outage_share() == 0 && contents_.sound() && !world.pending(damage_arrives_);
  }

  // --- what it offers

  bool provides(const World& world, Site from) const override { return serves(world) && world.reach(from, place_).connected; }
  Probe probe(const World& world, Depth depth) const override {
    const bool accepts = alive(world);
    return {!accepts ? 0 : depth == Depth::connection ? 1 : 1 - failing_share(), !accepts};
  }
  bool healthy_alias(const World&) const override { return true; }
  bool accepts_writes(const World& world) const override { return serves(world); }
  double write_rate(const World& world) const override {
    return serves(world) ? world.traffic().load(writes_).completion_rate : rate_at_stop_;
  }
  Site writer_site() const override { return place_; }
  Time stopped_at() const override { return stopped_at_; }
  void superseded(World&, ComponentId) override {}
  Damage damage() const override { return contents_.damage(); }
  bool restore_from(World& world, Time point) override {
    if (!alive(world)) return false;
    world.lose_data(*this, contents_.loss(point, world.now(), write_rate(world), written(world)));
    contents_.heal();
    changed(world, "the objects are restored from a backup");
    return true;
  }
  static constexpr std::string_view operation_names[] = {"restore_versions"};
  std::span<const std::string_view> operations() const override { return operation_names; }
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    if (operation != "restore_versions" || !given.versioning || contents_.sound() || order_.under_way()) return Outcome::refused;
    if (!alive(world)) return Outcome::unavailable;
    order_.begin(by, ticket);
    ordered_at_ = world.now();
    world.after(*this, world.draw(*this, undeleting, given.undeletion), versions_back, Phase::act);
    tell(world, *this, "old versions are brought back");
    return Outcome::started;
  }
  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double written = meter.completions(writes_), size = given.object_size.value / 1e9;
    bill_storage(meter, sheet, sold_gigabytes(given.data), false);
    if (given.versioning) bill_storage(meter, sheet, sold_gigabytes(given.data) * given.old_versions.value, true);
    add_line(sheet, meter, *this, "writes", written / 1e3, "1000 requests", "s3.standard.put_1k", true);
    add_line(sheet, meter, *this, "reads", meter.completions(reads_) / 1e3, "1000 requests", "s3.standard.get_1k", true);
    if (const double users = share_of_users(meter, *this); users > 0)
      add_internet_lines(sheet, meter, *this, meter.completions(reads_) * size * users);
    if (copy_ != no_component)
      add_line(sheet, meter, *this, "copies to another region", written * size, "GB", "dt.inter_region.out", true);
    if (copy_ != no_component && given.replication_time_control)
      add_line(sheet, meter, *this, "replication time control", written * size, "GB", "s3.replication_time_control", true);
  }

 private:
  enum Signal : std::uint16_t { damage_applied, versions_back };
  enum Purpose : std::uint16_t { lagging, undeleting };

  double outage_share() const { return std::min(1.0, outages_.worst(0)); }
  bool alive(const World& world) const { return world.alive(place_); }
  double failing_share() const { return 1 - (1 - outage_share()) * (1 - contents_.share()); }
  bool serves(const World& world) const { return alive(world) && failing_share() < 1; }
  double written(const World& world) const { return world.traffic().totals(writes_).completions; }
  Duration lag(World& world) const {
    return world.draw(*this, lagging, given.replication_time_control ? given.controlled_lag : given.replication_lag);
  }
  /// Each class holds the objects between its own age and that of the next rule.
  void bill_storage(const UsageMeter& meter, CostSheet& sheet, double gigabytes, bool old_versions) const {
    std::vector<LifecycleRule> rules;
    for (const LifecycleRule& rule : given.lifecycle)
      if (rule.old_versions == old_versions) rules.push_back(rule);
    std::stable_sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) { return a.after < b.after; });
    const auto younger = [&](Duration age) { return std::min(1.0, age.seconds() / given.oldest.seconds()); };
    const std::string what = old_versions ? "old versions" : "storage";
    const double standard = rules.empty() ? 1 : younger(rules.front().after);
    add_line(sheet, meter, *this, what, gigabytes * standard, "GB-month", "s3.standard.storage", true);
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const double share = (i + 1 < rules.size() ? younger(rules[i + 1].after) : 1) - younger(rules[i].after);
      if (rules[i].to == StorageClass::expired) return;
      add_line(sheet, meter, *this, what + ", moved", gigabytes * share, "GB-month", price_key(rules[i].to), true);
    }
  }
  void changed(World& world, std::string_view text) {
    if (failing_share() >= 1 && stopped_at_ == Time{}) {
      rate_at_stop_ = world.traffic().load(writes_).completion_rate;
      stopped_at_ = world.now();
    }
    for (const traffic::StationId id : {reads_, writes_}) {
      traffic::Station station = world.station(id);
      station.servers = alive(world) ? traffic::infinity : 0;
      station.when_down = traffic::Failure::black_hole;
      station.error_share = failing_share();
      world.set_station(id, station);
    }
    if (serves(world)) stopped_at_ = Time{};
    world.condition_changed(*this);
    tell(world, *this, text);
  }
  /// Objects that had not been copied are gone until the region returns.
  void strand(World& world) {
    if (failing_share() < 1) {
      rate_at_stop_ = world.traffic().load(writes_).completion_rate;
      stopped_at_ = world.now();
    }
    if (copy_ == no_component) return;
    DataLoss loss;
    loss.age = lag(world);
    loss.stranded_writes = rate_at_stop_ * loss.age.seconds();
    world.publish(*this, stranded_writes, loss.stranded_writes);
    if (loss.stranded_writes > 0) world.lose_data(*this, loss);
  }

  Site place_;
  traffic::StationId reads_ = traffic::none, writes_ = traffic::none;
  ComponentId copy_ = no_component;
  std::vector<ComponentId> sources_;
  Contents contents_;
  OrderedOperation order_;
  OverlappingFaults outages_;
  EventHandle damage_arrives_;
  Time stopped_at_, ordered_at_;
  double rate_at_stop_ = 0;
  bool lost_ = false, overwritten_ = false;
};

}  // namespace

const ComponentType& s3_bucket() { return component_type<S3Bucket>(); }

}  // namespace windtunnel::models
