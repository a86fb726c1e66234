// Links of a start: what each lacks, and how long it takes.
#include "models/compute/shared/launch_chain.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/design/design.h"

namespace windtunnel::models {

LaunchNeeds LaunchNeeds::find(const Wiring& wiring, const Component& owner, const std::optional<Reference>& egress,
                              const std::optional<Reference>& registry, const std::vector<Reference>& secrets) {
  LaunchNeeds needs;
  if (egress) needs.egress = wiring.find(owner, *egress);
  if (registry) needs.registry = wiring.find(owner, *registry);
  for (const Reference& secret : secrets) needs.secrets.push_back(wiring.find(owner, secret));
  return needs;
}

bool LaunchChain::provided(const World& world, ComponentId component, Site site) const {
  const Provider* provider = world.capability<Provider>(component);
  return provider == nullptr || provider->provides(world, site);
}

std::optional<Lack> LaunchChain::lacking(const World& world, std::size_t step, Site site) const {
  switch (steps_[step].link) {
    case LaunchLink::api_call:
      if (!world.control_plane(site.region)) return Lack::control_plane;
      break;
    case LaunchLink::placement: {
      const bool cut_off = site.zone != no_domain && world.domain(site.zone).isolated > 0;
      if (!world.alive(site) || cut_off || !world.has_capacity(site)) return Lack::capacity;
      break;
    }
    case LaunchLink::secrets:
      if (needs_.secrets.empty()) break;
      if (!provided(world, needs_.egress, site)) return Lack::egress;
      for (const ComponentId secret : needs_.secrets)
        if (!provided(world, secret, site)) return Lack::secret;
      break;
    case LaunchLink::image:
      if (!provided(world, needs_.egress, site)) return Lack::egress;
      if (!provided(world, needs_.registry, site)) return Lack::registry;
      break;
    case LaunchLink::host:  // asked for by whoever places the unit
    case LaunchLink::application:
      break;
  }
  return std::nullopt;
}

Duration LaunchChain::draw(World& world, const Component& owner, std::uint16_t purpose, std::size_t step) const {
  const LaunchStep& launch = steps_[step];
  Duration duration;
  if (launch.duration != DurationDistribution()) duration = world.draw(owner, purpose, launch.duration);
  if (launch.size.value > 0) {
    const double rate = launch.slowest + world.uniform(owner, purpose) * (launch.fastest - launch.slowest);
    duration += from_seconds(launch.size.value / rate);
  }
  return duration;
}

double LaunchChain::typical_seconds() const {
  double total = 0;
  for (const LaunchStep& step : steps_) {
    total += step.duration.quantile(0.5).seconds();
    if (step.size.value > 0) total += step.size.value / ((step.slowest + step.fastest) / 2);
  }
  return total;
}

bool LaunchChain::needs(ComponentId component) const {
  return component == needs_.egress || component == needs_.registry ||
         std::find(needs_.secrets.begin(), needs_.secrets.end(), component) != needs_.secrets.end();
}

std::string LaunchChain::name_of_lacking_secret(const World& world, Site site) const {
  for (const ComponentId secret : needs_.secrets)
    if (!provided(world, secret, site)) return world.component(secret).name();
  return "a secret";
}

std::string LaunchChain::describe(const World& world, Lack lack, Site site) const {
  const std::string place = world.design().label(site);
  switch (lack) {
    case Lack::control_plane:
      return "the region's control plane does not take the launch call";
    case Lack::capacity:
      return fmt::format("no capacity can be had in {}", place);
    case Lack::egress:
      return fmt::format("{} lets nothing out of {}", world.component(needs_.egress).name(), place);
    case Lack::registry:
      return fmt::format("{} does not serve the image", world.component(needs_.registry).name());
    case Lack::secret:
      return fmt::format("{} does not hand out its secret", name_of_lacking_secret(world, site));
    case Lack::room:
      return "no instance has room for it";
  }
  return "";
}

}  // namespace windtunnel::models
