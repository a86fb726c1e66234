// See wiring.h.
#include "sim/design/wiring.h"

#include "sim/design/design.h"

namespace windtunnel {

traffic::Network& Wiring::network() { return design_.network; }

traffic::StationId Wiring::station(const traffic::Station& station) {
  design_.network.stations.push_back(station);
  return static_cast<traffic::StationId>(design_.network.stations.size() - 1);
}
traffic::RouterId Wiring::router(const traffic::Router& router) {
  design_.network.routers.push_back(router);
  return static_cast<traffic::RouterId>(design_.network.routers.size() - 1);
}
traffic::CacheId Wiring::cache(const traffic::Cache& cache) {
  design_.network.caches.push_back(cache);
  return static_cast<traffic::CacheId>(design_.network.caches.size() - 1);
}
traffic::QueueId Wiring::queue(const traffic::Queue& queue) {
  design_.network.queues.push_back(queue);
  return static_cast<traffic::QueueId>(design_.network.queues.size() - 1);
}

ComponentId Wiring::find(const Component& from, const Reference& reference) const {
  return design_.resolve(reference.text, from.region());
}

Component& Wiring::component(ComponentId id) { return *design_.components_[id]; }

namespace {
const Region* region_of(const Design& design, const Component& component) {
  for (const Region& region : design.regions)
    if (region.domain == component.region()) return &region;
  return nullptr;
}
}  // namespace

std::vector<Site> Wiring::sites(const Component& from, const Zones& zones) {
  std::vector<Site> sites;
  const Region* region = region_of(design_, from);
  if (!region) {
    if (zones.place.file.empty()) error(from, "", "a global component has no zones; write it into a region's stack");
    else diagnostics_.error(zones.place.file, zones.place.position, "a global component has no zones; write it into a region's stack");
    return sites;
  }
  if (zones.all) {
    for (const Region::Zone& zone : region->zones) sites.push_back({region->domain, zone.domain});
    return sites;
  }
  for (const std::string& name : zones.names) sites.push_back(site(from, ZoneName{name, zones.place}));
  return sites;
}

Site Wiring::site(const Component& from, const ZoneName& name) {
  const Region* region = region_of(design_, from);
  std::vector<std::string> names;
  if (region)
    for (const Region::Zone& zone : region->zones) {
      if (zone.name == name.text) return {region->domain, zone.domain};
      names.push_back(zone.name);
    }
  diagnostics_.error(name.place.file, name.place.position,
                     "unknown zone \"" + name.text + "\" of " + (region ? region->label : "a global component") +
                         did_you_mean(name.text, names));
  return region ? Site{region->domain, no_domain} : Site{};
}

Site Wiring::regional(const Component& from) const { return {from.region(), no_domain}; }

DomainId Wiring::control_plane(const Component& from) const {
  const Region* region = region_of(design_, from);
  return region ? region->control_plane : no_domain;
}

std::string Wiring::region_label(const Component& from) const {
  const Region* region = region_of(design_, from);
  return region ? region->label : std::string();
}

DomainId Wiring::add_domain(const Component& component, Domain::Kind kind, std::string_view name) {
  Domain domain;
  domain.kind = kind;
  domain.name = component.name() + "." + std::string(name);
  domain.label = domain.name;
  domain.region = component.region();
  domain.component = component.id();
  design_.domains.push_back(domain);
  return static_cast<DomainId>(design_.domains.size() - 1);
}

/// Of what states the parameter, or what it is part of; else of the component itself.
Place Wiring::place_of(const Component& component, std::string_view parameter) const {
  const WrittenPlaces& places = places_[component.id()];
  while (!parameter.empty()) {
    if (const auto found = places.find(std::string(parameter)); found != places.end()) return found->second;
    const std::size_t end = parameter.find_last_of(".[");
    parameter = parameter.substr(0, end == std::string_view::npos ? 0 : end);
  }
  const Written& written = design_.written_[component.id()];
  return {written.file, written.position};
}

void Wiring::error(const Component& component, std::string_view parameter, std::string message) {
  const Place place = place_of(component, parameter);
  std::string where = component.name();
  if (!parameter.empty()) where += "." + std::string(parameter);
  diagnostics_.error(place.file, place.position, where + ": " + std::move(message));
}

}  // namespace windtunnel
