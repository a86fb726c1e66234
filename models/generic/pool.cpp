// Pool: identical repairable units of which some number must be up.
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class Pool final : public Model<Pool>, public Provider {
 public:
  static constexpr std::string_view type_name = "pool";
  static constexpr std::string_view summary =
      "Identical repairable units, usable while enough of them and all that it requires are up.";

  struct Parameters {
    std::int64_t units = 1;
    std::int64_t needed = 1;
    DurationDistribution time_to_failure;
    DurationDistribution time_to_repair = hours(4);
    std::vector<Reference> required;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::units>("units", "How many there are.", required_option, between(1, 10000)),
          parameter<&P::needed>("needed", "How many must be up.", between(0, 10000)),
          parameter<&P::time_to_failure>("time_to_failure", "Up time of one unit until it fails by itself; 0: never."),
          parameter<&P::time_to_repair>("time_to_repair", "Down time of one unit; every unit has its own repairer.",
                                        "assumption:repair"),
          parameter<&P::required>("requires",
                                  "What must provide for the pool to be usable; the units' clocks run on meanwhile.",
                                  references("provider")));
    }
    void check(ParameterProblems& problems) const {
      if (needed > units) problems.error("needed", "more units are needed than there are");
    }

   private:
    static constexpr Required required_option{};  // the member `required` hides the option's name
  };
  static constexpr FaultMode fault_modes[] = {{"failure", "A unit is down.", FaultMode::Scope::units}};

  Parameters given;

  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.required) required_.push_back(wiring.find(*this, reference));
    down_.assign(static_cast<std::size_t>(given.units), 0);
    up_ = given.units;
  }
  void start(World& world) override { usable_ = provides(world, Site::internet()); }
  bool provides(const World& world, Site from) const override {
    if (up_ < given.needed) return false;
    for (const ComponentId id : required_)
      if (!world.capability<Provider>(id)->provides(world, from)) return false;
    return true;
  }
  bool strike(World& world, const Strike& strike) override {
    return change(
        world, strike, [](auto& down) { return down++ == 0; }, -1);
  }
  void relent(World& world, const Strike& strike) override {
    change(
        world, strike, [](auto& down) { return --down == 0; }, +1);
  }
  void reference_changed(World& world, ComponentId) override { update(world); }
  bool settled(const World&) const override { return up_ == given.units; }
  Nature nature(std::uint16_t) const override { return {given.time_to_failure, given.time_to_repair}; }
  std::int64_t units_at_most() const override { return given.units; }

 private:
  /// Applies a blow to the unit that it names, or to as many as it says (0: all), in order.
  template <class Flip>
  bool change(World& world, const Strike& strike, const Flip& flip, int step) {
    bool changed = false;
    const auto hit = [&](std::size_t unit) {
      if (!flip(down_[unit])) return;
      up_ += step;
      changed = true;
    };
    const std::size_t count =
        strike.units == 0 ? down_.size() : std::min<std::size_t>(static_cast<std::size_t>(strike.units), down_.size());
    if (strike.unit >= 0)
      hit(static_cast<std::size_t>(strike.unit));
    else
      for (std::size_t unit = 0; unit < count; ++unit) hit(unit);
    if (changed) update(world);
    return changed;
  }
  void update(World& world) {
    const bool usable = provides(world, Site::internet());
    if (usable == usable_) return;
    usable_ = usable;
    if (world.telling())
      world.tell(*this, usable ? "has enough units again" : "has too few units, or lacks what it requires");
    world.condition_changed(*this);
  }

  std::vector<ComponentId> required_;
  std::vector<std::uint16_t> down_;
  std::int64_t up_ = 0;
  bool usable_ = true;
};

}  // namespace

const ComponentType& pool() { return component_type<Pool>(); }

}  // namespace windtunnel::models
