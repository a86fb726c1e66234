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

/// Of the values of a replication the worst with respect to a limit: under an upper limit the largest, above a lower one the
/// smallest. An infinite value that was watched for a while is that long at least.
Survival worst_of(const MeasuredSeries& series, std::size_t replication, bool upper) {
  const std::vector<double>& values = series.values[replication];
  Survival worst{upper ? -INFINITY : INFINITY, true};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool ended = std::isfinite(values[i]);
    const double time = ended || series.watched.empty() ? values[i] : series.watched[replication][i];
    const bool worse = upper ? time > worst.time : time < worst.time || (i == 0 && !ended);
    const double extreme = worse ? time : worst.time;
    // The largest is unfinished as soon as one of them is; the smallest, if what it was watched for is less than the others.
    worst = {extreme, upper ? worst.ended && ended : (worse ? ended : worst.ended)};
  }
  return worst;
}

enum class Kept : std::uint8_t { yes, no, open };

/// Whether a time keeps a limit, as far as it was watched: one that is not over is longer.
Kept kept(const Limit& limit, const Survival& time) {
  const bool holds = limit.holds(time.time);
  if (time.ended || std::isinf(time.time)) return holds ? Kept::yes : Kept::no;
  if (is_upper_limit(limit)) return holds ? Kept::open : Kept::no;
  return holds ? Kept::yes : Kept::open;
}

/// The share of times that keep a limit, some of which were not over: its product-limit estimate. A drill may be over because of what
/// it measures, so the interval assumes nothing of what was not seen: at its lower end all of that fails, at its upper end all keeps.
Estimate share_keeping(const Limit& limit, const LimitedSample& sample, std::uint64_t open, double confidence) {
  using Comparison = Limit::Comparison;
  const bool at_it_is_longer = limit.comparison == Comparison::below || limit.comparison == Comparison::at_least;
  const double longer = KaplanMeier(sample.times).survival(at_it_is_longer ? std::nextafter(limit.value, -INFINITY) : limit.value);
  return {is_upper_limit(limit) ? 1 - longer : longer, clopper_pearson(sample.kept, sample.times.size(), confidence).low,
          clopper_pearson(sample.kept + open, sample.times.size(), confidence).high};
}

}  // namespace

bool is_upper_limit(const Limit& limit) {
  return limit.comparison == Limit::Comparison::below || limit.comparison == Limit::Comparison::at_most;
}

bool is_yes_or_no(const MeasuredSeries& series) {
  if (!series.unit.empty() || series.meaning.starts_with("how many") || series.meaning.starts_with("the number")) return false;
  for (const std::vector<double>& values : series.values) {
    for (double value : values) {
      if (value != 0 && value != 1) return false;
    }
  }
  return true;
}

LimitedSample limited_sample(const MeasuredSeries& series, const Limit& limit, double confidence) {
  LimitedSample sample;
  std::uint64_t open = 0;
  for (std::size_t r = 0; r < series.values.size(); ++r) {
    const Survival worst = worst_of(series, r, is_upper_limit(limit));
    const bool surely = !worst.ended && std::isinf(worst.time);
    sample.times.push_back(worst);
    sample.values.push_back(worst.ended ? worst.time : INFINITY);
    sample.without_end += surely;
    sample.unfinished += !worst.ended && !surely;
    sample.kept += kept(limit, worst) == Kept::yes;
    open += kept(limit, worst) == Kept::open;
  }
  sample.sorted = sample.values;
  std::sort(sample.sorted.begin(), sample.sorted.end());
  sample.share = sample.unfinished > 0 ? share_keeping(limit, sample, open, confidence)
                                       : clopper_pearson(sample.kept, sample.values.size(), confidence);
  if (sample.unfinished == 0) sample.times.clear();
  return sample;
}

std::optional<std::uint64_t> replication_of_worst(const MeasuredSeries& series, const LimitedSample& sample, const Limit& limit) {
  const std::vector<double>& values = sample.values;
  if (values.empty() || sample.sorted.front() == sample.sorted.back()) return std::nullopt;
  const auto worst = is_upper_limit(limit) ? std::max_element(values.begin(), values.end())
                                           : std::min_element(values.begin(), values.end());
  return series.replications[static_cast<std::size_t>(worst - values.begin())];
}

std::optional<Estimate> quantile_interval(const LimitedSample& sample, double p) {
  return sample.unfinished > 0 ? KaplanMeier(sample.times).quantile(p) : quantile_interval(sample.sorted, p);
}

Spread spread_of(const LimitedSample& sample) {
  Spread spread;
  if (const auto middle = quantile_interval(sample, 0.50)) spread.p50 = rounded(*middle).mean;
  if (const auto high = quantile_interval(sample, 0.95)) {
    const double value = *rounded(*high).mean;
    spread.p95 = std::max(value, spread.p50.value_or(value));
  }
  return spread;
}

std::string measured_text(const MeasuredSeries& series, const LimitedSample& sample, const Limit& limit) {
  const std::string unfinished =
      sample.unfinished > 0 ? fmt::format("; {} not over when their drills were", count_text(sample.unfinished)) : "";
  const std::string share =
      fmt::format("{} of {} replications ({}; 95 % interval {}{})", count_text(sample.kept),
                  count_text(sample.values.size()), share_text(sample.share), share_interval_text(sample.share), unfinished);
  if (is_yes_or_no(series)) return fmt::format("in {}", share);
  const bool constant = sample.unfinished == 0 && !sample.sorted.empty() && sample.sorted.front() == sample.sorted.back();
  if (constant)
    return fmt::format("{} in every replication; {} in {}", value_text(sample.sorted.front(), series.unit), limit.text,
                       share);
  const Spread spread = spread_of(sample);
  return fmt::format("p50 {}, p95 {}; {} in {}", quantile_text(spread.p50, series.unit),
                     quantile_text(spread.p95, series.unit), limit.text, share);
}

}  // namespace windtunnel
