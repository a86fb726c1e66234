// See metric_watch.h.
#include "sim/run/metric_watch.h"

#include <algorithm>
#include <utility>

namespace windtunnel {
namespace {

constexpr std::uint64_t publication_flag = std::uint64_t{1} << 32;

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
  const auto same_owner = [owner](const Watch& other) { return other.owner == owner; };
  watch.number = static_cast<std::uint32_t>(std::count_if(watches_.begin(), watches_.end(), same_owner));
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

void MetricWatch::settle_levels() {
  for (MetricRecord& record : records_) {
    if (record.sees_levels()) record.refresh(*world_);
  }
  for (WatchId id = 0; id < watches_.size(); ++id) {
    if (records_[watches_[id].record].sees_levels()) plan(id);
  }
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

void MetricWatch::assign_with_chance(const MetricWatch& other) {
  watches_ = other.watches_;
  records_ = other.records_;
}

void MetricWatch::assign(const MetricWatch& other) {
  assign_with_chance(other);
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
    const Duration delay = watch.rule->rule.publication_delay.draw(schedule_->watch_stream(watch.owner, watch.number));
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
  watch.stirred_by = cause_of_change(watch);
}

/// The event to which it is due that a metric changes now: components set their gauges themselves.
EventId MetricWatch::cause_of_change(const Watch& watch) const {
  return watch.rule->rule.metric.kind == Metric::Kind::gauge ? world_->cause() : schedule_->cause_of_traffic();
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
  if (chances_.size() < watches_.size()) chances_.resize(watches_.size());
  return EventField(schedule_->watch_key(watch.owner, watch.number), &chances_[static_cast<std::size_t>(&watch - watches_.data())]);
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
    Stream stream(schedule_->watch_key(watch.owner, watch.number));
    watch.phase = from_seconds(stream.uniform() * step.seconds());
    watch.phase_drawn = true;
  }
  const Duration since = time - (Time{} + watch.phase);
  const std::int64_t whole = since / step;
  return whole + (step * whole < since ? 1 : 0);
}

}  // namespace windtunnel
