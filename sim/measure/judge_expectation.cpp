// Expectations judged by the verdict rule, each statistic by the interval that fits it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/kernel/number_text.h"
#include "sim/measure/contract_months.h"
#include "sim/measure/judge_increase.h"
#include "sim/measure/rounding.h"
#include "sim/measure/sample.h"
#include "sim/measure/verdict.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

using Aggregation = Expectation::Aggregation;

/// Below this many events nominal 95 % intervals of a mean of rare losses cover less than 93 %.
constexpr std::uint64_t resolving_events = 400;

/// What a statistic is taken from.
struct Figure {
  std::string name, unit;
  std::string noun = "replications";  ///< of which there is one value each
  LimitedSample sample;
  Estimate mean;           ///< empty where there is no finite one
  std::string unresolved;  ///< why the interval of the mean cannot be trusted; empty: it can
};

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

std::string interval_of_share(const Expectation& asked, const Figure& figure) {
  return fmt::format("{} of {} {} kept {} ({} interval {})", count_text(figure.sample.kept),
                     count_text(figure.sample.values.size()), figure.noun, asked.limit.text,
                     share_text(asked.confidence), share_interval_text(figure.sample.share));
}

std::string unfinished_text(const Figure& figure) {
  return fmt::format("in {} of {} {} it was not over when the drill was", count_text(figure.sample.unfinished),
                     count_text(figure.sample.values.size()), figure.noun);
}

/// The p-quantile keeps an upper limit when at least p of the replications do, a lower limit when at least 1 - p do.
void judge_quantile(const Expectation& asked, const Figure& figure, ExpectationResult& row) {
  const double p = quantile_of(asked.aggregation);
  const double required = is_upper_limit(asked.limit) ? p : 1 - p;
  row.verdict = judge_share(figure.sample.share, required);
  const bool reportable = p < 0.99 || figure.sample.values.size() >= 1000;
  if (const auto quantile = quantile_interval(figure.sample, p); quantile && reportable) row.measured = rounded(*quantile).mean;
  row.measured_text = row.measured ? value_text(*row.measured, figure.unit) : "not bounded by this sample";
  row.because = fmt::format("{}, and {} of {} needs {}", interval_of_share(asked, figure), to_text(asked.aggregation),
                            figure.name, share_text(required));
}

void judge_probability(const Expectation& asked, const Figure& figure, ExpectationResult& row) {
  row.verdict = judge_share(figure.sample.share, asked.required_share);
  row.measured = rounded(figure.sample.share).mean;
  row.measured_text = share_text(figure.sample.share);
  row.because =
      fmt::format("{}, and {} is required", interval_of_share(asked, figure), share_text(asked.required_share));
}

void judge_mean(const Expectation& asked, const Figure& figure, ExpectationResult& row) {
  if (const bool endless = figure.sample.without_end > 0; endless || figure.sample.unfinished > 0) {
    row.verdict = endless && is_upper_limit(asked.limit) ? Verdict::refuted : Verdict::inconclusive;
    if (endless) row.measured_text = "without end";
    row.because = endless ? fmt::format("{} of {} {} never came to an end, so there is no finite mean",
                                        count_text(figure.sample.without_end), count_text(figure.sample.values.size()), figure.noun)
                          : unfinished_text(figure) + ", so the mean is not known";
    return;
  }
  const Estimate interval = rounded(figure.mean);
  row.measured = interval.mean;
  row.measured_text = interval.mean ? value_text(*interval.mean, figure.unit) : "nothing";
  if (!interval.low || !interval.high || !figure.unresolved.empty()) {
    row.verdict = Verdict::inconclusive;
    row.because = figure.unresolved.empty() ? "one value has no interval" : figure.unresolved;
    return;
  }
  const bool low_keeps = asked.limit.holds(*figure.mean.low), high_keeps = asked.limit.holds(*figure.mean.high);
  row.verdict = low_keeps && high_keeps   ? Verdict::upheld
                : low_keeps || high_keeps ? Verdict::inconclusive
                                          : Verdict::refuted;
  row.because = fmt::format("the mean of {} over {} {} is {} ({} interval {} to {}), and the limit is {}", figure.name,
                            count_text(figure.sample.values.size()), figure.noun, row.measured_text,
                            share_text(asked.confidence), value_text(*interval.low, figure.unit),
                            value_text(*interval.high, figure.unit), asked.limit.text);
}

/// The worst value seen: the largest under an upper limit, the least above a lower one.
void judge_extreme(const Expectation& asked, const Figure& figure, ExpectationResult& row) {
  const bool upper = is_upper_limit(asked.limit);
  const double worst = upper ? figure.sample.sorted.back() : figure.sample.sorted.front();
  if (upper && figure.sample.unfinished > 0) {
    const auto late = [&](const Survival& time) { return !asked.limit.holds(time.time); };
    row.verdict = std::any_of(figure.sample.times.begin(), figure.sample.times.end(), late) ? Verdict::refuted : Verdict::inconclusive;
    row.because = unfinished_text(figure) + ", so the largest is not known";
    return;
  }
  row.verdict = asked.limit.holds(worst) ? Verdict::upheld : Verdict::refuted;
  if (std::isfinite(worst)) row.measured = rounded_to_digits(worst, 6);
  row.measured_text = value_text(worst, figure.unit);
  row.because =
      fmt::format("the {} {} of {} {} is {}, and the limit is {}", upper ? "largest" : "smallest", figure.name,
                  count_text(figure.sample.values.size()), figure.noun, row.measured_text, asked.limit.text);
}

ExpectationResult empty_row(const Expectation& asked, const std::string& design, const std::string& scenario) {
  ExpectationResult row;
  row.scenario = scenario;
  row.design = design;
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

void judge_figure(const Expectation& asked, const Figure& figure, ExpectationResult& row) {
  row.measure = fmt::format("{}.{}", figure.name, to_text(asked.aggregation));
  switch (asked.aggregation) {
    case Aggregation::p50:
    case Aggregation::p95:
    case Aggregation::p99:
      return judge_quantile(asked, figure, row);
    case Aggregation::probability:
      return judge_probability(asked, figure, row);
    case Aggregation::mean:
    case Aggregation::total:
      return judge_mean(asked, figure, row);
    case Aggregation::max:
      return judge_extreme(asked, figure, row);
    case Aggregation::increase:
      return;  // takes pairs, not a figure
  }
}

constexpr const char* no_baseline =
    "no baseline is given, so an increase is not judged; `windtunnel run --baseline FILE` compares with one";

void does_not_apply(const char* because, ExpectationResult& row) {
  row.verdict = Verdict::not_applicable;
  row.because = because;
}

/// The evidence on the baseline's design; without it the row says why an increase is not judged.
const DesignEvidence* former_design(const EvidenceOf& former, const std::string& design, ExpectationResult& row) {
  const DesignEvidence* evidence = former ? former(design) : nullptr;
  if (!former)
    row.because = no_baseline;
  else if (!evidence)
    does_not_apply("the baseline does not hold this design, so there is nothing that it could have increased from", row);
  return evidence;
}

constexpr const char* no_such_figure =
    "the baseline's design has no such figure, so there is nothing that it could have increased from";

void judge_increase_of_run(const Expectation& asked, const RunResult& run, const MeasuredSeries& series,
                           const EvidenceOf& former, ExpectationResult& row) {
  row.measure = fmt::format("{}.{}", series.name, to_text(asked.aggregation));
  const DesignEvidence* evidence = former_design(former, run.design, row);
  if (!evidence) return;
  for (const RunEvidence& other : evidence->runs) {
    if (other.result->scenario != run.scenario) continue;
    if (other.result->status != RunStatus::measured) {
      row.verdict = Verdict::inconclusive;
      row.because = other.result->reason;
      return;
    }
    const std::string& journey = series.journey.empty() ? asked.journey : series.journey;
    for (const MeasuredSeries& before : measure_series(series.name, journey, *other.labels, other.records))
      if (before.journey == series.journey && before.name == series.name)
        return judge_increase(asked, paired_figure(before, series), row);
  }
  does_not_apply(no_such_figure, row);
}

ExpectationResult judge_series(const Expectation& asked, const RunResult& run, const MeasuredSeries& series,
                               const EvidenceOf& former) {
  ExpectationResult row = empty_row(asked, run.design, run.scenario);
  row.journey = series.journey;
  if (asked.aggregation == Aggregation::increase) {
    judge_increase_of_run(asked, run, series, former, row);
    return row;
  }
  Figure figure;
  figure.name = series.name;
  figure.unit = series.unit;
  figure.sample = limited_sample(series, asked.limit, asked.confidence);
  std::vector<double> means;
  for (const std::vector<double>& values : series.values) means.push_back(mean_of(values));
  figure.mean = student_t_interval(means, asked.confidence);
  if (figure.sample.values.empty())
    row.because = "no replication called upon it";
  else
    judge_figure(asked, figure, row);
  row.worst_replication = replication_of_worst(series, figure.sample, asked.limit);
  return row;
}

/// A sample of one value per year.
LimitedSample sample_of(std::vector<double> values, const Expectation& asked) {
  MeasuredSeries series;
  for (const double value : values) series.values.push_back({value});
  return limited_sample(series, asked.limit, asked.confidence);
}

std::string too_few(std::uint64_t events, const char* of, std::size_t years) {
  if (events >= resolving_events) return "";
  return fmt::format("{} {} in {} years are too few for a mean, which needs {}; simulate more years, or ask for a "
                     "probability",
                     count_text(events), of, count_text(years), count_text(resolving_events));
}

/// What each year lacked, in seconds of a year of 365 days or as a share.
std::vector<double> lost_by_year(std::span<const ReplicationRecord> records, bool as_time) {
  std::vector<double> lost;
  for (const ReplicationRecord& year : records) {
    const double share = year.window_seconds > 0 ? year.downtime_seconds / year.window_seconds : 0;
    lost.push_back(as_time ? share * years(1).seconds() : share);
  }
  return lost;
}

std::vector<double> complements(std::vector<double> shares) {
  for (double& share : shares) share = 1 - share;
  return shares;
}

/// The mean month of each year: what it owes, or its uptime.
std::vector<double> yearly_means(const Contract& contract, const ContractMonths& months, bool owed) {
  std::vector<double> means;
  for (const std::vector<double>& year : months.by_year) {
    std::vector<double> values;
    for (const double uptime : year) values.push_back(owed ? contract.credit_for(uptime) * contract.charge.value : uptime);
    means.push_back(mean_of(values));
  }
  return means;
}

/// One less, end for end: the interval of an availability from that of the unavailability.
Estimate complement(const Estimate& e) {
  const auto less = [](const std::optional<double>& value) -> std::optional<double> {
    return value ? std::optional(1 - *value) : std::nullopt;
  };
  return {less(e.mean), less(e.high), less(e.low)};
}

}  // namespace

std::vector<ExpectationResult> judge_expectation(const Expectation& asked, const RunEvidence& run,
                                                 const EvidenceOf& former) {
  if (run.result->status != RunStatus::measured) {
    ExpectationResult row = empty_row(asked, run.result->design, run.result->scenario);
    row.verdict = run.result->status == RunStatus::inconclusive ? Verdict::inconclusive : Verdict::not_applicable;
    row.because = run.result->reason;
    return {row};
  }
  std::vector<ExpectationResult> rows;
  for (const MeasuredSeries& series : measure_series(asked.measure, asked.journey, *run.labels, run.records)) {
    rows.push_back(judge_series(asked, *run.result, series, former));
  }
  if (rows.empty()) {
    rows.push_back(empty_row(asked, run.result->design, run.result->scenario));
    const bool no_journey = is_built_in_measure(asked.measure);
    if (no_journey) rows.back().verdict = Verdict::not_applicable;
    rows.back().because = no_journey ? fmt::format("the design has no journey \"{}\"", asked.journey)
                                     : fmt::format("nothing in this run publishes \"{}\"", asked.measure);
  }
  return rows;
}

ExpectationResult judge_years(const Expectation& asked, const DesignEvidence& evidence, const EvidenceOf& former) {
  ExpectationResult row = empty_row(asked, evidence.design, "");
  if (!evidence.availability || evidence.years.empty()) {
    row.because = "no years were simulated";
    return row;
  }
  const bool as_time = asked.measure == "yearly_downtime";
  const std::vector<double> lost = lost_by_year(evidence.years, as_time), values = as_time ? lost : complements(lost);
  Figure figure;
  figure.name = asked.measure;
  figure.unit = as_time ? "s" : "share";
  figure.noun = "years";
  figure.sample = sample_of(values, asked);
  const Estimate mean = log_t_interval(lost, asked.confidence);
  figure.mean = as_time ? mean : complement(mean);
  figure.unresolved = too_few(evidence.availability->incidents, "incidents", values.size());
  if (asked.aggregation != Aggregation::increase) {
    judge_figure(asked, figure, row);
    return row;
  }
  row.measure = fmt::format("{}.{}", figure.name, to_text(asked.aggregation));
  const DesignEvidence* before = former_design(former, evidence.design, row);
  if (!before) return row;
  const std::vector<double> was = lost_by_year(before->years, as_time);
  if (was.empty())
    does_not_apply(no_such_figure, row);
  else
    judge_increase(asked, paired_years(figure.name, figure.unit, as_time ? was : complements(was), values, figure.unresolved),
                   row);
  return row;
}

ExpectationResult judge_contract(const Expectation& asked, const Contract& contract, const std::string& design,
                                 const ContractMonths& months, const ContractMonths* former) {
  ExpectationResult row = empty_row(asked, design, "");
  row.contract = contract.name;
  if (months.by_year.empty()) {
    row.because = "no years were simulated";
    return row;
  }
  const bool owed = asked.measure == "credits";
  Figure figure;
  figure.name = asked.measure;
  figure.unit = owed ? "USD" : "share";
  figure.noun = "months";
  std::vector<double> yearly, kept;
  std::uint64_t events = 0;
  for (const std::vector<double>& year : months.by_year) {
    std::vector<double> lost;
    double keeping = 0;
    for (const double uptime : year) {
      const double credit = contract.credit_for(uptime) * contract.charge.value;
      const double value = owed ? credit : uptime;
      figure.sample.values.push_back(value);
      keeping += asked.limit.holds(value);
      lost.push_back(owed ? credit : 1 - uptime);
      events += owed ? credit > 0 : uptime < 1;
    }
    kept.push_back(keeping);
    figure.sample.kept += static_cast<std::uint64_t>(keeping);
    yearly.push_back(mean_of(lost));
  }
  figure.sample.sorted = figure.sample.values;
  std::sort(figure.sample.sorted.begin(), figure.sample.sorted.end());
  figure.sample.share = clustered_share(kept, months.by_year.front().size(), asked.confidence);
  const Estimate mean = log_t_interval(yearly, asked.confidence);
  figure.mean = owed ? mean : complement(mean);
  figure.unresolved = too_few(events, owed ? "months with credits" : "months with downtime", yearly.size());
  if (asked.aggregation != Aggregation::increase) {
    judge_figure(asked, figure, row);
    return row;
  }
  row.measure = fmt::format("{}.{}", figure.name, to_text(asked.aggregation));
  row.because = "no baseline is given that holds this contract's months, so an increase is not judged";
  if (former && !former->by_year.empty()) {
    const auto before = yearly_means(contract, *former, owed), now = yearly_means(contract, months, owed);
    judge_increase(asked, paired_years(figure.name, figure.unit, before, now, figure.unresolved), row);
  }
  return row;
}

ExpectationResult judge_bill(const Expectation& asked, const std::string& design, const MonthlyCost& cost,
                             const EvidenceOf& former) {
  ExpectationResult row = empty_row(asked, design, "");
  if (asked.aggregation == Aggregation::increase) {
    const DesignEvidence* before = former_design(former, design, row);
    if (!before) return row;
    if (!before->cost || !before->cost->unknown.empty() || !cost.unknown.empty()) {
      row.verdict = Verdict::inconclusive;
      row.because = "the price of some items is not known, so bills cannot be compared";
      return row;
    }
    judge_increase(asked, before->cost->total, cost.total, cost.currency, row);
    return row;
  }
  row.measured = rounded_to_digits(cost.total, 6);
  row.measured_text = money_text(cost.total, cost.currency);
  const bool holds = asked.limit.holds(cost.total);
  row.because = fmt::format("a healthy month costs {}, and the limit is {}", row.measured_text, asked.limit.text);
  // What is unknown can only add to the bill.
  const bool decided = cost.unknown.empty() || holds != is_upper_limit(asked.limit);
  row.verdict = !decided ? Verdict::inconclusive : holds ? Verdict::upheld : Verdict::refuted;
  if (!cost.unknown.empty())
    row.because += fmt::format("; the price of {} is not known", count_text(cost.unknown.size()) +
                                                                     (cost.unknown.size() == 1 ? " item" : " items"));
  return row;
}

}  // namespace windtunnel
