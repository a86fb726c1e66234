// ECS service on EC2 instances: tasks need room on an instance before they start, and go with it when it goes.
#include "models/billing.h"
#include "models/compute/shared/ecs_service.h"

namespace windtunnel::models {
namespace {

/// From the order to start a task to the application's first answer, once an instance has room for it.
struct TaskLaunchOnInstances : TaskStart {
  DurationDistribution placement = DurationDistribution::uniform(seconds(1), seconds(5));
  DurationDistribution container_start = DurationDistribution::uniform(seconds(1), seconds(4));
  Duration room_patience = minutes(30);

  static ParameterTable parameters() {
    using P = TaskLaunchOnInstances;
    return parameter_table<P>(
        parameter<&P::placement>("placement", "From the order until an instance's agent begins with the task.",
                                 "assumption:ecs-placement", plausible(seconds(1), seconds(15))),
        parameter<&P::container_start>("container_start", "From the pulled image until the task is RUNNING.",
                                       "assumption:ecs-container-start", plausible(seconds(1), seconds(10))),
        parameter<&P::room_patience>("room_patience", "How long a start waits for room on an instance, before it fails.",
                                     "assumption:ecs-provisioning-patience", plausible(minutes(10), hours(1))),
        inherited<TaskStart>());
  }
};

class EcsEc2Service final : public EcsService<EcsEc2Service> {
 public:
  static constexpr std::string_view type_name = "ecs_ec2_service";
  static constexpr std::string_view summary =
      "An ECS service on EC2 instances: tasks spread over zones, placed where an instance has room, replaced start-first, "
      "scaled by policies.";

  struct Parameters : EcsServiceParameters {
    Reference capacity;
    TaskLaunchOnInstances launch;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::capacity>("capacity", "The capacity provider whose instances run the tasks.", required, references("hosts")),
          inherited<EcsServiceParameters>(), parameter<&P::launch>("launch", "How a task starts."));
    }
  };

  Parameters given;

  void connect(Wiring& wiring) override {
    EcsService::connect(wiring);
    fleet_.set_hosts(wiring.find(*this, given.capacity), {given.cpu.value, given.memory.value});
  }
  /// Tasks cost nothing by themselves: the group bills its instances.
  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "logs", given.logs.value / 1e9, "GB", "cloudwatch.logs.ingest_standard", true);
  }

 private:
  FleetRules rules() const override {
    FleetRules rules = ecs_rules(given, given.launch);
    rules.room_patience = given.launch.room_patience;
    return rules;
  }
  LaunchChain chain() const override {
    std::vector<LaunchStep> steps = {
        {LaunchLink::api_call, {}, {}, 0, 0},
        {LaunchLink::host, given.launch.placement, {}, 0, 0},
    };
    add_task_start(steps, given, given.launch, given.launch.container_start);
    return LaunchChain(std::move(steps), 5);
  }
};

}  // namespace

const ComponentType& ecs_ec2_service() { return component_type<EcsEc2Service>(); }

}  // namespace windtunnel::models
