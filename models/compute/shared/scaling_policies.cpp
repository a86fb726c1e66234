// What files say about scaling, and what follows from it before a run: parameters, checks, thresholds.
#include <algorithm>
#include <limits>

#include "models/compute/shared/scaling.h"
#include "sim/design/time_zone.h"

namespace windtunnel::models {

ParameterTable TargetTracking::parameters() {
  using P = TargetTracking;
  return parameter_table<P>(parameter<&P::cpu>("cpu", "Mean processor utilisation that it aims at.", above(percent(0)),
                                               at_most(percent(100))),
                            parameter<&P::memory>("memory", "Mean memory utilisation that it aims at.",
                                                  above(percent(0)), at_most(percent(100))),
                            parameter<&P::scale_in>("scale_in", "Whether it may also remove units.", "asg.tt.in"));
}

void TargetTracking::check(ParameterProblems& problems) const {
  if (cpu.has_value() == memory.has_value())
    problems.error("cpu", "a target is either \"cpu\" or \"memory\"; write one policy for each");
}

ParameterTable StepScaling::parameters() {
  using P = StepScaling;
  return parameter_table<P>(
      parameter<&P::scale_out_above>("scale_out_above", "Mean processor utilisation above which units are added.",
                                     "assumption:step-thresholds", between(percent(0), percent(100)),
                                     plausible(percent(60), percent(90))),
      parameter<&P::scale_in_below>("scale_in_below", "Mean processor utilisation below which units are removed.",
                                    "assumption:step-thresholds", between(percent(0), percent(100)),
                                    plausible(percent(10), percent(40))),
      parameter<&P::scale_out_by>("scale_out_by", "Units added at a time.", "assumption:step-size", between(1, 1000),
                                  plausible(1, 2)),
      parameter<&P::scale_in_by>("scale_in_by", "Units removed at a time.", "assumption:step-size", between(1, 1000),
                                 plausible(1, 2)),
      parameter<&P::periods>("periods", "Data points in a row that must breach.", "assumption:step-periods",
                             between(1, 60), plausible(1, 5)));
}

void StepScaling::check(ParameterProblems& problems) const {
  if (scale_in_below > scale_out_above)
    problems.error("scale_in_below", "must not lie above scale_out_above, or units are added and taken away at once");
}

ParameterTable ScheduledAction::parameters() {
  using P = ScheduledAction;
  return parameter_table<P>(
      parameter<&P::at>("at", "Time of day at which it acts.", required),
      parameter<&P::days>("days", "Days on which it acts.", "document"),
      parameter<&P::min>("min", "Least number of units from then on.", at_least(0)),
      parameter<&P::desired>("desired", "Number of units from then on, until a policy changes it.", at_least(0)),
      parameter<&P::max>("max", "Greatest number of units from then on.", at_least(0)));
}

void ScheduledAction::check(ParameterProblems& problems) const {
  if (!min && !desired && !max)
    problems.error("at", "a scheduled action sets at least one of \"min\", \"desired\", \"max\"");
  if (min && max && *min > *max) problems.error("min", "must not be above \"max\"");
}

ParameterTable MemoryUse::parameters() {
  using P = MemoryUse;
  return parameter_table<P>(
      parameter<&P::base>("base", "Share of the memory in use without load.", "assumption:memory-use",
                          between(percent(0), percent(100)), plausible(percent(20), percent(50))),
      parameter<&P::per_load>("per_load", "Share of the memory that full processor load adds.", "assumption:memory-use",
                              above(percent(0)), at_most(percent(100)), plausible(percent(20), percent(50))));
}

double Scaling::nominal_utilisation(const std::vector<ScalingPolicy>& policies) {
  double lowest = 1;
  for (const ScalingPolicy& policy : policies)
    if (const auto* tracking = std::get_if<TargetTracking>(&policy); tracking && tracking->cpu)
      lowest = std::min(lowest, tracking->cpu->value);
  return lowest < 1 ? lowest : 0.7;
}

Scaling::Policy Scaling::tracking(const TargetTracking& written) const {
  Policy policy;
  policy.kind = Policy::Kind::tracking;
  policy.target = written.cpu ? written.cpu->value : written.memory->value;
  if (written.memory) {
    policy.base = rules_.memory.base.value;
    policy.slope = rules_.memory.per_load.value;
  }
  policy.may_scale_in = written.scale_in;
  policy.out_threshold = (policy.target - policy.base) / policy.slope;
  policy.in_threshold = (policy.target * rules_.low_factor - policy.base) / policy.slope;
  // With data points further apart than a minute the fast alarm needs as many of them, the slow one the same span.
  policy.out_periods = 3;
  policy.in_periods = std::max<std::int64_t>(3, minutes(15) / rules_.period);
  return policy;
}

Scaling::Policy Scaling::step(const StepScaling& written) const {
  Policy policy;
  policy.kind = Policy::Kind::step;
  policy.out_threshold = written.scale_out_above.value;
  policy.in_threshold = written.scale_in_below.value;
  policy.out_by = written.scale_out_by;
  policy.in_by = written.scale_in_by;
  policy.out_periods = policy.in_periods = written.periods;
  return policy;
}

Scaling::Policy Scaling::scheduled(Wiring& wiring, const Component& owner, const ScheduledAction& written) const {
  Policy policy;
  policy.kind = Policy::Kind::scheduled;
  policy.may_scale_in = false;
  policy.action = written;
  const std::optional<Duration> offset = utc_offset(written.at.time_zone);
  if (offset)
    policy.offset = *offset;
  else
    wiring.error(owner, "scaling", unknown_time_zone(written.at.time_zone));
  return policy;
}

void Scaling::set_up(Wiring& wiring, const Component& owner, const std::vector<ScalingPolicy>& policies,
                     const ScalingRules& rules, std::uint16_t first_signal, std::uint16_t purpose) {
  rules_ = rules;
  first_signal_ = first_signal;
  purpose_ = purpose;
  policies_.clear();
  for (const ScalingPolicy& written : policies) {
    if (const auto* target = std::get_if<TargetTracking>(&written)) policies_.push_back(tracking(*target));
    if (const auto* thresholds = std::get_if<StepScaling>(&written)) policies_.push_back(step(*thresholds));
    if (const auto* action = std::get_if<ScheduledAction>(&written))
      policies_.push_back(scheduled(wiring, owner, *action));
  }
}

ParameterTable Scaled::parameters() {
  using P = Scaled;
  return parameter_table<P>(
      parameter<&P::scaling>("scaling", "Policies that change the number of tasks or instances."),
      parameter<&P::metric_delay>("metric_delay", "From the end of a metric's period until alarms see it.",
                                  "cw.metric.latency", plausible(seconds(20), seconds(300))),
      parameter<&P::memory_use>("memory_use", "How memory follows load, for policies on memory."));
}

ScalingRules Scaled::scaling_rules() const {
  ScalingRules rules;
  rules.memory = memory_use;
  rules.publication_delay = metric_delay;
  rules.schedule_delay = DurationDistribution::triangular(Duration{}, seconds(5), seconds(120));  // asg.scheduled.delay
  return rules;
}

}  // namespace windtunnel::models
