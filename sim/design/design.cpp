// See design.h.
#include "sim/design/design.h"

#include <algorithm>

namespace windtunnel {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

void add_parameters(Component& component, Parameters& all) {
  all.emplace_back(component.name() + ".type", component.type().name);
  for_each_value(*component.type().parameters, component.parameters_address(), component.name(),
                 [&](const ParameterValue& value) { all.emplace_back(value.path, value.type->write(value.value)); });
}

}  // namespace

const ComponentType* Catalogue::find(std::string_view name) const {
  for (const ComponentType* type : types())
    if (type->name == name) return type;
  return nullptr;
}

ComponentId Design::find(std::string_view path) const {
  for (const auto& component : components_)
    if (component->name() == path) return component->id();
  return no_component;
}

std::vector<std::string> Design::names() const {
  std::vector<std::string> all;
  for (const auto& component : components_) {
    const std::string& name = component->name();
    all.push_back(name);
    if (const std::size_t dot = name.rfind('.'); dot != std::string::npos) all.push_back(name.substr(dot + 1));
  }
  return all;
}

ComponentId Design::resolve(std::string_view name, DomainId from_region) const {
  if (from_region != no_domain) {
    const ComponentId local = find(domains[from_region].name + "." + std::string(name));
    if (local != no_component) return local;
  }
  const ComponentId exact = find(name);
  if (exact != no_component || from_region != no_domain) return exact;
  // From outside every region, a name that only one region has needs no region before it.
  ComponentId only = no_component;
  for (const Region& region : regions) {
    const ComponentId id = find(region.name + "." + std::string(name));
    if (id == no_component) continue;
    if (only != no_component) return no_component;
    only = id;
  }
  return only;
}

bool Design::leaves_network(ComponentId caller, ComponentId service) const {
  if (caller == no_component) return false;
  const auto& others = referrers(service);
  return std::none_of(others.begin(), others.end(), [&](ComponentId id) {
    return component(id).region() == component(caller).region() && capability_of<ServiceEndpoint>(component(id)) != nullptr;
  });
}

std::vector<std::pair<std::string, std::string>> Design::parameters() const {
  Parameters all;
  for (const auto& component : components_) add_parameters(*component, all);
  std::sort(all.begin(), all.end());
  return all;
}

std::optional<std::string> Design::parameter(std::string_view path) const {
  Parameters all;
  for (const auto& component : components_)
    if (path.starts_with(component->name() + ".")) add_parameters(*component, all);
  for (auto& [name, text] : all)
    if (name == path) return std::move(text);
  return std::nullopt;
}

std::string Design::label(Site site) const {
  if (site.on_internet()) return "the internet";
  return domains[site.zone == no_domain ? site.region : site.zone].label;
}

}  // namespace windtunnel
