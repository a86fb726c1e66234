// CloudFormation stack: a template from which a region's resources are created, in the order that they need each other.
#include <algorithm>
#include <array>

#include "models/operations/shared/operation.h"
#include "models/ordered_operation.h"
#include "models/store_support.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

enum class Kind { network, load_balancer, nat_gateway, database, other };
EnumWords<Kind> words_of(Kind) {
  return {{"network", Kind::network, "networks, routes, roles, groups"},
          {"load_balancer", Kind::load_balancer},
          {"nat_gateway", Kind::nat_gateway},
          {"database", Kind::database},
          {"other", Kind::other}};
}

/// One resource of the template.
struct Resource {
  std::string name;
  Kind kind = Kind::other;
  std::vector<std::string> after;
  std::optional<Reference> component;
  std::string operation;
  double argument = 0;

  static ParameterTable parameters() {
    using P = Resource;
    return parameter_table<P>(
        parameter<&P::name>("name", "Its name in the template.", required),
        parameter<&P::kind>("kind", "What it is, which decides how long its creation takes."),
        parameter<&P::after>("after", "Names of the resources that must be there before."),
        parameter<&P::component>("component", "The component of the design that it is.", references("operable")),
        parameter<&P::operation>("do", "The operation that brings the component to life; it takes as long as that does."),
        parameter<&P::argument>("argument", "A number that the operation takes, such as how many units."));
  }
  void check(ParameterProblems& problems) const {
    if (component.has_value() == operation.empty()) problems.error("do", "a component needs an operation, and an operation a component");
  }
};

/// How long creations take.
struct CreationTimes {
  DurationDistribution network = DurationDistribution::lognormal(seconds(30), seconds(90));
  DurationDistribution load_balancer = DurationDistribution::triangular(seconds(141), seconds(180), seconds(190));
  DurationDistribution nat_gateway = DurationDistribution::triangular(seconds(84), seconds(118), seconds(121));
  DurationDistribution database = DurationDistribution::lognormal(seconds(540), seconds(960), 0.9).clamped(seconds(315), seconds(1026));
  DurationDistribution other = DurationDistribution::lognormal(seconds(15), seconds(60));

  static ParameterTable parameters() {
    using P = CreationTimes;
    return parameter_table<P>(
        parameter<&P::network>("network", "Of networks, routes and roles.", "assumption:creation-network",
                               plausible(seconds(10), minutes(5))),
        parameter<&P::load_balancer>("load_balancer", "Of a load balancer.", "alb.create"),
        parameter<&P::nat_gateway>("nat_gateway", "Of a NAT gateway.", "nat.create"),
        parameter<&P::database>("database", "Of a database.", "rds.create", plausible(seconds(315), seconds(1026))),
        parameter<&P::other>("other", "Of anything else.", "assumption:creation-other", plausible(seconds(5), minutes(5))));
  }
  const DurationDistribution& of(Kind kind) const {
    const std::array all = {&network, &load_balancer, &nat_gateway, &database, &other};
    return *all[static_cast<std::size_t>(kind)];
  }
};

class CloudformationStack final : public Model<CloudformationStack>, public Operable, public Operator, public Creator {
 public:
  static constexpr std::string_view type_name = "cloudformation_stack";
  static constexpr std::string_view summary =
      "A template that nobody has used yet: once it is, its resources come into being, as long as the critical path among them takes.";

  struct Parameters {
    std::vector<Resource> creates;
    std::vector<Reference> holds;
    CreationTimes times;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(parameter<&P::creates>("creates", "The resources of the template.", required),
                                parameter<&P::holds>("holds", "Components that exist, and cost something, once the stack does."),
                                parameter<&P::times>("times", "How long creations take."));
    }
  };
  enum Measured : std::uint32_t { creation_seconds };
  static constexpr Measure measures[] = {
      {"creation_seconds", "s", "from the order to create the stack until its last resource was there"}};

  Parameters given;

  void declare(Wiring& wiring) override {
    place_ = wiring.regional(*this);
    const std::size_t count = given.creates.size();
    states_.assign(count, State::waiting);
    components_.assign(count, no_component);
    needs_.resize(count);
    for (std::size_t i = 0; i < count; ++i)
      for (const std::string& name : given.creates[i].after) need(wiring, i, name);
  }
  void connect(Wiring& wiring) override {
    for (const Reference& held : given.holds) held_.push_back(wiring.find(*this, held));
    for (std::size_t i = 0; i < given.creates.size(); ++i) {
      const Resource& resource = given.creates[i];
      if (!resource.component) continue;
      components_[i] = find_operable(wiring, *this, "creates", *resource.component, resource.operation);
    }
  }
  std::vector<Site> sites() const override { return {place_}; }

  bool creates(ComponentId component) const override { return std::find(held_.begin(), held_.end(), component) != held_.end(); }
  std::uint32_t existence_gauge() const override { return 0; }
  void start(World& world) override { world.set_gauge(*this, existence_gauge(), 0); }

  // What could not go on for want of a control plane or of something else is tried again when anything has changed.
  void domain_changed(World& world, DomainId) override { go_on(world); }
  void reference_changed(World& world, ComponentId) override { go_on(world); }
  void handle(World& world, std::uint16_t, std::uint64_t resource) override {
    states_[resource] = world.control_plane(place_.region) ? State::there : State::held;
    go_on(world);
  }
  void operation_finished(World& world, std::uint64_t resource, bool success) override {
    states_[resource] = success ? State::there : State::waiting;
    go_on(world);
  }
  bool settled(const World&) const override { return !creating_ && !created_; }
  void tell_unfinished(World& world) const override {
    if (creating_) world.unfinished(*this, creation_seconds, began_);
  }

  static constexpr std::string_view operation_names[] = {"create"};
  std::span<const std::string_view> operations() const override { return operation_names; }
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    if (operation != "create" || creating_ || created_) return Outcome::refused;
    if (!world.control_plane(place_.region)) return Outcome::unavailable;
    creating_ = true;
    world.set_gauge(*this, existence_gauge(), 1);
    began_ = world.now();
    order_.begin(by, ticket);
    tell(world, *this, "the stack is created");
    go_on(world);
    return created_ ? Outcome::done : Outcome::started;
  }

 private:
  enum class State : std::uint8_t { waiting, under_way, held, there };

  void need(Wiring& wiring, std::size_t resource, const std::string& name) {
    // Only what stands before can be needed, so that no circle is possible.
    for (std::size_t i = 0; i < resource; ++i)
      if (given.creates[i].name == name) return needs_[resource].push_back(i);
    wiring.error(*this, "creates", "\"" + given.creates[resource].name + "\" comes after \"" + name + "\", which is not written before it");
  }
  /// Begins whatever has all that it needs.
  void go_on(World& world) {
    if (!creating_ || !world.control_plane(place_.region)) return;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (states_[i] == State::held) states_[i] = State::there;
      const auto there = [&](std::size_t needed) { return states_[needed] == State::there; };
      if (states_[i] == State::waiting && std::all_of(needs_[i].begin(), needs_[i].end(), there)) begin(world, i);
    }
    if (!std::all_of(states_.begin(), states_.end(), [](State state) { return state == State::there; })) return;
    creating_ = false;
    created_ = true;
    world.publish(*this, creation_seconds, (world.now() - began_).seconds());
    tell(world, *this, "every resource of the stack is there");
    order_.finish(world, true);
  }
  void begin(World& world, std::size_t i) {
    states_[i] = State::under_way;
    const Resource& resource = given.creates[i];
    if (components_[i] == no_component) {
      world.after(*this, world.draw(*this, static_cast<std::uint16_t>(i), given.times.of(resource.kind)), 0, Phase::act, i);
      return;
    }
    auto* operable = world.capability<Operable>(components_[i]);
    const Outcome outcome = operable->operate(world, resource.operation, resource.argument, id(), i);
    if (outcome == Outcome::unavailable) states_[i] = State::waiting;
    if (outcome == Outcome::done || outcome == Outcome::refused) states_[i] = State::there;  // refused: it is there already
  }

  Site place_;
  std::vector<State> states_;
  std::vector<ComponentId> components_, held_;
  std::vector<std::vector<std::size_t>> needs_;
  OrderedOperation order_;
  Time began_;
  bool creating_ = false, created_ = false;
};

}  // namespace

const ComponentType& cloudformation_stack() { return component_type<CloudformationStack>(); }

}  // namespace windtunnel::models
