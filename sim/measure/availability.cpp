// The estimates of years under nature: unavailability, a year's downtime, the budget, and what the downtime came from.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/kernel/number_text.h"
#include "sim/measure/estimate.h"
#include "sim/measure/rounding.h"
#include "sim/measure/summary.h"

namespace windtunnel {
namespace {

using Years = std::span<const ReplicationRecord>;

constexpr double seconds_per_minute = 60;
/// The resolution of simulated time: a year that uses its budget exactly keeps it, whatever way the product was
/// rounded.
constexpr double microsecond = 1e-6;
constexpr double minutes_per_year = 365.0 * 24 * 60;
/// Below this many failure events nominal 95 % intervals of a mean downtime cover less than 93 %.
constexpr std::uint64_t resolving_incidents = 400;

/// A journey that has been back for so long, in seconds, has recovered: what comes later is another incident.
constexpr double calm_seconds = 3600;

/// How often each cause took somebody away: what it does to several journeys is one incident, and so are journeys that
/// come and go while it lasts, or before an hour has passed in which all of them were well.
void count_incidents(const ReplicationRecord& year, std::vector<CauseResult>& causes) {
  std::vector<const IncidentRecord*> incidents;
  for (const IncidentRecord& incident : year.incidents)
    if (incident.cause < causes.size()) incidents.push_back(&incident);
  std::stable_sort(incidents.begin(), incidents.end(),
                   [](const IncidentRecord* a, const IncidentRecord* b) { return a->start < b->start; });
  std::vector<double> until(causes.size(), -1);  // an interruption that begins later is another incident
  for (const IncidentRecord* incident : incidents) {
    const double start = incident->start.seconds();
    double& reach = until[incident->cause];
    if (reach < 0 || start > reach) ++causes[incident->cause].incidents;
    reach = std::max({reach, start + incident->seconds + calm_seconds, incident->mended.seconds()});
  }
}

/// A year's downtime in minutes, scaled when the window is not 365 days.
double yearly_minutes(const ReplicationRecord& year) {
  if (!(year.window_seconds > 0)) return 0;
  return year.downtime_seconds / year.window_seconds * minutes_per_year;
}

std::vector<CauseResult> causes_of(const RunLabels& labels, Years years) {
  std::vector<CauseResult> result(labels.causes.size());
  CompensatedSum all;
  std::vector<CompensatedSum> minutes(labels.causes.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i].cause = labels.causes[i];
    result[i].planned = i < labels.planned.size() && labels.planned[i];
  }
  for (const ReplicationRecord& year : years) {
    const double scale = year.window_seconds > 0 ? minutes_per_year / year.window_seconds : 0;
    for (std::size_t i = 0; i < std::min(result.size(), year.downtime_by_cause.size()); ++i) {
      minutes[i].add(year.downtime_by_cause[i] * scale);
      all.add(year.downtime_by_cause[i] * scale);
    }
    count_incidents(year, result);
  }
  for (std::size_t i = 0; i < result.size(); ++i) {
    // The relative error of a cause's downtime is about one over the root of its incidents.
    const double count = std::max(1.0, static_cast<double>(result[i].incidents));
    const auto rounded_by_count = [count](double value) {
      return round_decimals(value, decimals_carried(value / std::sqrt(count), 6));
    };
    if (all.value() > 0) result[i].share = rounded_by_count(minutes[i].value() / all.value());
    result[i].minutes_per_year = rounded_by_count(minutes[i].value() / static_cast<double>(years.size()));
  }
  std::erase_if(result, [](const CauseResult& cause) { return cause.incidents == 0 && cause.share == 0; });
  std::stable_sort(result.begin(), result.end(),
                   [](const CauseResult& a, const CauseResult& b) { return a.share > b.share; });
  return result;
}

Estimate request_availability(Years years) {
  std::vector<double> good, offered;
  for (const ReplicationRecord& year : years) {
    CompensatedSum year_good, year_offered;
    for (const JourneyRecord& journey : year.journeys) {
      year_good.add(journey.good);
      year_offered.add(journey.offered);
    }
    good.push_back(year_good.value());
    offered.push_back(year_offered.value());
  }
  return rounded(ratio_interval(good, offered));
}

}  // namespace

AvailabilityResult estimate_availability(const std::string& design, double target, const RunLabels& labels,
                                         Years years) {
  AvailabilityResult result;
  result.design = design;
  result.years = years.size();
  result.fingerprint = fmt::format("{:016x}", combined_fingerprint(years));
  result.budget.target = target;
  result.budget.minutes = rounded_to_digits((1 - target) * minutes_per_year, 6);
  std::vector<double> shares, minutes;
  std::uint64_t kept = 0;
  for (const ReplicationRecord& year : years) {
    shares.push_back(year.window_seconds > 0 ? year.downtime_seconds / year.window_seconds : 0);
    minutes.push_back(yearly_minutes(year));
    if (year.downtime_seconds <= (1 - target) * year.window_seconds + microsecond) ++kept;
  }
  result.unavailability = rounded(log_t_interval(shares));
  result.budget.probability = rounded(clopper_pearson(kept, years.size()));
  result.downtime_minutes_per_year.mean = rounded(log_t_interval(minutes)).mean;
  std::sort(minutes.begin(), minutes.end());
  const auto quantile = [&minutes](double p) -> std::optional<double> {
    const auto estimate = reportable_quantile(minutes, p);
    return estimate ? rounded(*estimate).mean : std::nullopt;
  };
  result.downtime_minutes_per_year.p50 = quantile(0.50);
  result.downtime_minutes_per_year.p95 = quantile(0.95);
  result.downtime_minutes_per_year.p99 = quantile(0.99);
  if (!minutes.empty()) result.downtime_minutes_per_year.max = rounded_to_digits(minutes.back(), 6);
  result.causes = causes_of(labels, years);
  for (const CauseResult& cause : result.causes) result.incidents += cause.incidents;
  result.resolved = result.incidents >= resolving_incidents;
  result.request_availability = request_availability(years);
  return result;
}

}  // namespace windtunnel
