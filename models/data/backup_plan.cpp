// Backup plan: daily copies of stores, kept for a while, in the same region and in another one.
#include <utility>

#include "models/data/shared/contents.h"
#include "models/data/shared/repointing.h"
#include "models/ordered_operation.h"
#include "models/region_label.h"
#include "models/store_support.h"
#include "sim/design/component.h"
#include "sim/design/time_zone.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class BackupPlan final : public Model<BackupPlan>, public Provider, public Operable {
 public:
  static constexpr std::string_view type_name = "backup_plan";
  static constexpr std::string_view summary =
      "Daily backups of stores: what they can go back to after deletion or corruption, and, with a copy, after their region is gone too.";

  enum class Kind { rds, dynamodb, ebs, efs };
  friend EnumWords<Kind> words_of(Kind) {
    return {{"rds", Kind::rds}, {"dynamodb", Kind::dynamodb}, {"ebs", Kind::ebs}, {"efs", Kind::efs}};
  }

  struct Parameters : Repointing {
    std::vector<Reference> protects;
    DailyWindow window = {hours(5), hours(8), "UTC", {}};
    Duration interval = days(1);
    Duration retention = days(35);
    std::string copy_to;
    std::vector<Reference> restore_to;
    Share restore_failure = percent(2);
    Bytes data = gibibytes(20);
    Kind kind = Kind::rds;
    Share daily_change = percent(1);
    DurationDistribution completion = DurationDistribution::lognormal(minutes(15), hours(1));
    DurationDistribution copying = DurationDistribution::lognormal(hours(1), hours(4));
    DurationDistribution restore = DurationDistribution::lognormal(minutes(25), minutes(55), 0.9).clamped(minutes(7), hours(10));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::protects>("protects", "The stores that it copies.", required, references("data_store")),
          parameter<&P::window>("window", "When a backup begins, at the latest at the window's end.", "assumption:backup-window"),
          parameter<&P::interval>("interval", "Time from one backup to the next.", "assumption:backup-interval",
                                  between(hours(1), days(31))),
          parameter<&P::retention>("retention", "How long a backup is kept.", "assumption:backup-retention", at_least(days(1)),
                                   plausible(days(7), days(365))),
          parameter<&P::copy_to>("copy_to", "The provider's name of the region that gets a copy; empty: none."),
          parameter<&P::restore_to>("restore_to", "The stores there that can be restored from the copies, in the order of those it copies.",
                                    references("data_store")),
          parameter<&P::restore_failure>("restore_failure", "Share of restores that turn out not to work at their end.",
                                         "failure_rates.backup_restore", between(percent(0), percent(100)),
                                         plausible(percent(0), percent(15))),
          parameter<&P::data>("data", "Size of what is copied, for the bill.", "assumption:backup-size",
                              plausible(gibibytes(1), gibibytes(1000))),
          parameter<&P::kind>("kind", "What is copied, which decides the price."),
          parameter<&P::daily_change>("daily_change", "Share that changes in a day: what each further backup adds.",
                                      "assumption:database-daily-change", between(percent(0), percent(100)),
                                      plausible(percent(0), percent(10))),
          parameter<&P::completion>("completion", "From the begin of a backup until it can be restored.", "assumption:backup-completion",
                                    plausible(minutes(5), hours(3))),
          parameter<&P::copying>("copying", "From then until the copy in the other region can be restored.", "rds.snapcopy.xregion",
                                 plausible(minutes(10), hours(12))),
          parameter<&P::restore>("restore", "Time in which a store is restored from a backup.", "ddb.restore"),
          inherited<Repointing>());
    }
  };

  enum Mode : std::uint16_t { deletion };
  static constexpr FaultMode fault_modes[] = {
      {"deletion", "All backups are deleted by mistake; copies in another region stay.", FaultMode::Scope::component, false},
  };
  enum Measured : std::uint32_t { restore_seconds, restore_point_age_seconds, failed_restores };
  static constexpr Measure measures[] = {
      {"restore_seconds", "s", "from the order to restore until all stores were as they had been backed up"},
      {"restore_point_age_seconds", "s", "by which the restored backup was older than the event"},
      {"failed_restores", "", "yes (1) where a restore turned out not to work"},
  };

  Parameters given;

  void declare(Wiring& wiring) override {
    const auto offset = utc_offset(given.window.time_zone);
    if (!offset) wiring.error(*this, "window", unknown_time_zone(given.window.time_zone));
    start_of_day_ = to_utc(given.window.start, offset.value_or(Duration{}));
    place_ = wiring.regional(*this);
    if (const Region* region = region_labelled(wiring.design(), given.copy_to)) copy_ = {region->domain, no_domain};
  }
  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.protects) stores_.push_back(wiring.find(*this, reference));
    for (const Reference& reference : given.restore_to) counterparts_.push_back(wiring.find(*this, reference));
    if (!counterparts_.empty() && counterparts_.size() != stores_.size())
      wiring.error(*this, "restore_to", "name one store for each that is protected, or none");
    if (!counterparts_.empty() && copy_.region == no_domain)
      wiring.error(*this, "copy_to", "there is no copy that restore_to could use: name a region of the design");
  }
  std::vector<Site> sites() const override {
    std::vector<Site> all = {place_};
    if (copy_.region != no_domain) all.push_back(copy_);
    return all;
  }

  bool strike(World& world, const Strike&) override {
    const bool had = lost_before_ < world.now();
    lost_before_ = world.now();
    world.condition_changed(*this);
    tell(world, *this, "all backups in the region are deleted");
    return had;
  }
  void handle(World& world, std::uint16_t, std::uint64_t) override {
    restoring_ = given_up_ = false;
    const bool failed = world.uniform(*this, failing) < given.restore_failure.value;
    world.publish(*this, failed_restores, failed ? 1 : 0);
    if (failed) return order_.give_up(world, *this, "the restore fails");
    world.publish(*this, restore_seconds, (world.now() - ordered_at_).seconds());
    bool all = true;
    for (const ComponentId store : from_copy_ ? counterparts_ : stores_)
      if (wants_restore(world, store)) all &= world.capability<DataStore>(store)->restore_from(world, point_);
    tell(world, *this, all ? "the stores are restored from the backup" : "a store could not be restored");
    order_.finish(world, all);
  }
  void tell_unfinished(World& world) const override {
    if (restoring_) world.unfinished(*this, restore_seconds, ordered_at_);
  }
  bool settled(const World& world) const override { return !restoring_ && lost_before_ + given.retention < world.now(); }

  /// Whether there is something to restore from, for someone in this region or in that of the copy.
  bool provides(const World& world, Site from) const override { return world.reach(from, usable(world)).connected; }
  static constexpr std::string_view operation_names[] = {"restore", "restore_copy"};
  std::span<const std::string_view> operations() const override { return operation_names; }
  /// "restore" brings the protected stores back; "restore_copy" their counterparts in the region of the copy.
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    from_copy_ = operation == "restore_copy";
    if (restoring_ || (from_copy_ && counterparts_.empty())) return Outcome::refused;
    const Time event = from_copy_ ? event_of_counterparts(world) : earliest_event(world, stores_);
    if (event == Time::never()) return Outcome::refused;
    const Site from = from_copy_ ? copy_ : usable(world);
    if (!world.alive(from) || !world.control_plane(from.region)) return Outcome::unavailable;
    point_ = latest(world, event, from == copy_);
    if (world.now() - point_ > given.retention || (from == place_ && point_ < lost_before_)) {
      if (!std::exchange(given_up_, true)) world.lose_data(*this, Contents::everything());
      return Outcome::refused;
    }
    world.publish(*this, restore_point_age_seconds, (event - point_).seconds());
    restoring_ = true;
    ordered_at_ = world.now();
    order_.begin(by, ticket);
    const Duration contents = world.draw(*this, restoring, given.restore);
    world.after(*this, given.until_used(world, *this, restoring, contents), 0, Phase::act);
    tell(world, *this, from_copy_ ? "a restore from the latest sound copy begins" : "a restore from the latest sound backup begins");
    return Outcome::started;
  }
  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double size = sold_gigabytes(given.data), kept_days = given.retention.seconds() / days(1).seconds();
    const double kept = size * (1 + given.daily_change.value * kept_days);
    const std::string key = given.kind == Kind::rds        ? "backup.rds_warm"
                            : given.kind == Kind::dynamodb ? "backup.dynamodb_warm"
                            : given.kind == Kind::ebs      ? "backup.ebs_warm"
                                                           : "backup.efs_warm";
    add_line(sheet, meter, *this, "backups kept", kept, "GB-month", key, true);
    if (given.copy_to.empty()) return;
    add_line(sheet, meter, *this, "copies kept in another region", kept, "GB-month", key, true);
    const double monthly = size * given.daily_change.value * UsageMeter::hours_per_month / 24;
    add_line(sheet, meter, *this, "copies to another region", monthly, "GB", "backup.cross_region_copy", true);
  }

 private:
  enum Purpose : std::uint16_t { restoring, beginning, finishing, failing };

  bool wants_restore(const World& world, ComponentId store) const {
    const auto* data = world.capability<DataStore>(store);
    return data->damage().any() || !data->accepts_writes(world);
  }
  static Time event_of(const World& world, ComponentId store) {
    const auto* data = world.capability<DataStore>(store);
    return data->damage().any() ? data->damage().since : data->stopped_at();
  }
  Time earliest_event(const World& world, const std::vector<ComponentId>& stores) const {
    Time event = Time::never();
    for (const ComponentId store : stores)
      if (wants_restore(world, store)) event = std::min(event, event_of(world, store));
    return event;
  }
  /// Counterparts go back behind what has happened to the stores that were copied, or to themselves.
  Time event_of_counterparts(const World& world) const {
    Time event = Time::never();
    for (std::size_t i = 0; i < counterparts_.size(); ++i) {
      if (!wants_restore(world, counterparts_[i])) continue;
      const bool damaged = world.capability<DataStore>(counterparts_[i])->damage().any();
      if (wants_restore(world, stores_[i])) event = std::min(event, event_of(world, stores_[i]));
      else event = std::min(event, damaged ? event_of(world, counterparts_[i]) : world.now());
    }
    return event;
  }
  /// Where a restore would read: this region while it is there, else the copy's.
  Site usable(const World& world) const { return copy_.region != no_domain && !world.alive(place_) ? copy_ : place_; }
  /// Begin of the latest backup before an event that had been completed (and copied) by now.
  Time latest(World& world, Time event, bool copied) const {
    const Duration begun = from_seconds(given.window.length.seconds() * world.uniform(*this, beginning));
    Duration ready = world.draw(*this, finishing, given.completion);
    if (copied) ready = ready + world.draw(*this, finishing, given.copying);
    Duration since = (event - (Time{} + start_of_day_ + begun)) % given.interval;
    if (since < Duration{}) since += given.interval;
    Time point = event - since;
    while (point + ready > event) point = point - given.interval;
    return point;
  }

  Site place_, copy_;
  std::vector<ComponentId> stores_, counterparts_;
  OrderedOperation order_;
  Duration start_of_day_;
  Time point_, ordered_at_, lost_before_ = Time{} - years(100);
  bool restoring_ = false, from_copy_ = false, given_up_ = false;
};

}  // namespace

const ComponentType& backup_plan() { return component_type<BackupPlan>(); }

}  // namespace windtunnel::models
