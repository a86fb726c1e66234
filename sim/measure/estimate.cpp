// The estimates of a drill from its replications.
#include "sim/measure/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/kernel/number_text.h"
#include "sim/measure/measures.h"
#include "sim/measure/rounding.h"
#include "sim/measure/summary.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

using Records = std::vector<const ReplicationRecord*>;

/// The mean of one figure per replication, rounded to the digits that its t interval carries.
template <class Read>
double mean_over(const Records& records, Read read) {
  std::vector<double> values;
  values.reserve(records.size());
  for (const ReplicationRecord* record : records) values.push_back(read(*record));
  return rounded(student_t_interval(values)).mean.value_or(0);
}

/// The replication that a reader should look at: the first that never recovered, else the longest recovery.
std::uint64_t worst_replication(const Records& records, std::size_t journey) {
  const ReplicationRecord* worst = nullptr;
  for (const ReplicationRecord* record : records) {
    const JourneyRecord& seen = record->journeys[journey];
    if (!seen.recovered) return record->replication;
    if (!worst || seen.rto_seconds > worst->journeys[journey].rto_seconds) worst = record;
  }
  return worst ? worst->replication : 0;
}

PhaseSeconds mean_phases(const Records& records, std::size_t journey, const RtoResult& rto) {
  if (!rto.mean) return {};
  CompensatedSum notice, decide, act, propagate, warm_up, drain;
  double recovered = 0;
  for (const ReplicationRecord* record : records) {
    const JourneyRecord& seen = record->journeys[journey];
    if (!seen.recovered) continue;
    recovered += 1;
    notice.add(seen.phases.notice);
    decide.add(seen.phases.decide);
    act.add(seen.phases.act);
    propagate.add(seen.phases.propagate);
    warm_up.add(seen.phases.warm_up);
    drain.add(seen.phases.drain);
  }
  const PhaseSeconds means{notice.value() / recovered,    decide.value() / recovered,  act.value() / recovered,
                           propagate.value() / recovered, warm_up.value() / recovered, drain.value() / recovered};
  return split_exactly(means, *rto.mean, seconds_decimals(half_width(rto.mean_interval)));
}

Estimate availability_of(const Records& records, std::size_t journey) {
  std::vector<double> good, offered;
  for (const ReplicationRecord* record : records) {
    good.push_back(record->journeys[journey].good);
    offered.push_back(record->journeys[journey].offered);
  }
  Estimate result = ratio_interval(good, offered);
  if (result.low) result.low = std::max(0.0, *result.low);
  if (result.high) result.high = std::min(1.0, *result.high);
  return rounded(result);
}

JourneyResult estimate_journey(const Records& records, std::size_t journey) {
  std::vector<Survival> recoveries, objectives;
  for (const ReplicationRecord* record : records) {
    const JourneyRecord& seen = record->journeys[journey];
    recoveries.push_back({seen.rto_seconds, seen.recovered});
    objectives.push_back({seen.objective_seconds, seen.objective_recovered});
  }
  JourneyResult result;
  result.availability = availability_of(records, journey);
  result.rto_seconds = summarise_recovery(recoveries);
  const RtoResult objective = summarise_recovery(objectives);
  result.objective_seconds = {objective.p50, objective.p95, objective.never_recovered};
  result.rto_phases_seconds = mean_phases(records, journey, result.rto_seconds);
  const auto journey_mean = [&](double JourneyRecord::*member) {
    return mean_over(records, [&](const ReplicationRecord& r) { return r.journeys[journey].*member; });
  };
  result.hurt = mean_over(records, [&](const ReplicationRecord& r) { return r.journeys[journey].hurt ? 1.0 : 0.0; });
  result.below_level_seconds = journey_mean(&JourneyRecord::below_level_seconds);
  result.below_objective_seconds = journey_mean(&JourneyRecord::below_objective_seconds);
  result.hurt_share = journey_mean(&JourneyRecord::hurt_share);
  result.worst_replication = worst_replication(records, journey);
  return result;
}

/// One measure of a run's replications in their order, by its name in measures.h.
std::vector<double> single_values(std::string_view measure, const RunLabels& labels,
                                  std::span<const ReplicationRecord> records) {
  std::vector<double> result;
  for (const MeasuredSeries& series : measure_series(measure, "*", labels, records)) {
    for (const std::vector<double>& values : series.values) result.push_back(values.front());
  }
  return result;
}

RpoResult estimate_rpo(const RunLabels& labels, std::span<const ReplicationRecord> records) {
  std::vector<double> ages = single_values("rpo", labels, records);
  std::sort(ages.begin(), ages.end());
  RpoResult result;
  result.seconds.p50 = rounded_quantile(ages, 0.50);
  result.seconds.p95 = rounded_quantile(ages, 0.95);
  result.unbounded =
      static_cast<std::uint64_t>(std::count_if(ages.begin(), ages.end(), [](double a) { return std::isinf(a); }));
  if (!ages.empty() && result.unbounded == 0) result.seconds.max = round_decimals(ages.back(), 3);
  result.lost_writes = rounded(student_t_interval(single_values("lost_writes", labels, records))).mean.value_or(0);
  result.stranded_writes =
      rounded(student_t_interval(single_values("stranded_writes", labels, records))).mean.value_or(0);
  return result;
}

std::vector<DetectionResult> estimate_detection(const RunLabels& labels, std::span<const ReplicationRecord> records) {
  std::vector<DetectionResult> result;
  for (const std::string& alarm : labels.alarms) {
    DetectionResult detection;
    detection.alarm = alarm;
    for (const MeasuredSeries& series : measure_series("detection." + alarm, "*", labels, records)) {
      std::vector<double> delays;
      for (const std::vector<double>& values : series.values) {
        if (std::isfinite(values.front())) delays.push_back(values.front());
      }
      if (!series.values.empty()) {
        detection.fired = rounded(clopper_pearson(delays.size(), series.values.size())).mean.value_or(0);
      }
      std::sort(delays.begin(), delays.end());
      detection.seconds = {rounded_quantile(delays, 0.50), rounded_quantile(delays, 0.95)};
    }
    result.push_back(std::move(detection));
  }
  return result;
}

/// Quantiles are of all values; whether they can be bounded is decided by the replications, since values of one
/// replication are not independent.
ValueResult estimate_value(const MeasuredSeries& series) {
  ValueResult result;
  result.unit = series.unit;
  result.meaning = series.meaning;
  std::vector<double> means;
  std::vector<Survival> all;
  for (std::size_t r = 0; r < series.values.size(); ++r) {
    const std::vector<double>& values = series.values[r];
    means.push_back(mean_of(values));
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool unfinished = std::isinf(values[i]) && !series.watched.empty() && std::isfinite(series.watched[r][i]);
      all.push_back({unfinished ? series.watched[r][i] : values[i], !unfinished});
      ++(unfinished ? result.unfinished : result.count);
    }
  }
  const KaplanMeier survival(all);
  if (result.unfinished == 0) {
    std::vector<double> sorted;
    for (const Survival& value : all) sorted.push_back(value.time);
    std::sort(sorted.begin(), sorted.end());
    const double error = half_width(student_t_interval(means));
    const double mean = mean_of(sorted);
    if (std::isfinite(mean))
      result.mean = error > 0 ? round_decimals(mean, decimals_carried(error, 3)) : rounded_to_digits(mean, 6);
    if (std::isfinite(sorted.back())) result.max = rounded_to_digits(sorted.back(), 6);
  }
  const auto quantile = [&](double p) -> std::optional<double> {
    if (!quantile_ranks(means.size(), p)) return std::nullopt;
    const auto estimate = survival.quantile(p);
    return estimate ? rounded(*estimate).mean : std::nullopt;
  };
  result.p50 = quantile(0.50);
  result.p95 = quantile(0.95);
  return result;
}

ByName<ValueResult> estimate_values(const RunLabels& labels, std::span<const ReplicationRecord> records) {
  ByName<ValueResult> result;
  for (const MeasuredSeries& series : measure_series("*", "*", labels, records))
    if (!is_built_in_measure(series.name)) result.emplace_back(series.name, estimate_value(series));
  return result;
}

ReplicationValues collect_values(const RunLabels& labels, std::span<const ReplicationRecord> records) {
  ReplicationValues result;
  result.rto_seconds = recoveries_of(labels, records);
  for (double age : single_values("rpo", labels, records)) {
    result.rpo_seconds.push_back(std::isfinite(age) ? std::optional(round_decimals(age, 3)) : std::nullopt);
  }
  return result;
}

}  // namespace

std::uint64_t combined_fingerprint(std::span<const ReplicationRecord> records) {
  // A chain of SplitMix64 finalisers: the order of the replications counts.
  std::uint64_t hash = 0x9e3779b97f4a7c15u;
  for (const ReplicationRecord& record : records) {
    hash = (hash ^ record.fingerprint) + 0x9e3779b97f4a7c15u;
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
    hash ^= hash >> 31;
  }
  return hash;
}

RunResult not_applicable(const std::string& design, const std::string& scenario, const std::string& reason) {
  RunResult result;
  result.design = design;
  result.scenario = scenario;
  result.status = RunStatus::not_applicable;
  result.reason = reason;
  return result;
}

ByName<std::vector<std::optional<double>>> recoveries_of(const RunLabels& labels, std::span<const ReplicationRecord> records) {
  ByName<std::vector<std::optional<double>>> result;
  for (std::size_t j = 0; j < labels.journeys.size(); ++j) {
    std::vector<std::optional<double>> times;
    for (const ReplicationRecord& record : records) {
      if (record.struck == Struck::unchanged) continue;
      const JourneyRecord& seen = record.journeys[j];
      times.push_back(seen.recovered ? std::optional(round_decimals(seen.rto_seconds, 3)) : std::nullopt);
    }
    result.emplace_back(labels.journeys[j], std::move(times));
  }
  return result;
}

RunResult estimate(const std::string& design, const std::string& scenario, const RunLabels& labels,
                   std::span<const ReplicationRecord> records) {
  RunResult result;
  result.design = design;
  result.scenario = scenario;
  result.replications = records.size();
  result.fingerprint = hexadecimal(combined_fingerprint(records));
  Records changed;
  for (const ReplicationRecord& record : records) {
    result.events += record.events;
    if (record.struck == Struck::changed) changed.push_back(&record);
  }
  result.struck.changed = changed.size();
  result.struck.unchanged = records.size() - changed.size();
  if (changed.empty()) {
    result.status = RunStatus::inconclusive;
    result.reason = records.empty() ? "no replication was run"
                                    : fmt::format(
                                          "in all {} replications every target was already in the struck "
                                          "condition, so nothing changed and nothing was tested",
                                          count_text(records.size()));
    return result;
  }
  for (std::size_t j = 0; j < labels.journeys.size(); ++j) {
    result.journeys.emplace_back(labels.journeys[j], estimate_journey(changed, j));
  }
  result.rpo = estimate_rpo(labels, records);
  result.detection = estimate_detection(labels, records);
  result.cost.incident_extra = mean_over(changed, [](const ReplicationRecord& r) { return r.incident_cost; });
  result.values = estimate_values(labels, records);
  result.replication_values = collect_values(labels, records);
  return result;
}

}  // namespace windtunnel
