// What ECS services have in common, whatever their tasks run on.
#include "models/compute/shared/ecs_service.h"

namespace windtunnel::models {

ParameterTable EcsServiceParameters::parameters() {
  using P = EcsServiceParameters;
  return parameter_table<P>(
      parameter<&P::zones>("zones", "Zones in which tasks may run."),
      parameter<&P::tasks>("tasks", "How many tasks: least, normal, greatest number."),
      parameter<&P::cpu>("cpu", "Processors of a task.", above(cores(0)), at_most(cores(16))),
      parameter<&P::memory>("memory", "Memory of a task.", above(bytes(0)), at_most(gibibytes(120))),
      parameter<&P::image>("image", "Carried as configuration: name of the image."),
      parameter<&P::image_size>("image_size", "Compressed size of the image.", "assumption:image-size", at_least(bytes(0)),
                                plausible(bytes(50e6), bytes(1e9))),
      parameter<&P::registry>("registry", "What serves the image.", references("provider")),
      parameter<&P::egress>("egress", "What carries packets out of the tasks' zones: subnets, a NAT gateway, an endpoint.",
                            references("provider")),
      parameter<&P::secrets>("secrets", "What hands out the secrets that a task needs to start.", references("provider")),
      inherited<Serving>(), inherited<Scaled>(),
      parameter<&P::scale_out_cooldown>("scale_out_cooldown", "No further scale-out for the same reason within this time.",
                                        "ecs.tt.cooldown", at_least(Duration{})),
      parameter<&P::scale_in_cooldown>("scale_in_cooldown", "No further scale-in within this time.", "ecs.tt.cooldown",
                                       at_least(Duration{})),
      parameter<&P::health_check_grace>("health_check_grace",
                                        "After a task's registration, during which verdicts of balancers do not count.",
                                        "ecs.hc.grace", at_least(Duration{})),
      parameter<&P::unchecked_wait>("unchecked_wait", "Without balancer: from the first answer until a task counts as healthy.",
                                    "ecs.hc.no_check_wait", at_least(Duration{})),
      parameter<&P::deployment>("deployment", "How tasks are replaced."),
      parameter<&P::stop_notice>("stop_notice", "From a task's stop until the service knows.", "assumption:task-stop-notice",
                                 plausible(seconds(1), seconds(30))),
      parameter<&P::silence_notice>("silence_notice", "From the loss of a zone or host until the service knows of its tasks.",
                                    "ecs.task_failure_detect", plausible(seconds(30), seconds(600))),
      parameter<&P::zone_rebalancing>("zone_rebalancing", "Whether tasks move back when zones hold unequal numbers.",
                                      "ecs.az.rebalance"),
      parameter<&P::zone_rebalancing_delay>("zone_rebalancing_delay", "From a steady but unequal state until one task moves.",
                                            "assumption:zone-rebalancing-delay", plausible(minutes(1), minutes(30))),
      parameter<&P::logs>("logs", "Logs of all tasks in a month.", "assumption:log-volume", at_least(bytes(0)),
                          plausible(bytes(1e9), bytes(100e9))),
      parameter<&P::tags>("tags", "Carried as configuration; nothing depends on them."));
}

FleetRules ecs_rules(const EcsServiceParameters& given, const TaskStart& start) {
  FleetRules rules;
  rules.noun = "task";
  rules.least = given.tasks.least();
  rules.normal = given.tasks.normal();
  rules.most = given.tasks.most();
  rules.workers = static_cast<double>(given.workers);
  rules.replacement = FleetRules::Replacement::start_first;
  rules.floor_share = given.deployment.minimum_healthy.value;
  rules.circuit_breaker = given.deployment.circuit_breaker;
  rules.ceiling_share = given.deployment.maximum.value;
  rules.heeds_balancers = true;
  rules.grace = given.health_check_grace;
  rules.stop_notice = given.stop_notice;
  rules.silence_notice = given.silence_notice;
  rules.patience = start.patience;
  rules.retry_first = start.first_retry;
  rules.retry_longest = start.longest_retry;
  rules.rebalances = given.zone_rebalancing && given.deployment.maximum > percent(100);
  rules.rebalance_delay = given.zone_rebalancing_delay;
  rules.unchecked_wait = given.unchecked_wait;
  return rules;
}

void add_task_start(std::vector<LaunchStep>& steps, const EcsServiceParameters& given, const TaskStart& start,
                    const DurationDistribution& container_start) {
  constexpr double bits_per_byte = 8;
  steps.push_back({LaunchLink::secrets, {}, {}, 0, 0});
  steps.push_back({LaunchLink::image, {}, given.image_size, start.slowest_pull.value / bits_per_byte,
                   start.fastest_pull.value / bits_per_byte});
  steps.push_back({LaunchLink::application, container_start, {}, 0, 0});
  steps.push_back({LaunchLink::application, start.application_start, {}, 0, 0});
}

}  // namespace windtunnel::models
