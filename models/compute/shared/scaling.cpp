// Decisions of scaling policies while a run goes on.
#include "models/compute/shared/scaling.h"

#include <algorithm>

#include "sim/design/world.h"

namespace windtunnel::models {
namespace {

enum : std::uint16_t { recheck_out, recheck_in };            // signals of the whole
enum : std::uint16_t { out_alarm, in_alarm, fewer_or_due };  // signals of one policy
constexpr std::uint16_t signals_per_policy = 3;
constexpr WatchId no_watch = ~WatchId{0};
constexpr Duration evaluation_interval = minutes(1);  // an alarm that stands acts again at every evaluation

/// ceil() that does not add a unit for a rounding error in the last place.
std::int64_t round_up(double x) {
  const auto down = static_cast<std::int64_t>(x);
  return x - static_cast<double>(down) > 1e-9 ? down + 1 : down;
}

/// Days since simulated zero, rounded down also before it.
std::int64_t day_number(Time local) {
  const std::int64_t day = days(1).microseconds;
  return local.microseconds >= 0 ? local.microseconds / day : -((day - 1 - local.microseconds) / day);
}

bool acts_on(ScheduleDays when, std::int64_t day) {
  const std::int64_t weekday = (day % 7 + 7) % 7;  // simulated time begins on a Monday
  if (when == ScheduleDays::weekdays) return weekday < 5;
  if (when == ScheduleDays::weekends) return weekday >= 5;
  return true;
}

}  // namespace

void Scaling::start(World& world, const Component& owner, const std::vector<traffic::StationId>& stations,
                    const Situation& situation) {
  stations_ = stations;
  for (std::size_t i = 0; i < policies_.size(); ++i) {
    Policy& policy = policies_[i];
    if (policy.kind == Policy::Kind::scheduled) {
      policy.next_action = world.now();
      schedule_action(world, owner, i);
      continue;
    }
    const auto first = static_cast<std::uint16_t>(first_signal_ + rechecks + signals_per_policy * i);
    // Utilisation lies between 0 and 1: outside, an alarm stands always or never, and needs no watch.
    policy.watches_out = policy.out_threshold < 1;
    policy.watches_in = policy.may_scale_in && policy.in_threshold > 0 && policy.in_threshold <= 1;
    policy.wants_in = policy.may_scale_in && policy.in_threshold > 1;
    if (policy.watches_out)
      policy.out = world.watch(owner, rule(policy.out_threshold, true, policy.out_periods), first + out_alarm);
    if (policy.watches_in)
      policy.in = world.watch(owner, rule(policy.in_threshold, false, policy.in_periods), first + in_alarm);
  }
  enable(world, situation);
}

MetricRule Scaling::rule(double threshold, bool above, std::int64_t periods) const {
  MetricRule rule;
  rule.metric.kind = Metric::Kind::utilisation;
  rule.metric.stations = stations_;
  rule.metric.idle_gauge = rules_.idle_gauge;
  rule.comparison = above ? MetricRule::Comparison::above : MetricRule::Comparison::below;
  rule.threshold = threshold;
  rule.period = rule.metric.resolution = rules_.period;  // nobody sees anything between two data points
  rule.evaluation_periods = rule.datapoints = periods;
  rule.publication_delay = rules_.publication_delay;
  // Without data nothing scales (asg.tt.nodata), and what an alarm said before must be seen anew.
  rule.missing_data = MetricRule::MissingData::not_breaching;
  return rule;
}

void Scaling::enable(World& world, const Situation& situation) {
  // An alarm that could change nothing is not followed, so that a healthy pool at its least size has no events.
  for (Policy& policy : policies_) {
    const bool followed_out = policy.follows_out, followed_in = policy.follows_in;
    policy.follows_out = policy.watches_out && situation.desired < situation.most;
    policy.follows_in = policy.watches_in && situation.desired > situation.least;
    // What an alarm said before it was left alone is forgotten: it has to begin afresh to be heard.
    if (policy.follows_out && !followed_out) world.restart_watch(policy.out);
    if (policy.follows_in && !followed_in) world.restart_watch(policy.in);
    if (policy.watches_out) world.enable_watch(policy.out, policy.follows_out);
    if (policy.watches_in) world.enable_watch(policy.in, policy.follows_in);
    if (!policy.follows_out) policy.wants_out = false;
    if (policy.watches_in && !policy.follows_in) policy.wants_in = false;
  }
}

void Scaling::enable_fewer(World& world, const Component& owner, std::size_t index, std::int64_t units) {
  Policy& policy = policies_[index];
  if (policy.fewer_enabled == units) return;
  if (policy.fewer_enabled > 0) world.enable_watch(policy.fewer[static_cast<std::size_t>(policy.fewer_enabled)], false);
  policy.fewer_enabled = units;
  if (units == 0) return;
  const auto slot = static_cast<std::size_t>(units);
  if (policy.fewer.size() <= slot) policy.fewer.resize(slot + 1, no_watch);
  if (policy.fewer[slot] == no_watch) {
    const double enough = policy.target * static_cast<double>(units - 1) / static_cast<double>(units);
    const auto signal =
        static_cast<std::uint16_t>(first_signal_ + rechecks + signals_per_policy * index + fewer_or_due);
    policy.fewer[slot] = world.watch(owner, rule((enough - policy.base) / policy.slope, false, 1), signal);
  }
  world.enable_watch(policy.fewer[slot], true);
}

double Scaling::utilisation(World& world) const {
  // All alarms look at the same metric: any of them knows its latest data point.
  for (const Policy& policy : policies_)
    if (policy.watches_out || policy.watches_in)
      return world.watched_average(policy.watches_out ? policy.out : policy.in);
  return 0;
}

std::int64_t Scaling::proposal(double utilisation, const Policy& policy, std::int64_t units) const {
  return round_up(static_cast<double>(units) * (policy.base + policy.slope * utilisation) / policy.target);
}

std::optional<Scaling::Decision> Scaling::handle(World& world, const Component& owner, std::uint16_t signal,
                                                 std::uint64_t argument, const Situation& situation) {
  if (signal < rechecks) {
    recheck_[signal] = {};
    return signal == recheck_out ? scale_out(world, owner, situation) : scale_in(world, owner, situation);
  }
  const std::size_t index = (signal - rechecks) / signals_per_policy;
  Policy& policy = policies_[index];
  const bool begins = argument != 0;
  switch ((signal - rechecks) % signals_per_policy) {
    case out_alarm:
      policy.wants_out = begins;
      return begins ? scale_out(world, owner, situation) : std::nullopt;
    case in_alarm:
      policy.wants_in = begins;
      if (!begins) enable_fewer(world, owner, index, 0);
      return begins ? scale_in(world, owner, situation) : std::nullopt;
    default:
      if (policy.kind == Policy::Kind::scheduled) return act_on_schedule(world, owner, index, situation);
      return begins ? scale_in(world, owner, situation) : std::nullopt;
  }
}

std::int64_t Scaling::wanted_out(World& world, const Situation& situation) const {
  // Within a hold what the last decision added counts as there: only a larger answer to the same question adds more.
  const bool holding = holding_for_capacity_ || world.now() < out_hold_;
  std::int64_t wanted = situation.desired;
  const double busy = utilisation(world);
  for (const Policy& policy : policies_) {
    if (!policy.wants_out || busy <= policy.out_threshold) continue;
    if (policy.kind == Policy::Kind::tracking)
      wanted = std::max(wanted, proposal(busy, policy, holding ? base_units_ : situation.measured));
    else if (!holding)
      wanted = std::max(wanted, situation.desired + policy.out_by);
  }
  return std::min(wanted, situation.most);
}

std::optional<Scaling::Decision> Scaling::scale_out(World& world, const Component& owner, const Situation& situation) {
  if (situation.desired >= situation.most) return std::nullopt;
  const std::int64_t wanted = situation.frozen ? situation.desired : wanted_out(world, situation);
  if (wanted <= situation.desired) {
    plan_out_recheck(world, owner, situation);
    return std::nullopt;
  }
  if (!holding_for_capacity_ && world.now() >= out_hold_) base_units_ = situation.measured;
  holding_for_capacity_ = rules_.hold_after_ready;
  out_hold_ = world.now() + rules_.out_hold;
  Situation then = situation;
  then.desired = wanted;
  plan_out_recheck(world, owner, then);
  return Decision{wanted, situation.least, situation.most, "utilisation is above its target"};
}

void Scaling::plan_out_recheck(World& world, const Component& owner, const Situation& situation) {
  if (situation.desired >= situation.most) return;
  bool wanted = false, could_grow = false;
  const double busy = utilisation(world);
  for (Policy& policy : policies_) {
    if (!policy.wants_out) continue;
    if (busy <= policy.out_threshold) {
      policy.wants_out = false;  // the alarm has ended meanwhile; it begins afresh when the metric rises again
      world.restart_watch(policy.out);
      continue;
    }
    wanted = true;
    const double ceiling = static_cast<double>(base_units_) * (policy.base + policy.slope) / policy.target;
    could_grow |= policy.kind == Policy::Kind::tracking && round_up(ceiling) > situation.desired;
  }
  if (!wanted) return;
  const bool holding = holding_for_capacity_ || world.now() < out_hold_;
  if (!holding || could_grow) return recheck(world, owner, recheck_out, evaluation_interval);
  if (!holding_for_capacity_) recheck(world, owner, recheck_out, out_hold_ - world.now());
}

bool Scaling::all_want_in() const {
  bool any = false;
  for (const Policy& policy : policies_) {
    if (policy.kind == Policy::Kind::scheduled || !policy.may_scale_in) continue;
    if (!policy.wants_in) return false;
    any = true;
  }
  return any;
}

bool Scaling::drop_stale_in_alarms(World& world) {
  const double busy = utilisation(world);
  bool dropped = false;
  for (Policy& policy : policies_) {
    if (!policy.follows_in || !policy.wants_in || busy < policy.in_threshold) continue;
    policy.wants_in = false;  // the alarm has ended meanwhile; it begins afresh when the metric falls again
    world.restart_watch(policy.in);
    dropped = true;
  }
  return dropped;
}

std::int64_t Scaling::wanted_in(World& world, const Situation& situation) const {
  std::int64_t wanted = 0;
  const double busy = utilisation(world);
  for (const Policy& policy : policies_) {
    if (policy.kind == Policy::Kind::scheduled || !policy.may_scale_in) continue;
    const bool tracks = policy.kind == Policy::Kind::tracking;
    wanted = std::max(wanted, tracks ? proposal(busy, policy, situation.measured) : situation.desired - policy.in_by);
  }
  return std::max(wanted, situation.least);
}

std::optional<Scaling::Decision> Scaling::scale_in(World& world, const Component& owner, const Situation& situation) {
  if (situation.desired <= situation.least || !all_want_in()) return std::nullopt;
  // Nothing is removed while something is on its way, warming up, or has just been removed.
  if (holding_for_capacity_ || situation.coming) return std::nullopt;
  const Time free = std::max({in_hold_, out_hold_, situation.frozen ? world.now() + evaluation_interval : Time{}});
  if (world.now() < free) {
    recheck(world, owner, recheck_in, free - world.now());
    return std::nullopt;
  }
  if (drop_stale_in_alarms(world)) return std::nullopt;
  const std::int64_t wanted = wanted_in(world, situation);
  if (wanted >= situation.desired) {
    for (std::size_t i = 0; i < policies_.size(); ++i)
      if (policies_[i].kind == Policy::Kind::tracking && policies_[i].watches_in)
        enable_fewer(world, owner, i, situation.measured);
    return std::nullopt;
  }
  for (std::size_t i = 0; i < policies_.size(); ++i) enable_fewer(world, owner, i, 0);
  in_hold_ = world.now() + rules_.in_hold;
  recheck(world, owner, recheck_in, rules_.in_hold);
  return Decision{wanted, situation.least, situation.most, "utilisation is below its target"};
}

void Scaling::situation_changed(World& world, const Component&, const Situation& situation) {
  enable(world, situation);
}

void Scaling::capacity_ready(World& world, const Component& owner, const Situation& situation) {
  if (!holding_for_capacity_) {
    if (all_want_in()) recheck(world, owner, recheck_in, Duration{});
    return;
  }
  holding_for_capacity_ = false;
  out_hold_ = world.now() + rules_.out_hold;
  bool wanted = false;
  for (const Policy& policy : policies_) wanted |= policy.wants_out;
  if (wanted && situation.desired < situation.most) recheck(world, owner, recheck_out, rules_.out_hold);
  if (all_want_in() && situation.desired > situation.least) recheck(world, owner, recheck_in, rules_.out_hold);
}

void Scaling::recheck(World& world, const Component& owner, std::uint16_t which, Duration delay) {
  world.cancel(recheck_[which]);
  recheck_[which] = world.after(owner, delay, static_cast<std::uint16_t>(first_signal_ + which), Phase::decide);
}

void Scaling::schedule_action(World& world, const Component& owner, std::size_t index) {
  Policy& policy = policies_[index];
  // The next local day, from the last time on, whose hour is still to come.
  const Time local = policy.next_action + policy.offset;
  const auto hour_of = [&](std::int64_t day) { return Time{} + days(1) * day + policy.action.at.since_midnight; };
  std::int64_t day = day_number(local);
  while (hour_of(day) <= local || !acts_on(policy.action.days, day)) ++day;
  policy.next_action = hour_of(day) - policy.offset;
  const Duration late = world.draw(owner, purpose_, rules_.schedule_delay);
  const auto signal = static_cast<std::uint16_t>(first_signal_ + rechecks + signals_per_policy * index + fewer_or_due);
  world.after(owner, policy.next_action + late - world.now(), signal, Phase::none);
}

std::optional<Scaling::Decision> Scaling::act_on_schedule(World& world, const Component& owner, std::size_t index,
                                                          const Situation& situation) {
  const ScheduledAction& action = policies_[index].action;
  schedule_action(world, owner, index);
  if (situation.frozen) return std::nullopt;
  Decision decision{situation.desired, situation.least, situation.most, "a scheduled action is due"};
  decision.least = action.min.value_or(situation.least);
  decision.most = std::max(action.max.value_or(situation.most), decision.least);
  decision.desired = std::clamp(action.desired.value_or(situation.desired), decision.least, decision.most);
  return decision;
}

bool Scaling::quiet(Time now) const {
  if (holding_for_capacity_ || now < out_hold_ || now < in_hold_) return false;
  return std::none_of(policies_.begin(), policies_.end(), [](const Policy& policy) { return policy.wants_out; });
}

}  // namespace windtunnel::models
