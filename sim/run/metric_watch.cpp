// See metric_watch.h.
#include "sim/run/metric_watch.h"

#include <algorithm>
#include <utility>

namespace windtunnel {
namespace {

constexpr std::uint64_t publication_flag = std::uint64_t{1} << 32;
/// Evaluations that are asked one by one before one is taken although it may not decide.
constexpr std::int64_t asked_at_most = 256;
/// Evaluations ahead among which the first of a constant flow is sought.
constexpr std::int64_t far = std::int64_t{1} << 18;
/// Evaluations under one bound where the flow is moving.
constexpr std::int64_t stretch = 64;

ComponentId gauge_owner(const Metric& metric, ComponentId owner) {
  return metric.gauge_of == no_component ? owner : metric.gauge_of;
}

}  // namespace

// --- what owners ask for
std::size_t MetricWatch::record_of(const std::shared_ptr<const Rule>& rule, ComponentId owner) {
  const Metric& metric = rule->rule.metric;
  const ComponentId gauges = gauge_owner(metric, owner);
  std::size_t i = 0;
  while (i < records_.size() && !records_[i].is_of(metric, gauges)) ++i;
  if (i == records_.size()) records_.emplace_back(std::shared_ptr<const Metric>(rule, &metric), gauges, *world_);
  records_[i].keep(rule->rule.period * (rule->rule.evaluation_periods + 1) + minutes(2));
  return i;
}

WatchId MetricWatch::watch(ComponentId owner, const MetricRule& rule, std::uint16_t signal) {
  Watch watch;
  watch.owner = owner;
  watch.signal = signal;
  watch.rule = std::make_shared<const Rule>(rule);
  watch.record = record_of(watch.rule, owner);
  begin_state(watch, false);
  watches_.push_back(std::move(watch));
  const auto id = static_cast<WatchId>(watches_.size() - 1);
  refresh(watches_[id]);
  plan(id);
  return id;
}

void MetricWatch::set_enabled(WatchId id, bool enabled) {
  if (watches_[id].enabled == enabled) return;
  watches_[id].enabled = enabled;
  watches_[id].planned = false;
  refresh(watches_[id]);
  plan(id);
}

void MetricWatch::restart(WatchId id) {
  Watch& watch = watches_[id];
  schedule_->cancel_watch(watch.publication);
  begin_state(watch, false);
  refresh(watch);
  plan(id);
}

void MetricWatch::set_threshold(WatchId id, double threshold) {
  Watch& watch = watches_[id];
  MetricRule rule = watch.rule->rule;
  rule.threshold = threshold;
  watch.rule = std::make_shared<const Rule>(rule);
  // The periods seen so far are to be forgotten: what comes has a record of its own.
  const ComponentId gauges = gauge_owner(rule.metric, watch.owner);
  MetricRecord fresh(std::shared_ptr<const Metric>(watch.rule, &watch.rule->rule.metric), gauges, *world_);
  fresh.keep(rule.period * (rule.evaluation_periods + 1) + minutes(2));
  const bool shared = std::count_if(watches_.begin(), watches_.end(), [&](const Watch& w) { return w.record == watch.record; }) > 1;
  if (shared) {
    watch.record = records_.size();
    records_.push_back(std::move(fresh));
  } else {
    records_[watch.record] = std::move(fresh);
  }
  schedule_->cancel_watch(watch.publication);
  begin_state(watch, false);
  plan(id);
}

double MetricWatch::average(WatchId id) {
  MetricRecord& record = records_[watches_[id].record];
  record.sample(*world_);  // whoever asks may do so between two changes of traffic
  return record.over(world_->now() - watches_[id].rule->rule.period, world_->now()).value();
}

// --- what the run tells
void MetricWatch::sample() {
  for (MetricRecord& record : records_) record.sample(*world_);
}

void MetricWatch::settle() {
  for (MetricRecord& record : records_) record.refresh(*world_);
  for (WatchId id = 0; id < watches_.size(); ++id) plan(id);
}

void MetricWatch::rebase() {
  for (MetricRecord& record : records_) record.rebase(*world_);
}

void MetricWatch::drop_old() {
  for (MetricRecord& record : records_) record.drop_old();
}

void MetricWatch::clear() {
  watches_.clear();
  records_.clear();
}

void MetricWatch::assign(const MetricWatch& other) {
  watches_ = other.watches_;
  records_ = other.records_;
  for (Watch& watch : watches_) {
    watch.phase_drawn = watch.planned = false;
    watch.looked = no_look;
    watch.stirred_by = 0;
  }
}

bool MetricWatch::settled() const {
  return std::all_of(watches_.begin(), watches_.end(), [this](const Watch& watch) {
    if (!watch.enabled) return true;
    if (watch.publication) return false;
    const Parts present = records_[watch.record].present(*world_);
    if (!present.data()) return is_alike(watch, present);
    return (watch.rule->chance.of(present.value(), false) > 0) == watch.firing;
  });
}

MetricWatch::Verdict MetricWatch::due(std::uint64_t argument) {
  const auto id = static_cast<WatchId>(argument & 0xffffffffu);
  Watch& watch = watches_[id];
  refresh(watch);
  if (argument & publication_flag) {
    watch.publication = {};
    begin_state(watch, watch.publishing);
    const Verdict verdict{true, watch.owner, watch.signal, watch.firing};
    plan(id);
    return verdict;
  }
  watch.evaluation = {};
  watch.planned = false;
  watch.looked = look_from(watch, world_->now());
  periods_.said.clear();
  if (decides(watch, outlook(watch), watch.looked)) {
    watch.publishing = !watch.firing;
    const Duration delay = watch.rule->rule.publication_delay.draw(schedule_->watch_stream(watch.owner, id));
    watch.publication = schedule_->schedule_watch(world_->now() + delay, argument | publication_flag, watch.stirred_by);
  } else {
    plan(id);
  }
  return {};
}

void MetricWatch::begin_state(Watch& watch, bool firing) {
  watch.firing = firing;
  watch.alike = watch.planned = false;
  watch.unlike = world_->now();
  watch.stirred_by = schedule_->cause_of_traffic();
}

// --- what is known

MetricWatch::Outlook MetricWatch::outlook(const Watch& watch) const {
  const MetricRecord& record = records_[watch.record];
  const Time then = world_->traffic().next_change();
  Outlook outlook{world_->now(), then, record.now(), record.ahead(), record.now() == record.ahead()};
  if (then == Time::never() || then <= outlook.now) {
    outlook.at_then = outlook.at_now;
    outlook.constant = true;
  }
  return outlook;
}

MetricWatch::Parts MetricWatch::Outlook::between(Time from, Time to) const {
  const double span = (to - from).seconds();
  if (constant) return {at_now.sum * span, at_now.weight * span};
  // Evenly: the middle of the span stands for it.
  const double part = 0.5 * ((from - now).seconds() + (to - now).seconds()) / (then - now).seconds();
  return {(at_now.sum + part * (at_then.sum - at_now.sum)) * span, (at_now.weight + part * (at_then.weight - at_now.weight)) * span};
}

BreachChance::Side MetricWatch::side(const Watch& watch, Parts parts) const {
  using Side = BreachChance::Side;
  const MetricRule& rule = watch.rule->rule;
  if (parts.data() || counts_requests(rule.metric.kind)) return watch.rule->chance.side(parts.value(), chancy());
  if (rule.missing_data == MetricRule::MissingData::breaching) return Side::breach;
  if (rule.missing_data == MetricRule::MissingData::not_breaching) return Side::rest;
  return watch.firing ? Side::breach : Side::rest;  // held
}

bool MetricWatch::is_alike(const Watch& watch, Parts parts) const {
  return side(watch, parts) == (watch.firing ? BreachChance::Side::breach : BreachChance::Side::rest);
}

EventField MetricWatch::field(const Watch& watch) const {
  return EventField(schedule_->watch_key(watch.owner, static_cast<WatchId>(&watch - watches_.data())));
}

/// Evaluations are made more often than short periods end, but see nothing new before one has, or before there is a new data point.
Duration MetricWatch::cadence(const Watch& watch) {
  return std::max(std::min(watch.rule->rule.period, seconds(60)), watch.rule->rule.metric.resolution);
}

/// Evaluations from one period's end to the next one's; 0 where none falls on it.
std::int64_t MetricWatch::apart(const Watch& watch) {
  const Duration period = watch.rule->rule.period, step = cadence(watch);
  return period % step == Duration{} ? period / step : 0;
}

/// Which number of chance belongs to the period that ends at an evaluation: periods that overlap by more than half mostly share one.
std::int64_t MetricWatch::place_of(const Watch& watch, std::int64_t look) {
  const Duration at = cadence(watch) * look, period = watch.rule->rule.period;
  const std::int64_t whole = at / period;
  return whole - (period * whole > at ? 1 : 0);
}

/// The first evaluation of those to whose newest period a number belongs.
std::int64_t MetricWatch::first_look(const Watch& watch, std::int64_t place) {
  const Duration begin = watch.rule->rule.period * place, step = cadence(watch);
  const std::int64_t whole = begin / step;
  return whole + (step * whole < begin ? 1 : 0);
}

/// The first evaluation at or after an instant.
std::int64_t MetricWatch::look_from(Watch& watch, Time time) {
  const Duration step = cadence(watch);
  if (!watch.phase_drawn) {
    // The field's draws have numbers above 0.
    Stream stream(schedule_->watch_key(watch.owner, static_cast<WatchId>(&watch - watches_.data())));
    watch.phase = from_seconds(stream.uniform() * step.seconds());
    watch.phase_drawn = true;
  }
  const Duration since = time - (Time{} + watch.phase);
  const std::int64_t whole = since / step;
  return whole + (step * whole < since ? 1 : 0);
}

// --- what one evaluation would say

/// Probability that the period that ends at `end` breaches; below 0 when it has no data.
double MetricWatch::breach_of_period(const Watch& watch, const Outlook& outlook, Time end) const {
  const MetricRule& rule = watch.rule->rule;
  const Time begin = end - rule.period;
  Parts parts;
  if (begin < outlook.now) parts = records_[watch.record].over(begin, std::min(end, outlook.now));
  if (end > outlook.now) {
    const Parts coming = outlook.between(std::max(begin, outlook.now), end);
    parts = {parts.sum + coming.sum, parts.weight + coming.weight};
  }
  if (!parts.data() && !counts_requests(rule.metric.kind)) return -1;
  return watch.rule->chance.of(parts.value(), chancy());
}

/// What the period that ends `ago` periods before an evaluation says.
MetricWatch::Period MetricWatch::period_at(const Watch& watch, const Outlook& outlook, std::int64_t look, std::int64_t ago) {
  const std::int64_t steps = apart(watch), kept = look - ago * steps - periods_.first;
  Period* said = steps > 0 && kept >= 0 && kept < static_cast<std::int64_t>(periods_.said.size())
                     ? &periods_.said[static_cast<std::size_t>(kept)]
                     : nullptr;
  if (said && *said != Period::unknown) return *said;
  const double breach = breach_of_period(watch, outlook, time_of(watch, look) - watch.rule->rule.period * ago);
  Period period = Period::missing;
  if (breach >= 0) period = field(watch).happens(place_of(watch, look) - ago, breach) ? Period::breach : Period::rest;
  if (said) *said = period;
  return period;
}

/// Whether an evaluation changes the rule's state. Asks no more periods, from the newest on, than it takes to know.
bool MetricWatch::decides(const Watch& watch, const Outlook& outlook, std::int64_t look) {
  using MissingData = MetricRule::MissingData;
  const MetricRule& rule = watch.rule->rule;
  const bool holds = rule.missing_data == MissingData::missing || rule.missing_data == MissingData::ignore;
  bool data = !holds;  // without any the state is held
  std::int64_t breaches = 0, left = rule.evaluation_periods;
  while (breaches < rule.datapoints && (breaches + left >= rule.datapoints || !data) && left > 0) {
    const Period period = period_at(watch, outlook, look, rule.evaluation_periods - left);
    --left;
    data = data || period != Period::missing;
    breaches += period == Period::breach || (period == Period::missing && rule.missing_data == MissingData::breaching) ? 1 : 0;
  }
  return data && (breaches >= rule.datapoints) != watch.firing;
}

/// Has what periods say kept while evaluations of [first, last] are asked.
void MetricWatch::keep_periods(const Watch& watch, std::int64_t first, std::int64_t last) {
  const std::int64_t before = apart(watch) * (watch.rule->rule.evaluation_periods - 1);
  periods_.first = first - before;
  periods_.said.assign(static_cast<std::size_t>(std::max<std::int64_t>(0, before + last - first + 1)), Period::unknown);
}

// --- which evaluation is the next that decides

/// From when on a value that moves away from the side of the rule's state may be elsewhere; now, where it is elsewhere already.
Time MetricWatch::leaves(const Watch& watch, const Outlook& o) const {
  if (!o.at_now.data() || !o.at_then.data() || !is_alike(watch, o.at_now)) return o.now;
  const double end = watch.rule->chance.end_of(watch.firing ? BreachChance::Side::breach : BreachChance::Side::rest, chancy());
  const double here = o.at_now.sum - end * o.at_now.weight, there = o.at_then.sum - end * o.at_then.weight;
  const double part = here == there ? 0 : std::clamp(here / (here - there), 0.0, 1.0);
  return o.now + from_seconds(part * (o.then - o.now).seconds());
}

/// Among evaluations all of whose periods lie ahead, in a flow that does not change: only a period that says what the rule's state
/// does not say can change it, and only as the newest.
Time MetricWatch::when_constant(Watch& watch, const Outlook& outlook, std::int64_t look, std::int64_t last) {
  const double breach = breach_of_period(watch, outlook, time_of(watch, look));
  if (decides(watch, outlook, look)) return time_of(watch, look);
  if (breach < 0) return Time::never();
  for (std::int64_t asked = 0; look <= last; ++asked) {
    const auto place = field(watch).first(place_of(watch, look) + 1, place_of(watch, last), breach, !watch.firing);
    if (!place) return breach > 0 && breach < 1 ? time_of(watch, last) : Time::never();
    look = first_look(watch, *place);
    if (decides(watch, outlook, look) || asked == asked_at_most) return time_of(watch, look);
  }
  return Time::never();
}

/// The probability to breach, of the periods that evaluations of [look, end] see, that lies farthest from the rule's state: values
/// move one way, and so does what they make of chance.
double MetricWatch::extreme(const Watch& watch, const Outlook& outlook, std::int64_t look, std::int64_t end) const {
  const MetricRule& rule = watch.rule->rule;
  const Time oldest = time_of(watch, look) - rule.period * (rule.evaluation_periods - 1);
  const double a = breach_of_period(watch, outlook, oldest), b = breach_of_period(watch, outlook, time_of(watch, end));
  if (a < 0 || b < 0) return watch.firing ? 0 : 1;
  return watch.firing ? std::min(a, b) : std::max(a, b);
}

/// Among evaluations all of whose periods lie ahead, in a flow that moves.
Time MetricWatch::when_moving(Watch& watch, const Outlook& outlook, std::int64_t look, std::int64_t last) {
  const std::int64_t before = watch.rule->rule.evaluation_periods - 1;
  std::int64_t asked = 0;
  for (look = std::max(look, look_from(watch, leaves(watch, outlook))); look <= last; look += stretch) {
    const std::int64_t end = std::min(look + stretch - 1, last);
    const double breach = extreme(watch, outlook, look, end);
    const auto place = field(watch).first(place_of(watch, look) - before, place_of(watch, end), breach, !watch.firing);
    if (!place) continue;
    keep_periods(watch, look, end);
    for (std::int64_t k = look; k <= end; ++k) {
      if (place_of(watch, k) < *place) continue;
      if (decides(watch, outlook, k) || ++asked == asked_at_most) return time_of(watch, k);
    }
  }
  return Time::never();
}

Time MetricWatch::next_evaluation(Watch& watch, const Outlook& outlook) {
  const MetricRule& rule = watch.rule->rule;
  const Duration window = rule.period * rule.evaluation_periods;
  const bool ages = rule.metric.kind == Metric::Kind::oldest_age && world_->traffic().backlog(rule.metric.queue) > 0;
  // Nothing of the past is left in the window, and nothing ahead differs from what the state says.
  if (watch.alike && watch.unlike + window < outlook.now && !ages) return Time::never();
  const std::int64_t first = std::max(watch.looked + 1, look_from(watch, outlook.now));
  // What cannot be foreseen, or grows with time alone, is asked each time.
  const bool asked = !chancy() && (counts_requests(rule.metric.kind) || rule.metric.kind == Metric::Kind::latency || !watch.alike);
  if (ages || asked) return time_of(watch, first);

  const std::int64_t steady = look_from(watch, outlook.now + window);
  std::int64_t last = first + far;
  if (!outlook.constant) last = look_from(watch, outlook.then + microseconds(1)) - 1;
  const std::int64_t mixed = std::min({steady - 1, last, first + asked_at_most - 1});
  keep_periods(watch, first, mixed);
  std::int64_t look = first;
  for (; look <= mixed; ++look)
    if (decides(watch, outlook, look)) return time_of(watch, look);
  periods_.said.clear();
  if (look <= std::min(steady - 1, last)) return time_of(watch, look);
  look = std::max(first, steady);
  if (watch.alike || look > last) return Time::never();
  return outlook.constant ? when_constant(watch, outlook, look, last) : when_moving(watch, outlook, look, last);
}

/// Plans the evaluation that changes the rule's state, as far as what is to come is known.
void MetricWatch::plan(WatchId id) {
  Watch& watch = watches_[id];
  const Outlook o = outlook(watch);
  if (!watch.alike) watch.unlike = o.now;
  if (watch.planned && o.constant && chancy() && watch.seen == o.at_now) return;
  const bool was_alike = std::exchange(watch.alike, is_alike(watch, o.at_now) && is_alike(watch, o.at_then));
  if (was_alike && !watch.alike) watch.stirred_by = schedule_->cause_of_traffic();
  if (!watch.enabled || watch.publication) {
    watch.planned = false;
    schedule_->cancel_watch(watch.evaluation);
    return;
  }
  const Time at = next_evaluation(watch, o);
  watch.planned = o.constant;
  watch.seen = o.at_now;
  if (watch.evaluation && watch.evaluation_at == at) return;
  schedule_->cancel_watch(watch.evaluation);
  if (at == Time::never()) return;
  watch.evaluation_at = at;
  watch.evaluation = schedule_->schedule_watch(at, id, watch.stirred_by);
}

}  // namespace windtunnel
