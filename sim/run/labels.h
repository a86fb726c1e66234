// The names under which a run's records keep their figures, shared by all replications of a design.
#pragma once

#include <vector>

#include "sim/design/design.h"
#include "sim/measure/record.h"

namespace windtunnel {

class DesignLabels {
 public:
  explicit DesignLabels(const Design& design);
  const RunLabels& labels() const { return labels_; }
  std::uint32_t value(ComponentId component, std::uint32_t measure) const { return first_value_[component] + measure; }
  /// Index into RunLabels::alarms, or no_component.
  std::uint32_t alarm(ComponentId component) const { return alarm_of_[component]; }

 private:
  RunLabels labels_;
  std::vector<std::uint32_t> first_value_, alarm_of_;
};

}  // namespace windtunnel
