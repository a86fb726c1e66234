// See metric_record.h.
#include "sim/run/metric_record.h"

#include <algorithm>
#include <utility>

namespace windtunnel {
namespace {

/// Points kept; older ones beyond every window are dropped, and at the limit neighbours are merged.
constexpr std::size_t history_limit = 256;

/// Share of what a segment brings that its first part brings, where rates go evenly from `begin` to `end`.
double share_by(double part, double begin, double end) {
  if (!(begin + end > 0)) return part;
  return part * (2 * begin + part * (end - begin)) / (begin + end);
}

}  // namespace

bool counts_requests(Metric::Kind kind) {
  return kind == Metric::Kind::request_rate || kind == Metric::Kind::refused_rate || kind == Metric::Kind::failed_behind_rate;
}

MetricRecord::MetricRecord(std::shared_ptr<const Metric> metric, ComponentId owner, const World& world)
    : metric_(std::move(metric)), owner_(owner), last_(totals(world)) {
  history_.push_back({world.now(), {}, {}, {}});
  refresh(world);
}

bool MetricRecord::is_of(const Metric& metric, ComponentId owner) const {
  const Metric& own = *metric_;
  return own.kind == metric.kind && own.stations == metric.stations && own.router == metric.router && own.queue == metric.queue &&
         own.gauge == metric.gauge && own.idle_gauge == metric.idle_gauge && owner_ == owner;
}

bool MetricRecord::sees_levels() const {
  const auto kind = metric_->kind;
  return kind == Metric::Kind::gauge || kind == Metric::Kind::backlog || kind == Metric::Kind::oldest_age ||
         metric_->idle_gauge != ~std::uint32_t{0};
}

// Of a utilisation: those of its stations, and those that run idle beside them.
double MetricRecord::servers(const World& world) const {
  const auto& stations = world.traffic().network().stations;
  double sum = metric_->idle_gauge == ~std::uint32_t{0} ? 0 : world.gauge(owner_, metric_->idle_gauge);
  for (const auto station : metric_->stations) sum += stations[station].servers;
  return sum;
}

MetricRecord::Parts MetricRecord::rates(const World& world, traffic::Instant instant) const {
  const traffic::Resolution& traffic = world.traffic();
  Parts r{0, 1};
  switch (metric_->kind) {
    case Metric::Kind::utilisation:
      r.weight = servers(world);
      for (const auto station : metric_->stations) r.sum += traffic.station_rates(station, instant).busy_seconds;
      break;
    case Metric::Kind::request_rate:
      if (metric_->router != traffic::none) r.sum = traffic.router_rates(metric_->router, instant).requests;
      for (const auto station : metric_->stations) r.sum += traffic.station_rates(station, instant).arrivals;
      break;
    case Metric::Kind::refused_rate: {
      const auto rates = traffic.router_rates(metric_->router, instant);
      r.sum = rates.refused + rates.timed_out;
      break;
    }
    case Metric::Kind::failed_behind_rate:
      r.sum = traffic.router_rates(metric_->router, instant).failed_behind;
      break;
    case Metric::Kind::latency:
      r.weight = 0;
      for (const auto station : metric_->stations) {
        const auto rates = traffic.station_rates(station, instant);
        r.sum += rates.latency_seconds;
        r.weight += rates.completions;
      }
      break;
    case Metric::Kind::backlog:
      r.sum = traffic.backlog(metric_->queue, instant);
      break;
    case Metric::Kind::oldest_age:
      r.sum = traffic.oldest_age(metric_->queue);
      break;
    case Metric::Kind::gauge:
      r.sum = world.gauge(owner_, metric_->gauge);
      break;
  }
  return r;
}

MetricRecord::Parts MetricRecord::totals(const World& world) const {
  Parts r;
  const traffic::Resolution& traffic = world.traffic();
  switch (metric_->kind) {
    case Metric::Kind::utilisation:
      r.weight = servers(world);  // turned into server-seconds by sample()
      for (const auto station : metric_->stations) r.sum += traffic.totals(station).busy_seconds;
      break;
    case Metric::Kind::request_rate:
      if (metric_->router != traffic::none) r.sum = traffic.router_totals(metric_->router).requests;
      for (const auto station : metric_->stations) r.sum += traffic.totals(station).arrivals;
      break;
    case Metric::Kind::refused_rate: {
      const auto totals = traffic.router_totals(metric_->router);
      r.sum = totals.refused + totals.timed_out;
      break;
    }
    case Metric::Kind::failed_behind_rate:
      r.sum = traffic.router_totals(metric_->router).failed_behind;
      break;
    case Metric::Kind::latency:
      for (const auto station : metric_->stations) {
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

void MetricRecord::sample(const World& world) {
  const Time now = world.now();
  const Point& last = history_.back();
  const auto kind = metric_->kind;
  if (last.time == now) {
    // What runs may have changed since: the segment that begins now has it so.
    if (kind == Metric::Kind::utilisation) last_.weight = servers(world);
    return;
  }
  const double span = (now - last.time).seconds();
  const Parts r = totals(world), end = end_of_segment(world);
  Parts grown{r.sum - last_.sum, span};
  if (kind == Metric::Kind::utilisation)
    grown.weight = last_.weight * span;
  else if (kind == Metric::Kind::latency)
    grown.weight = r.weight - last_.weight;
  else if (!counts_requests(kind))
    grown.sum = 0.5 * (now_.sum + end.sum) * span;  // levels move evenly between two looks
  append(now, grown, end);
  last_ = r;
}

/// The rates that end the present segment: those of traffic as it was before whatever changes now.
MetricRecord::Parts MetricRecord::end_of_segment(const World& world) const {
  const auto kind = metric_->kind;
  const bool level = kind == Metric::Kind::backlog || kind == Metric::Kind::oldest_age;
  // What a component sets holds until it is set anew; and so do servers.
  if (kind == Metric::Kind::gauge || (now_ == ahead_ && !level)) return now_;
  Parts end = rates(world, traffic::Instant::now);
  if (kind == Metric::Kind::utilisation) end.weight = now_.weight;
  return end;
}

void MetricRecord::append(Time now, Parts grown, Parts end) {
  thin();
  const Parts total = history_.back().total;
  history_.push_back({now, {total.sum + grown.sum, total.weight + grown.weight}, now_, end});
  now_ = end;
}

void MetricRecord::drop_old() {
  const Time horizon = history_.back().time - kept_;
  auto keep = std::find_if(history_.begin(), history_.end(), [&](const Point& p) { return p.time > horizon; });
  if (keep != history_.begin()) --keep;
  history_.erase(history_.begin(), keep);
}

void MetricRecord::thin() {
  if (history_.size() + 1 < history_limit) return;
  drop_old();
  if (history_.size() + 1 < history_limit) return;
  std::size_t out = 1;
  for (std::size_t i = 2; i + 1 < history_.size(); i += 2) {
    const Parts begin = history_[i - 1].begin;
    history_[out] = history_[i];
    history_[out++].begin = begin;
  }
  history_[out++] = history_.back();
  history_.resize(out);
}

void MetricRecord::refresh(const World& world) {
  sample(world);
  now_ = rates(world, traffic::Instant::now);
  ahead_ = rates(world, traffic::Instant::next_change);
}

void MetricRecord::rebase(const World& world) {
  // What had been since the latest sample went on as it stood then.
  const double span = (world.now() - history_.back().time).seconds();
  if (span > 0) append(world.now(), {now_.sum * span, now_.weight * span}, now_);
  last_ = totals(world);
}

MetricRecord::Parts MetricRecord::at(Time time) const {
  // What is asked for is mostly recent: from the end back by strides that double.
  auto end = history_.end();
  std::ptrdiff_t stride = 1;
  for (; end - history_.begin() > stride && (end - stride)->time >= time; stride *= 2) end -= stride;
  const auto start = end - std::min(stride, end - history_.begin());
  const auto after = std::lower_bound(start, end, time, [](const Point& p, Time t) { return p.time < t; });
  if (after == history_.end()) return history_.back().total;
  if (after->time == time) return after->total;
  const bool earlier = after == history_.begin();
  if (earlier && history_.size() == 1) return after->total;
  const Point& a = earlier ? history_[0] : *std::prev(after);
  const Point& b = earlier ? history_[1] : *after;
  const double part = (time - a.time).seconds() / std::max(1e-6, (b.time - a.time).seconds());
  const Parts grown{b.total.sum - a.total.sum, b.total.weight - a.total.weight};
  if (earlier) return {a.total.sum + part * grown.sum, a.total.weight + part * grown.weight};
  return {a.total.sum + share_by(part, b.begin.sum, b.end.sum) * grown.sum,
          a.total.weight + share_by(part, b.begin.weight, b.end.weight) * grown.weight};
}

MetricRecord::Parts MetricRecord::over(Time from, Time to) const {
  const Parts a = at(from), b = at(to);
  // The difference of two sums may fall below 0 by a rounding.
  return {std::max(0.0, b.sum - a.sum), b.weight - a.weight};
}

}  // namespace windtunnel
