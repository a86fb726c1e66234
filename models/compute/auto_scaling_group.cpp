// EC2 Auto Scaling group: keeps instances alive in its zones, ends what it replaces before the replacement serves.
#include <fmt/format.h>

#include "models/billing.h"
#include "models/compute/shared/instance_type.h"
#include "models/compute/shared/pool_model.h"
#include "models/compute/shared/serving.h"

namespace windtunnel::models {
namespace {

enum class HealthCheckType : std::uint8_t { ec2, elb };
EnumWords<HealthCheckType> words_of(HealthCheckType) {
  return {{"ec2", HealthCheckType::ec2}, {"elb", HealthCheckType::elb}};
}

enum class Monitoring : std::uint8_t { basic, detailed };
EnumWords<Monitoring> words_of(Monitoring) {
  return {{"basic", Monitoring::basic}, {"detailed", Monitoring::detailed}};
}

/// From the launch call to the application's first answer.
struct InstanceLaunch {
  DurationDistribution instance =
      DurationDistribution::lognormal(seconds(25), seconds(40), 0.9).clamped(seconds(18), seconds(180));
  DurationDistribution bootstrap =
      DurationDistribution::lognormal(seconds(60), seconds(180)).clamped(seconds(15), minutes(10));
  DurationDistribution application_start = DurationDistribution::lognormal(seconds(5), seconds(15));
  Duration patience = minutes(10);
  Duration first_retry = seconds(30), longest_retry = minutes(5);
  Share refused_in_zone_loss = percent(10);

  static ParameterTable parameters() {
    using P = InstanceLaunch;
    return parameter_table<P>(
        parameter<&P::instance>("instance", "From the launch call until the operating system is ready.",
                                "ec2.launch.model"),
        parameter<&P::bootstrap>("bootstrap", "From then until user data has installed and configured the application.",
                                 "assumption:bootstrap", plausible(seconds(30), seconds(300))),
        parameter<&P::application_start>("application_start", "From then until the application answers.",
                                         "assumption:application-start", plausible(seconds(1), seconds(60))),
        parameter<&P::patience>(
            "patience",
            "How long bootstrap waits for what it cannot fetch; then the instance runs without its application.",
            "assumption:bootstrap-patience", plausible(minutes(1), hours(1))),
        parameter<&P::first_retry>("first_retry",
                                   "Wait after the first failed launch; it doubles with each further one.",
                                   "assumption:launch-retry", plausible(seconds(5), minutes(2))),
        parameter<&P::longest_retry>("longest_retry", "Longest wait between launches that fail.",
                                     "assumption:longest-launch-retry", plausible(minutes(1), minutes(15))),
        parameter<&P::refused_in_zone_loss>(
            "refused_in_zone_loss",
            "Probability that a surviving zone has no capacity for a launch while another is down.", "ec2.ice.prob",
            between(percent(0), percent(100)), plausible(percent(0), percent(50))));
  }
};

/// How all instances are replaced by ones of a new launch template.
struct InstanceRefresh {
  Share minimum_healthy = percent(90);
  std::optional<Duration> warm_up;
  Duration patience = hours(1);
  bool auto_rollback = false;

  static ParameterTable parameters() {
    using P = InstanceRefresh;
    return parameter_table<P>(
        parameter<&P::minimum_healthy>("minimum_healthy",
                                       "Share of the group that stays in service; at least one instance goes at a time.",
                                       "asg.refresh.min_healthy", between(percent(0), percent(100))),
        parameter<&P::warm_up>("warm_up", "From a new instance's entry into service until it counts; without it, the grace period.",
                               "asg.warmup.default", at_least(Duration{})),
        parameter<&P::patience>("patience", "Time without progress after which a refresh fails.", "asg.refresh.min_healthy",
                                above(Duration{})),
        parameter<&P::auto_rollback>("auto_rollback", "Whether a refresh that fails is undone.", "asg.refresh.min_healthy"));
  }
};

enum class WarmState : std::uint8_t { stopped, running };
EnumWords<WarmState> words_of(WarmState) { return {{"stopped", WarmState::stopped}, {"running", WarmState::running}}; }

/// Instances that are set up in advance.
struct WarmPool {
  std::optional<std::int64_t> size;
  WarmState state = WarmState::stopped;
  DurationDistribution start_stopped = DurationDistribution::uniform(milliseconds(20'700), milliseconds(21'200));
  Duration start_running = milliseconds(1'900);

  static ParameterTable parameters() {
    using P = WarmPool;
    return parameter_table<P>(
        parameter<&P::size>("size", "How many; without it, the group's greatest less its normal number.", "asg.warmpool.size",
                            at_least(0)),
        parameter<&P::state>("state", "Whether they wait stopped, for the price of their volumes, or running.", "asg.warmpool.size"),
        parameter<&P::start_stopped>("start_stopped", "From the order until a stopped one runs.", "ec2.start_from_stopped"),
        parameter<&P::start_running>("start_running", "From the order until a running one is handed over.", "ec2.start_from_stopped"));
  }
};

class AutoScalingGroup final : public PoolModel<AutoScalingGroup>, public OfInstanceType {
 public:
  static constexpr std::string_view type_name = "auto_scaling_group";
  static constexpr std::string_view summary =
      "An EC2 Auto Scaling group: instances spread over zones, replaced terminate-first, scaled by policies, started "
      "link by link.";

  struct Parameters : Serving, Scaled {
    Zones zones;
    UnitCount instances;
    std::string instance_type = "t3.micro";
    std::string image;
    Bytes root_volume = bytes(8e9);
    std::optional<Reference> registry, egress;
    std::vector<Reference> secrets;
    HealthCheckType health_check_type = HealthCheckType::ec2;
    Duration health_check_grace = seconds(300);
    DurationDistribution health_poll = DurationDistribution::uniform(seconds(5), seconds(60));
    DurationDistribution status_check = DurationDistribution::uniform(Duration{}, seconds(60));
    DurationDistribution impairment_delay =
        DurationDistribution::lognormal(seconds(180), seconds(300), 0.9).clamped(seconds(60), seconds(600));
    Share replacement_batch = percent(10);
    Duration cooldown = seconds(300);
    std::optional<Duration> warm_up;
    Monitoring monitoring = Monitoring::basic;
    InstanceLaunch launch;
    InstanceRefresh refresh;
    std::optional<WarmPool> warm_pool;
    DurationDistribution reboot = DurationDistribution::lognormal(minutes(3), minutes(15));
    bool zone_rebalancing = true;
    DurationDistribution zone_rebalancing_delay = DurationDistribution::uniform(minutes(1), minutes(10));
    DurationDistribution host_failure_interval = DurationDistribution::exponential(from_seconds(365.0 * 86400 / 0.03));
    Bytes logs = bytes(10e9);
    std::map<std::string, std::string> tags;

    static ParameterTable parameters();
  };

  enum Mode : std::uint16_t { instance_loss, host_failure, instance_failing, bad_deployment, deployment };
  static constexpr FaultMode fault_modes[] = {
      {"instance_loss", "Instances stop; the group sees it at its next look.", FaultMode::Scope::units, false},
      {"host_failure", "The hosts under instances fail: they fall silent and fail their status checks.",
       FaultMode::Scope::units, false},
      {"instance_failing", "Instances answer every request with an error until they are replaced.",
       FaultMode::Scope::units, false},
      {"bad_deployment",
       "An instance refresh to a version that answers every request with an error; its end: someone rolls it back."},
      {"deployment", "An instance refresh to a new version that works: every instance is replaced.",
       FaultMode::Scope::component, false},
  };

  Parameters given;

  bool strike(World& world, const Strike& strike) override {
    if (strike.mode == bad_deployment || strike.mode == deployment) return deploy(world, strike.mode == bad_deployment);
    bool hit = false;
    if (strike.mode == instance_loss) hit = fleet_.stop_units(world, *this, strike);
    if (strike.mode == host_failure) hit = fleet_.silence_units(world, *this, strike);
    if (strike.mode == instance_failing) hit = fleet_.spoil_units(world, *this, strike);
    follow_up(world);
    return hit;
  }
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == bad_deployment) end_bad_deployment(world);
  }
  Nature nature(std::uint16_t mode) const override {
    if (mode != host_failure) return {};
    return {given.host_failure_interval, {}};
  }

  /// Its alarms see what its scaling sees: data points as far apart as its monitoring makes them.
  Metric metric(std::string_view name) const override {
    Metric metric = PoolModel::metric(name);
    metric.resolution = datapoint_interval();
    return metric;
  }

  const std::string& instance_type() const override { return given.instance_type; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double serving = meter.average_gauge(id(), Fleet::running_gauge), warm = static_cast<double>(warm_units());
    const double instances = serving + (given.warm_pool && given.warm_pool->state == WarmState::running ? warm : 0);
    add_line(sheet, meter, *this, "instances", instances * UsageMeter::hours_per_month, "h",
             fmt::format("ec2.{}.linux.ondemand", given.instance_type));
    add_line(sheet, meter, *this, "root volumes", (serving + warm) * given.root_volume.value / 1e9, "GB-month", "ebs.gp3.storage", true);
    add_line(sheet, meter, *this, "logs", given.logs.value / 1e9, "GB", "cloudwatch.logs.ingest_standard", true);
  }

 private:
  std::int64_t warm_units() const {
    if (!given.warm_pool) return 0;
    return given.warm_pool->size.value_or(given.instances.most() - given.instances.normal());
  }
  /// Facts asg.monitoring.basic and asg.monitoring.detailed.
  Duration datapoint_interval() const { return given.monitoring == Monitoring::basic ? seconds(300) : seconds(60); }
  FleetRules rules() const override;
  LaunchChain chain() const override;
  ScalingRules scaling_rules() const override;
};

ParameterTable AutoScalingGroup::Parameters::parameters() {
  using P = Parameters;
  return parameter_table<P>(
      parameter<&P::zones>("zones", "Zones in which instances may run."),
      parameter<&P::instances>("instances", "How many instances: least, normal, greatest number."),
      parameter<&P::instance_type>("instance_type", "Size of an instance."),
      parameter<&P::image>("image", "Carried as configuration: the machine image."),
      parameter<&P::root_volume>("root_volume", "Size of an instance's root volume.", "assumption:root-volume",
                                 at_least(bytes(0)), plausible(bytes(8e9), bytes(30e9))),
      parameter<&P::registry>("registry", "What serves the packages that bootstrap installs.", references("provider")),
      parameter<&P::egress>("egress", "What carries packets out of the instances' zones: subnets, a NAT gateway, an endpoint.",
                            references("provider")),
      parameter<&P::secrets>("secrets", "What hands out the secrets that bootstrap needs.", references("provider")),
      parameter<&P::health_check_type>("health_check_type",
                                       "Whose verdict has an instance replaced: EC2 alone, or the load balancer too.",
                                       "asg.hc.elb_default"),
      parameter<&P::health_check_grace>("health_check_grace",
                                        "After an instance came into service, during which verdicts do not count. The console's "
                                        "default; the programming interface has 0, which kills whatever boots slowly.",
                                        "asg.hc_grace.console", at_least(Duration{})),
      parameter<&P::health_poll>("health_poll", "From a stop or a load balancer's verdict until the group's next look.",
                                 "asg.hc.poll", plausible(seconds(5), seconds(60))),
      parameter<&P::status_check>("status_check", "From an instance's silence until its next status check.", "ec2.status_check.period"),
      parameter<&P::impairment_delay>("impairment_delay", "From a failed status check until the group acts.",
                                      "asg.hc.impaired_delay", plausible(seconds(60), seconds(600))),
      parameter<&P::replacement_batch>("replacement_batch",
                                       "Share of the group that is replaced for its health at once, at least one.",
                                       "asg.replace.batch", above(percent(0)), at_most(percent(100))),
      inherited<Serving>(), inherited<Scaled>(),
      parameter<&P::cooldown>("cooldown", "No further scaling for the same reason within this time.", "asg.cooldown",
                              at_least(Duration{})),
      parameter<&P::warm_up>("warm_up",
                             "How long a new instance stays out of the group's metrics; without it, the cooldown.",
                             "asg.warmup.default", at_least(Duration{})),
      parameter<&P::monitoring>("monitoring", "Basic: a data point every five minutes; detailed: every minute.",
                                "asg.monitoring.basic"),
      parameter<&P::launch>("launch", "How an instance starts."),
      parameter<&P::refresh>("refresh", "How all instances are replaced by ones of a new version."),
      parameter<&P::warm_pool>("warm_pool", "Instances set up in advance, that starts take first."),
      parameter<&P::reboot>("reboot",
                            "From the return of a zone's power until an instance that was not replaced serves again.",
                            "assumption:reboot-after-power-loss", plausible(minutes(1), hours(1))),
      parameter<&P::zone_rebalancing>("zone_rebalancing", "Whether instances move back to zones with fewer.", "asg.az.rebalance.order"),
      parameter<&P::zone_rebalancing_delay>("zone_rebalancing_delay",
                                            "From a steady but unequal state until one instance moves.",
                                            "assumption:zone-rebalancing-delay", plausible(minutes(1), minutes(30))),
      parameter<&P::host_failure_interval>(
          "host_failure_interval", "Time from one failure of an instance's host to the next, by nature.",
          "failure_rates.ec2_instance_failure",
          plausible(from_seconds(365.0 * 86400 / 0.1), from_seconds(365.0 * 86400 / 0.01))),
      parameter<&P::logs>("logs", "Logs of all instances in a month.", "assumption:log-volume", at_least(bytes(0)),
                          plausible(bytes(1e9), bytes(100e9))),
      parameter<&P::tags>("tags", "Carried as configuration; nothing depends on them."));
}

FleetRules AutoScalingGroup::rules() const {
  FleetRules rules;
  rules.noun = "instance";
  rules.least = given.instances.least();
  rules.normal = given.instances.normal();
  rules.most = given.instances.most();
  rules.workers = static_cast<double>(given.workers);
  rules.replacement = FleetRules::Replacement::terminate_first;
  rules.batch_share = given.replacement_batch.value;
  rules.heeds_balancers = given.health_check_type == HealthCheckType::elb;
  rules.grace = given.health_check_grace;
  rules.reaction = given.health_poll;
  rules.stop_notice = given.health_poll;
  rules.silence_notice = given.status_check;
  rules.silence_patience = given.impairment_delay;
  rules.patience = given.launch.patience;
  rules.abandons_units = true;
  rules.retry_first = given.launch.first_retry;
  rules.retry_longest = given.launch.longest_retry;
  rules.refusal = given.launch.refused_in_zone_loss.value;
  rules.reboots = true;
  rules.reboot = given.reboot;
  rules.warm_units = warm_units();
  if (given.warm_pool)
    rules.warm_start =
        given.warm_pool->state == WarmState::stopped ? given.warm_pool->start_stopped : given.warm_pool->start_running;
  rules.floor_share = given.refresh.minimum_healthy.value;
  rules.rollout_warm_up = given.refresh.warm_up.value_or(given.health_check_grace);
  rules.rollout_patience = given.refresh.patience;
  rules.rollout_goes_back = given.refresh.auto_rollback;
  rules.rebalances = given.zone_rebalancing;
  rules.rebalance_delay = given.zone_rebalancing_delay;
  return rules;
}

LaunchChain AutoScalingGroup::chain() const {
  const InstanceLaunch& launch = given.launch;
  std::vector<LaunchStep> steps = {
      {LaunchLink::api_call, {}, {}, 0, 0},
      {LaunchLink::placement, launch.instance, {}, 0, 0},
      {LaunchLink::secrets, {}, {}, 0, 0},
      {LaunchLink::image, launch.bootstrap, {}, 0, 0},
      {LaunchLink::application, launch.application_start, {}, 0, 0},
  };
  return LaunchChain(std::move(steps), 2);
}

ScalingRules AutoScalingGroup::scaling_rules() const {
  ScalingRules rules = given.scaling_rules();
  rules.low_factor = 0.7;  // asg.tt.low_factor
  rules.period = datapoint_interval();
  rules.out_hold = given.warm_up.value_or(given.cooldown);
  rules.in_hold = given.cooldown;
  rules.hold_after_ready = true;
  rules.counts_wanted = false;
  return rules;
}

}  // namespace

const ComponentType& auto_scaling_group() { return component_type<AutoScalingGroup>(); }

}  // namespace windtunnel::models
