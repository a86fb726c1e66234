// Node: something that is up or down, by itself or because what it requires is down.
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class NodeModel final : public Model<NodeModel>, public Provider {
 public:
  static constexpr std::string_view type_name = "node";
  static constexpr std::string_view summary =
      "A repairable part: up or down, with laws for both times, and what it requires to be usable.";

  struct Parameters {
    DurationDistribution time_to_failure;
    DurationDistribution time_to_repair = hours(4);
    std::vector<Reference> required;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::time_to_failure>("time_to_failure", "Up time until it fails by itself; 0: it never does."),
          parameter<&P::time_to_repair>("time_to_repair", "Down time until it is repaired.", "assumption:repair"),
          parameter<&P::required>("requires", "What must provide for it to be usable; its own clocks run on meanwhile.",
                                  references("provider")));
    }
  };
  static constexpr FaultMode fault_modes[] = {{"failure", "The node is down."}};

  Parameters given;

  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.required) required_.push_back(wiring.find(*this, reference));
  }
  void start(World& world) override { usable_ = provides(world, Site::internet()); }
  bool provides(const World& world, Site from) const override {
    if (down_ > 0) return false;
    for (const ComponentId id : required_)
      if (!world.capability<Provider>(id)->provides(world, from)) return false;
    return true;
  }
  bool strike(World& world, const Strike&) override {
    const bool was_up = down_++ == 0;
    if (was_up && world.telling()) world.tell(*this, "fails");
    update(world);
    return was_up;
  }
  void relent(World& world, const Strike&) override {
    if (--down_ == 0 && world.telling()) world.tell(*this, "is repaired");
    update(world);
  }
  void reference_changed(World& world, ComponentId) override { update(world); }
  bool settled(const World&) const override { return down_ == 0; }
  Nature nature(std::uint16_t) const override { return {given.time_to_failure, given.time_to_repair}; }

 private:
  void update(World& world) {
    const bool usable = provides(world, Site::internet());
    if (usable == usable_) return;
    usable_ = usable;
    world.condition_changed(*this);
  }

  std::vector<ComponentId> required_;
  int down_ = 0;
  bool usable_ = true;
};

}  // namespace

const ComponentType& node() { return component_type<NodeModel>(); }

}  // namespace windtunnel::models
