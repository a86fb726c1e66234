// The roles that selectors know: what a component is for, seen from its capabilities and ports.
#include <algorithm>

#include "sim/scenario/selector.h"

namespace windtunnel {
namespace {

template <class Capability>
bool offers(const Component& component) {
  const auto& capabilities = component.type().capabilities;
  return std::find(capabilities.begin(), capabilities.end(), Capability::capability) != capabilities.end();
}

bool is_replica(const Design& design, const Component& component) {
  if (!offers<DataStore>(component)) return false;
  const auto& links = design.links(component.id());
  return std::any_of(links.begin(), links.end(),
                     [](const Design::Link& link) { return link.capability == DataStore::capability; });
}

std::optional<Port::Kind> kind_of_port(const Component& component) {
  const auto port = component.port("");
  return port ? std::optional(port->kind) : std::nullopt;
}

bool is_dns(const Design&, const Component& component) {
  const auto port = component.port("");
  return port && port->kind == Port::Kind::select && !port->splits_users && port->cache == traffic::none;
}

bool is_cache(const Design&, const Component& component) {
  const auto port = component.port("");
  return port && port->cache != traffic::none;
}

}  // namespace

const std::vector<Role>& roles() {
  static const std::vector<Role> all = {
      {"service", "A set of units that serve requests.",
       [](const Design&, const Component& c) { return offers<ServingPool>(c); }},
      {"load balancer", "Spreads requests over a service.",
       [](const Design&, const Component& c) { return offers<Balancer>(c); }},
      {"database", "A store that acknowledges writes; originals come before replicas, and those on a journey before others.",
       [](const Design&, const Component& c) { return offers<DataStore>(c); }},
      {"replica", "A store that follows another store.", is_replica},
      {"cache", "Answers a share of the requests itself.", is_cache},
      {"queue", "Accepts what is handled later.",
       [](const Design&, const Component& c) { return kind_of_port(c) == Port::Kind::enqueue; }},
      {"dns", "Sends users to one of several endpoints.", is_dns},
  };
  return all;
}

}  // namespace windtunnel
