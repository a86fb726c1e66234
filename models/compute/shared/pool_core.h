// What every pool of compute units has in common: it serves, scales, obeys operators, and keeps its fleet alive.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/compute/shared/fleet.h"
#include "models/compute/shared/scaling.h"
#include "models/compute/shared/serving.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// How many units a file asks for. What it leaves out follows from the rest.
struct UnitCount {
  std::optional<std::int64_t> min, desired, max;

  std::int64_t normal() const { return desired ? *desired : min ? *min : max ? *max : 1; }
  std::int64_t least() const { return min.value_or(normal()); }
  std::int64_t most() const { return max.value_or(normal()); }
  static ParameterTable parameters();
  void check(ParameterProblems& problems) const;
};

/// The part of a compute model that is the same whatever its units are. The model derives from it beside Model<...> and
/// passes on what the engine tells it.
class PoolCore : public ServingPool, public Provider, public Scalable, public Operable, public MetricSource {
 public:
  // ServingPool
  const std::vector<traffic::StationId>& stations() const override { return fleet_.units().stations(); }
  std::span<const Unit> units() const override { return fleet_.units().units(); }
  Answer answer(const World& world, UnitId unit, Site from) const override { return fleet_.answer(world, unit, from); }
  bool has_egress(const World& world, Site place) const override { return fleet_.has_egress(world, place); }
  void health_verdict(World& world, UnitId unit, bool healthy) override;
  void drained(World& world, UnitId unit) override;
  void attach_balancer(ComponentId balancer) override { fleet_.attach_balancer(balancer); }
  double nominal_rate() const override { return nominal_rate_; }
  std::string start_held_up(const World& world) const override { return fleet_.start_held_up(world); }
  // Provider
  bool provides(const World& world, Site from) const override { return fleet_.provides(world, from); }
  // Scalable
  void set_desired(World& world, std::int64_t units) override;
  std::int64_t desired() const override { return fleet_.desired(); }
  // Operable
  std::span<const std::string_view> operations() const override;
  Outcome operate(World& world, std::string_view operation, double argument, ComponentId by,
                  std::uint64_t ticket) override;
  // MetricSource
  static constexpr NamedMetric metric_names[] = {{"cpu_utilisation", "busy share of the processors, 0 to 1, the average over the units"}};
  std::span<const NamedMetric> metrics() const override { return metric_names; }
  Metric metric(std::string_view name) const override;

 protected:
  virtual const Component& self() const = 0;

  /// Creates the stations and puts the documented normal number of units into service.
  void set_up(Wiring& wiring, const Zones& zones, const FleetRules& rules, LaunchChain chain, const Serving& serving,
              const Scaled& scaled, const ScalingRules& scaling);
  void set_needs(LaunchNeeds needs) { fleet_.set_needs(std::move(needs)); }
  Port serve_port() const;
  void begin(World& world);
  void take(World& world, std::uint16_t signal, std::uint64_t argument);
  void follow_domain(World& world, DomainId domain);
  void follow_reference(World& world, ComponentId component);
  bool is_settled(const World& world) const;
  /// To be called after anything that may have changed the fleet from outside of these functions.
  void follow_up(World& world);
  /// A new version is rolled out, which works, or answers every request with an error; the end of a bad one: the version before
  /// returns.
  bool deploy(World& world, bool bad);
  void end_bad_deployment(World& world);

  Fleet fleet_;

 private:
  /// An operation that someone waits for.
  struct Ticket {
    ComponentId by = no_component;
    std::uint64_t number = 0;
    std::int64_t units = 0;
    enum class Kind : std::uint8_t {
      scale,
      replace,   ///< given back as failed when what was started in place of the old does not serve either
      roll_out,  ///< done when no version is being rolled out any more
    } kind = Kind::scale;
  };
  Scaling::Situation situation(const World& world) const;
  Outcome promise(World& world, std::int64_t units, ComponentId by, std::uint64_t ticket, Ticket::Kind kind);
  void redeem_tickets(World& world);

  Scaling scaling_;
  double nominal_rate_ = 0;
  double timeout_ = 0;
  std::int64_t normal_ = 0;
  bool was_coming_ = false;
  std::vector<Ticket> tickets_;
};

}  // namespace windtunnel::models
