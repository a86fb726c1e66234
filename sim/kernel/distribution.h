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
/// "triangular(60 s, 85 s, 120 s)", "weibull(shape: 0.7, scale: 3 d)". Every law but a constant takes min and max. The
/// parameters that are durations are whole microseconds, as in their text. The makers throw std::invalid_argument where
/// the parameters are no law: negative durations, a mean or median of 0, bounds that cross, a quantile below the
/// median.
class DurationDistribution {
 public:
  enum class Family : unsigned char { constant, exponential, lognormal, uniform, triangular, weibull };

  constexpr DurationDistribution() = default;
  constexpr DurationDistribution(Duration value) : a_(value) {}  // NOLINT: a constant is a distribution

  static DurationDistribution exponential(Duration mean);
  /// Median and a second quantile (share p in (0.5, 1)) fix the two parameters.
  static DurationDistribution lognormal(Duration median, Duration quantile, double p = 0.95);
  static DurationDistribution uniform(Duration low, Duration high);
  static DurationDistribution triangular(Duration low, Duration mode, Duration high);
  static DurationDistribution weibull(double shape, Duration scale);
  /// The same law, each draw moved into [low, high], within bounds that it may have already.
  DurationDistribution clamped(Duration low, Duration high) const;
  /// The same law with every draw multiplied by factor > 0; its parameters are rounded to whole microseconds.
  DurationDistribution scaled(double factor) const;

  /// Takes one draw of the stream, whatever the family, so that streams stay aligned when a constant becomes a law.
  Duration draw(Stream& stream) const;
  /// The quantile function, without the clamp's atoms removed: quantile(0.5) is the median of what is drawn. 0 < p < 1.
  Duration quantile(double p) const;
  /// Mean of the unclamped law, in seconds.
  double mean_seconds() const;
  Family family() const { return family_; }
  bool is_constant() const { return family_ == Family::constant; }
  friend bool operator==(const DurationDistribution&, const DurationDistribution&) = default;

 private:
  static constexpr Duration unbounded = from_seconds(1e300);

  explicit DurationDistribution(Family family) : family_(family) {}
  bool is_law() const;
  void derive();
  DurationDistribution checked() const;
  double microseconds_at(double p) const;
  Duration cut(double microseconds) const;

  Family family_ = Family::constant;
  // constant: value; exponential: mean; lognormal: median, quantile; uniform: low, high; triangular: low, mode, high;
  // weibull: scale
  Duration a_, b_, c_;
  double parameter_ = 0;  // lognormal: share of the quantile; weibull: shape
  double derived_ = 0;    // lognormal: sigma; weibull: 1 / shape
  Duration low_, high_ = unbounded;
  friend std::string to_text(const DurationDistribution&);
  friend std::optional<DurationDistribution> parse_duration_distribution(std::string_view text);
};

/// Nothing where the text is none of the forms, or its numbers are no law.
std::optional<DurationDistribution> parse_duration_distribution(std::string_view text);
/// The text form, read back to an equal distribution.
std::string to_text(const DurationDistribution&);
/// The text forms that the parser accepts, for messages.
std::string_view forms_of_duration_distribution();

}  // namespace windtunnel
