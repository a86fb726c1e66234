// What ECS services have in common, whatever their tasks run on: parameters, faults, rules, the way a task starts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/compute/shared/ecs_deployment.h"
#include "models/compute/shared/pool_model.h"
#include "models/compute/shared/serving.h"

namespace windtunnel::models {

/// The part of a task's launch that is the same everywhere.
struct TaskStart {
  Bandwidth slowest_pull = gigabits_per_second(0.2), fastest_pull = gigabits_per_second(0.48);
  DurationDistribution application_start = DurationDistribution::lognormal(seconds(5), seconds(15));
  Duration patience = minutes(3);
  Duration first_retry = seconds(30), longest_retry = minutes(15);

  static ParameterTable parameters() {
    using P = TaskStart;
    return parameter_table<P>(
        parameter<&P::slowest_pull>("slowest_pull", "Least rate at which a task's image is pulled; each pulls its own.",
                                    "ecs.fargate.start.model", above(gigabits_per_second(0))),
        parameter<&P::fastest_pull>("fastest_pull", "Greatest rate at which an image is pulled.", "ecs.fargate.start.model",
                                    above(gigabits_per_second(0))),
        parameter<&P::application_start>("application_start", "From RUNNING until the application answers.",
                                         "assumption:application-start", plausible(seconds(1), seconds(60))),
        parameter<&P::patience>("patience", "How long a start waits for an image or secret that cannot be had, before it fails.",
                                "assumption:launch-patience", plausible(seconds(30), minutes(10))),
        parameter<&P::first_retry>("first_retry", "Wait after the first failed start; it doubles with each further one.",
                                   "assumption:launch-retry", plausible(seconds(5), minutes(2))),
        parameter<&P::longest_retry>("longest_retry", "Longest wait between tries of tasks that never reach RUNNING.",
                                     "ecs.throttle.max"));
  }
};

/// What a file may say of any ECS service.
struct EcsServiceParameters : Serving, Scaled {
  Zones zones;
  UnitCount tasks;
  Cores cpu = cores(0.25);
  Bytes memory = mebibytes(512);
  std::string image;
  Bytes image_size = bytes(200e6);
  std::optional<Reference> registry, egress;
  std::vector<Reference> secrets;
  Duration scale_out_cooldown = seconds(300), scale_in_cooldown = seconds(300);
  Duration health_check_grace;
  Duration unchecked_wait = seconds(40);
  EcsDeployment deployment;
  DurationDistribution stop_notice = DurationDistribution::uniform(seconds(1), seconds(5));
  DurationDistribution silence_notice =
      DurationDistribution::lognormal(seconds(120), seconds(300), 0.9).clamped(seconds(30), seconds(600));
  bool zone_rebalancing = true;
  DurationDistribution zone_rebalancing_delay = DurationDistribution::uniform(minutes(1), minutes(10));
  Bytes logs = bytes(10e9);
  std::map<std::string, std::string> tags;

  static ParameterTable parameters();
};

/// How a service with these parameters keeps its tasks alive.
FleetRules ecs_rules(const EcsServiceParameters& given, const TaskStart& start);
/// The links from the secrets on; `container_start` is the time from the pulled image until the task is RUNNING.
void add_task_start(std::vector<LaunchStep>& steps, const EcsServiceParameters& given, const TaskStart& start,
                    const DurationDistribution& container_start);

/// A model of an ECS service; `Derived` says by `rules` and `chain` what its tasks run on.
template <class Derived>
class EcsService : public PoolModel<Derived> {
 public:
  enum Mode : std::uint16_t { task_loss, task_failing, bad_deployment, deployment };
  static constexpr FaultMode fault_modes[] = {
      {"task_loss", "Tasks stop at once.", FaultMode::Scope::units, false},
      {"task_failing", "Tasks answer every request with an error until they are replaced.", FaultMode::Scope::units, false},
      {"bad_deployment",
       "A new version is rolled out whose tasks answer every request with an error; its end: someone rolls it back."},
      {"deployment", "A new version that works is rolled out: every task is replaced.", FaultMode::Scope::component, false},
  };

  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == bad_deployment || strike.mode == deployment) return this->deploy(world, strike.mode == bad_deployment);
    Fleet& fleet = this->fleet_;
    const bool hit = strike.mode == task_loss ? fleet.stop_units(world, *this, strike) : fleet.spoil_units(world, *this, strike);
    this->follow_up(world);
    return hit;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == bad_deployment) this->end_bad_deployment(world);
  }

 protected:
  ScalingRules scaling_rules() const override {
    const EcsServiceParameters& given = this->parameters();
    ScalingRules rules = given.scaling_rules();
    rules.low_factor = 0.9;      // ecs.tt.low_factor
    rules.period = seconds(60);  // ecs.metric.period
    rules.out_hold = given.scale_out_cooldown;
    rules.in_hold = given.scale_in_cooldown;
    return rules;
  }
};

}  // namespace windtunnel::models
