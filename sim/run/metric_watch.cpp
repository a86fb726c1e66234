// See metric_watch.h.
#include "sim/run/metric_watch.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/mathematics.h"

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
  const Totals reading = totals(watch);
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
  const Totals reading = totals(watch);
  watch.last_sum = reading.sum;
  watch.last_weight = reading.weight;
  watch.history.assign(1, {world_->now(), 0, 0});
  plan(id);
}

double MetricWatch::average(WatchId id) {
  Watch& watch = watches_[id];
  sample(watch);  // whoever asks may do so between two changes of traffic
  bool data = true;
  return window_average(watch, world_->now() - watch.rule.period, world_->now(), data);
}

double MetricWatch::idle_servers(const Watch& watch) const {
  const std::uint32_t gauge = watch.rule.metric.idle_gauge;
  return gauge == ~std::uint32_t{0} ? 0 : world_->gauge(gauge_owner(watch), gauge);
}

double MetricWatch::value(const Watch& watch, traffic::Instant instant, bool& data) const {
  const Metric& metric = watch.rule.metric;
  const traffic::Resolution& traffic = world_->traffic();
  data = true;
  const auto share = [&data](double sum, double weight) {
    data = weight > 0;
    return data ? sum / weight : 0;
  };
  double sum = 0, weight = 0;
  switch (metric.kind) {
    case Metric::Kind::utilisation:
      for (const auto station : metric.stations) {
        weight += traffic.network().stations[station].servers;
        sum += traffic.station_rates(station, instant).busy_seconds;
      }
      weight += idle_servers(watch);
      return share(sum, weight);
    case Metric::Kind::request_rate:
      if (metric.router != traffic::none) sum = traffic.router_rates(metric.router, instant).requests;
      for (const auto station : metric.stations) sum += traffic.station_rates(station, instant).arrivals;
      return sum;
    case Metric::Kind::refused_rate: {
      const auto rates = traffic.router_rates(metric.router, instant);
      return rates.refused + rates.timed_out;
    }
    case Metric::Kind::failed_behind_rate:
      return traffic.router_rates(metric.router, instant).failed_behind;
    case Metric::Kind::latency:
      for (const auto station : metric.stations) {
        const auto rates = traffic.station_rates(station, instant);
        sum += rates.latency_seconds;
        weight += rates.completions;
      }
      return share(sum, weight);
    case Metric::Kind::backlog:
      return traffic.backlog(metric.queue, instant);
    case Metric::Kind::oldest_age:
      return traffic.oldest_age(metric.queue);
    case Metric::Kind::gauge:
      return world_->gauge(gauge_owner(watch), metric.gauge);
  }
  return 0;
}

MetricWatch::Totals MetricWatch::totals(const Watch& watch) const {
  Totals r;
  const Metric& metric = watch.rule.metric;
  const traffic::Resolution& traffic = world_->traffic();
  switch (metric.kind) {
    case Metric::Kind::utilisation:
      for (const auto station : metric.stations) {
        r.weight += traffic.network().stations[station].servers;  // turned into server-seconds by sample()
        r.sum += traffic.totals(station).busy_seconds;
      }
      r.weight += idle_servers(watch);
      break;
    case Metric::Kind::request_rate:
      if (metric.router != traffic::none) r.sum = traffic.router_totals(metric.router).requests;
      for (const auto station : metric.stations) r.sum += traffic.totals(station).arrivals;
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
    case Metric::Kind::oldest_age:
    case Metric::Kind::gauge:
      break;  // levels have no totals
  }
  return r;
}

void MetricWatch::sample() {
  for (Watch& watch : watches_) sample(watch);
}

void MetricWatch::sample(Watch& watch) {
  const Time now = world_->now();
  const Point& last = watch.history.back();
  if (last.time == now) {
    // What runs may have changed since: the segment that begins now has it so.
    if (watch.rule.metric.kind == Metric::Kind::utilisation) watch.last_weight = totals(watch).weight;
    return;
  }
  const double span = (now - last.time).seconds();
  const Totals r = totals(watch);
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
    bool data = true;
    const bool set = kind == Metric::Kind::gauge;
    point.sum += (set ? watch.value : 0.5 * (watch.value + value(watch, traffic::Instant::now, data))) * span;
    point.weight += span;
  }
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

void MetricWatch::refresh(Watch& watch) {
  sample(watch);
  bool data = true;
  watch.value = value(watch, traffic::Instant::now, data);
  bool breaching = breaches(watch.rule, watch.value);
  if (!data) {
    const auto missing = watch.rule.missing_data;
    const bool held = missing == MetricRule::MissingData::missing || missing == MetricRule::MissingData::ignore;
    breaching = held ? watch.firing : missing == MetricRule::MissingData::breaching;
  }
  if (breaching != watch.breaching_now) {
    watch.breaching_now = breaching;
    watch.breaching_since = world_->now();
  }
}

/// Plans the evaluation at which the rule can change its mind, from the present value on. An evaluation that is planned already
/// stays: what has been may still be in its window.
void MetricWatch::plan(WatchId id) {
  Watch& watch = watches_[id];
  refresh(watch);
  if (!watch.enabled) {
    schedule_->cancel_watch(watch.evaluation);
    return;
  }
  const Time at = next_decision(watch);
  if (at != Time::never()) look_at(id, at);
}

void MetricWatch::look_at(WatchId id, Time at) {
  Watch& watch = watches_[id];
  if (watch.evaluation) {
    if (watch.evaluation_at <= at) return;
    schedule_->cancel_watch(watch.evaluation);
  }
  watch.evaluation_at = at;
  watch.evaluation = schedule_->schedule_watch(at, id);
}

Time MetricWatch::next_decision(Watch& watch) {
  const Time now = world_->now(), soon = now + microseconds(1);
  const MetricRule& rule = watch.rule;
  const bool breaching = watch.breaching_now;
  if (breaching != watch.firing) {
    const std::int64_t needed = breaching ? rule.datapoints : rule.evaluation_periods - rule.datapoints + 1;
    return next_evaluation(watch, std::max(watch.breaching_since + rule.period * (needed - 1), soon));
  }
  bool data = true;
  const double ahead = value(watch, traffic::Instant::next_change, data);
  if (by_chance(watch, watch.value) || by_chance(watch, ahead)) return next_evaluation(watch, soon);
  const Time then = world_->traffic().next_change();
  if (then == Time::never() || breaches(rule, ahead) == breaching) return Time::never();
  const double threshold = rule.per_period_count ? rule.threshold / rule.period.seconds() : rule.threshold;
  const double part = std::clamp((threshold - watch.value) / (ahead - watch.value), 0.0, 1.0);
  // The way is not quite straight: who looked again at each estimate would come ever nearer and never arrive.
  return now + std::max(from_seconds(part * (then - now).seconds()), seconds(1));
}

/// Whether an evaluation may decide otherwise than the present value would: by the noise of counts, because the value cannot be
/// foreseen, or because it grows with time alone.
bool MetricWatch::by_chance(const Watch& watch, double value) const {
  const Metric& metric = watch.rule.metric;
  const traffic::Resolution& traffic = world_->traffic();
  if (metric.kind == Metric::Kind::oldest_age) return traffic.backlog(metric.queue) > 0;
  if (!is_count(metric.kind) && metric.kind != Metric::Kind::latency) return false;
  if (!traffic.foresees()) return true;
  if (!metric.counted) return false;
  const double period = watch.rule.period.seconds(), mean = value * period;
  const double limit = watch.rule.per_period_count ? watch.rule.threshold : watch.rule.threshold * period;
  if (mean <= 0) return false;
  // Chernoff's bound on the tail of a Poisson law: exp(-(k log(k/m) - k + m)).
  constexpr double never = 20;
  return (limit > 0 ? limit * mathematics::log(limit / mean) - limit : 0) + mean < never;
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
      // The difference of two sums may fall below 0 by a rounding.
      const double expected = std::max(0.0, value * rule.period.seconds());
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
  refresh(watch);
  const bool wanted = decide(watch, now);
  if (wanted != watch.firing && !watch.publication) {
    watch.publishing = wanted;
    const Duration delay = watch.rule.publication_delay.draw(schedule_->watch_stream(watch.owner, id));
    watch.publication = schedule_->schedule_watch(now + delay, argument | publication_flag);
  } else if (!watch.publication) {
    plan(id);
  }
  return {};
}

bool MetricWatch::settled() const {
  return std::all_of(watches_.begin(), watches_.end(),
                     [](const Watch& w) { return !w.enabled || (!w.publication && w.firing == w.breaching_now); });
}

}  // namespace windtunnel
