// Puts a small design on a bench: one world that a test drives by hand, and what its components report.
#pragma once

#include "sim/run/runner.h"
#include "tests/support/scripted_run.h"

namespace windtunnel::testing {

class Bench final : private WorldObserver {
 public:
  explicit Bench(const std::string& yaml, std::uint64_t replication = 0)
      : design_(design_from(yaml)), runner_(*design_, traffic::flow_resolution(design_->network), 1) {
    runner_.set_observer(this);
    runner_.begin(Time{}, replication);
  }

  World& world() { return runner_.world(); }
  const Design& design() const { return *design_; }
  ComponentId id(const std::string& name) const {
    const ComponentId found = design_->find(name);
    INFO("component " << name);
    REQUIRE(found != no_component);
    return found;
  }
  void run(Duration time) { runner_.run_until(world().now() + time); }

  /// Strikes now, and relents after `lasts` where that is given; says whether a condition changed.
  bool strike(const std::string& component, const std::string& mode, double severity = 1, std::int64_t units = 0) {
    const bool changed = runner_.strike(id(component), blow(component, mode, severity, units));
    runner_.deliver();
    return changed;
  }
  /// The same for so many units of one place, or for the very unit.
  bool strike_units(const std::string& component, const std::string& mode, std::int64_t units, Site within, std::int64_t unit = -1) {
    Strike part = blow(component, mode, 1, units);
    part.within = within;
    part.unit = unit;
    const bool changed = runner_.strike(id(component), part);
    runner_.deliver();
    return changed;
  }
  void relent(const std::string& component, const std::string& mode, double severity = 1) {
    runner_.relent(id(component), blow(component, mode, severity, 0));
    runner_.deliver();
  }
  Operable::Outcome operate(const std::string& component, const std::string& operation, double argument = 0) {
    const auto outcome = world().capability<Operable>(id(component))->operate(world(), operation, argument, no_component, 0);
    runner_.deliver();
    return outcome;
  }
  template <class Capability>
  const Capability& as(const std::string& component) {
    return *world().capability<Capability>(id(component));
  }
  bool settled(const std::string& component) { return world().component(id(component)).settled(world()); }
  /// Share of good requests of a journey now.
  double sli(std::size_t journey = 0) { return world().traffic().journey_load(design_->journeys[journey].traffic).sli; }

  /// What a component has published under a name, in order.
  std::vector<double> values(const std::string& component, const std::string& measure) const {
    const auto measures = design_->component(id(component)).type().measures;
    const auto found = std::find_if(measures.begin(), measures.end(), [&](const Measure& m) { return m.name == measure; });
    INFO("measure " << measure);
    REQUIRE(found != measures.end());
    std::vector<double> all;
    for (const Value& value : values_)
      if (value.component == id(component) && value.measure == static_cast<std::uint32_t>(found - measures.begin()))
        all.push_back(value.value);
    return all;
  }
  const std::vector<DataLoss>& losses() const { return losses_; }

 private:
  struct Value {
    ComponentId component;
    std::uint32_t measure;
    double value;
  };
  Strike blow(const std::string& component, const std::string& mode, double severity, std::int64_t units) const {
    const auto modes = design_->component(id(component)).type().fault_modes;
    const auto found = std::find_if(modes.begin(), modes.end(), [&](const FaultMode& m) { return m.name == mode; });
    INFO("mode " << mode);
    REQUIRE(found != modes.end());
    Strike strike;
    strike.mode = static_cast<std::uint16_t>(found - modes.begin());
    strike.severity = severity;
    strike.units = units;
    return strike;
  }
  void value(ComponentId component, std::uint32_t measure, double value) override { values_.push_back({component, measure, value}); }
  void data_loss(ComponentId, const DataLoss& loss) override { losses_.push_back(loss); }

  std::unique_ptr<const Design> design_;
  Runner runner_;
  std::vector<Value> values_;
  std::vector<DataLoss> losses_;
};

}  // namespace windtunnel::testing
