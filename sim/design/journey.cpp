// See journey.h.
#include "sim/design/journey.h"

#include <algorithm>

#include "sim/kernel/mathematics.h"

namespace windtunnel {

WeeklyRate::WeeklyRate(double per_second) : knots_{{Duration{}, per_second}} {}

WeeklyRate WeeklyRate::daily(double trough, double peak, Duration peak_time) {
  WeeklyRate rate;
  rate.knots_.clear();
  constexpr int per_day = 48;
  for (int i = 0; i < 7 * per_day; ++i) {
    const Duration offset = minutes(30) * i;
    const double angle = 2 * 3.14159265358979323846 * (offset - peak_time).seconds() / 86400.0;
    rate.knots_.push_back({offset, trough + (peak - trough) * 0.5 * (1 + mathematics::cos(angle))});
  }
  return rate;
}

traffic::Ramp WeeklyRate::from(Time t) const {
  if (knots_.size() == 1) return knots_.front().second;
  Duration offset = Duration{t.microseconds} % week;
  if (offset < Duration{}) offset += week;
  const Time week_start = t - offset;
  const auto next = std::upper_bound(knots_.begin(), knots_.end(), offset,
                                     [](Duration d, const auto& knot) { return d < knot.first; });
  const auto& before = *std::prev(next);  // the first knot stands at 0
  const Time end = next == knots_.end() ? week_start + week : week_start + next->first;
  const double to = next == knots_.end() ? knots_.front().second : next->second;
  return {before.second, to, week_start + before.first, end};
}

double WeeklyRate::at(Time t) const { return from(t).at(t); }

double WeeklyRate::peak() const {
  double peak = 0;
  for (const auto& [offset, rate] : knots_) peak = std::max(peak, rate);
  return peak;
}

double WeeklyRate::mean() const {
  if (knots_.size() == 1) return knots_.front().second;
  double sum = 0;
  for (std::size_t i = 0; i < knots_.size(); ++i) {
    const bool last = i + 1 == knots_.size();
    const Duration end = last ? week : knots_[i + 1].first;
    const double to = last ? knots_.front().second : knots_[i + 1].second;
    sum += 0.5 * (knots_[i].second + to) * (end - knots_[i].first).seconds();
  }
  return sum / week.seconds();
}

WeeklyRate WeeklyRate::scaled(double factor) const {
  WeeklyRate result = *this;
  for (auto& [offset, rate] : result.knots_) rate *= factor;
  return result;
}

}  // namespace windtunnel
