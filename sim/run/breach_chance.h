// How likely the periods of a metric rule breach it: counts are Poisson around the flow, averages are what they are.
#pragma once

#include <cstdint>

#include "sim/design/metric.h"

namespace windtunnel {

/// What one period of a rule says.
class BreachChance {
 public:
  enum class Side : std::uint8_t {
    rest,    ///< surely does not breach
    open,    ///< chance decides
    breach,  ///< surely does
  };

  explicit BreachChance(const MetricRule& rule);

  /// Probability that a period with this mean value breaches. With `chance` false counts are what they are, too.
  double of(double value, bool chance) const;
  /// On which side of the rule a mean value lies. What is less likely than one in 10^8 counts as sure.
  Side side(double value, bool chance) const;
  /// The mean value at which that side ends.
  double end_of(Side side, bool chance) const;

 private:
  bool breaches(double value) const;

  MetricRule::Comparison comparison_;
  bool upward_;      // high values breach
  bool counted_;
  double threshold_;  // in values
  double period_;     // in seconds
  double count_;      // as many make a period breach, or rest where few do
  double low_, high_;  // values below and above which chance has no say
};

}  // namespace windtunnel
