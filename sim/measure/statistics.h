// Estimates with intervals: what a finite sample says, and how far it can be trusted.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace windtunnel {

/// A point estimate and its two-sided interval; an end that the sample cannot bound is empty.
struct Estimate {
  std::optional<double> mean, low, high;
};

/// A sum whose rounding error does not grow with the number of terms (Neumaier 1974); the order of terms still counts.
class CompensatedSum {
 public:
  void add(double term);
  double value() const { return sum_ + correction_; }

 private:
  double sum_ = 0, correction_ = 0;
};

double compensated_sum(std::span<const double> terms);
/// Mean and standard deviation (n - 1) by compensated sums in the order given; the deviation of one value is 0.
double mean_of(std::span<const double> values);
double standard_deviation_of(std::span<const double> values);

/// Inverse of the standard normal distribution function, for intervals (what decides a trajectory uses mathematics.h).
double standard_normal_quantile(double p);

/// P(Binomial(n, p) >= k), without the cancellation of 1 - P(< k).
double binomial_tail(std::size_t n, double p, std::size_t k);

/// Exact interval for a probability (Clopper & Pearson 1934); without trials only 0 to 1 is known.
Estimate clopper_pearson(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95);
/// Interval for a probability from clusters of `size` trials each that may depend on each other: Clopper-Pearson at the
/// effective number of trials, which is theirs divided by the design effect, at least 1 (Korn & Graubard 1998).
Estimate clustered_share(std::span<const double> successes, std::size_t size, double confidence = 0.95);
/// Approximate interval for a probability, nearer to its nominal coverage on average (Wilson 1927).
Estimate wilson(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95);

/// Interval for a mean by Student's t; one value has no interval.
Estimate student_t_interval(std::span<const double> values, double confidence = 0.95);
/// Interval for a positive, skewed mean: mean * exp(+- t s / (sqrt(n) mean)). A mean of 0 has no upper end.
Estimate log_t_interval(std::span<const double> values, double confidence = 0.95);
/// Interval for sum(numerators) / sum(denominators), pairs independent (ratio estimator, residuals y - R x).
Estimate ratio_interval(std::span<const double> numerators, std::span<const double> denominators,
                        double confidence = 0.95);

/// Ranks (from 1) of the order statistics that bound the p-quantile with equal tails: P(X_(low) <= q_p <= X_(high)) is
/// at least the confidence. Nothing when n is too small for a finite bound on either side (p = 0.99 needs 368).
struct RankInterval {
  std::size_t low = 0, high = 0;
};
std::optional<RankInterval> quantile_ranks(std::size_t n, double p, double confidence = 0.95);
/// The p-quantile (the smallest value with at least a share p at or below it) with its order-statistic interval.
/// `sorted` ascends and may end in infinities; nothing when the sample cannot bound the quantile by a finite number.
std::optional<Estimate> quantile_interval(std::span<const double> sorted, double p, double confidence = 0.95);
/// As quantile_interval, but the 99th percentile is not given below 1 000 values.
std::optional<Estimate> reportable_quantile(std::span<const double> sorted, double p);

/// A time to an end, or (`ended` false) a time up to which no end was seen.
struct Survival {
  double time = 0;
  bool ended = true;
};

/// The product-limit estimate of P(T > t) from censored times (Kaplan & Meier 1958); an end and a censoring at one time
/// count as the end first.
class KaplanMeier {
 public:
  explicit KaplanMeier(std::vector<Survival> observations);
  double survival(double time) const;
  /// With Greenwood's variance on the log-log scale; without an end before `time`, or once all have ended, the
  /// Clopper-Pearson interval of the observations still at risk stands in.
  Estimate survival_interval(double time, double confidence = 0.95) const;
  /// The smallest time at which at least a share p has ended, with the interval of Brookmeyer & Crowley (1982);
  /// nothing when the estimate or its upper bound is never reached.
  std::optional<Estimate> quantile(double p, double confidence = 0.95) const;
  bool censored() const { return censored_; }

 private:
  struct Step {
    double time = 0;
    double survival = 1;
    double greenwood = 0;  ///< sum of d / (n (n - d))
    std::size_t at_risk = 0;
  };
  const Step* step_at(double time) const;
  std::vector<Survival> observations_;  ///< by time
  std::vector<Step> steps_;             ///< one per distinct time of an end
  bool censored_ = false;
};

/// A - B over replications that met the same storm (common random numbers).
struct PairedDifference {
  Estimate difference;   ///< mean of a - b by Student's t over pairs
  Estimate first_lower;  ///< P(a < b) with its Clopper-Pearson interval; ties count for neither
};
PairedDifference paired_difference(std::span<const double> a, std::span<const double> b);

}  // namespace windtunnel
