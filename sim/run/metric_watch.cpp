// See metric_watch.h.
#include "sim/run/metric_watch.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"

namespace windtunnel {
namespace {

constexpr std::uint64_t publication_flag = std::uint64_t{1} << 32;
constexpr double surely = std::numeric_limits<double>::infinity();
/// Evaluations that are asked one by one before one is taken although it may not decide.
constexpr std::int64_t asked_at_most = 256;
/// Evaluations ahead among which the first of a constant flow is sought.
constexpr std::int64_t far = std::int64_t{1} << 18;
/// Evaluations under one bound where the flow is moving.
constexpr std::int64_t stretch = 64;

ComponentId gauge_owner(const Metric& metric, ComponentId owner) {
  return metric.gauge_of == no_component ? owner : metric.gauge_of;
}

/// What an exponential number must be below for something of this probability to happen.
double hazard_of(double probability) {
  if (probability >= 1) return surely;
  return probability < 1e-5 ? probability * (1 + probability / 2) : -mathematics::log(1 - probability);
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

void MetricWatch::clear() {
  watches_.clear();
  records_.clear();
}

void MetricWatch::assign(const MetricWatch& other) {
  watches_ = other.watches_;
  records_ = other.records_;
  for (MetricRecord& record : records_) record.drop_old();
  for (Watch& watch : watches_) {
    watch.phase_drawn = watch.planned = false;
    watch.looked = no_look;
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
  periods_.breach.clear();
  if (decides(watch, outlook(watch), watch.looked)) {
    watch.publishing = !watch.firing;
    const Duration delay = watch.rule->rule.publication_delay.draw(schedule_->watch_stream(watch.owner, id));
    watch.publication = schedule_->schedule_watch(world_->now() + delay, argument | publication_flag);
  } else {
    plan(id);
  }
  return {};
}

void MetricWatch::begin_state(Watch& watch, bool firing) {
  watch.firing = firing;
  watch.alike = watch.planned = false;
  watch.unlike = world_->now();
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

ChanceField MetricWatch::field(const Watch& watch) const {
  return ChanceField(schedule_->watch_key(watch.owner, static_cast<WatchId>(&watch - watches_.data())));
}

Duration MetricWatch::cadence(const Watch& watch) const {
  return watch.rule->rule.period >= seconds(60) ? seconds(60) : seconds(10);
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

/// What the evaluation's number of chance must be below for it to change the rule's state.
double MetricWatch::hazard(const Watch& watch, const Outlook& outlook, std::int64_t look) {
  const MetricRule& rule = watch.rule->rule;
  const Time end = time_of(watch, look);
  const std::int64_t apart = rule.period % cadence(watch) == Duration{} ? rule.period / cadence(watch) : 0;
  std::int64_t missing = 0;
  breaches_.clear();
  for (std::int64_t i = 0; i < rule.evaluation_periods; ++i) {
    const std::int64_t place = look - i * apart - periods_.first;
    double* kept = apart > 0 && place >= 0 && place < static_cast<std::int64_t>(periods_.breach.size())
                       ? &periods_.breach[static_cast<std::size_t>(place)]
                       : nullptr;
    double breach = kept && *kept == *kept ? *kept : breach_of_period(watch, outlook, end - rule.period * i);
    if (kept) *kept = breach;
    if (breach < 0) {
      ++missing;
      breach = rule.missing_data == MetricRule::MissingData::breaching ? 1 : 0;
    }
    breaches_.push_back(breach);
  }
  const bool holds = rule.missing_data == MetricRule::MissingData::missing || rule.missing_data == MetricRule::MissingData::ignore;
  if (missing == rule.evaluation_periods && holds) return 0;
  const double fires = at_least(breaches_, rule.datapoints);
  return hazard_of(watch.firing ? 1 - fires : fires);
}

bool MetricWatch::decides(const Watch& watch, const Outlook& outlook, std::int64_t look) {
  const double bound = hazard(watch, outlook, look);
  return bound == surely || (bound > 0 && field(watch).at(look) < bound);
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

/// Among evaluations all of whose periods lie ahead.
Time MetricWatch::when_steady(Watch& watch, const Outlook& outlook, std::int64_t look, std::int64_t last) {
  if (watch.alike || look > last) return Time::never();
  if (outlook.constant) {
    const double bound = hazard(watch, outlook, look);
    if (bound == surely) return time_of(watch, look);
    if (bound <= 0) return Time::never();
    return time_of(watch, field(watch).first_below(look, last, bound).value_or(last));
  }
  for (look = std::max(look, look_from(watch, leaves(watch, outlook))); look <= last; look += stretch) {
    const std::int64_t end = std::min(look + stretch - 1, last);
    // Values move one way, and so does what they make of chance.
    const double bound = std::max(hazard(watch, outlook, look), hazard(watch, outlook, end));
    for (std::int64_t k = look; k <= end; ++k) {
      const auto next = bound == surely ? k : field(watch).first_below(k, end, bound);
      if (!next) break;
      k = *next;
      if (decides(watch, outlook, k)) return time_of(watch, k);
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
  const std::int64_t apart = rule.period / cadence(watch), before = apart * (rule.evaluation_periods - 1);
  periods_.first = first - before;
  periods_.breach.assign(static_cast<std::size_t>(std::max<std::int64_t>(0, before + mixed - first + 1)), std::nan(""));
  std::int64_t look = first;
  for (; look <= mixed; ++look)
    if (decides(watch, outlook, look)) return time_of(watch, look);
  periods_.breach.clear();
  if (look <= std::min(steady - 1, last)) return time_of(watch, look);
  return when_steady(watch, outlook, std::max(first, steady), last);
}

/// Plans the evaluation that changes the rule's state, as far as what is to come is known.
void MetricWatch::plan(WatchId id) {
  Watch& watch = watches_[id];
  const Outlook o = outlook(watch);
  if (!watch.alike) watch.unlike = o.now;
  watch.alike = is_alike(watch, o.at_now) && is_alike(watch, o.at_then);
  if (!watch.enabled || watch.publication) {
    watch.planned = false;
    schedule_->cancel_watch(watch.evaluation);
    return;
  }
  if (watch.planned && o.constant && chancy() && watch.seen == o.at_now) return;
  const Time at = next_evaluation(watch, o);
  watch.planned = o.constant;
  watch.seen = o.at_now;
  if (watch.evaluation && watch.evaluation_at == at) return;
  schedule_->cancel_watch(watch.evaluation);
  if (at == Time::never()) return;
  watch.evaluation_at = at;
  watch.evaluation = schedule_->schedule_watch(at, id);
}

}  // namespace windtunnel
