// Node: something that is up or down, by itself or because what it requires is down.
#include "models/repair.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class NodeModel final : public Model<NodeModel>,
                        public Provider,
                        public GroupMember,
                        public Operator {
 public:
  static constexpr std::string_view type_name = "node";
  static constexpr std::string_view summary =
      "A repairable part: up or down, with laws for both times, and what it requires to be usable.";

  struct Parameters {
    DurationDistribution time_to_failure;
    DurationDistribution time_to_failure_in_use;
    DurationDistribution time_to_repair = hours(4);
    std::optional<Reference> repaired_by;
    std::vector<Reference> required;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::time_to_failure>("time_to_failure", "Up time until it fails by itself; 0: it never does."),
          parameter<&P::time_to_failure_in_use>("time_to_failure_in_use",
                                                "Up time in use until its work breaks it, beside time_to_failure; on standby "
                                                "in a group nothing wears it out; 0: work never breaks it."),
          parameter<&P::time_to_repair>("time_to_repair", "Work until it is repaired.", "assumption:repair",
                                        plausible(hours(1), hours(24))),
          parameter<&P::repaired_by>("repaired_by", "The crew that repairs it; without one it has its own repairer.",
                                     references("operable")),
          parameter<&P::required>("requires", "What must provide for it to be usable; its own clocks run on meanwhile.",
                                  references("provider")));
    }
    void check(ParameterProblems& problems) const {
      if (repaired_by) check_memoryless(problems, "time_to_failure", time_to_failure);
      check_memoryless(problems, "time_to_failure_in_use", time_to_failure_in_use);
    }
  };
  enum Mode : std::uint16_t { failure, wear };
  static constexpr FaultMode fault_modes[] = {
      {"failure", "The node is down."},
      {"wear", "Its work breaks the node, which is then repaired; on standby nothing happens.", FaultMode::Scope::component,
       false}};

  Parameters given;

  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.required) required_.push_back(wiring.find(*this, reference));
    repairs_.connect(wiring, *this, given.repaired_by);
  }
  void start(World& world) override { usable_ = provides(world, Site::internet()); }
  bool provides(const World& world, Site from) const override {
    if (down()) return false;
    for (const ComponentId id : required_)
      if (!world.capability<Provider>(id)->provides(world, from)) return false;
    return true;
  }
  void join_group() override { grouped_ = true; }
  void set_in_use(World&, bool in_use) override { users_ += in_use ? 1 : -1; }

  bool strike(World& world, const Strike& strike) override {
    const bool was_up = !down();
    if (strike.mode == wear) {
      if (!was_up || (grouped_ && users_ == 0)) return false;
      order_repair(world);
    } else {
      ++faults_;
    }
    if (was_up && world.telling()) world.tell(*this, "fails");
    update(world);
    return was_up;
  }
  /// The fault is gone; a crew has yet to repair what it broke.
  void relent(World& world, const Strike& strike) override {
    if (strike.mode == wear || --faults_ > 0) return;
    if (repairs_.by_crew()) {
      if (!broken_) order_repair(world);
      return;
    }
    is_repaired(world);
  }
  void handle(World& world, std::uint16_t, std::uint64_t) override { repair_finished(world); }
  void operation_finished(World& world, std::uint64_t, bool) override { repair_finished(world); }
  void reference_changed(World& world, ComponentId) override { update(world); }
  bool settled(const World&) const override { return !down(); }
  Nature nature(std::uint16_t mode) const override {
    if (mode == wear) return {given.time_to_failure_in_use, {}};
    return {given.time_to_failure, repairs_.by_crew() ? DurationDistribution() : given.time_to_repair};
  }

 private:
  bool down() const { return faults_ > 0 || broken_; }
  void order_repair(World& world) {
    broken_ = true;
    repairs_.order(world, *this, world.draw(*this, 0, given.time_to_repair), 0, 0);
  }
  void repair_finished(World& world) {
    broken_ = false;
    is_repaired(world);
  }
  void is_repaired(World& world) {
    if (!down() && world.telling()) world.tell(*this, "is repaired");
    update(world);
  }
  void update(World& world) {
    const bool usable = provides(world, Site::internet());
    if (usable == usable_) return;
    usable_ = usable;
    world.condition_changed(*this);
  }

  std::vector<ComponentId> required_;
  Repairs repairs_;
  int faults_ = 0, users_ = 0;
  bool broken_ = false, grouped_ = false, usable_ = true;
};

}  // namespace

const ComponentType& node() { return component_type<NodeModel>(); }

}  // namespace windtunnel::models
