// See metric_watch.h.
#include "sim/run/metric_watch.h"

#include <algorithm>
#include <cmath>

namespace windtunnel {
namespace {

constexpr std::uint64_t publication_flag = std::uint64_t{1} << 32;
/// Points kept per metric; older ones beyond every window are dropped, and at the limit neighbours are merged.
constexpr std::size_t history_limit = 256;

bool is_count(Metric::Kind kind) {
  return kind == Metric::Kind::request_rate || kind == Metric::Kind::refused_rate ||
         kind == Metric::Kind::failed_behind_rate;
}

}  // namespace

WatchId MetricWatch::watch(ComponentId owner, const MetricRule& rule, std::uint16_t signal) {
  Watch watch;
  watch.owner = owner;
  watch.signal = signal;
  watch.rule = rule;
  const Reading reading = read(watch);
  watch.last_sum = reading.sum;
  watch.last_weight = reading.weight;
  watch.history.reserve(history_limit);
  watch.history.push_back({world_->now(), 0, 0});
  watches_.push_back(std::move(watch));
  const auto id = static_cast<WatchId>(watches_.size() - 1);
  plan(id);
  return id;
}

void MetricWatch::set_enabled(WatchId id, bool enabled) {
  watches_[id].enabled = enabled;
  plan(id);
}

void MetricWatch::restart(WatchId id) {
  Watch& watch = watches_[id];
  watch.firing = false;
  schedule_->cancel_watch(watch.publication);
  plan(id);
}

void MetricWatch::set_threshold(WatchId id, double threshold) {
  Watch& watch = watches_[id];
  watch.rule.threshold = threshold;
  watch.firing = watch.breaching_now = false;
  schedule_->cancel_watch(watch.evaluation);
  schedule_->cancel_watch(watch.publication);
  const Reading reading = read(watch);
  watch.last_sum = reading.sum;
  watch.last_weight = reading.weight;
  watch.history.assign(1, {world_->now(), 0, 0});
  plan(id);
}

double MetricWatch::average(WatchId id) {
  sample();  // whoever asks may do so between two changes of traffic
  bool data = true;
  const Watch& watch = watches_[id];
  return window_average(watch, world_->now() - watch.rule.period, world_->now(), data);
}

ComponentId MetricWatch::gauge_owner(const Watch& watch) {
  return watch.rule.metric.gauge_of == no_component ? watch.owner : watch.rule.metric.gauge_of;
}

/// Present value and running totals of the metric's source.
MetricWatch::Reading MetricWatch::read(const Watch& watch) const {
  Reading r;
  const Metric& metric = watch.rule.metric;
  const traffic::Resolution& traffic = world_->traffic();
  switch (metric.kind) {
    case Metric::Kind::utilisation: {
      double servers = 0, busy = 0, total = 0;
      for (const auto station : metric.stations) {
        const double n = traffic.network().stations[station].servers;
        servers += n;
        busy += traffic.load(station).utilisation * n;
        total += traffic.totals(station).busy_seconds;
      }
      if (metric.idle_gauge != ~std::uint32_t{0}) servers += world_->gauge(gauge_owner(watch), metric.idle_gauge);
      r.data = servers > 0;
      r.value = servers > 0 ? busy / servers : 0;
      r.sum = total;
      r.weight = servers;  // turned into server-seconds by sample()
      break;
    }
    case Metric::Kind::request_rate:
      if (metric.router != traffic::none) r.sum = traffic.router_totals(metric.router).requests;
      for (const auto station : metric.stations) {
        r.sum += traffic.totals(station).arrivals;
        r.value += traffic.load(station).arrival_rate;
      }
      break;
    case Metric::Kind::refused_rate: {
      const auto totals = traffic.router_totals(metric.router);
      r.sum = totals.refused + totals.timed_out;
      break;
    }
    case Metric::Kind::failed_behind_rate:
      r.sum = traffic.router_totals(metric.router).failed_behind;
      break;
    case Metric::Kind::latency:
      for (const auto station : metric.stations) {
        const auto totals = traffic.totals(station);
        r.sum += totals.latency_seconds;
        r.weight += totals.completions;
      }
      break;
    case Metric::Kind::backlog:
      r.value = traffic.backlog(metric.queue);
      break;
    case Metric::Kind::oldest_age:
      r.value = traffic.oldest_age(metric.queue);
      break;
    case Metric::Kind::gauge:
      r.value = world_->gauge(gauge_owner(watch), metric.gauge);
      break;
  }
  return r;
}

void MetricWatch::sample() {
  const Time now = world_->now();
  for (Watch& watch : watches_) {
    const Point& last = watch.history.back();
    if (last.time == now) {
      // What runs may have changed since: the segment that begins now has it so.
      if (watch.rule.metric.kind == Metric::Kind::utilisation) watch.last_weight = read(watch).weight;
      continue;
    }
    const double span = (now - last.time).seconds();
    const Reading r = read(watch);
    Point point{now, last.sum, last.weight};
    const auto kind = watch.rule.metric.kind;
    if (kind == Metric::Kind::utilisation) {
      point.sum += r.sum - watch.last_sum;
      point.weight += watch.last_weight * span;
    } else if (is_count(kind)) {
      point.sum += r.sum - watch.last_sum;
      point.weight += span;
    } else if (kind == Metric::Kind::latency) {
      point.sum += r.sum - watch.last_sum;
      point.weight += r.weight - watch.last_weight;
    } else {
      // Levels move linearly between two looks; what a component sets holds until it is set anew.
      const double before = kind == Metric::Kind::gauge ? watch.value : 0.5 * (watch.value + r.value);
      point.sum += before * span;
      point.weight += span;
    }
    // Rates and means that have no present value of their own take that of the segment that has just ended.
    if (is_count(kind) && watch.rule.metric.stations.empty()) watch.value = (point.sum - last.sum) / span;
    if (kind == Metric::Kind::latency)
      watch.value = point.weight > last.weight ? (point.sum - last.sum) / (point.weight - last.weight) : 0;
    watch.last_sum = r.sum;
    watch.last_weight = r.weight;
    const Time horizon = now - watch.rule.period * (watch.rule.evaluation_periods + 1) - minutes(2);
    if (watch.history.size() + 1 >= history_limit) {
      auto keep =
          std::find_if(watch.history.begin(), watch.history.end(), [&](const Point& p) { return p.time > horizon; });
      if (keep != watch.history.begin()) --keep;
      watch.history.erase(watch.history.begin(), keep);
      if (watch.history.size() + 1 >= history_limit) {
        std::size_t out = 1;
        for (std::size_t i = 2; i + 1 < watch.history.size(); i += 2) watch.history[out++] = watch.history[i];
        watch.history[out++] = watch.history.back();
        watch.history.resize(out);
      }
    }
    watch.history.push_back(point);
  }
}

void MetricWatch::settle() {
  for (WatchId id = 0; id < watches_.size(); ++id) plan(id);
}

bool MetricWatch::breaches(const MetricRule& rule, double value) const {
  if (rule.per_period_count) value *= rule.period.seconds();
  switch (rule.comparison) {
    case MetricRule::Comparison::above:
      return value > rule.threshold;
    case MetricRule::Comparison::at_least:
      return value >= rule.threshold;
    case MetricRule::Comparison::below:
      return value < rule.threshold;
    case MetricRule::Comparison::at_most:
      return value <= rule.threshold;
  }
  return false;
}

/// Plans the evaluation at which the rule can change its mind, from the present value on.
void MetricWatch::plan(WatchId id) {
  Watch& watch = watches_[id];
  const bool counted = is_count(watch.rule.metric.kind) && watch.rule.metric.stations.empty();
  if (!counted && watch.rule.metric.kind != Metric::Kind::latency) watch.value = read(watch).value;
  if (!watch.enabled) {
    schedule_->cancel_watch(watch.evaluation);
    return;
  }
  const bool breaching = breaches(watch.rule, watch.value);
  const Time now = world_->now();
  if (breaching != watch.breaching_now) {
    watch.breaching_now = breaching;
    watch.breaching_since = now;
    schedule_->cancel_watch(watch.evaluation);
  }
  if (watch.evaluation) return;
  if (counted || watch.rule.metric.kind == Metric::Kind::latency) {
    // The value of the segment that begins now is known only when it has ended: look at the next evaluation while any
    // request passes and the state could differ.
    if (breaching != watch.firing || watch.history.back().time == now) {
      watch.evaluation = schedule_->schedule_watch(next_evaluation(watch, now + microseconds(1)), id);
    }
    return;
  }
  Time candidate = Time::never();
  if (breaching != watch.firing) {
    const std::int64_t needed =
        breaching ? watch.rule.datapoints : watch.rule.evaluation_periods - watch.rule.datapoints + 1;
    candidate = watch.breaching_since + watch.rule.period * (needed - 1);
  } else if (watch.rule.metric.kind == Metric::Kind::utilisation ||
             watch.rule.metric.kind == Metric::Kind::request_rate) {
    // Demand drifts with the time of day: find where its line takes the value over the threshold.
    const auto [until, factor] = schedule_->demand_ahead();
    if (until != Time::never() && breaches(watch.rule, watch.value * factor) != breaching && factor != 1) {
      const double part = (watch.rule.threshold / watch.value - 1) / (factor - 1);
      candidate = now + from_seconds(std::clamp(part, 0.0, 1.0) * (until - now).seconds()) + microseconds(1);
      watch.evaluation = schedule_->schedule_watch(candidate, id);
      return;
    }
  }
  if (candidate != Time::never())
    watch.evaluation =
        schedule_->schedule_watch(next_evaluation(watch, std::max(candidate, now + microseconds(1))), id);
}

Time MetricWatch::next_evaluation(Watch& watch, Time not_before) {
  const Duration step = cadence(watch);
  if (!watch.phase_drawn) {
    const WatchId id = static_cast<WatchId>(&watch - watches_.data());
    watch.phase = from_seconds(schedule_->watch_stream(watch.owner, id).uniform() * step.seconds());
    watch.phase_drawn = true;
  }
  Duration into = Duration{(not_before.microseconds - watch.phase.microseconds) % step.microseconds};
  if (into < Duration{}) into += step;
  return into == Duration{} ? not_before : not_before + (step - into);
}

MetricWatch::Point MetricWatch::at(const Watch& watch, Time time) const {
  const auto& history = watch.history;
  const auto after =
      std::lower_bound(history.begin(), history.end(), time, [](const Point& p, Time t) { return p.time < t; });
  if (after == history.end()) return history.back();
  if (after->time == time || after == history.begin()) {
    Point p = *after;
    if (after == history.begin() && time < p.time && history.size() > 1) {
      // Before the record began, things were as in its first segment.
      const Point& next = history[1];
      const double part = (p.time - time).seconds() / std::max(1e-6, (next.time - p.time).seconds());
      p.sum -= part * (next.sum - p.sum);
      p.weight -= part * (next.weight - p.weight);
      p.time = time;
    }
    return p;
  }
  const Point& before = *std::prev(after);
  const double part = (time - before.time).seconds() / (after->time - before.time).seconds();
  return {time, before.sum + part * (after->sum - before.sum), before.weight + part * (after->weight - before.weight)};
}

double MetricWatch::window_average(const Watch& watch, Time from, Time to, bool& data) const {
  const Point a = at(watch, from), b = at(watch, to);
  data = b.weight > a.weight;
  return data ? (b.sum - a.sum) / (b.weight - a.weight) : 0;
}

bool MetricWatch::decide(Watch& watch, Time end) {
  const MetricRule& rule = watch.rule;
  const WatchId id = static_cast<WatchId>(&watch - watches_.data());
  std::int64_t breaching = 0, missing = 0;
  for (std::int64_t i = 0; i < rule.evaluation_periods; ++i) {
    const Time to = end - rule.period * i;
    bool data = true;
    double value = window_average(watch, to - rule.period, to, data);
    if (data && rule.metric.counted) {
      const double expected = value * rule.period.seconds();
      value = static_cast<double>(poisson(schedule_->watch_stream(watch.owner, id), expected)) / rule.period.seconds();
    }
    const bool absent = is_count(rule.metric.kind) ? false : !data;
    if (absent) {
      ++missing;
      if (rule.missing_data == MetricRule::MissingData::breaching) ++breaching;
    } else if (breaches(rule, value)) {
      ++breaching;
    }
  }
  if (missing == rule.evaluation_periods &&
      (rule.missing_data == MetricRule::MissingData::missing || rule.missing_data == MetricRule::MissingData::ignore))
    return watch.firing;
  return breaching >= rule.datapoints;
}

MetricWatch::Verdict MetricWatch::due(std::uint64_t argument) {
  const auto id = static_cast<WatchId>(argument & 0xffffffffu);
  Watch& watch = watches_[id];
  if (argument & publication_flag) {
    watch.publication = {};
    watch.firing = watch.publishing;
    const Verdict verdict{true, watch.owner, watch.signal, watch.firing};
    plan(id);
    return verdict;
  }
  watch.evaluation = {};
  const Time now = world_->now();
  const bool wanted = decide(watch, now);
  if (wanted != watch.firing && !watch.publication) {
    watch.publishing = wanted;
    const Duration delay = watch.rule.publication_delay.draw(schedule_->watch_stream(watch.owner, id));
    watch.publication = schedule_->schedule_watch(now + delay, argument | publication_flag);
  } else if (wanted != watch.breaching_now && !watch.publication) {
    // The windows still hold the past: look again at the next evaluation.
    watch.evaluation = schedule_->schedule_watch(next_evaluation(watch, now + microseconds(1)), id);
  } else {
    plan(id);
  }
  return {};
}

bool MetricWatch::settled() const {
  return std::all_of(watches_.begin(), watches_.end(),
                     [](const Watch& w) { return !w.enabled || (!w.publication && w.firing == w.breaching_now); });
}

}  // namespace windtunnel
