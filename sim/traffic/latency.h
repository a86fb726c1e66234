// How long an answer takes: a small mixture of parts, each known by its mean and variance. Parts exist because time-outs,
// retries and cache misses make answers come at quite different times, which a single mean and variance would blur.
#pragma once

#include <array>

namespace windtunnel::traffic {

/// One kind of answer: never sooner than `floor` (delays that do not vary), beyond it a uniform law up to `width` and, on top
/// and independent of it, a gamma law that takes what is left of mean and variance. Seconds.
struct LatencyPart {
  double weight;
  double floor;
  double mean;  ///< floor included
  double variance;
  double width;

  LatencyPart() {}  // NOLINT: arrays of these are mostly filled in part, and what is not is never read
  LatencyPart(double weight_, double floor_, double mean_, double variance_, double width_ = 0)
      : weight(weight_), floor(floor_), mean(mean_), variance(variance_), width(width_) {}
};

/// Both one after the other; of two widths the narrower becomes part of the gamma law. Weights multiply.
LatencyPart sum(const LatencyPart& a, const LatencyPart& b);

/// Share of a part's answers that come within the limit, 0 to 1.
double share_within(const LatencyPart& part, double limit);

/// A law of latencies; weights add up to 1. With no part: everything at once.
class Latency {
 public:
  static constexpr int capacity = 4;

  Latency() {}  // NOLINT: parts beyond the count are never read, and there are many of these
  Latency(double floor, double mean, double variance) : count_(1) { parts_[0] = {1, floor, mean, variance}; }

  double mean() const;
  double variance() const;
  int count() const { return count_; }
  const LatencyPart& part(int i) const { return parts_[i]; }

  /// Every answer later by that much.
  void delay(double seconds);
  /// This, and then the other, independently.
  void then(const Latency& next);
  /// Share that comes within the limit.
  double within(double limit) const;
  /// Keeps those that come within the limit; returns their share.
  double keep_within(double limit);
  /// The same law as a single part.
  LatencyPart merged() const;

 private:
  friend class LatencyMixer;
  int count_ = 0;
  std::array<LatencyPart, capacity> parts_;
};

/// Gathers parts from several cases and joins those that lie closest until they fit.
class LatencyMixer {
 public:
  LatencyMixer() {}  // NOLINT: as above
  void add(const LatencyPart& part);
  /// Every part of a law, its weights multiplied.
  void add(const Latency& law, double weight);
  double weight() const { return total_; }
  /// The mixture, its weights scaled to 1; at once when nothing was added, and the law itself when it alone was.
  Latency law() { return alone() ? law_ : mixed(); }

 private:
  static constexpr int capacity = 24;
  bool alone() const { return count_ == 0 && total_ > 0; }
  Latency mixed();
  void take_apart();
  void add_parts(const Latency& law, double weight);
  void join_neighbours(int first);
  void join_down_to(int count);
  int count_ = 0;
  double total_ = 0;
  Latency law_;  // while it is alone, it is not among the parts
  std::array<LatencyPart, capacity> parts_;
};

/// Whether two laws differ by anything that could be seen in a figure.
bool differ(const Latency& a, const Latency& b);

/// Regularised lower incomplete gamma function P(shape, x).
double gamma_share(double shape, double x);

}  // namespace windtunnel::traffic
