// ECS capacity provider: an Auto Scaling group's instances as machines for tasks, scaled so that all tasks find room.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/compute/shared/instance_type.h"
#include "models/instance_class.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class EcsCapacityProvider final : public Model<EcsCapacityProvider>, public Hosts, public Balancer, public Provider {
 public:
  static constexpr std::string_view type_name = "ecs_capacity_provider";
  static constexpr std::string_view summary =
      "An ECS capacity provider: places tasks on the instances of a group and scales the group to the room they need.";

  struct Parameters {
    Reference instances;
    std::string instance_type;
    Share usable_memory = percent(90);
    bool managed_scaling = true;
    Share target_capacity = percent(100);
    Duration metric_period = seconds(60);
    DurationDistribution metric_delay =
        DurationDistribution::lognormal(seconds(60), seconds(150), 0.9).clamped(seconds(20), seconds(300));
    Duration scale_in_wait = minutes(15);
    Share scale_in_step = percent(50);
    DurationDistribution agent_start = DurationDistribution::uniform(seconds(5), seconds(20));

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::instances>("instances", "The Auto Scaling group whose instances run the tasks.", required,
                                   references("serving_pool")),
          parameter<&P::instance_type>("instance_type",
                                       "Size of the group's instances: what tasks can take of one; without it, what the group names."),
          parameter<&P::usable_memory>("usable_memory", "Share of an instance's memory that is left for tasks.",
                                       "assumption:ecs-usable-memory", above(percent(0)), at_most(percent(100)),
                                       plausible(percent(85), percent(97))),
          parameter<&P::managed_scaling>("managed_scaling", "Whether the group follows the room that tasks need."),
          parameter<&P::target_capacity>("target_capacity", "Share of the instances that is meant to be in use; less leaves spare ones.",
                                         "ecs.cas.warmup", above(percent(0)), at_most(percent(100))),
          parameter<&P::metric_period>("metric_period", "How often the need for instances is published.", "ecs.cas.metric_period",
                                       above(Duration{})),
          parameter<&P::metric_delay>("metric_delay", "From the end of a period until the scaling alarm sees it.",
                                      "cw.metric.latency", plausible(seconds(20), seconds(300))),
          parameter<&P::scale_in_wait>("scale_in_wait", "Time with less need than instances before the group shrinks.",
                                       "ecs.cas.scale_in", above(Duration{})),
          parameter<&P::scale_in_step>("scale_in_step", "Greatest share of the instances that goes at once.", "ecs.cas.scale_in",
                                       above(percent(0)), at_most(percent(100))),
          parameter<&P::agent_start>("agent_start", "From an instance's readiness until tasks can be placed on it.",
                                     "assumption:ecs-agent-start", plausible(seconds(2), seconds(60))));
    }
  };
  enum Measured : std::uint32_t { need_noticed_seconds, room_found_seconds };
  static constexpr Measure measures[] = {
      {"need_noticed_seconds", "s", "from the first task without room until the group was told to grow"},
      {"room_found_seconds", "s", "from the first task without room until all tasks had room"},
  };

  Parameters given;

  // --- set-up
  void declare(Wiring& wiring) override {
    regional_ = wiring.regional(*this);
  }
  void connect(Wiring& wiring) override {
    pool_ = wiring.find(*this, given.instances);
    auto* pool = wiring.capability<ServingPool>(pool_);
    if (wiring.capability<Scalable>(pool_) == nullptr) wiring.error(*this, "instances", "it cannot be scaled");
    find_size(wiring);
    pool->attach_balancer(id());
    machines_.assign(pool->units().size(), {});
    waiting_.reserve(16);
  }
  std::vector<Site> sites() const override { return {regional_}; }

  // --- machines
  std::optional<HostId> take(World& world, Site place, Size size) override {
    welcome_first(world);
    std::optional<std::size_t> best;
    for (const ServingPool::Unit& unit : pool(world).units()) {
      const Machine& machine = machines_[unit.id.slot];
      if (!machine.joined || machine.leaving || !(unit.site == place) || !reached(world, unit) || !fits(machine.used, size)) continue;
      // The fullest machine that has room: spread over zones is the caller's, inside one tasks are packed.
      if (!best || machine.used.memory > machines_[*best].used.memory) best = unit.id.slot;
    }
    if (!best) return std::nullopt;
    Machine& machine = machines_[*best];
    machine.used.cores += size.cores;
    machine.used.memory += size.memory;
    ++machine.tasks;
    review(world);
    return HostId{static_cast<std::uint32_t>(*best), machine.joining};
  }
  void give_back(World& world, HostId host, Size size) override {
    Machine& machine = machines_[host.slot];
    if (machine.joining != host.generation || !machine.joined) return;
    machine.used.cores -= size.cores;
    machine.used.memory -= size.memory;
    if (--machine.tasks == 0) machine.used = {};
    if (machine.leaving && machine.tasks == 0) world.after(*this, Duration{}, emptied, Phase::propagate, name_of(machine.unit));
    world.condition_changed(*this);  // who waits for room may try again
    review(world);
  }
  HostState state(HostId host) const override {
    const Machine& machine = machines_[host.slot];
    if (machine.joining != host.generation) return HostState::stopped;
    if (!machine.joined) return machine.silent ? HostState::silent : HostState::stopped;
    return machine.leaving ? HostState::leaving : HostState::working;
  }
  void set_waiting(World& world, ComponentId pool, std::int64_t units, Size size) override {
    const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& w) { return w.pool == pool; });
    if (found == waiting_.end()) waiting_.push_back({pool, units, size});
    else found->units = units;
    const bool any = waiting_tasks() > 0;
    if (any && short_since_ == Time::never()) short_since_ = world.now();
    if (!any && short_since_ != Time::never()) {
      world.publish(*this, room_found_seconds, (world.now() - short_since_).seconds());
      short_since_ = Time::never();
    }
    review(world);
  }

  // --- what the group tells
  void unit_registered(World& world, ServingPool::UnitId unit) override { unit_changed(world, unit); }
  void unit_changed(World& world, ServingPool::UnitId unit) override {
    Machine& machine = machines_[unit.slot];
    const Answer answer = pool(world).answer(world, unit, regional_);
    const bool runs = answer == Answer::ok;
    if (runs && !machine.joined && !world.pending(machine.agent)) {
      machine.agent = world.after(*this, world.draw(*this, agent_starting, given.agent_start), agent_ready, Phase::act, name_of(unit));
    } else if (!runs && machine.joined && answer != Answer::error) {
      leave(world, machine, answer == Answer::silent);
    }
  }
  void unit_deregistered(World& world, ServingPool::UnitId unit) override {
    Machine& machine = machines_[unit.slot];
    world.cancel(machine.agent);
    if (!machine.joined || machine.unit != unit) {
      world.after(*this, Duration{}, emptied, Phase::propagate, name_of(unit));
      return;
    }
    machine.leaving = true;
    if (machine.tasks == 0 || pool(world).answer(world, unit, regional_) == Answer::silent)
      world.after(*this, Duration{}, emptied, Phase::propagate, name_of(unit));
    world.condition_changed(*this);
    review(world);
  }

  // --- behaviour
  void start(World& world) override { welcome_first(world); }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    if (signal == agent_ready) return join(world, unit_named(argument));
    if (signal == emptied) return let_go(world, unit_named(argument));
    if (signal == grow) grow_group(world);
    if (signal == shrink) shrink_group(world);
    review(world);
  }
  void domain_changed(World& world, DomainId) override {
    world.condition_changed(*this);
    review(world);
  }
  bool provides(const World& world, Site) const override {
    return std::any_of(machines_.begin(), machines_.end(), [](const Machine& m) { return m.joined && !m.leaving; }) &&
           world.alive(regional_);
  }
  void tell_unfinished(World& world) const override {
    if (short_since_ != Time::never()) world.unfinished(*this, room_found_seconds, short_since_);
  }
  bool settled(const World& world) const override {
    const bool moving = std::any_of(machines_.begin(), machines_.end(),
                                    [&](const Machine& m) { return m.leaving || world.pending(m.agent); });
    return !moving && waiting_tasks() == 0 && !world.pending(growing_) && !world.pending(shrinking_);
  }

 private:
  /// What tasks can take of a machine: of the group's type, which a statement of its own may repeat but not contradict.
  void find_size(Wiring& wiring) {
    const auto* group = dynamic_cast<const OfInstanceType*>(&wiring.component(pool_));
    const std::string& stated = given.instance_type;
    if (!stated.empty() && group != nullptr && group->instance_type() != stated)
      wiring.error(*this, "instance_type",
                   fmt::format("\"{}\" runs instances of {}, not of {}", given.instances.text, group->instance_type(), stated));
    const std::string name = stated.empty() && group != nullptr ? group->instance_type() : stated;
    const auto type = find_instance_class(name, "");
    if (!type)
      wiring.error(*this, "instance_type", "unknown instance type \"" + name + "\"" + expected_instance_class(name, ""));
    if (type) whole_ = {type->cores, type->memory.value * given.usable_memory.value};
  }

  enum Signal : std::uint16_t { agent_ready, emptied, grow, shrink };
  enum Purpose : std::uint16_t { agent_starting, period_phase, publishing };
  struct Machine {
    ServingPool::UnitId unit;
    std::uint32_t joining = 0;  ///< counts how often a machine has joined in this slot
    bool joined = false, leaving = false, silent = false;
    std::int64_t tasks = 0;
    Size used;
    EventHandle agent;
  };
  struct Waiting {
    ComponentId pool = no_component;
    std::int64_t units = 0;
    Size size;
  };

  static std::uint64_t name_of(ServingPool::UnitId unit) { return unit.slot | std::uint64_t{unit.generation} << 32; }
  static ServingPool::UnitId unit_named(std::uint64_t name) {
    return {static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(name >> 32)};
  }
  ServingPool& pool(World& world) const { return *world.capability<ServingPool>(pool_); }
  bool reached(const World& world, const ServingPool::Unit& unit) const { return world.reach(regional_, unit.site).connected; }
  bool fits(const Size& used, const Size& size) const {
    constexpr double slack = 1e-9;
    return used.cores + size.cores <= whole_.cores + slack && used.memory + size.memory <= whole_.memory * (1 + slack);
  }
  std::int64_t waiting_tasks() const {
    std::int64_t tasks = 0;
    for (const Waiting& waiting : waiting_) tasks += waiting.units;
    return tasks;
  }

  /// What the design begins with has joined long ago.
  void welcome_first(World& world) {
    if (welcomed_) return;
    welcomed_ = true;
    for (const ServingPool::Unit& unit : pool(world).units())
      if (unit.registered && !unit.draining) admit(unit.id);
  }
  void admit(ServingPool::UnitId unit) {
    Machine& machine = machines_[unit.slot];
    machine.unit = unit;
    ++machine.joining;
    machine.joined = true;
    machine.leaving = machine.silent = false;
    machine.tasks = 0;
    machine.used = {};
  }
  void join(World& world, ServingPool::UnitId unit) {
    machines_[unit.slot].agent = {};
    admit(unit);
    if (world.telling()) world.tell(*this, "an instance has joined: tasks can be placed on it");
    pool(world).health_verdict(world, unit, true);
    world.condition_changed(*this);
    review(world);
  }
  void leave(World& world, Machine& machine, bool silent) {
    machine.joined = machine.leaving = false;
    machine.silent = silent;
    machine.tasks = 0;
    machine.used = {};
    world.cancel(machine.agent);
    world.condition_changed(*this);
    review(world);
  }
  void let_go(World& world, ServingPool::UnitId unit) {
    Machine& machine = machines_[unit.slot];
    if (machine.unit == unit && machine.joined) leave(world, machine, false);
    pool(world).drained(world, unit);
  }

  /// Instances that all tasks need: the busy ones, or, where tasks wait, those that stand and what the waiting ones fill.
  std::int64_t needed() const {
    std::int64_t busy = 0, standing = 0;
    for (const Machine& machine : machines_) {
      if (!machine.joined || machine.leaving) continue;
      ++standing;
      busy += machine.tasks > 0;
    }
    double machines = 0;
    for (const Waiting& waiting : waiting_) {
      // Machines hold whole tasks: what is left over on each is of no use.
      const double fit = std::max(1.0, std::floor(std::min(whole_.cores / waiting.size.cores, whole_.memory / waiting.size.memory) + 1e-9));
      machines += static_cast<double>(waiting.units) / fit;
    }
    const auto more = static_cast<std::int64_t>(std::ceil(machines - 1e-9));
    const std::int64_t needed = more > 0 ? standing + more : busy;
    return static_cast<std::int64_t>(std::ceil(static_cast<double>(needed) / given.target_capacity.value - 1e-9));
  }

  /// Something that the need depends on has changed: when will an alarm on it next act?
  void review(World& world) {
    if (!given.managed_scaling || !welcomed_) return;
    const std::int64_t wanted = needed(), desired = world.capability<Scalable>(pool_)->desired();
    const bool works = world.control_plane(regional_.region);
    const bool in_vain = wanted == vain_wanted_ && desired == vain_desired_;
    plan(world, growing_, works && !in_vain && wanted > desired, grow, Duration{});
    plan(world, shrinking_, works && !in_vain && wanted < desired && waiting_tasks() == 0, shrink, given.scale_in_wait);
  }
  void plan(World& world, EventHandle& timer, bool needed, Signal signal, Duration wait) {
    if (!needed) {
      world.cancel(timer);
      return;
    }
    if (world.pending(timer)) return;
    const Duration to_period = from_seconds(world.uniform(*this, period_phase) * given.metric_period.seconds());
    timer = world.after(*this, wait + to_period + world.draw(*this, publishing, given.metric_delay), signal, Phase::notice);
  }
  void grow_group(World& world) {
    growing_ = {};
    if (short_since_ != Time::never()) world.publish(*this, need_noticed_seconds, (world.now() - short_since_).seconds());
    order(world, needed());
  }
  void shrink_group(World& world) {
    shrinking_ = {};
    const std::int64_t desired = world.capability<Scalable>(pool_)->desired();
    const auto step = std::max<std::int64_t>(1, static_cast<std::int64_t>(given.scale_in_step.value * static_cast<double>(desired)));
    order(world, std::max(needed(), desired - step));
  }
  /// The group may refuse, at its least or greatest size: then the same need is not put to it again.
  void order(World& world, std::int64_t instances) {
    auto* group = world.capability<Scalable>(pool_);
    const std::int64_t before = group->desired();
    if (world.telling()) world.tell(*this, fmt::format("tasks need {} instances; the group wants {}", instances, before));
    group->set_desired(world, instances);
    const bool vain = group->desired() == before;
    vain_wanted_ = vain ? needed() : -1;
    vain_desired_ = vain ? before : -1;
  }

  ComponentId pool_ = no_component;
  Site regional_;
  Size whole_;
  bool welcomed_ = false;
  std::vector<Machine> machines_;  // by the group's slots
  std::vector<Waiting> waiting_;
  Time short_since_ = Time::never();
  EventHandle growing_, shrinking_;
  std::int64_t vain_wanted_ = -1, vain_desired_ = -1;
};

}  // namespace

const ComponentType& ecs_capacity_provider() { return component_type<EcsCapacityProvider>(); }

}  // namespace windtunnel::models
