// What a component may do while a design is put together: create traffic nodes, look others up, report problems.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/config/parameter.h"
#include "sim/design/component.h"

namespace windtunnel {

class Design;

class Wiring {
 public:
  /// `places`: of each component's parameters.
  Wiring(Design& design, const std::vector<WrittenPlaces>& places, Diagnostics& diagnostics)
      : design_(design), places_(places), diagnostics_(diagnostics) {}

  traffic::Network& network();
  traffic::StationId station(const traffic::Station& station);
  traffic::RouterId router(const traffic::Router& router);
  traffic::CacheId cache(const traffic::Cache& cache);
  traffic::QueueId queue(const traffic::Queue& queue);

  /// The component that a reference names, seen from the component that holds it (its own region first, then global,
  /// then "region.component"). The loader has checked that it exists and offers the capability.
  ComponentId find(const Component& from, const Reference& reference) const;
  Component& component(ComponentId id);
  template <class Capability>
  Capability* capability(ComponentId id) { return id == no_component ? nullptr : capability_of<Capability>(component(id)); }

  /// Sites of a component's region by zone names as written ("a", "b"), or all zones.
  std::vector<Site> sites(const Component& from, const Zones& zones);
  Site site(const Component& from, const ZoneName& zone);
  /// The region itself, for regional services.
  Site regional(const Component& from) const;
  DomainId control_plane(const Component& from) const;
  /// Provider's name of the component's region ("us-east-1").
  std::string region_label(const Component& from) const;

  /// An error at the place where the component, or one of its parameters, is written.
  void error(const Component& component, std::string_view parameter, std::string message);
  /// Adds a failure domain of the component's own (a global control plane); its state is World::domain(id).
  DomainId add_domain(const Component& component, Domain::Kind kind, std::string_view name);
  const Design& design() const { return design_; }

 private:
  Place place_of(const Component& component, std::string_view parameter) const;

  Design& design_;
  const std::vector<WrittenPlaces>& places_;
  Diagnostics& diagnostics_;
};

}  // namespace windtunnel
