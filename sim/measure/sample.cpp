// Reduces a series to one number per replication and puts it into words.
#include "sim/measure/sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/measure/rounding.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

std::string quantile_text(const std::optional<double>& quantile, std::string_view unit) {
  return quantile ? value_text(*quantile, unit) : "not bounded by this sample";
}

}  // namespace

bool is_upper_limit(const Limit& limit) {
  return limit.comparison == Limit::Comparison::below || limit.comparison == Limit::Comparison::at_most;
}

bool is_yes_or_no(const MeasuredSeries& series) {
  if (!series.unit.empty()) return false;
  for (const std::vector<double>& values : series.values) {
    for (double value : values) {
      if (value != 0 && value != 1) return false;
    }
  }
  return true;
}

LimitedSample limited_sample(const MeasuredSeries& series, const Limit& limit, double confidence) {
  LimitedSample sample;
  for (const std::vector<double>& values : series.values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const double worst = is_upper_limit(limit) ? *most : *least;
    sample.values.push_back(worst);
    if (limit.holds(worst)) ++sample.kept;
    if (std::isinf(worst)) ++sample.without_end;
  }
  sample.sorted = sample.values;
  std::sort(sample.sorted.begin(), sample.sorted.end());
  sample.share = clopper_pearson(sample.kept, sample.values.size(), confidence);
  return sample;
}

Spread spread_of(const LimitedSample& sample) {
  Spread spread;
  if (const auto middle = quantile_interval(sample.sorted, 0.50)) spread.p50 = rounded(*middle).mean;
  if (const auto high = quantile_interval(sample.sorted, 0.95)) {
    const double value = *rounded(*high).mean;
    spread.p95 = std::max(value, spread.p50.value_or(value));
  }
  return spread;
}

std::string measured_text(const MeasuredSeries& series, const LimitedSample& sample, const Limit& limit) {
  const std::string share =
      fmt::format("{} of {} replications ({}; 95 % interval {})", count_text(sample.kept),
                  count_text(sample.values.size()), share_text(sample.share), share_interval_text(sample.share));
  if (is_yes_or_no(series)) return fmt::format("in {}", share);
  const bool constant = !sample.sorted.empty() && sample.sorted.front() == sample.sorted.back();
  if (constant)
    return fmt::format("{} in every replication; {} in {}", value_text(sample.sorted.front(), series.unit), limit.text,
                       share);
  const Spread spread = spread_of(sample);
  return fmt::format("p50 {}, p95 {}; {} in {}", quantile_text(spread.p50, series.unit),
                     quantile_text(spread.p95, series.unit), limit.text, share);
}

}  // namespace windtunnel
