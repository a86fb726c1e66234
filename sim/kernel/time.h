// Simulated time: integer microseconds, so that sums are exact and the order of events is the same on every machine.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace windtunnel {

/// A span of simulated time in whole microseconds; about 292 000 years fit.
struct Duration {
  std::int64_t microseconds = 0;

  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return {a.microseconds + b.microseconds}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.microseconds - b.microseconds}; }
  friend constexpr Duration operator-(Duration a) { return {-a.microseconds}; }
  friend constexpr Duration operator*(Duration a, std::int64_t n) { return {a.microseconds * n}; }
  friend constexpr Duration operator*(std::int64_t n, Duration a) { return {a.microseconds * n}; }
  friend constexpr std::int64_t operator/(Duration a, Duration b) { return a.microseconds / b.microseconds; }
  friend constexpr Duration operator/(Duration a, std::int64_t n) { return {a.microseconds / n}; }
  friend constexpr Duration operator%(Duration a, Duration b) { return {a.microseconds % b.microseconds}; }
  constexpr Duration& operator+=(Duration b) { microseconds += b.microseconds; return *this; }
  constexpr Duration& operator-=(Duration b) { microseconds -= b.microseconds; return *this; }

  /// The span in seconds, for arithmetic on rates.
  constexpr double seconds() const { return static_cast<double>(microseconds) * 1e-6; }
  static constexpr Duration max() { return {std::numeric_limits<std::int64_t>::max()}; }
};

/// An instant: microseconds since simulated zero (Monday 1 January 2029, 00:00 UTC, unless a scenario gives a date).
struct Time {
  std::int64_t microseconds = 0;

  friend constexpr auto operator<=>(Time, Time) = default;
  friend constexpr Time operator+(Time t, Duration d) { return {t.microseconds + d.microseconds}; }
  friend constexpr Time operator-(Time t, Duration d) { return {t.microseconds - d.microseconds}; }
  friend constexpr Duration operator-(Time a, Time b) { return {a.microseconds - b.microseconds}; }

  constexpr double seconds() const { return static_cast<double>(microseconds) * 1e-6; }
  /// Later than every instant that a run can reach; sums with ordinary durations must not be formed from it.
  static constexpr Time never() { return {std::numeric_limits<std::int64_t>::max()}; }
};

constexpr Duration microseconds(std::int64_t n) { return {n}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Duration hours(std::int64_t n) { return seconds(n * 3'600); }
constexpr Duration days(std::int64_t n) { return hours(n * 24); }
/// A year of 365 days, the year in which budgets (99.99 % = 52.6 min) are counted.
constexpr Duration years(std::int64_t n) { return days(n * 365); }
/// The nearest whole microsecond; saturates at the ends of the range.
constexpr Duration from_seconds(double s) {
  constexpr double limit = 9.2e12;
  if (s >= limit) return {static_cast<std::int64_t>(limit * 1e6)};
  if (s <= -limit) return {static_cast<std::int64_t>(-limit * 1e6)};
  const double us = s * 1e6;
  return {static_cast<std::int64_t>(us < 0 ? us - 0.5 : us + 0.5)};
}

}  // namespace windtunnel
