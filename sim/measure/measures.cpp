// What each named measure reads from a replication's record.
#include "sim/measure/measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "sim/measure/glob.h"

namespace windtunnel {
namespace {

constexpr double without_end = std::numeric_limits<double>::infinity();
constexpr std::string_view one_alarm = "detection.";

struct JourneyMeasure {
  std::string_view name, unit, meaning;
  std::optional<double> (*read)(const JourneyRecord&);
};

std::optional<double> success_share(const JourneyRecord& journey) {
  if (!(journey.offered > 0)) return std::nullopt;
  return journey.good / journey.offered;
}

std::optional<double> failure_share(const JourneyRecord& journey) {
  if (!(journey.offered > 0)) return std::nullopt;
  return (journey.offered - journey.good) / journey.offered;
}

using J = JourneyRecord;
using Number = std::optional<double>;

constexpr std::array<JourneyMeasure, 7> journey_measures = {{
    {"rto", "s", "the time from the first fault until the journey was back at its recovery level for good",
     [](const J& j) -> Number { return j.recovered ? j.rto_seconds : without_end; }},
    {"objective", "s", "the time from the first fault until the journey met its full objective again",
     [](const J& j) -> Number { return j.objective_recovered ? j.objective_seconds : without_end; }},
    {"downtime", "s", "the time that the journey spent below its recovery level",
     [](const J& j) -> Number { return j.below_level_seconds; }},
    {"below_objective", "s", "the time that the journey spent below its full objective",
     [](const J& j) -> Number { return j.below_objective_seconds; }},
    {"sli", "share", "the share of requests answered correctly in time", success_share},
    {"users_hurt", "share", "the share of requests that failed or came too late", failure_share},
    {"noticed", "", "users noticed the fault: the journey fell below its recovery level",
     [](const J& j) -> Number { return j.hurt ? 1.0 : 0.0; }},
}};

struct RunMeasure {
  std::string_view name, unit, meaning;
  std::optional<double> (*read)(const ReplicationRecord&);
};

std::optional<double> loss_age(const ReplicationRecord& record) {
  double age = 0;
  for (const DataLossRecord& loss : record.losses) age = std::max(age, loss.unbounded ? without_end : loss.age_seconds);
  return age;
}

std::optional<double> lost_writes(const ReplicationRecord& record) {
  double writes = 0;
  for (const DataLossRecord& loss : record.losses) writes += loss.lost_writes;
  return writes;
}

std::optional<double> stranded_writes(const ReplicationRecord& record) {
  double writes = 0;
  for (const DataLossRecord& loss : record.losses) writes += loss.stranded_writes;
  return writes;
}

std::optional<double> first_alarm(const ReplicationRecord& record) {
  double first = without_end;
  for (const DetectionRecord& detection : record.detections) {
    if (detection.fired) first = std::min(first, detection.seconds);
  }
  return first;
}

constexpr std::array<RunMeasure, 5> run_measures = {{
    {"rpo", "s", "the age of the oldest acknowledged write that was missing after recovery", loss_age},
    {"lost_writes", "writes", "the acknowledged writes that were gone", lost_writes},
    {"stranded_writes", "writes", "the acknowledged writes left behind with the lost source", stranded_writes},
    {"incident_cost", "USD", "the cost of the incident beyond a healthy window",
     [](const ReplicationRecord& r) -> Number { return r.incident_cost; }},
    {"detection", "s", "the time from the first fault until the first alarm", first_alarm},
}};

using RecordsOfRun = std::span<const ReplicationRecord>;

/// Adds one replication's values to a series; a replication without any did not call upon the measure.
void keep(MeasuredSeries& series, const ReplicationRecord& record, std::vector<double> values) {
  if (values.empty()) return;
  series.values.push_back(std::move(values));
  series.replications.push_back(record.replication);
}

std::vector<MeasuredSeries> of_journeys(const JourneyMeasure& measure, std::string_view glob, const RunLabels& labels,
                                        RecordsOfRun records) {
  std::vector<MeasuredSeries> result;
  for (std::size_t j = 0; j < labels.journeys.size(); ++j) {
    if (!glob_matches(glob, labels.journeys[j])) continue;
    MeasuredSeries series{
        labels.journeys[j], std::string(measure.name), std::string(measure.unit), std::string(measure.meaning), {}, {}, {}};
    for (const ReplicationRecord& record : records) {
      if (record.struck == Struck::unchanged || j >= record.journeys.size()) continue;
      if (const auto value = measure.read(record.journeys[j])) keep(series, record, {*value});
    }
    result.push_back(std::move(series));
  }
  return result;
}

MeasuredSeries of_runs(const RunMeasure& measure, RecordsOfRun records) {
  MeasuredSeries series{"", std::string(measure.name), std::string(measure.unit), std::string(measure.meaning), {}, {}, {}};
  for (const ReplicationRecord& record : records) {
    if (record.struck == Struck::unchanged) continue;
    if (const auto value = measure.read(record)) keep(series, record, {*value});
  }
  return series;
}

std::vector<MeasuredSeries> of_alarms(std::string_view glob, const RunLabels& labels, RecordsOfRun records) {
  std::vector<MeasuredSeries> result;
  for (std::size_t a = 0; a < labels.alarms.size(); ++a) {
    if (!glob_matches(glob, labels.alarms[a])) continue;
    MeasuredSeries series{"",  "detection." + labels.alarms[a],
                          "s", "the time from the first fault until the alarm " + labels.alarms[a] + " fired",
                          {}, {}, {}};
    for (const ReplicationRecord& record : records) {
      if (record.struck == Struck::unchanged) continue;
      double first = without_end;
      for (const DetectionRecord& detection : record.detections) {
        if (detection.alarm == a && detection.fired) first = std::min(first, detection.seconds);
      }
      keep(series, record, {first});
    }
    result.push_back(std::move(series));
  }
  return result;
}

std::vector<MeasuredSeries> of_published(std::string_view glob, const RunLabels& labels, RecordsOfRun records) {
  std::vector<MeasuredSeries> series;  // of each matching label
  std::vector<std::optional<std::size_t>> place(labels.values.size());  // of a label's series
  for (std::size_t v = 0; v < labels.values.size(); ++v) {
    const RunLabels::Value& label = labels.values[v];
    if (!glob_matches(glob, label.name)) continue;
    place[v] = series.size();
    series.push_back({"", label.name, label.unit, label.meaning, {}, {}, {}});
  }
  std::vector<const ReplicationRecord*> latest(series.size(), nullptr);  // that called upon each
  for (const ReplicationRecord& record : records) {
    if (record.struck == Struck::unchanged) continue;
    for (const NamedValue& value : record.values) {
      if (value.name >= place.size() || !place[value.name] || std::isnan(value.value)) continue;
      const std::size_t at = *place[value.name];
      if (std::exchange(latest[at], &record) != &record) {
        series[at].values.emplace_back();
        series[at].watched.emplace_back();
        series[at].replications.push_back(record.replication);
      }
      series[at].values.back().push_back(value.ended ? value.value : without_end);
      series[at].watched.back().push_back(value.ended ? without_end : value.value);
    }
  }
  std::erase_if(series, [](const MeasuredSeries& one) { return one.values.empty(); });
  return series;
}

template <class Measures>
auto find_measure(const Measures& measures, std::string_view name) {
  return std::find_if(measures.begin(), measures.end(), [name](const auto& m) { return m.name == name; });
}

}  // namespace

std::vector<MeasuredSeries> measure_series(std::string_view measure, std::string_view journey_glob,
                                           const RunLabels& labels, RecordsOfRun records) {
  if (const auto found = find_measure(journey_measures, measure); found != journey_measures.end()) {
    return of_journeys(*found, journey_glob, labels, records);
  }
  if (const auto found = find_measure(run_measures, measure); found != run_measures.end()) {
    return {of_runs(*found, records)};
  }
  if (measure.substr(0, one_alarm.size()) == one_alarm) {
    return of_alarms(measure.substr(one_alarm.size()), labels, records);
  }
  return of_published(measure, labels, records);
}

bool is_built_in_measure(std::string_view measure) {
  return find_measure(journey_measures, measure) != journey_measures.end() ||
         find_measure(run_measures, measure) != run_measures.end() || measure.substr(0, one_alarm.size()) == one_alarm;
}

}  // namespace windtunnel
