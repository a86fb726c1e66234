// See labels.h.
#include "sim/run/labels.h"

namespace windtunnel {

DesignLabels::DesignLabels(const Design& design) {
  for (const JourneyDefinition& journey : design.journeys) labels_.journeys.push_back(journey.name);
  for (const auto& component : design.components()) {
    first_value_.push_back(static_cast<std::uint32_t>(labels_.values.size()));
    for (const Measure& measure : component->type().measures)
      labels_.values.push_back({component->name() + "." + std::string(measure.name), std::string(measure.unit),
                                std::string(measure.meaning)});
    alarm_of_.push_back(no_component);
    if (capability_of<Alarm>(*component)) {
      alarm_of_.back() = static_cast<std::uint32_t>(labels_.alarms.size());
      labels_.alarms.push_back(component->name());
    }
    labels_.stores.push_back(component->name());
    for (const FaultMode& mode : component->type().fault_modes) {
      labels_.causes.push_back(component->name() + ":" + std::string(mode.name));
      labels_.planned.push_back(mode.planned);
    }
  }
}

}  // namespace windtunnel
