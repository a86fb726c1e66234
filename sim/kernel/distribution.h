// Distributions of durations: constant, exponential, lognormal, uniform, triangular, Weibull.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/kernel/random.h"
#include "sim/kernel/time.h"

namespace windtunnel {

/// A law from which a duration is drawn, possibly cut to [low, high]. Text form: "90 s", "exponential(30 d)",
/// "lognormal(p50: 8 min, p95: 25 min)", "lognormal(p50: 20 s, p90: 55 s, min: 5 s, max: 300 s)", "uniform(0 s, 30 s)",
/// "triangular(60 s, 85 s, 120 s)", "weibull(shape: 0.7, scale: 3 d)".
class DurationDistribution {
 public:
  enum class Family : unsigned char { constant, exponential, lognormal, uniform, triangular, weibull };

  constexpr DurationDistribution() = default;
  constexpr DurationDistribution(Duration value) : a_(value.seconds()) {}  // NOLINT: a constant is a distribution

  static DurationDistribution exponential(Duration mean);
  /// Median and a second quantile (share p in (0.5, 1)) fix the two parameters.
  static DurationDistribution lognormal(Duration median, Duration quantile, double p = 0.95);
  static DurationDistribution uniform(Duration low, Duration high);
  static DurationDistribution triangular(Duration low, Duration mode, Duration high);
  static DurationDistribution weibull(double shape, Duration scale);
  /// The same law, each draw moved into [low, high].
  DurationDistribution clamped(Duration low, Duration high) const;
  /// The same law with every draw multiplied by factor > 0.
  DurationDistribution scaled(double factor) const;

  Duration draw(Stream& stream) const;
  /// The quantile function, without the clamp's atoms removed: quantile(0.5) is the median of what is drawn.
  Duration quantile(double p) const;
  /// Mean of the unclamped law, in seconds.
  double mean_seconds() const;
  Family family() const { return family_; }
  bool is_constant() const { return family_ == Family::constant; }
  friend bool operator==(const DurationDistribution&, const DurationDistribution&) = default;

 private:
  Family family_ = Family::constant;
  double a_ = 0, b_ = 0, c_ = 0;  // constant: value; exponential: mean; lognormal: mu, sigma; uniform: low, high; triangular: low, mode, high; weibull: shape, scale
  double low_ = 0, high_ = 9.2e12;
  friend std::string to_text(const DurationDistribution&);
};

std::optional<DurationDistribution> parse_duration_distribution(std::string_view text);
std::string to_text(const DurationDistribution&);
/// The text forms that the parser accepts, for messages.
std::string_view forms_of_duration_distribution();

}  // namespace windtunnel
