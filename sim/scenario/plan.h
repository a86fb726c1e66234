// What a run does to one design: a scenario with its selectors resolved to components. The run floor executes plans.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/scenario/expectation.h"

namespace windtunnel {

/// One fault on one component. `at` counts from the moment of the first fault of the scenario.
struct Blow {
  ComponentId component = no_component;
  Strike strike;
  Duration at;
};

/// A journey's traffic times a factor, for a while.
struct TrafficChange {
  std::uint32_t journey = 0;  ///< index into Design::journeys
  double factor = 1;
  Duration at;
  Duration ramp;   ///< how long it takes to get there, and back
  Duration lasts;  ///< from the end of the ramp up to the beginning of the ramp down
};

/// Replaces what the design says of the users' software of a journey.
struct ClientChange {
  std::uint32_t journey = 0;
  std::optional<int> retries;
  std::optional<double> timeout_seconds, backoff_seconds;
  std::optional<double> retry_budget;
};

/// When the first fault comes.
struct StartTime {
  enum class Kind : std::uint8_t {
    random_of_week,  ///< uniform over the week
    random_of_day,   ///< uniform over a Tuesday
    fixed,           ///< `time`
  };
  Kind kind = Kind::random_of_week;
  Time time;
};

struct Plan {
  std::string design, scenario;
  std::string name;   ///< "zone-loss@primary.zone-1", or the scenario's name when it does not expand
  std::string title;
  /// Why there is nothing to do: the selector matches nothing in this design. Empty: the plan can run.
  std::string not_applicable;
  std::vector<Blow> blows;
  std::vector<TrafficChange> traffic;
  std::vector<ClientChange> clients;
  StartTime start;
  Duration lead = hours(1);      ///< observed before the first fault
  Duration quiet = hours(1);     ///< every journey at its recovery level for so long ends the run
  Duration horizon = hours(24);  ///< after the first fault, at the most
  std::vector<Expectation> expectations;
};

/// When the last fault of a plan strikes or its last demand rises, after the first.
inline Duration last_fault(const Plan& plan) {
  Duration last;
  for (const Blow& blow : plan.blows) last = std::max(last, blow.at);
  for (const TrafficChange& change : plan.traffic) last = std::max(last, change.at);
  return last;
}

}  // namespace windtunnel
