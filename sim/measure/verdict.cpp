// The verdict rule, and expectations judged by it.
#include "sim/measure/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/kernel/number_text.h"
#include "sim/measure/rounding.h"
#include "sim/measure/sample.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

using Aggregation = Expectation::Aggregation;

double quantile_of(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::p50:
      return 0.50;
    case Aggregation::p95:
      return 0.95;
    default:
      return 0.99;
  }
}

bool is_quantile(Aggregation aggregation) {
  return aggregation == Aggregation::p50 || aggregation == Aggregation::p95 || aggregation == Aggregation::p99;
}

/// The p-quantile keeps an upper limit when at least p of the replications do, a lower limit when at least 1 - p do.
void judge_quantile(const Expectation& asked, const MeasuredSeries& series, const LimitedSample& sample,
                    ExpectationResult& row) {
  const double p = quantile_of(asked.aggregation);
  const double required = is_upper_limit(asked.limit) ? p : 1 - p;
  row.verdict = judge_share(sample.share, required);
  if (const auto quantile = reportable_quantile(sample.sorted, p)) row.measured = rounded(*quantile).mean;
  row.measured_text = row.measured ? value_text(*row.measured, series.unit) : "not bounded by this sample";
  row.because =
      fmt::format("{} of {} replications kept {} (95 % interval {}), and {} of {} needs {}", count_text(sample.kept),
                  count_text(sample.values.size()), asked.limit.text, share_interval_text(sample.share),
                  to_text(asked.aggregation), series.name, share_text(required));
}

void judge_probability(const Expectation& asked, const LimitedSample& sample, ExpectationResult& row) {
  row.verdict = judge_share(sample.share, asked.required_share);
  row.measured = rounded(sample.share).mean;
  row.measured_text = share_text(sample.share);
  row.because = fmt::format("{} of {} replications kept {} (95 % interval {}), and {} is required",
                            count_text(sample.kept), count_text(sample.values.size()), asked.limit.text,
                            share_interval_text(sample.share), share_text(asked.required_share));
}

void judge_mean(const Expectation& asked, const MeasuredSeries& series, const LimitedSample& sample,
                ExpectationResult& row) {
  if (sample.without_end > 0) {
    row.verdict = is_upper_limit(asked.limit) ? Verdict::refuted : Verdict::inconclusive;
    row.measured_text = "without end";
    row.because = fmt::format("{} of {} replications never came to an end, so there is no finite mean",
                              count_text(sample.without_end), count_text(sample.values.size()));
    return;
  }
  std::vector<double> means;
  for (const std::vector<double>& values : series.values) means.push_back(mean_of(values));
  const Estimate interval = rounded(student_t_interval(means));
  row.measured = interval.mean;
  row.measured_text = value_text(*interval.mean, series.unit);
  if (!interval.low || !interval.high) {
    row.verdict = Verdict::inconclusive;
    row.because = "one replication has no interval";
    return;
  }
  const bool low_keeps = asked.limit.holds(*interval.low), high_keeps = asked.limit.holds(*interval.high);
  row.verdict = low_keeps && high_keeps   ? Verdict::upheld
                : low_keeps || high_keeps ? Verdict::inconclusive
                                          : Verdict::refuted;
  row.because =
      fmt::format("the mean of {} over {} replications is {} (95 % interval {} to {}), and the limit is {}",
                  series.name, count_text(means.size()), row.measured_text, value_text(*interval.low, series.unit),
                  value_text(*interval.high, series.unit), asked.limit.text);
}

void judge_maximum(const Expectation& asked, const MeasuredSeries& series, const LimitedSample& sample,
                   ExpectationResult& row) {
  const double most = sample.sorted.back();
  row.verdict = asked.limit.holds(most) ? Verdict::upheld : Verdict::refuted;
  if (std::isfinite(most)) row.measured = rounded_to_digits(most, 6);
  row.measured_text = value_text(most, series.unit);
  row.because = fmt::format("the largest {} of {} replications is {}, and the limit is {}", series.name,
                            count_text(sample.values.size()), row.measured_text, asked.limit.text);
}

ExpectationResult empty_row(const Expectation& asked, const RunResult& run) {
  ExpectationResult row;
  row.scenario = run.scenario;
  row.design = run.design;
  row.measure = fmt::format("{}.{}", asked.measure, to_text(asked.aggregation));
  row.limit = asked.limit.text;
  row.level = asked.level;
  row.why = asked.why;
  row.policy = asked.policy;
  row.contract = asked.contract;
  row.file = asked.file;
  row.line = asked.position.line;
  row.column = asked.position.column;
  row.confidence = asked.confidence;
  row.measured_text = "nothing";
  return row;
}

ExpectationResult judge_series(const Expectation& asked, const RunResult& run, const MeasuredSeries& series) {
  ExpectationResult row = empty_row(asked, run);
  row.journey = series.journey;
  row.measure = fmt::format("{}.{}", series.name, to_text(asked.aggregation));
  const LimitedSample sample = limited_sample(series, asked.limit);
  if (sample.values.empty()) {
    row.because = "no replication called upon it";
  } else if (is_quantile(asked.aggregation)) {
    judge_quantile(asked, series, sample, row);
  } else if (asked.aggregation == Aggregation::probability) {
    judge_probability(asked, sample, row);
  } else if (asked.aggregation == Aggregation::mean) {
    judge_mean(asked, series, sample, row);
  } else {
    judge_maximum(asked, series, sample, row);
  }
  return row;
}

/// Worst first: refuted, inconclusive, not_measured, not_measurable, upheld.
int badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::refuted:
      return 4;
    case Verdict::inconclusive:
      return 3;
    case Verdict::not_measured:
      return 2;
    case Verdict::not_measurable:
      return 1;
    case Verdict::upheld:
      return 0;
  }
  return 0;
}

}  // namespace

std::string_view to_text(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::p50:
      return "p50";
    case Aggregation::p95:
      return "p95";
    case Aggregation::p99:
      return "p99";
    case Aggregation::mean:
      return "mean";
    case Aggregation::max:
      return "max";
    case Aggregation::probability:
      return "probability";
    case Aggregation::total:
      return "total";
    case Aggregation::increase:
      return "increase";
  }
  return "";
}

Verdict judge_share(const Estimate& share, double required) {
  if (share.low && *share.low > required) return Verdict::upheld;
  if (share.high && *share.high < required) return Verdict::refuted;
  return Verdict::inconclusive;
}

Verdict worse(Verdict a, Verdict b) { return badness(a) >= badness(b) ? a : b; }

std::vector<ExpectationResult> judge_expectation(const Expectation& asked, const RunEvidence& run) {
  if (run.result->status != RunStatus::measured) {
    ExpectationResult row = empty_row(asked, *run.result);
    row.verdict = run.result->status == RunStatus::inconclusive ? Verdict::inconclusive : Verdict::not_measured;
    row.because = run.result->reason;
    return {row};
  }
  std::vector<ExpectationResult> rows;
  for (const MeasuredSeries& series : measure_series(asked.measure, asked.journey, *run.labels, run.records)) {
    rows.push_back(judge_series(asked, *run.result, series));
  }
  if (rows.empty()) {
    rows.push_back(empty_row(asked, *run.result));
    rows.back().because = fmt::format("nothing in this run publishes \"{}\"", asked.measure);
  }
  return rows;
}

}  // namespace windtunnel
