// See baseline_look.h.
#include "sim/measure/baseline_look.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/measure/paired_test.h"

namespace windtunnel {
namespace {

/// The values of the first replications.
MeasuredValues first_of(const MeasuredValues& all, std::uint64_t count) {
  MeasuredValues first = all;
  const auto end = std::lower_bound(all.replications.begin(), all.replications.end(), count);
  const auto size = static_cast<std::size_t>(end - all.replications.begin());
  first.replications.resize(size);
  first.values.resize(size);
  first.endless.resize(size);
  return first;
}

bool differ(const MeasuredValues& before, const MeasuredValues& now) {
  if (before.replications != now.replications || before.endless != now.endless) return true;
  const double relevant = relevant_difference(before.measure, before.unit, 0);
  for (std::size_t i = 0; i < before.values.size(); ++i) {
    const bool ended = std::isfinite(before.values[i]), ends = std::isfinite(now.values[i]);
    if (ended != ends || (ended && std::abs(now.values[i] - before.values[i]) >= relevant)) return true;
  }
  return false;
}

}  // namespace

bool differ(const std::vector<MeasuredValues>& before, const std::vector<MeasuredValues>& now, std::uint64_t count) {
  std::map<std::pair<std::string, std::string>, std::pair<MeasuredValues, MeasuredValues>> sides;
  for (const MeasuredValues& was : before) sides[{was.measure, was.journey}].first = first_of(was, count);
  for (const MeasuredValues& is : now) sides[{is.measure, is.journey}].second = first_of(is, count);
  return std::any_of(sides.begin(), sides.end(),
                     [](const auto& side) { return differ(side.second.first, side.second.second); });
}

std::vector<MeasuredValues> first_of(const std::vector<MeasuredValues>& all, std::uint64_t count) {
  std::vector<MeasuredValues> first;
  for (const MeasuredValues& values : all) first.push_back(first_of(values, count));
  return first;
}

std::uint64_t first_look(std::uint64_t replications) {
  return std::min(replications, std::max<std::uint64_t>(30, (3 * replications + 9) / 10));
}

namespace {

/// Whether the mean is not further away than matters, with 99.9 %: Student's interval is 1.8 times as wide then as with 95 %
/// for thirty pairs and more, and at most four times for five and more.
bool surely_same(const BaselineRow& row) {
  const Estimate& d = row.difference;
  if (row.least_p == 1) return true;
  if (!d.mean || !d.low || !d.high || row.pairs < 5) return false;
  const double wider = row.pairs < 30 ? 4.1 : 1.8;
  return std::abs(*d.mean) + wider * (*d.high - *d.low) / 2 < row.relevant;
}

/// Whether the p95 of so many replications could show a difference at all: a twentieth of either side lies beyond the
/// common one, and all of these would have to speak for the same side.
bool p95_can_show(const BaselineRow& row, std::uint64_t all) {
  return sign_test(static_cast<std::size_t>(all) / 10, 0) <= row.threshold;
}

bool is_open(const BaselineRow& row, std::uint64_t all) {
  if (!row.gates || row.change == Change::better || row.pairs >= all) return false;
  if (row.planned < first_look(all)) return false;  // the scenario asks for no more
  if (row.change == Change::missing) return row.planned < all;
  if (row.statistic == "mean") return !surely_same(row);
  if (row.statistic == "share without end") return row.least_p < 1;
  if (row.statistic != "p95" || !p95_can_show(row, all)) return false;
  return row.change == Change::unknown || std::abs(row.difference.mean.value_or(0)) >= row.relevant;
}

}  // namespace

std::set<DesignRun> open_runs(const BaselineCheck& check, std::uint64_t all) {
  std::set<DesignRun> open, settled;
  for (const BaselineRow& row : check.rows) {
    if (row.change == Change::worse && row.gates) settled.insert({row.design, row.run});
    if (is_open(row, all)) open.insert({row.design, row.run});
  }
  for (const DesignRun& run : settled) open.erase(run);
  return open;
}

}  // namespace windtunnel
