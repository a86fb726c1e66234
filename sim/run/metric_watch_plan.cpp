// Which evaluation of a metric rule is the next that changes its state, and what each would say.
#include <algorithm>
#include <utility>

#include "sim/run/metric_watch.h"

namespace windtunnel {
namespace {

/// Evaluations that are asked one by one before one is taken although it may not decide.
constexpr std::int64_t asked_at_most = 256;
/// Evaluations ahead among which the first of a constant flow is sought.
constexpr std::int64_t far = std::int64_t{1} << 18;
/// Evaluations under one bound where the flow is moving.
constexpr std::int64_t stretch = 64;

}  // namespace

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
  if (was_alike && !watch.alike) watch.stirred_by = cause_of_change(watch);
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
