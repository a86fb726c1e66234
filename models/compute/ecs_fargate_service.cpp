// ECS service on Fargate: keeps tasks alive in its zones, starts replacements before it stops what they replace.
#include <fmt/format.h>

#include "models/catalogue_entries.h"
#include "models/compute/shared/ecs_deployment.h"
#include "models/compute/shared/pool_core.h"

namespace windtunnel::models {
namespace {

enum class Purchase : std::uint8_t { on_demand, spot };
EnumWords<Purchase> words_of(Purchase) { return {{"on_demand", Purchase::on_demand}, {"spot", Purchase::spot}}; }

/// From the RunTask call to the application's first answer.
struct TaskLaunch {
  double rate = 20, burst = 100;
  DurationDistribution network_interface = seconds(4);
  DurationDistribution provisioning = DurationDistribution::uniform(seconds(6), seconds(7));
  Bandwidth slowest_pull = gigabits_per_second(0.2), fastest_pull = gigabits_per_second(0.48);
  DurationDistribution container_start = DurationDistribution::uniform(seconds(6), seconds(9));
  DurationDistribution application_start = DurationDistribution::lognormal(seconds(5), seconds(15));
  Duration patience = minutes(3);
  Duration first_retry = seconds(30), longest_retry = minutes(15);
  Share refused_in_zone_loss = percent(10);

  static ParameterTable parameters() {
    using P = TaskLaunch;
    return parameter_table<P>(
        parameter<&P::rate>("rate", "Tasks a second that Fargate starts; a limit of account and region, here taken for one service.",
                            "ecs.fargate.rate.sustained", above(0.0)),
        parameter<&P::burst>("burst", "Tasks that it starts at once after a pause.", "ecs.fargate.rate.burst", at_least(1.0)),
        parameter<&P::network_interface>("network_interface", "From the call until the task has its network interface.",
                                         "ecs.fargate.start.created_to_running"),
        parameter<&P::provisioning>("provisioning", "From then until the image pull begins.",
                                    "ecs.fargate.start.model"),
        parameter<&P::slowest_pull>("slowest_pull", "Least rate at which an image is pulled; each task pulls its own.",
                                    "ecs.fargate.start.model", above(gigabits_per_second(0))),
        parameter<&P::fastest_pull>("fastest_pull", "Greatest rate at which an image is pulled.",
                                    "ecs.fargate.start.model", above(gigabits_per_second(0))),
        parameter<&P::container_start>("container_start", "From the pulled image until the task is RUNNING.",
                                       "ecs.fargate.start.created_to_running"),
        parameter<&P::application_start>("application_start", "From RUNNING until the application answers.",
                                         "assumption:application-start", plausible(seconds(1), seconds(60))),
        parameter<&P::patience>("patience",
                                "How long a start waits for an image or secret that cannot be had, before it fails.",
                                "assumption:launch-patience", plausible(seconds(30), minutes(10))),
        parameter<&P::first_retry>("first_retry",
                                   "Wait after the first failed start; it doubles with each further one.",
                                   "assumption:launch-retry", plausible(seconds(5), minutes(2))),
        parameter<&P::longest_retry>("longest_retry", "Longest wait between tries of tasks that never reach RUNNING.",
                                     "ecs.throttle.max"),
        parameter<&P::refused_in_zone_loss>(
            "refused_in_zone_loss",
            "Probability that a surviving zone has no capacity for a start while another is down.", "ec2.ice.prob",
            between(percent(0), percent(100)), plausible(percent(0), percent(50))));
  }
};

class EcsFargateService final : public Model<EcsFargateService>, public PoolCore {
 public:
  static constexpr std::string_view type_name = "ecs_fargate_service";
  static constexpr std::string_view summary =
      "An ECS service on Fargate: tasks spread over zones, replaced start-first, scaled by policies, started link by "
      "link.";

  struct Parameters {
    Zones zones;
    UnitCount tasks;
    Cores cpu = cores(0.25);
    Bytes memory = mebibytes(512);
    Purchase purchase = Purchase::on_demand;
    std::string image;
    Bytes image_size = bytes(200e6);
    std::optional<Reference> registry, egress;
    std::vector<Reference> secrets;
    std::int64_t workers = 8;
    Duration service_time = milliseconds(50);
    double service_time_variation = 1;
    double waiting_places = 50;
    Duration request_timeout = seconds(10);
    std::vector<ScalingPolicy> scaling;
    Duration scale_out_cooldown = seconds(300), scale_in_cooldown = seconds(300);
    DurationDistribution metric_delay =
        DurationDistribution::lognormal(seconds(60), seconds(150), 0.9).clamped(seconds(20), seconds(300));
    MemoryUse memory_use;
    Duration health_check_grace;
    Duration unchecked_wait = seconds(40);
    TaskLaunch launch;
    EcsDeployment deployment;
    DurationDistribution stop_notice = DurationDistribution::uniform(seconds(1), seconds(5));
    DurationDistribution silence_notice =
        DurationDistribution::lognormal(seconds(120), seconds(300), 0.9).clamped(seconds(30), seconds(600));
    bool zone_rebalancing = true;
    DurationDistribution zone_rebalancing_delay = DurationDistribution::uniform(minutes(1), minutes(10));
    DurationDistribution task_loss_interval = DurationDistribution::exponential(from_seconds(365.0 * 86400 / 0.03));
    DurationDistribution spot_interruption_interval = DurationDistribution::exponential(days(20));
    Bytes logs = bytes(10e9);
    std::map<std::string, std::string> tags;

    static ParameterTable parameters();
  };

  enum Mode : std::uint16_t { task_loss, task_failing, bad_deployment };
  static constexpr FaultMode fault_modes[] = {
      {"task_loss", "Tasks stop at once.", FaultMode::Scope::units, false},
      {"task_failing", "Tasks answer every request with an error until they are replaced.", FaultMode::Scope::units,
       false},
      {"bad_deployment",
       "A new version is rolled out whose tasks answer every request with an error; its end: someone rolls it back."},
  };
  static constexpr auto& measures = fleet_measures;

  Parameters given;

  void declare(Wiring& wiring) override {
    region_label_ = wiring.region_label(*this);
    set_up(wiring, given.zones, rules(), chain(), serving(), given.scaling, scaling_rules());
  }
  void connect(Wiring& wiring) override {
    set_needs(LaunchNeeds::find(wiring, *this, given.egress, given.registry, given.secrets));
  }
  std::optional<Port> port(std::string_view name) const override {
    return name.empty() ? std::optional(serve_port()) : std::nullopt;
  }
  std::vector<Site> sites() const override { return fleet_.units().sites(); }

  void start(World& world) override { begin(world); }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override { take(world, signal, argument); }
  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == bad_deployment) return deploy_badly(world);
    const bool hit =
        strike.mode == task_loss ? fleet_.stop_units(world, *this, strike) : fleet_.spoil_units(world, *this, strike);
    follow_up(world);
    return hit;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == bad_deployment) end_bad_deployment(world);
  }
  void domain_changed(World& world, DomainId domain) override { follow_domain(world, domain); }
  void reference_changed(World& world, ComponentId component) override { follow_reference(world, component); }
  bool settled(const World& world) const override { return is_settled(world); }
  Nature nature(std::uint16_t mode) const override {
    if (mode != task_loss) return {};
    return {given.purchase == Purchase::spot ? given.spot_interruption_interval : given.task_loss_interval, {}};
  }
  std::int64_t units_at_most() const override { return static_cast<std::int64_t>(fleet_.units().size()); }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double task_hours = meter.average_gauge(id(), Fleet::running_gauge) * UsageMeter::hours_per_month;
    const std::string prefix = given.purchase == Purchase::spot ? "fargate_spot.linux_x86." : "fargate.linux_x86.";
    const auto add = [&](std::string_view item, double quantity, std::string_view unit, const std::string& key,
                         bool assumed) {
      sheet.add({id(), fmt::format("{}: {}", name(), item), quantity, std::string(unit), key, region_label_, assumed});
    };
    add("processors", task_hours * given.cpu.value, "vCPU-h", prefix + "vcpu", false);
    add("memory", task_hours * given.memory.value / gibibytes(1).value, "GB-h", prefix + "gb", false);
    add("logs", given.logs.value / 1e9, "GB", "cloudwatch.logs.ingest_standard", true);
  }

 private:
  const Component& self() const override { return *this; }
  FleetRules rules() const;
  LaunchChain chain() const;
  ScalingRules scaling_rules() const;
  Serving serving() const {
    return {static_cast<double>(given.workers), given.service_time, given.service_time_variation, given.waiting_places,
            given.request_timeout};
  }

  std::string region_label_;
};

ParameterTable EcsFargateService::Parameters::parameters() {
  using P = Parameters;
  return parameter_table<P>(
      parameter<&P::zones>("zones", "Zones in which tasks may run."),
      parameter<&P::tasks>("tasks", "How many tasks: least, normal, greatest number."),
      parameter<&P::cpu>("cpu", "Processors of a task.", above(cores(0)), at_most(cores(16))),
      parameter<&P::memory>("memory", "Memory of a task.", above(bytes(0)), at_most(gibibytes(120))),
      parameter<&P::purchase>("purchase", "Whether tasks are bought on demand or as Spot capacity."),
      parameter<&P::image>("image", "Carried as configuration: name of the image."),
      parameter<&P::image_size>("image_size", "Compressed size of the image.", "assumption:image-size",
                                at_least(bytes(0)), plausible(bytes(50e6), bytes(1e9))),
      parameter<&P::registry>("registry", "What serves the image.", references("provider")),
      parameter<&P::egress>("egress",
                            "What carries packets out of the tasks' zones: subnets, a NAT gateway, an endpoint.",
                            references("provider")),
      parameter<&P::secrets>("secrets", "What hands out the secrets that a task needs to start.",
                             references("provider")),
      parameter<&P::workers>("workers", "Requests that one task serves at a time.", "assumption:workers",
                             between(1, 10000), plausible(2, 32)),
      parameter<&P::service_time>("service_time", "Mean time in which a worker serves a request.",
                                  "assumption:service-time", above(Duration{}),
                                  plausible(milliseconds(10), milliseconds(200))),
      parameter<&P::service_time_variation>("service_time_variation", "Coefficient of variation of the service time.",
                                            "assumption:service-time-variation", between(0.0, 20.0),
                                            plausible(0.5, 2.0)),
      parameter<&P::waiting_places>("waiting_places", "Requests that may wait for each worker; one more is refused.",
                                    "assumption:waiting-places", at_least(0.0), plausible(10.0, 500.0)),
      parameter<&P::request_timeout>("request_timeout", "How long callers wait for an answer.",
                                     "assumption:request-timeout", above(Duration{}),
                                     plausible(seconds(3), seconds(60))),
      parameter<&P::scaling>("scaling", "Policies that change the number of tasks."),
      parameter<&P::scale_out_cooldown>("scale_out_cooldown",
                                        "No further scale-out for the same reason within this time.", "ecs.tt.cooldown",
                                        at_least(Duration{})),
      parameter<&P::scale_in_cooldown>("scale_in_cooldown", "No further scale-in within this time.", "ecs.tt.cooldown",
                                       at_least(Duration{})),
      parameter<&P::metric_delay>("metric_delay", "From the end of a metric's period until alarms see it.",
                                  "cw.metric.latency", plausible(seconds(20), seconds(300))),
      parameter<&P::memory_use>("memory_use", "How memory follows load, for policies on memory."),
      parameter<&P::health_check_grace>("health_check_grace",
                                        "After a task's registration, during which verdicts of balancers do not count.",
                                        "ecs.hc.grace", at_least(Duration{})),
      parameter<&P::unchecked_wait>("unchecked_wait",
                                    "Without balancer: from the first answer until a task counts as healthy.",
                                    "ecs.hc.no_check_wait", at_least(Duration{})),
      parameter<&P::launch>("launch", "How a task starts."),
      parameter<&P::deployment>("deployment", "How tasks are replaced."),
      parameter<&P::stop_notice>("stop_notice", "From a task's stop until the service knows.",
                                 "assumption:task-stop-notice", plausible(seconds(1), seconds(30))),
      parameter<&P::silence_notice>("silence_notice",
                                    "From the loss of a zone or host until the service knows of its tasks.",
                                    "ecs.task_failure_detect", plausible(seconds(30), seconds(600))),
      parameter<&P::zone_rebalancing>("zone_rebalancing", "Whether tasks move back when zones hold unequal numbers.",
                                      "ecs.az.rebalance"),
      parameter<&P::zone_rebalancing_delay>("zone_rebalancing_delay",
                                            "From a steady but unequal state until one task moves.",
                                            "assumption:zone-rebalancing-delay", plausible(minutes(1), minutes(30))),
      parameter<&P::task_loss_interval>(
          "task_loss_interval", "Time from one loss of a task to the next, by nature.",
          "failure_rates.ec2_instance_failure",
          plausible(from_seconds(365.0 * 86400 / 0.1), from_seconds(365.0 * 86400 / 0.01))),
      parameter<&P::spot_interruption_interval>("spot_interruption_interval", "The same for tasks on Spot capacity.",
                                                "failure_rates.fargate_task"),
      parameter<&P::logs>("logs", "Logs of all tasks in a month.", "assumption:log-volume", at_least(bytes(0)),
                          plausible(bytes(1e9), bytes(100e9))),
      parameter<&P::tags>("tags", "Carried as configuration; nothing depends on them."));
}

FleetRules EcsFargateService::rules() const {
  FleetRules rules;
  rules.noun = "task";
  rules.least = given.tasks.least();
  rules.normal = given.tasks.normal();
  rules.most = given.tasks.most();
  rules.workers = static_cast<double>(given.workers);
  rules.replacement = FleetRules::Replacement::start_first;
  rules.launch_rate = given.launch.rate;
  rules.launch_burst = given.launch.burst;
  rules.floor_share = given.deployment.minimum_healthy.value;
  rules.circuit_breaker = given.deployment.circuit_breaker;
  rules.ceiling_share = given.deployment.maximum.value;
  rules.heeds_balancers = true;
  rules.grace = given.health_check_grace;
  rules.stop_notice = given.stop_notice;
  rules.silence_notice = given.silence_notice;
  rules.patience = given.launch.patience;
  rules.retry_first = given.launch.first_retry;
  rules.retry_longest = given.launch.longest_retry;
  rules.refusal = given.launch.refused_in_zone_loss.value;
  rules.rebalances = given.zone_rebalancing && given.deployment.maximum > percent(100);
  rules.rebalance_delay = given.zone_rebalancing_delay;
  rules.unchecked_wait = given.unchecked_wait;
  return rules;
}

LaunchChain EcsFargateService::chain() const {
  const TaskLaunch& launch = given.launch;
  constexpr double bits_per_byte = 8;
  std::vector<LaunchStep> steps = {
      {LaunchLink::api_call, launch.network_interface, {}, 0, 0},
      {LaunchLink::placement, launch.provisioning, {}, 0, 0},
      {LaunchLink::secrets, {}, {}, 0, 0},
      {LaunchLink::image,
       {},
       given.image_size,
       launch.slowest_pull.value / bits_per_byte,
       launch.fastest_pull.value / bits_per_byte},
      {LaunchLink::application, launch.container_start, {}, 0, 0},
      {LaunchLink::application, launch.application_start, {}, 0, 0},
  };
  return LaunchChain(std::move(steps), 5);
}

ScalingRules EcsFargateService::scaling_rules() const {
  ScalingRules rules;
  rules.low_factor = 0.9;      // ecs.tt.low_factor
  rules.period = seconds(60);  // ecs.metric.period
  rules.out_hold = given.scale_out_cooldown;
  rules.in_hold = given.scale_in_cooldown;
  rules.memory = given.memory_use;
  rules.publication_delay = given.metric_delay;
  rules.schedule_delay = DurationDistribution::triangular(Duration{}, seconds(5), seconds(120));  // asg.scheduled.delay
  return rules;
}

}  // namespace

const ComponentType& ecs_fargate_service() { return component_type<EcsFargateService>(); }

}  // namespace windtunnel::models
