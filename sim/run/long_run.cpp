// See long_run.h.
#include "sim/run/long_run.h"

#include <algorithm>

namespace windtunnel {
namespace {

constexpr double slack = 1e-9;
/// By how much of the SLI a piece must be worse than health to be kept minute by minute.
constexpr double minute_slack = 1e-6;
/// How often a hurt state is compared with health while nature is quiet.
constexpr Duration comparison_interval = minutes(15);

}  // namespace

LongRun::LongRun(const HealthyWeek& week, const DesignLabels& labels, std::uint64_t seed, InterruptFlag interrupted)
    : week_(week),
      labels_(labels),
      seed_(seed),
      runner_(week.design(), traffic::flow_resolution(week.design().network), seed),
      below_(week.design().journeys.size()),
      in_sla_(week.design().journeys.size()) {
  runner_.set_interrupt(interrupted);
  runner_.set_owner(this);
  runner_.set_observer(this);
  runner_.set_listener(this);
  const Design& design = week.design();
  std::uint32_t cause = 0;
  for (const auto& component : design.components()) {
    const auto modes = component->type().fault_modes;
    for (std::uint16_t m = 0; m < modes.size(); ++m, ++cause) {
      const Nature nature = component->nature(m);
      if (nature.interval.mean_seconds() <= 0) continue;
      const bool units = modes[m].scope == FaultMode::Scope::units;
      const std::int64_t count = units ? component->units_at_most() : 1;
      for (std::int64_t unit = 0; unit < count; ++unit) {
        Clock clock{component->id(), m, units ? unit : -1, modes[m].lasting, nature, cause, 0, {}, false};
        clock.entity = hash_name(component->name() + ":" + std::string(modes[m].name) + ":" + std::to_string(unit));
        clocks_.push_back(clock);
      }
    }
  }
  for (const std::uint32_t j : design.sla.journeys) in_sla_[j] = 1;
  for (std::uint32_t j = 0; j < below_.size(); ++j)
    for (Time hour = HealthyWeek::begin(); hour < HealthyWeek::begin() + days(7); hour = hour + hours(1))
      health_counts_ = health_counts_ || week.sli_at(j, hour) < level(j, hour) - slack;
}

ReplicationRecord LongRun::run(std::uint64_t replication, Duration period) {
  record_ = {};
  record_.replication = replication;
  record_.journeys.resize(below_.size());
  record_.downtime_by_cause.assign(labels_.labels().causes.size(), 0);
  latest_minute_.assign(below_.size(), 0);
  intervals_.clear();
  for (Below& b : below_) b.below = false;
  active_ = 0;
  latest_cause_ = 0;
  latest_mended_ = {};
  fingerprint_ = 0;
  measuring_ = false;
  offset_ = {};
  nature_.clear();
  quiet_weeks_.begin();
  const std::uint64_t handled_before = runner_.events_handled();
  start_clocks(replication);

  // A period begins at simulated zero, a Monday; its state is that of the kept week at the same time.
  const Time end = Time{} + period;
  const bool periodic = !week_.design().network.journeys.empty();
  runner_.restore(week_.before(HealthyWeek::same_time_of_week(Time{})), replication);
  runner_.run_until(HealthyWeek::same_time_of_week(Time{}));
  offset_ = Time{} - runner_.world().now();
  measuring_ = true;
  for (;;) {
    const Time now = runner_.world().now() + offset_;
    const Time next = std::min(nature_.next_time(), end);
    if (periodic && !health_counts_ && well() && next - now > comparison_interval) {
      jump(next);
    } else if (!periodic || next - now <= comparison_interval) {
      runner_.run_until(local(next));
    } else {
      runner_.run_until(local(now + comparison_interval));
      pass_quiet_weeks(next);
      continue;
    }
    if (next == end) break;
    step_nature();
  }
  finish(period);
  record_.events = runner_.events_handled() - handled_before;
  return std::move(record_);
}

void LongRun::start_clocks(std::uint64_t replication) {
  for (std::size_t i = 0; i < clocks_.size(); ++i) {
    Clock& clock = clocks_[i];
    clock.stream = Stream({seed_, replication, clock.entity, hash_name("nature")});
    clock.active = false;
    Event event;
    event.time = next_time(clock, Time{});
    event.target = Runner::owner_target;
    event.signal = fault_begins;
    event.argument = i;
    nature_.schedule(event);
  }
}

Time LongRun::next_time(Clock& clock, Time after) const {
  const Time next = after + clock.nature.interval.draw(clock.stream);
  return clock.nature.within ? clock.nature.within->from(next, clock.stream.uniform()) : next;
}

/// Handles the next event of nature, with the world standing at its instant.
void LongRun::step_nature() {
  quiet_weeks_.interrupt();
  const Event event = nature_.pop();
  // It passes through the runner's own set, so that it has a number that others can name as their cause.
  runner_.schedule(runner_.world().now(), event.signal, event.argument);
  runner_.run_until(runner_.world().now());
}

void LongRun::handle(const Event& event) {
  if (event.target != Runner::owner_target) return;
  const Time true_time = event.time + offset_;
  if (event.signal == fault_begins)
    strike(event.argument, true_time);
  else
    relent(event.argument, true_time);
}

void LongRun::strike(std::uint64_t index, Time at) {
  Clock& clock = clocks_[index];
  Strike strike;
  strike.mode = clock.mode;
  strike.unit = clock.unit;
  strike.units = clock.unit >= 0 ? 1 : 0;
  strike.id = index + 1;
  latest_cause_ = clock.cause;
  latest_mended_ = at;
  Event next;
  next.target = Runner::owner_target;
  next.argument = index;
  if (clock.lasting) {
    strike.duration = clock.nature.duration.draw(clock.stream);
    next.time = latest_mended_ = at + strike.duration;
    next.signal = fault_ends;
    clock.active = true;
    ++active_;
  } else {
    next.time = next_time(clock, at);
    next.signal = fault_begins;
  }
  nature_.schedule(next);
  runner_.strike(clock.component, strike);
}

void LongRun::relent(std::uint64_t index, Time at) {
  Clock& clock = clocks_[index];
  Strike strike;
  strike.mode = clock.mode;
  strike.unit = clock.unit;
  strike.units = clock.unit >= 0 ? 1 : 0;
  strike.id = index + 1;
  clock.active = false;
  --active_;
  runner_.relent(clock.component, strike);
  Event next;
  next.target = Runner::owner_target;
  next.argument = index;
  next.signal = fault_begins;
  next.time = next_time(clock, at);
  nature_.schedule(next);
}

bool LongRun::well() const {
  if (active_ > 0) return false;
  for (const Below& b : below_)
    if (b.below) return false;
  return runner_.settled();
}

void LongRun::pass_quiet_weeks(Time before) {
  const Time now = runner_.world().now() + offset_;
  const auto is_below = [](const Below& b) { return b.below; };
  const auto below = static_cast<std::size_t>(std::count_if(below_.begin(), below_.end(), is_below));
  runner_.close_segments();
  if (!quiet_weeks_.look(now, runner_, record_, below)) return;
  const std::int64_t weeks = (before - now) / days(7);
  for (std::uint32_t j = 0; j < below_.size(); ++j) {
    record_.journeys[j].offered += static_cast<double>(weeks) * quiet_weeks_.offered(j);
    record_.journeys[j].good += static_cast<double>(weeks) * quiet_weeks_.good(j);
  }
  offset_ += days(7) * weeks;
  quiet_weeks_.interrupt();
}

/// From health to health: the requests of the time between are those of the kept week.
void LongRun::jump(Time to_true) {
  quiet_weeks_.interrupt();
  runner_.close_segments();
  const Time from_true = runner_.world().now() + offset_;
  const Time target = HealthyWeek::same_time_of_week(to_true);
  const Snapshot& kept = week_.before(target);
  // The way from the kept hour to the target is simulated, but counts only where it is no longer than what is jumped over.
  const Duration way = target - kept.time, over = to_true - from_true;
  const bool way_counts = way < over;
  const Duration skipped = way_counts ? over - way : over;
  for (std::uint32_t j = 0; j < below_.size(); ++j) {
    const double offered = week_.offered_rate(j) * skipped.seconds();
    record_.journeys[j].offered += offered;
    record_.journeys[j].good += offered * week_.sli(j);
  }
  measuring_ = false;
  fingerprint_ = fingerprint_ * 0x9e3779b97f4a7c15u + runner_.events().fingerprint();  // the kept state brings its own
  runner_.jump(kept);
  offset_ = to_true - target;
  measuring_ = way_counts;
  runner_.run_until(target);
  measuring_ = true;
}

/// The SLI below which time counts as down: the SLA's own, or the recovery level of what health has at that hour.
double LongRun::level(std::uint32_t journey, Time now) const {
  const JourneyDefinition& definition = week_.design().journeys[journey];
  return definition.sla_level > 0 ? definition.sla_level : definition.recovery_level * week_.sli_at(journey, now);
}

void LongRun::data_loss(ComponentId component, const DataLoss& loss) {
  record_.losses.push_back({component, loss.age.seconds(), loss.unbounded, loss.lost_writes, loss.stranded_writes});
}

void LongRun::segment(std::uint32_t journey, Time from, Time to, double offered, double good, double sli_from,
                      double sli_to) {
  if (!measuring_) return;
  JourneyRecord& record = record_.journeys[journey];
  record.offered += offered;
  record.good += good;
  if (keeps_minutes_ && good < offered * (week_.sli_at(journey, from) - minute_slack))
    note_minutes(journey, from + offset_, to + offset_, offered, good);
  Below& b = below_[journey];
  const double level = this->level(journey, from);
  const bool starts = sli_from < level - slack, ends = sli_to < level - slack;
  Time crossing = from;
  if (starts != ends)
    crossing =
        from + from_seconds(std::clamp((level - sli_from) / (sli_to - sli_from), 0.0, 1.0) * (to - from).seconds());
  if (b.below && !starts) close_interval(journey, from + offset_);
  if (!b.below && (starts || ends)) {
    b.below = true;
    b.since = (starts ? from : crossing) + offset_;
    b.cause = latest_cause_;
    b.mended = latest_mended_;
  }
  if (b.below && !ends) close_interval(journey, crossing + offset_);
}

bool LongRun::close_interval(std::uint32_t journey, Time to) {
  Below& b = below_[journey];
  b.below = false;
  if (to <= b.since) return false;
  record_.incidents.push_back({journey, b.since, (to - b.since).seconds(), true, b.cause, b.mended});
  record_.journeys[journey].below_level_seconds += (to - b.since).seconds();
  if (in_sla_[journey]) intervals_.push_back({b.since, to, b.cause});
  return true;
}

void LongRun::note_minutes(std::uint32_t journey, Time from, Time to, double offered, double good) {
  const double seconds = (to - from).seconds();
  if (!(seconds > 0)) return;
  for (Time at = from; at < to;) {
    const std::int64_t minute = at.microseconds / minutes(1).microseconds;
    const Time end = std::min(to, Time{(minute + 1) * minutes(1).microseconds});
    const double share = (end - at).seconds() / seconds;
    std::size_t& latest = latest_minute_[journey];
    if (latest == 0 || record_.minutes[latest - 1].minute != minute) {
      record_.minutes.push_back({journey, latest_cause_, minute, 0, 0, 0});
      latest = record_.minutes.size();
    }
    HurtMinute& hurt = record_.minutes[latest - 1];
    hurt.seconds += (end - at).seconds();
    hurt.offered += offered * share;
    hurt.good += good * share;
    at = end;
  }
}

/// Downtime is the time in which any journey of the SLA is below its level: intervals that overlap count once.
void LongRun::finish(Duration period) {
  runner_.close_segments();
  const Time end = Time{} + period;
  for (std::uint32_t j = 0; j < below_.size(); ++j)
    if (below_[j].below) {
      if (close_interval(j, end)) record_.incidents.back().recovered = false;
    }
  std::sort(intervals_.begin(), intervals_.end(),
            [](const Interval& a, const Interval& b) { return a.from != b.from ? a.from < b.from : a.to < b.to; });
  Time covered{};
  for (const Interval& interval : intervals_) {
    const Time from = std::max(interval.from, covered);
    if (interval.to <= from) continue;
    const double seconds = (interval.to - from).seconds();
    record_.downtime_seconds += seconds;
    record_.downtime_by_cause[interval.cause] += seconds;
    covered = interval.to;
  }
  record_.window_seconds = period.seconds();
  record_.fingerprint = fingerprint_ * 0x9e3779b97f4a7c15u + runner_.events().fingerprint();
}

}  // namespace windtunnel
