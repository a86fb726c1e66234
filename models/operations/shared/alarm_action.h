// What an alarm does when it changes state, whatever it watches.
#pragma once

#include <vector>

#include "sim/config/parameter.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

struct AlarmAction {
  DurationDistribution metric_delay =
      DurationDistribution::lognormal(seconds(60), seconds(150), 0.9).clamped(seconds(20), seconds(300));
  DurationDistribution action =
      DurationDistribution::lognormal(seconds(2), seconds(10), 0.9).clamped(milliseconds(500), seconds(60));
  std::vector<Reference> notify;

  static ParameterTable parameters() {
    using P = AlarmAction;
    return parameter_table<P>(
        parameter<&P::metric_delay>("metric_delay", "From the end of a period or run until the alarm has its value.",
                                    "cw.metric.latency", plausible(seconds(20), seconds(300))),
        parameter<&P::action>("action", "From the change of state until its action is called.", "cw.alarm.action",
                              plausible(milliseconds(500), seconds(60))),
        parameter<&P::notify>("notify", "Who is told: topics, runbooks.", references("alarm_listener")));
  }
};

/// Those who are told; state of a model that does not change in a run.
class AlarmListeners {
 public:
  void find(Wiring& wiring, const Component& alarm, const std::vector<Reference>& notify) {
    for (const Reference& reference : notify) listeners_.push_back(wiring.find(alarm, reference));
  }
  void tell(World& world, const Component& alarm, bool firing) const {
    for (const ComponentId listener : listeners_) world.capability<AlarmListener>(listener)->alarm_changed(world, alarm.id(), firing);
  }

 private:
  std::vector<ComponentId> listeners_;
};

}  // namespace windtunnel::models
