// What every model of a pool of compute units derives from: it hands on to the pool what the engine tells it.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "models/compute/shared/pool_core.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// `Derived` is the model, whose `given` derives from Serving and Scaled, and has `zones`, `egress`, `registry` and
/// `secrets`. A model says by `rules`, `chain` and `scaling_rules` how its units live, start and are scaled.
template <class Derived>
class PoolModel : public Model<Derived>, public PoolCore {
 public:
  static constexpr auto& measures = fleet_measures;

  void declare(Wiring& wiring) override {
    set_up(wiring, parameters().zones, rules(), chain(), parameters(), parameters(), scaling_rules());
  }
  void connect(Wiring& wiring) override {
    set_needs(LaunchNeeds::find(wiring, *this, parameters().egress, parameters().registry, parameters().secrets));
  }
  std::optional<Port> port(std::string_view name) const override {
    return name.empty() ? std::optional(serve_port()) : std::nullopt;
  }
  std::vector<Site> sites() const override { return fleet_.units().sites(); }

  void start(World& world) override { begin(world); }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override { take(world, signal, argument); }
  void domain_changed(World& world, DomainId domain) override { follow_domain(world, domain); }
  void reference_changed(World& world, ComponentId component) override { follow_reference(world, component); }
  bool settled(const World& world) const override { return is_settled(world); }
  void tell_unfinished(World& world) const override { fleet_.tell_unfinished(world, self()); }
  std::int64_t units_at_most() const override { return static_cast<std::int64_t>(fleet_.units().size()); }

 protected:
  const Component& self() const override { return *this; }
  const auto& parameters() const { return static_cast<const Derived&>(*this).given; }
  virtual FleetRules rules() const = 0;
  virtual LaunchChain chain() const = 0;
  virtual ScalingRules scaling_rules() const = 0;
};

}  // namespace windtunnel::models
