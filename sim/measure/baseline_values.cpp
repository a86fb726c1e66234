// See baseline_values.h.
#include "sim/measure/baseline_values.h"

#include <algorithm>
#include <cmath>

#include "sim/measure/measures.h"
#include "sim/measure/rounding.h"
#include "sim/measure/statistics.h"

namespace windtunnel {
namespace {

constexpr double seconds_per_year = 365.0 * 24 * 3600;

void add(MeasuredValues& values, std::uint64_t replication, double value, bool endless) {
  values.replications.push_back(replication);
  values.values.push_back(value);
  values.endless.push_back(endless);
}

/// A journey that never recovers has at least been watched for so long.
double observed(const RunLabels& labels, std::span<const ReplicationRecord> records, const MeasuredSeries& series,
                std::uint64_t replication, double value) {
  if (std::isfinite(value) || series.name != "rto") return value;
  const auto journey = std::find(labels.journeys.begin(), labels.journeys.end(), series.journey);
  return records[replication].journeys[static_cast<std::size_t>(journey - labels.journeys.begin())].rto_seconds;
}

/// Rounded to six digits: more are no one's, and the last bits of a sum differ between mathematical libraries.
std::optional<double> rounded(std::optional<double> value) {
  if (!value || !std::isfinite(*value)) return std::nullopt;
  return windtunnel::rounded(Estimate{value, {}, {}}).mean;
}

}  // namespace

std::vector<MeasuredValues> drill_values(const RunLabels& labels, std::span<const ReplicationRecord> records) {
  std::vector<MeasuredValues> all;
  for (const char* measure :
       {"rto", "downtime", "users_hurt", "rpo", "lost_writes", "detection", "incident_cost"})
    for (const MeasuredSeries& series : measure_series(measure, "*", labels, records)) {
      MeasuredValues values;
      values.measure = series.name;
      values.journey = series.journey;
      values.unit = series.unit;
      for (std::size_t i = 0; i < series.values.size(); ++i) {
        const double value = series.values[i].front();
        add(values, series.replications[i], observed(labels, records, series, series.replications[i], value),
            !std::isfinite(value));
      }
      if (!values.values.empty()) all.push_back(std::move(values));
    }
  return all;
}

bool is_silent(const MeasuredValues& values) {
  return values.measure == "detection" &&
         std::all_of(values.endless.begin(), values.endless.end(), [](char e) { return e != 0; });
}

std::vector<MeasuredValues> yearly_values(double target, std::span<const ReplicationRecord> years) {
  MeasuredValues downtime{"downtime", "", "s", {}, {}, {}}, missed{"budget_missed", "", "share", {}, {}, {}};
  for (const ReplicationRecord& year : years) {
    if (!(year.window_seconds > 0)) continue;
    add(downtime, year.replication, year.downtime_seconds / year.window_seconds * seconds_per_year, false);
    // A microsecond is the resolution of simulated time.
    const bool kept = year.downtime_seconds <= (1 - target) * year.window_seconds + 1e-6;
    add(missed, year.replication, kept ? 0 : 1, false);
  }
  if (downtime.values.empty()) return {};
  return {std::move(downtime), std::move(missed)};
}

BaselineFigure figure_of(const MeasuredValues& values) {
  BaselineFigure figure;
  figure.count = values.values.size();
  std::vector<double> finite, sorted;
  double max = 0;
  for (std::size_t i = 0; i < values.values.size(); ++i) {
    const bool endless = values.endless[i] != 0;
    figure.endless += endless;
    if (std::isfinite(values.values[i])) finite.push_back(values.values[i]);
    if (!endless) max = std::max(max, values.values[i]);
    sorted.push_back(endless ? INFINITY : values.values[i]);
  }
  std::sort(sorted.begin(), sorted.end());
  const Estimate mean = windtunnel::rounded(student_t_interval(finite));
  figure.mean = mean.mean;
  figure.low = mean.low;
  figure.high = mean.high;
  const auto quantile = [&](double p) -> std::optional<double> {
    const auto estimate = reportable_quantile(sorted, p);
    return estimate ? rounded(estimate->mean) : std::nullopt;
  };
  figure.p50 = quantile(0.50);
  figure.p95 = quantile(0.95);
  figure.p99 = quantile(0.99);
  if (figure.endless < figure.count) figure.max = rounded(max);
  return figure;
}

ByName<BaselineFigure> figures_of(const std::vector<MeasuredValues>& values) {
  ByName<BaselineFigure> figures;
  for (const MeasuredValues& v : values)
    if (!is_silent(v)) figures.emplace_back(figure_key(v.measure, v.journey), figure_of(v));
  return figures;
}

}  // namespace windtunnel
