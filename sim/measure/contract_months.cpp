// See contract_months.h.
#include "sim/measure/contract_months.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/measure/rounding.h"
#include "sim/scenario/glob.h"

namespace windtunnel {
namespace {

constexpr std::array<int, 12> days_of_months = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr double seconds_per_week = 7 * 86400.0;
/// The resolution of simulated time: a bin that is down from end to end is down, whatever way its ends were rounded.
constexpr double one_microsecond = 1e-6;

/// Intervals of one year in which the contract's journeys were down, merged and in order.
std::vector<std::pair<double, double>> merged(std::vector<std::pair<double, double>> intervals) {
  std::sort(intervals.begin(), intervals.end());
  std::vector<std::pair<double, double>> result;
  for (const auto& [from, to] : intervals) {
    if (result.empty() || from > result.back().second)
      result.emplace_back(from, to);
    else
      result.back().second = std::max(result.back().second, to);
  }
  return result;
}

}  // namespace

ContractCounter::ContractCounter(const Contract& contract, std::vector<ContractJourney> journeys,
                                 const RunLabels& labels)
    : contract_(contract), journeys_(std::move(journeys)), bin_seconds_(contract.bin.seconds()) {
  for (const std::string& cause : labels.causes)
    planned_.push_back(std::any_of(contract.planned.begin(), contract.planned.end(),
                                   [&](const std::string& glob) { return glob_matches(glob, cause); }));
  in_.assign(labels.journeys.size(), 0);
  for (const ContractJourney& journey : journeys_) {
    in_[journey.journey] = 1;
    rate_ += journey.rate;
    healthy_failure_ += journey.rate * journey.healthy_failure;
  }
  if (rate_ > 0) healthy_failure_ /= rate_;
  std::int64_t bin = 0;
  for (const int days : days_of_months) {
    const auto bins = static_cast<std::int64_t>(days * 86400.0 / bin_seconds_ + 0.5);
    months_.push_back({bin, bin + bins, 0});
    bin += bins;
  }
  excluded_.assign(static_cast<std::size_t>(bin), 0);
  // A year begins on a Monday, as the weeks of the windows do; a window of the week before may reach into it.
  for (const auto& [start, length] : contract.windows())
    for (double at = start.seconds() - seconds_per_week; at < static_cast<double>(bin) * bin_seconds_;
         at += seconds_per_week)
      for (auto b = static_cast<std::int64_t>(std::floor(at / bin_seconds_));
           static_cast<double>(b) * bin_seconds_ < at + length.seconds(); ++b)
        if (b >= 0 && b < bin) excluded_[static_cast<std::size_t>(b)] = 1;
  for (Month& month : months_)
    for (std::int64_t b = month.begin; b < month.end; ++b) month.counted += counts(b);
}

std::size_t ContractCounter::month_of(std::int64_t bin) const {
  std::size_t month = 0;
  while (month + 1 < months_.size() && bin >= months_[month].end) ++month;
  return month;
}

std::vector<double> ContractCounter::months(const ReplicationRecord& year) const {
  const bool time = contract_.counts == ContractCount::time;
  const std::vector<double> lost = time ? down_bins(year) : failed_bins(year);
  std::vector<double> uptimes;
  for (std::size_t m = 0; m < months_.size(); ++m) {
    if (static_cast<double>(months_[m].end) * bin_seconds_ > year.window_seconds + one_microsecond) break;
    const double share = months_[m].counted > 0 ? lost[m] / months_[m].counted : 0;
    uptimes.push_back(std::clamp(1 - share - (time ? 0 : healthy_failure_), 0.0, 1.0));
  }
  return uptimes;
}

std::vector<double> ContractCounter::down_bins(const ReplicationRecord& year) const {
  std::vector<std::pair<double, double>> intervals;
  for (const IncidentRecord& incident : year.incidents)
    if (in_[incident.journey] && !is_planned(incident.cause))
      intervals.emplace_back(incident.start.seconds(), incident.start.seconds() + incident.seconds);
  std::vector<double> lost(months_.size());
  std::int64_t bin = -1;
  double down = 0;  // seconds of that bin
  const auto close = [&] {
    if (bin >= 0 && counts(bin) && down >= contract_.down.value * bin_seconds_ - one_microsecond) ++lost[month_of(bin)];
  };
  for (const auto& [from, to] : merged(std::move(intervals)))
    for (auto b = static_cast<std::int64_t>(std::floor(from / bin_seconds_));
         static_cast<double>(b) * bin_seconds_ < to; ++b) {
      if (b != bin) {
        close();
        bin = b;
        down = 0;
      }
      const double begin = static_cast<double>(b) * bin_seconds_;
      down += std::min(to, begin + bin_seconds_) - std::max(from, begin);
    }
  close();
  return lost;
}

std::vector<double> ContractCounter::failed_bins(const ReplicationRecord& year) const {
  std::vector<double> lost(months_.size());
  std::vector<const ContractJourney*> of(in_.size());
  for (const ContractJourney& journey : journeys_) of[journey.journey] = &journey;
  for (const HurtMinute& hurt : year.minutes) {
    const ContractJourney* journey = of[hurt.journey];
    const auto bin = static_cast<std::int64_t>(static_cast<double>(hurt.minute) * 60 / bin_seconds_);
    if (!journey || is_planned(hurt.cause) || !counts(bin) || !(hurt.offered > 0)) continue;
    // Beyond what fails in health, which every bin has.
    const double failure = 1 - hurt.good / hurt.offered - journey->healthy_failure;
    lost[month_of(bin)] += journey->rate / rate_ * failure * hurt.seconds / bin_seconds_;
  }
  return lost;
}

ContractResult estimate_contract(const Contract& contract, const std::string& policy, const std::string& design,
                                 const ContractMonths& months) {
  ContractResult result;
  result.contract = contract.name;
  result.policy = policy;
  result.design = design;
  result.counts = contract.counts == ContractCount::time ? "time" : "requests";
  result.bin_minutes = contract.bin.seconds() / 60;
  result.credits.charge = contract.charge.value;
  const std::size_t size = months.by_year.empty() ? 0 : months.by_year.front().size();
  std::vector<double> uptimes, lost, owed, keeping;
  std::vector<std::vector<double>> tiers(contract.credits.size());
  for (const std::vector<double>& year : months.by_year) {
    CompensatedSum year_lost, year_owed;
    std::vector<double> hits(contract.credits.size());
    double kept = 0;
    for (const double uptime : year) {
      uptimes.push_back(uptime);
      year_lost.add(1 - uptime);
      const double credit = contract.credit_for(uptime);
      year_owed.add(credit * contract.charge.value);
      std::size_t deepest = contract.credits.size();
      for (std::size_t t = 0; t < contract.credits.size(); ++t)
        if (uptime < contract.credits[t].below.value) deepest = t;
      if (deepest < hits.size()) ++hits[deepest];
      else ++kept;
    }
    result.months_with_credits += static_cast<std::uint64_t>(static_cast<double>(year.size()) - kept);
    keeping.push_back(kept);
    for (std::size_t t = 0; t < hits.size(); ++t) tiers[t].push_back(hits[t]);
    lost.push_back(year_lost.value() / static_cast<double>(size));
    owed.push_back(year_owed.value() / static_cast<double>(size));
  }
  result.months = uptimes.size();
  std::sort(uptimes.begin(), uptimes.end());
  if (const auto mean = rounded(log_t_interval(lost)).mean) result.uptime.mean = 1 - *mean;
  const auto quantile = [&](double p) -> std::optional<double> {
    const auto estimate = quantile_interval(uptimes, p);
    return estimate ? rounded(*estimate).mean : std::nullopt;
  };
  result.uptime.p50 = quantile(0.50);
  result.uptime.p05 = quantile(0.05);
  result.uptime.p01 = quantile(0.01);
  if (!uptimes.empty()) result.uptime.min = uptimes.front();
  result.kept = rounded(clustered_share(keeping, size));
  for (std::size_t t = 0; t < tiers.size(); ++t)
    result.tiers.push_back({round_decimals(contract.credits[t].below.value, 9),
                            round_decimals(contract.credits[t].credit.value, 9), rounded(clustered_share(tiers[t], size))});
  result.credits.per_month = rounded(log_t_interval(owed));
  return result;
}

}  // namespace windtunnel
