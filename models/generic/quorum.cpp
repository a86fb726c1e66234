// Quorum: units of several pools counted together, of which so many must be up.
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class Quorum final : public Model<Quorum>, public Provider {
 public:
  static constexpr std::string_view type_name = "quorum";
  static constexpr std::string_view summary =
      "Holds while enough units of several pools are up together: the members of a consensus group, the copies of a datum.";

  struct Parameters {
    std::vector<Reference> of;
    std::int64_t needed = 0;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::of>("of", "The pools whose units are counted.", required, references_any_of("counted")),
          parameter<&P::needed>("needed", "How many units must be up.", required, between(1, 1000000)));
    }
  };
  static constexpr FaultMode fault_modes[] = {{"failure", "The quorum is lost, whoever is up."}};

  Parameters given;

  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.of) {
      pools_.push_back(wiring.find(*this, reference));
      wiring.capability<Counted>(pools_.back())->attach_counter();
    }
  }
  void start(World& world) override { holds_ = provides(world, Site::internet()); }
  bool provides(const World& world, Site) const override {
    std::int64_t up = 0;
    for (const ComponentId pool : pools_) up += world.capability<Counted>(pool)->units_up(world);
    return broken_ == 0 && up >= given.needed;
  }
  void reference_changed(World& world, ComponentId) override { update(world); }
  bool strike(World& world, const Strike&) override {
    const bool held = provides(world, Site::internet());
    ++broken_;
    update(world);
    return held;
  }
  void relent(World& world, const Strike&) override {
    --broken_;
    update(world);
  }
  bool settled(const World& world) const override { return provides(world, Site::internet()); }

 private:
  void update(World& world) {
    const bool holds = provides(world, Site::internet());
    if (holds == holds_) return;
    holds_ = holds;
    if (world.telling()) world.tell(*this, holds ? "the quorum holds again" : "the quorum is lost");
    world.condition_changed(*this);
  }

  std::vector<ComponentId> pools_;
  int broken_ = 0;
  bool holds_ = true;
};

}  // namespace

const ComponentType& quorum() { return component_type<Quorum>(); }

}  // namespace windtunnel::models
