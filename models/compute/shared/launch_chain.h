// The chain of links from the call that asks for a unit to the application that answers; a link whose dependency is
// down holds the start up, or ends it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/values.h"
#include "sim/design/component.h"
#include "sim/design/site.h"
#include "sim/design/wiring.h"
#include "sim/kernel/distribution.h"
#include "sim/kernel/quantity.h"

namespace windtunnel::models {

/// One link of the chain. What each needs when it begins stands beside it.
enum class LaunchLink : std::uint8_t {
  api_call,     ///< the region's control plane
  placement,    ///< a zone that has power, can be reached, and has capacity left
  host,         ///< room on a machine
  secrets,      ///< the way out of the zone, and every secret
  image,        ///< the way out of the zone, and the registry
  application,  ///< nothing: the process starts
};

/// What a link lacks. The order is that of the measures `held_by_...` of the models that start units.
enum class Lack : std::uint8_t { control_plane, capacity, egress, registry, secret, room };
inline constexpr std::size_t number_of_lacks = 6;

/// What the starts of one pool depend on beside control plane and capacity.
struct LaunchNeeds {
  ComponentId egress = no_component;
  ComponentId registry = no_component;
  std::vector<ComponentId> secrets;

  /// Looks the references up while the design is connected.
  static LaunchNeeds find(const Wiring& wiring, const Component& owner, const std::optional<Reference>& egress,
                          const std::optional<Reference>& registry, const std::vector<Reference>& secrets);
};

/// How long a link takes: a law, or so many bytes at a rate that is uniform between two ends.
struct LaunchStep {
  LaunchLink link = LaunchLink::api_call;
  DurationDistribution duration;
  Bytes size;          ///< of what is fetched; 0: the law alone
  double slowest = 0;  ///< bytes per second
  double fastest = 0;
};

class LaunchChain {
 public:
  LaunchChain() = default;
  /// `register_after`: the unit becomes a target of its balancers when this many links are done.
  LaunchChain(std::vector<LaunchStep> steps, std::size_t register_after)
      : steps_(std::move(steps)), register_after_(register_after) {}

  void set_needs(LaunchNeeds needs) { needs_ = std::move(needs); }
  std::size_t size() const { return steps_.size(); }
  std::size_t register_after() const { return register_after_; }
  LaunchLink link(std::size_t step) const { return steps_[step].link; }

  /// What keeps this step from beginning in this place now.
  std::optional<Lack> lacking(const World& world, std::size_t step, Site site) const;
  /// Whether packets for the internet find their way out of a place now.
  bool has_egress(const World& world, Site site) const { return provided(world, needs_.egress, site); }
  /// Draws how long the step takes.
  Duration draw(World& world, const Component& owner, std::uint16_t purpose, std::size_t step) const;
  /// The sum of the medians, in seconds: what a start takes on an ordinary day.
  double typical_seconds() const;
  /// Whether a start depends on this component.
  bool needs(ComponentId component) const;
  /// A clause for the story: "cannot pull its image: primary.nat lets nothing out of us-east-1a".
  std::string describe(const World& world, Lack lack, Site site) const;

 private:
  bool provided(const World& world, ComponentId component, Site site) const;
  std::string name_of_lacking_secret(const World& world, Site site) const;

  std::vector<LaunchStep> steps_;
  LaunchNeeds needs_;
  std::size_t register_after_ = 0;
};

}  // namespace windtunnel::models
