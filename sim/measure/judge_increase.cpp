// See judge_increase.h.
#include "sim/measure/judge_increase.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/kernel/number_text.h"
#include "sim/measure/rounding.h"
#include "sim/measure/sample.h"
#include "sim/measure/statistics.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

std::string signed_share(double share) {
  const double rounded = rounded_to_digits(share, 3);
  return (rounded > 0 ? "+" : "") + share_text(rounded);
}

Verdict by_interval(const Limit& limit, double low, double high) {
  const bool low_keeps = limit.holds(low), high_keeps = limit.holds(high);
  return low_keeps && high_keeps ? Verdict::upheld
         : low_keeps || high_keeps ? Verdict::inconclusive
                                   : Verdict::refuted;
}

/// Without a former mean there is no share to speak of: whatever is surely more is more than every limit.
void judge_from_nothing(const Expectation& asked, const PairedFigure& pairs, ExpectationResult& row) {
  const Estimate now = student_t_interval(pairs.now, asked.confidence);
  row.verdict = now.low && *now.low > 0 && is_upper_limit(asked.limit) ? Verdict::refuted : Verdict::inconclusive;
  row.measured_text = "from nothing";
  row.because = fmt::format("the mean of {} was 0 on the baseline's design and is {} over {} pairs of {}, and no share of "
                            "nothing is {}",
                            pairs.name, value_text(*rounded(now).mean, pairs.unit), count_text(pairs.now.size()),
                            pairs.noun, asked.limit.text);
}

}  // namespace

PairedFigure paired_figure(const MeasuredSeries& before, const MeasuredSeries& now) {
  PairedFigure pairs;
  pairs.name = now.name;
  pairs.unit = now.unit;
  for (std::size_t i = 0, j = 0; i < before.replications.size() && j < now.replications.size();) {
    if (before.replications[i] != now.replications[j]) {
      before.replications[i] < now.replications[j] ? ++i : ++j;
      continue;
    }
    const double was = mean_of(before.values[i++]), is = mean_of(now.values[j++]);
    if (std::isfinite(was) && std::isfinite(is)) {
      pairs.before.push_back(was);
      pairs.now.push_back(is);
    } else {
      pairs.ended_before += std::isfinite(was);
      pairs.ended_now += std::isfinite(is);
      pairs.endless += !std::isfinite(was) && !std::isfinite(is);
    }
  }
  return pairs;
}

PairedFigure paired_years(const std::string& name, const std::string& unit, const std::vector<double>& before,
                          const std::vector<double>& now, const std::string& unresolved) {
  PairedFigure pairs;
  pairs.name = name;
  pairs.unit = unit;
  pairs.noun = "years";
  const std::size_t both = std::min(before.size(), now.size());
  pairs.before.assign(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(both));
  pairs.now.assign(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(both));
  pairs.unresolved = unresolved;
  return pairs;
}

Estimate increase_of(const PairedFigure& pairs, double confidence) {
  if (pairs.before == pairs.now) return {0, 0, 0};
  const auto less_one = [](std::optional<double> ratio) { return ratio ? std::optional(*ratio - 1) : std::nullopt; };
  const Estimate ratio = ratio_interval(pairs.now, pairs.before, confidence);
  return {less_one(ratio.mean), less_one(ratio.low), less_one(ratio.high)};
}

void judge_increase(const Expectation& asked, const PairedFigure& pairs, ExpectationResult& row) {
  const std::uint64_t all = pairs.before.size() + pairs.ended_before + pairs.ended_now + pairs.endless;
  if (all == 0) {
    row.because = "no pair of " + pairs.noun + " called upon it";
    return;
  }
  if (pairs.ended_before > 0) {
    row.verdict = is_upper_limit(asked.limit) ? Verdict::refuted : Verdict::inconclusive;
    row.measured_text = "without end";
    row.because = fmt::format("{} of {} {} that came to an end on the baseline's design do so no longer",
                              count_text(pairs.ended_before), count_text(all), pairs.noun);
    return;
  }
  if (pairs.before.empty()) {
    row.verdict = Verdict::inconclusive;
    row.measured_text = "without end";
    row.because = fmt::format("none of {} {} came to an end on the baseline's design, so nothing can be compared",
                              count_text(all), pairs.noun);
    return;
  }
  const double before = mean_of(pairs.before), now = mean_of(pairs.now);
  row.baseline = rounded_to_digits(before, 6);
  const Estimate increase = increase_of(pairs, asked.confidence);
  if (!increase.mean) return judge_from_nothing(asked, pairs, row);
  row.measured = rounded_to_digits(*increase.mean, 3);
  row.measured_text = signed_share(*increase.mean);
  const std::string means = fmt::format("the mean of {} is {} and was {} on the baseline's design over the same {} {}",
                                        pairs.name, value_text(rounded_to_digits(now, 3), pairs.unit),
                                        value_text(rounded_to_digits(before, 3), pairs.unit),
                                        count_text(pairs.before.size()), pairs.noun);
  const bool equal = pairs.before == pairs.now;
  if (!increase.low || (!equal && !pairs.unresolved.empty())) {
    row.verdict = Verdict::inconclusive;
    row.because = means + "; " + (increase.low ? pairs.unresolved : "one pair has no interval");
    return;
  }
  row.verdict = by_interval(asked.limit, *increase.low, *increase.high);
  row.because = equal ? fmt::format("{}: none differs, and the limit is {}", means, asked.limit.text)
                      : fmt::format("{}: {} ({} interval {} to {}), and the limit is {}", means, row.measured_text,
                                    share_text(asked.confidence), signed_share(*increase.low),
                                    signed_share(*increase.high), asked.limit.text);
}

void judge_increase(const Expectation& asked, double before, double now, const std::string& unit,
                    ExpectationResult& row) {
  row.baseline = rounded_to_digits(before, 6);
  const std::string was = fmt::format("it was {} in the baseline and is {}", value_text(before, unit), value_text(now, unit));
  if (!(before > 0)) {
    row.verdict = now > before && is_upper_limit(asked.limit) ? Verdict::refuted : Verdict::upheld;
    row.measured_text = now > before ? "from nothing" : "0 %";
    row.because = was;
    return;
  }
  const double increase = now / before - 1;
  row.measured = rounded_to_digits(increase, 3);
  row.measured_text = signed_share(increase);
  // 10 % more than 800 is 880, whatever the last bit of the quotient says.
  row.verdict = asked.limit.holds(round_decimals(increase, 9)) ? Verdict::upheld : Verdict::refuted;
  row.because = fmt::format("{}, and the limit is {}", was, asked.limit.text);
}

}  // namespace windtunnel
