// ECS service on Fargate: keeps tasks alive in its zones, starts replacements before it stops what they replace.
#include "models/billing.h"
#include "models/compute/shared/ecs_service.h"

namespace windtunnel::models {
namespace {

enum class Purchase : std::uint8_t { on_demand, spot };
EnumWords<Purchase> words_of(Purchase) { return {{"on_demand", Purchase::on_demand}, {"spot", Purchase::spot}}; }

/// From the RunTask call to the application's first answer.
struct TaskLaunch : TaskStart {
  double rate = 20, burst = 100;
  DurationDistribution network_interface = seconds(4);
  DurationDistribution provisioning = DurationDistribution::uniform(seconds(6), seconds(7));
  DurationDistribution container_start = DurationDistribution::uniform(seconds(6), seconds(9));
  Share refused_in_zone_loss = percent(10);

  static ParameterTable parameters() {
    using P = TaskLaunch;
    return parameter_table<P>(
        parameter<&P::rate>("rate", "Tasks a second that Fargate starts; a limit of account and region, here taken for one service.",
                            "ecs.fargate.rate.sustained", above(0.0)),
        parameter<&P::burst>("burst", "Tasks that it starts at once after a pause.", "ecs.fargate.rate.burst", at_least(1.0)),
        parameter<&P::network_interface>("network_interface", "From the call until the task has its network interface.",
                                         "ecs.fargate.start.created_to_running"),
        parameter<&P::provisioning>("provisioning", "From then until the image pull begins.", "ecs.fargate.start.model"),
        parameter<&P::container_start>("container_start", "From the pulled image until the task is RUNNING.",
                                       "ecs.fargate.start.created_to_running"),
        inherited<TaskStart>(),
        parameter<&P::refused_in_zone_loss>(
            "refused_in_zone_loss", "Probability that a surviving zone has no capacity for a start while another is down.",
            "ec2.ice.prob", between(percent(0), percent(100)), plausible(percent(0), percent(50))));
  }
};

class EcsFargateService final : public EcsService<EcsFargateService> {
 public:
  static constexpr std::string_view type_name = "ecs_fargate_service";
  static constexpr std::string_view summary =
      "An ECS service on Fargate: tasks spread over zones, replaced start-first, scaled by policies, started link by "
      "link.";

  struct Parameters : EcsServiceParameters {
    Purchase purchase = Purchase::on_demand;
    TaskLaunch launch;
    DurationDistribution task_loss_interval = DurationDistribution::exponential(from_seconds(365.0 * 86400 / 0.03));
    DurationDistribution spot_interruption_interval = DurationDistribution::exponential(days(20));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          inherited<EcsServiceParameters>(),
          parameter<&P::purchase>("purchase", "Whether tasks are bought on demand or as Spot capacity."),
          parameter<&P::launch>("launch", "How a task starts."),
          parameter<&P::task_loss_interval>("task_loss_interval", "Time from one loss of a task to the next, by nature.",
                                            "failure_rates.ec2_instance_failure",
                                            plausible(from_seconds(365.0 * 86400 / 0.1), from_seconds(365.0 * 86400 / 0.01))),
          parameter<&P::spot_interruption_interval>("spot_interruption_interval", "The same for tasks on Spot capacity.",
                                                    "failure_rates.fargate_task", plausible(days(5), days(60))));
    }
  };

  Parameters given;

  Nature nature(std::uint16_t mode) const override {
    if (mode != task_loss) return {};
    return {given.purchase == Purchase::spot ? given.spot_interruption_interval : given.task_loss_interval, {}};
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double task_hours = meter.average_gauge(id(), Fleet::running_gauge) * UsageMeter::hours_per_month;
    const std::string prefix = given.purchase == Purchase::spot ? "fargate_spot.linux_x86." : "fargate.linux_x86.";
    add_line(sheet, meter, *this, "processors", task_hours * given.cpu.value, "vCPU-h", prefix + "vcpu");
    add_line(sheet, meter, *this, "memory", task_hours * given.memory.value / gibibytes(1).value, "GB-h", prefix + "gb");
    add_line(sheet, meter, *this, "logs", given.logs.value / 1e9, "GB", "cloudwatch.logs.ingest_standard", true);
  }

 private:
  FleetRules rules() const override {
    FleetRules rules = ecs_rules(given, given.launch);
    rules.launch_rate = given.launch.rate;
    rules.launch_burst = given.launch.burst;
    rules.refusal = given.launch.refused_in_zone_loss.value;
    return rules;
  }
  LaunchChain chain() const override {
    std::vector<LaunchStep> steps = {
        {LaunchLink::api_call, given.launch.network_interface, {}, 0, 0},
        {LaunchLink::placement, given.launch.provisioning, {}, 0, 0},
    };
    add_task_start(steps, given, given.launch, given.launch.container_start);
    return LaunchChain(std::move(steps), 5);
  }
};

}  // namespace

const ComponentType& ecs_fargate_service() { return component_type<EcsFargateService>(); }

}  // namespace windtunnel::models
