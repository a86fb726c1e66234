// See baseline_check.h.
#include "sim/measure/baseline_check.h"

#include <algorithm>
#include <cmath>

#include "sim/measure/paired_test.h"
#include "sim/measure/rounding.h"
#include "sim/measure/statistics.h"

namespace windtunnel {

double relevant_difference(const std::string& measure, const std::string& unit, double before) {
  if (measure == "budget_missed") return 0.01;
  if (unit == "share") return std::max(0.001, 0.01 * before);
  if (unit == "USD") return std::max(0.01, 0.001 * std::abs(before));
  return std::max(1.0, 0.01 * std::abs(before));
}

namespace {

constexpr const char* mean_statistic = "mean";
constexpr const char* p95_statistic = "p95";
constexpr const char* endless_statistic = "share without end";

/// Values of replications that both sides have.
struct Pairs {
  std::vector<double> before, now;
  std::vector<char> endless_before, endless_now;
};

Pairs pairs_of(const MeasuredValues& before, const MeasuredValues& now) {
  Pairs pairs;
  for (std::size_t i = 0, j = 0; i < before.replications.size() && j < now.replications.size();) {
    if (before.replications[i] != now.replications[j]) {
      before.replications[i] < now.replications[j] ? ++i : ++j;
      continue;
    }
    pairs.before.push_back(before.values[i]);
    pairs.now.push_back(now.values[j]);
    pairs.endless_before.push_back(before.endless[i]);
    pairs.endless_now.push_back(now.endless[j]);
    ++i, ++j;
  }
  return pairs;
}

std::optional<double> quantile_95(std::vector<double> values, const std::vector<char>& endless) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (endless[i]) values[i] = INFINITY;
  std::sort(values.begin(), values.end());
  const auto estimate = quantile_interval(values, 0.95);
  return estimate ? estimate->mean : std::nullopt;
}

double mean_of_flags(const std::vector<char>& flags) {
  return flags.empty() ? 0 : static_cast<double>(std::count(flags.begin(), flags.end(), 1)) /
                                 static_cast<double>(flags.size());
}

class Rows {
 public:
  Rows(const std::string& design, const std::string& run, std::uint64_t planned)
      : design_(design), run_(run), planned_(planned) {}

  void add(const MeasuredValues& before, const MeasuredValues& now) {
    const Pairs pairs = pairs_of(before, now);
    if (is_silent(before) && is_silent(now)) return;
    if (pairs.before.empty()) return miss(before);
    BaselineRow row = row_of(before);
    row.pairs = pairs.before.size();
    mean_row(row, pairs);
    if (before.measure == "rto" || before.measure == "rpo") quantile_row(row, pairs);
    if (mean_of_flags(pairs.endless_before) + mean_of_flags(pairs.endless_now) > 0) endless_row(row, pairs);
  }

  /// A figure that nothing can be compared with must not look like one that is the same.
  void miss(const MeasuredValues& before) {
    if (is_silent(before)) return;
    BaselineRow row = row_of(before);
    row.statistic = mean_statistic;
    row.change = Change::missing;
    row.reason = "no replication of both designs has it";
    rows.push_back(std::move(row));
  }

  std::vector<BaselineRow> rows;

 private:
  BaselineRow row_of(const MeasuredValues& before) const {
    BaselineRow row;
    row.design = design_;
    row.run = run_;
    row.journey = before.journey;
    row.measure = before.measure;
    row.unit = before.unit;
    row.planned = planned_;
    row.gates = before.unit != "USD";
    return row;
  }

  void mean_row(BaselineRow row, const Pairs& pairs) {
    std::vector<double> before, now, differences;
    for (std::size_t i = 0; i < pairs.before.size(); ++i) {
      if (!std::isfinite(pairs.before[i]) || !std::isfinite(pairs.now[i])) continue;
      before.push_back(pairs.before[i]);
      now.push_back(pairs.now[i]);
      differences.push_back(pairs.now[i] - pairs.before[i]);
    }
    if (before.empty()) return;
    row.statistic = mean_statistic;
    row.before = mean_of(before);
    row.now = mean_of(now);
    finish(std::move(row), differences, sign_flip_bound(differences), least_sign_flip_bound(differences));
  }

  /// Beyond the 95th percentile of both samples together lie as many of each, were they alike: discordant pairs decide.
  void quantile_row(BaselineRow row, const Pairs& pairs) {
    row.statistic = p95_statistic;
    row.before = quantile_95(pairs.before, pairs.endless_before);
    row.now = quantile_95(pairs.now, pairs.endless_now);
    if (pairs.before == pairs.now && pairs.endless_before == pairs.endless_now) row.difference = {0.0, 0.0, 0.0};
    const bool known = row.before && row.now;
    if (known && !row.difference.mean) compare_quantiles(row, pairs);
    // What too few replications do not bound is not known to be the same, unless it is the same one by one.
    if (!known && !row.difference.mean) row.change = Change::unknown;
    rows.push_back(std::move(row));
  }

  void compare_quantiles(BaselineRow& row, const Pairs& pairs) const {
    std::vector<double> all = pairs.before;
    all.insert(all.end(), pairs.now.begin(), pairs.now.end());
    std::vector<char> endless = pairs.endless_before;
    endless.insert(endless.end(), pairs.endless_now.begin(), pairs.endless_now.end());
    const auto limit = quantile_95(all, endless);
    if (!limit) return;
    // Where the largest value is so frequent that it is the percentile, to reach it is to be beyond.
    const bool reached = !std::any_of(all.begin(), all.end(), [&](double value) { return value > *limit; });
    const auto beyond = [&](double value) { return value > *limit || (reached && value == *limit); };
    std::size_t up = 0, down = 0;
    for (std::size_t i = 0; i < pairs.before.size(); ++i) {
      const bool was = pairs.endless_before[i] || beyond(pairs.before[i]);
      const bool is = pairs.endless_now[i] || beyond(pairs.now[i]);
      up += is && !was;
      down += was && !is;
    }
    row.p = sign_test(up, down);
    row.least_p = sign_test(up + down, 0);
    const double difference = *row.now - *row.before;
    row.difference = {difference, {}, {}};
    if (difference == 0) row.p = 1;
    row.relevant = relevant_difference(row.measure, row.unit, *row.before);
    // A conservative interval: each side's own, at half the error.
    const auto a = quantile_bounds(pairs.before, pairs.endless_before), b = quantile_bounds(pairs.now, pairs.endless_now);
    if (!a || !b) return;
    row.difference.low = *b->low - *a->high;
    row.difference.high = *b->high - *a->low;
  }

  void endless_row(BaselineRow row, const Pairs& pairs) {
    std::vector<double> differences;
    std::size_t up = 0, down = 0;
    for (std::size_t i = 0; i < pairs.before.size(); ++i) {
      differences.push_back(static_cast<double>(pairs.endless_now[i]) - static_cast<double>(pairs.endless_before[i]));
      up += differences.back() > 0;
      down += differences.back() < 0;
    }
    row.statistic = endless_statistic;
    row.unit = "share";
    row.before = mean_of_flags(pairs.endless_before);
    row.now = mean_of_flags(pairs.endless_now);
    finish(std::move(row), differences, sign_test(up, down), sign_test(up + down, 0));
  }

  void finish(BaselineRow row, const std::vector<double>& differences, double p, double least_p) {
    row.difference = student_t_interval(differences);
    row.relevant = relevant_difference(row.measure, row.unit, *row.before);
    row.p = p;
    row.least_p = least_p;
    // Until the family is known, this holds the deviation that judge_rows needs.
    row.detectable = standard_deviation_of(differences);
    rows.push_back(std::move(row));
  }

  static std::optional<Estimate> quantile_bounds(std::vector<double> values, const std::vector<char>& endless) {
    for (std::size_t i = 0; i < values.size(); ++i)
      if (endless[i]) values[i] = INFINITY;
    std::sort(values.begin(), values.end());
    return quantile_interval(values, 0.95, 0.975);
  }

  const std::string& design_;
  const std::string& run_;
  std::uint64_t planned_;
};

}  // namespace

std::string_view to_text(Change change) {
  switch (change) {
    case Change::same: return "same";
    case Change::better: return "better";
    case Change::worse: return "worse";
    case Change::inconclusive: return "inconclusive";
    case Change::unknown: return "unknown";
    case Change::missing: break;
  }
  return "missing";
}

std::vector<BaselineRow> paired_rows(const std::string& design, const std::string& run,
                                     const std::vector<MeasuredValues>& before,
                                     const std::vector<MeasuredValues>& now, std::uint64_t planned) {
  Rows rows(design, run, planned);
  for (const MeasuredValues& was : before) {
    const auto is = std::find_if(now.begin(), now.end(), [&](const MeasuredValues& other) {
      return was.measure == other.measure && was.journey == other.journey;
    });
    is == now.end() ? rows.miss(was) : rows.add(was, *is);
  }
  return std::move(rows.rows);
}

BaselineRow missing_row(const std::string& design, const std::string& run, const std::string& journey, const std::string& reason) {
  BaselineRow row;
  row.design = design;
  row.run = run;
  row.journey = journey;
  row.measure = "all";
  row.statistic = mean_statistic;
  row.change = Change::missing;
  row.reason = reason;
  return row;
}

BaselineRow exact_row(const std::string& design, const std::string& measure, double before, double now) {
  BaselineRow row;
  row.design = design;
  row.measure = measure;
  row.statistic = "amount";
  row.unit = "USD";
  row.before = before;
  row.now = now;
  row.difference = {now - before, now - before, now - before};
  row.relevant = relevant_difference(measure, row.unit, before);
  row.detectable = row.relevant;
  row.p = row.least_p = now == before ? 1 : 0;
  row.gates = false;
  return row;
}

namespace {

/// An alarm that sleeps through what hurts users for a shorter time than before is no loss.
void excuse_detection(std::vector<BaselineRow>& rows) {
  for (BaselineRow& row : rows) {
    if (row.measure != "detection" || row.change != Change::worse) continue;
    bool shorter = false, longer = false;
    for (const BaselineRow& other : rows) {
      if (other.design != row.design || other.run != row.run || other.measure != "downtime") continue;
      // Also of what the time limit cut, and which is neither better nor worse for that.
      const bool certain = other.p <= other.threshold && std::abs(other.difference.mean.value_or(0)) >= other.relevant;
      shorter |= certain && other.difference.mean < 0.0;
      longer |= certain && other.difference.mean > 0.0;
    }
    if (shorter && !longer) row.gates = false;
  }
}

}  // namespace

namespace {

void judge_row(BaselineRow& row, double threshold, double critical, bool stopped) {
  row.threshold = threshold;
  const bool cut = stopped && row.pairs < row.planned;
  if (row.change == Change::missing) {
    if (cut) row.change = Change::inconclusive, row.reason.clear();
    return;
  }
  const double difference = row.difference.mean.value_or(0);
  const bool certain = row.p <= threshold && std::abs(difference) >= row.relevant;
  if (row.change != Change::unknown) row.change = !certain ? Change::same : difference > 0 ? Change::worse : Change::better;
  if (row.statistic == mean_statistic || row.statistic == endless_statistic) {
    const auto shown = detectable_difference(row.pairs, row.detectable.value_or(0), critical);
    row.detectable = shown ? std::optional(std::max(*shown, row.relevant)) : std::nullopt;
  }
  if (cut && row.change != Change::worse) row.change = Change::inconclusive;
}

}  // namespace

void judge_rows(BaselineCheck& check, std::uint64_t look) {
  std::vector<double> least;
  for (const BaselineRow& row : check.rows) {
    if (row.statistic == "amount") continue;
    // Whether a run was looked at again hung on signs: those that were not count as if they could have shown anything.
    if (row.look >= look) least.push_back(row.least_p);
    else if (row.least_p < 1) least.push_back(0);
  }
  const double threshold = family_threshold(least, check.family_error / static_cast<double>(check.looks));
  const double critical = sign_flip_critical(threshold);
  for (BaselineRow& row : check.rows)
    if (row.look == look) judge_row(row, threshold, critical, check.stopped);
  check.threshold = look == 1 ? threshold : std::min(check.threshold, threshold);
  excuse_detection(check.rows);
}

std::optional<double> statistic_of(const BaselineRow& row, const std::vector<MeasuredValues>& values) {
  for (const MeasuredValues& v : values) {
    if (v.measure != row.measure || v.journey != row.journey) continue;
    if (row.statistic == p95_statistic) return quantile_95(v.values, v.endless);
    if (row.statistic == endless_statistic) return mean_of_flags(v.endless);
    std::vector<double> finite;
    for (const double value : v.values)
      if (std::isfinite(value)) finite.push_back(value);
    if (finite.empty()) return std::nullopt;
    return mean_of(finite);
  }
  return std::nullopt;
}

std::vector<ProgramShift> program_shifts(const std::string& design, const std::string& run,
                                         const ByName<BaselineFigure>& recorded, const ByName<BaselineFigure>& now) {
  std::vector<ProgramShift> shifts;
  for (const auto& [key, was] : recorded)
    for (const auto& [other, is] : now) {
      if (key != other || !was.mean || !is.mean) continue;
      const double difference = std::abs(*is.mean - *was.mean);
      const auto half = [](const BaselineFigure& f) { return f.low && f.high ? (*f.high - *f.low) / 2 : 0.0; };
      const std::string measure = key.substr(0, key.find(' '));
      const bool share = measure == "users_hurt" || measure == "budget_missed";
      const std::string unit = share ? "share" : measure == "incident_cost" ? "USD" : "s";
      if (difference < relevant_difference(measure, unit, *was.mean)) continue;
      if (difference <= std::hypot(half(was), half(is))) continue;
      shifts.push_back({design, run, key, was.mean, is.mean});
    }
  return shifts;
}

}  // namespace windtunnel
