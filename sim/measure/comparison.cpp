// See comparison.h.
#include "sim/measure/comparison.h"

#include <algorithm>
#include <cmath>

#include "sim/measure/paired_test.h"

namespace windtunnel {
namespace {

using Values = std::vector<std::optional<double>>;

const RunResult* find_run(const Result& result, const std::string& design, const std::string& scenario) {
  for (const RunResult& run : result.runs)
    if (run.design == design && run.scenario == scenario && run.status == RunStatus::measured) return &run;
  return nullptr;
}

/// Of each replication the journey that recovers last; nothing where one never does.
Values slowest(const RunResult& run) {
  Values all;
  for (const auto& [journey, values] : run.replication_values.rto_seconds) {
    if (all.empty()) all.assign(values.size(), 0.0);
    for (std::size_t i = 0; i < std::min(all.size(), values.size()); ++i) {
      if (!values[i])
        all[i].reset();
      else if (all[i])
        all[i] = std::max(*all[i], *values[i]);
    }
  }
  return all;
}

/// The difference of two independent means by Student's t on each, intervals added in quadrature (Welch).
Estimate independent_difference(const std::vector<double>& a, const std::vector<double>& b) {
  const Estimate first = student_t_interval(a), second = student_t_interval(b);
  Estimate difference;
  if (!first.mean || !second.mean) return difference;
  difference.mean = *second.mean - *first.mean;
  if (!first.high || !second.high) return difference;
  const double half = std::hypot(*first.high - *first.mean, *second.high - *second.mean);
  difference.low = *difference.mean - half;
  difference.high = *difference.mean + half;
  return difference;
}

std::optional<double> mean_of_ended(const Values& values) {
  std::vector<double> ended;
  for (const auto& value : values)
    if (value) ended.push_back(*value);
  return ended.empty() ? std::nullopt : std::optional(mean_of(ended));
}

Difference difference_of(const Values& first, const Values& second, bool paired) {
  Difference d;
  d.paired = paired;
  std::vector<double> a, b;
  for (const auto& value : first) d.endless_first += !value;
  for (const auto& value : second) d.endless_second += !value;
  if (d.paired) {
    for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
      if (!first[i] || !second[i]) continue;
      a.push_back(*first[i]);
      b.push_back(*second[i]);
    }
    d.pairs = a.size();
    if (!a.empty()) d.difference = paired_difference(b, a).difference;
  } else {
    for (const auto& value : first)
      if (value) a.push_back(*value);
    for (const auto& value : second)
      if (value) b.push_back(*value);
    d.pairs = std::min(a.size(), b.size());
    d.difference = independent_difference(a, b);
  }
  d.first = a.empty() ? mean_of_ended(first) : mean_of(a);
  d.second = b.empty() ? mean_of_ended(second) : mean_of(b);
  return d;
}

class Comparing {
 public:
  Comparing(Comparison& comparison, bool same_storm) : comparison_(comparison), same_storm_(same_storm) {}

  void runs(const RunResult& first, const RunResult& second) {
    paired_ = same_storm_ && first.struck.unchanged == 0 && second.struck.unchanged == 0;
    scenario_ = first.scenario;
    add("rto", "", slowest(first), slowest(second));
    for (const auto& [journey, values] : first.replication_values.rto_seconds)
      for (const auto& [other, others] : second.replication_values.rto_seconds)
        if (journey == other) add("rto", journey, values, others);
    add("rpo", "", first.replication_values.rpo_seconds, second.replication_values.rpo_seconds);
  }

 private:
  void add(const char* measure, const std::string& journey, const Values& first, const Values& second) {
    if (first.empty() || second.empty()) return;
    Difference d = difference_of(first, second, paired_);
    d.scenario = scenario_;
    d.journey = journey;
    d.measure = measure;
    comparison_.differences.push_back(std::move(d));
  }

  Comparison& comparison_;
  bool same_storm_, paired_ = true;
  std::string scenario_;
};

void compare_designs(Comparison& comparison, const Result& first, const Result& second) {
  const auto bill = [&](const Result& result, const std::string& name, std::optional<double>& total, std::vector<std::string>& unpriced) {
    const MonthlyCost* found = nullptr;
    for (const DesignResult& design : result.designs)
      if (design.design == name && !design.cost_monthly.lines.empty()) found = &design.cost_monthly;
    if (!found) return found;
    total = found->total;
    unpriced = found->unknown;
    comparison.currency = found->currency;
    return found;
  };
  const MonthlyCost* one = bill(first, comparison.first, comparison.cost_first, comparison.unpriced_first);
  const MonthlyCost* other = bill(second, comparison.second, comparison.cost_second, comparison.unpriced_second);
  comparison.lack_the_same = one && other && lack_the_same(*one, *other);
  for (const AvailabilityResult& a : first.availability)
    if (a.design == comparison.first) comparison.unavailability_first = a.unavailability;
  for (const AvailabilityResult& a : second.availability)
    if (a.design == comparison.second) comparison.unavailability_second = a.unavailability;
}

}  // namespace

int Difference::sign() const {
  // Never to recover is worse than to recover late; where both do so now and then, more often must be no chance.
  const bool ends_differ = sign_test(endless_first, endless_second) <= 0.05;
  const bool nothing_else = difference.low.value_or(0) == 0 && difference.high.value_or(0) == 0;
  if (endless_first != endless_second && (ends_differ || nothing_else)) return endless_second > endless_first ? 1 : -1;
  if (difference.low && *difference.low > 0) return 1;
  if (difference.high && *difference.high < 0) return -1;
  return 0;
}

Comparison compare(const Result& first, const std::string& first_design, const Result& second,
                   const std::string& second_design) {
  Comparison comparison;
  comparison.first = first_design;
  comparison.second = second_design;
  const bool same_storm = first.seed == second.seed && first.windtunnel == second.windtunnel;
  Comparing comparing(comparison, same_storm);
  for (const RunResult& run : first.runs) {
    if (run.design != first_design || run.status != RunStatus::measured) continue;
    if (const RunResult* other = find_run(second, second_design, run.scenario))
      comparing.runs(run, *other);
    else
      comparison.only_first.push_back(run.scenario);
  }
  for (const RunResult& run : second.runs)
    if (run.design == second_design && run.status == RunStatus::measured &&
        !find_run(first, first_design, run.scenario))
      comparison.only_second.push_back(run.scenario);
  compare_designs(comparison, first, second);
  return comparison;
}

std::optional<MeanFigures> mean_figures(const Result& result, const std::string& design,
                                        const std::set<std::string>& runs) {
  std::vector<double> recoveries, losses;
  for (const std::string& name : runs) {
    const RunResult* run = find_run(result, design, name);
    if (!run) return std::nullopt;
    if (const auto mean = mean_of_ended(slowest(*run))) recoveries.push_back(*mean);
    if (const auto mean = mean_of_ended(run->replication_values.rpo_seconds)) losses.push_back(*mean);
  }
  MeanFigures figures;
  if (!recoveries.empty()) figures.recovery = mean_of(recoveries);
  if (!losses.empty()) figures.loss = mean_of(losses);
  for (const DesignResult& one : result.designs)
    if (one.design == design) figures.cost = one.cost_monthly.total;
  return figures;
}

std::set<std::string> common_runs(const Result& result, const std::string& first, const std::string& second) {
  std::set<std::string> names;
  for (const RunResult& run : result.runs)
    if (run.design == first && run.status == RunStatus::measured && find_run(result, second, run.scenario))
      names.insert(run.scenario);
  return names;
}

}  // namespace windtunnel
