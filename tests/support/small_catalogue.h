// A few component types that do nothing but have a place, references and fault modes: enough to test what reads
// designs.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/design/wiring.h"

namespace windtunnel::testing {

class SmallRegion final : public Model<SmallRegion>, public Provider {
 public:
  static constexpr std::string_view type_name = "region";
  static constexpr std::string_view summary = "A region.";
  struct Parameters {
    static ParameterTable parameters() { return parameter_table<Parameters>(); }
  };
  static constexpr FaultMode fault_modes[] = {{"loss", "All is down."},
                                              {"control_plane_loss", "Nothing can be changed."}};
  Parameters given;
  bool provides(const World&, Site) const override { return true; }
};

class SmallZone final : public Model<SmallZone>, public Provider {
 public:
  static constexpr std::string_view type_name = "zone";
  static constexpr std::string_view summary = "A zone.";
  using Parameters = SmallRegion::Parameters;
  static constexpr FaultMode fault_modes[] = {{"power_loss", "All is down."}, {"slow", "Calls take longer."}};
  Parameters given;
  bool provides(const World&, Site) const override { return true; }
};

/// Serves at a station in each of its zones; needs images and a way out to launch.
class SmallService final : public Model<SmallService>, public ServingPool, public Scalable {
 public:
  static constexpr std::string_view type_name = "service";
  static constexpr std::string_view summary = "A service.";
  struct Parameters {
    Zones zones;
    std::int64_t count = 2;
    std::vector<Reference> egress, images;
    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(parameter<&P::zones>("zones", "Where it runs."),
                                parameter<&P::count>("count", "Units."),
                                parameter<&P::egress>("egress", "Ways out.", references("provider")),
                                parameter<&P::images>("images", "Where images are.", references("provider")));
    }
  };
  static constexpr FaultMode fault_modes[] = {{"task_loss", "Units vanish.", FaultMode::Scope::units, false},
                                              {"deployment", "A bad version is out."}};
  Parameters given;
  void declare(Wiring& wiring) override {
    sites_ = wiring.sites(*this, given.zones);
    if (given.count < 0) wiring.error(*this, "count", "nothing runs fewer than no units");
    for (std::size_t i = 0; i < sites_.size(); ++i) stations_.push_back(wiring.station({}));
  }
  std::vector<Site> sites() const override { return sites_; }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.stations = stations_;
    return port;
  }
  const std::vector<traffic::StationId>& stations() const override { return stations_; }
  std::span<const Unit> units() const override { return {}; }
  Answer answer(const World&, UnitId, Site) const override { return Answer::ok; }
  void health_verdict(World&, UnitId, bool) override {}
  void drained(World&, UnitId) override {}
  void attach_balancer(ComponentId) override {}
  double nominal_rate() const override { return 100; }
  void set_desired(World&, std::int64_t) override {}
  std::int64_t desired() const override { return given.count; }
  std::int64_t units_at_most() const override { return 2 * given.count; }

 private:
  std::vector<Site> sites_;
  std::vector<traffic::StationId> stations_;
};

class SmallBalancer final : public Model<SmallBalancer>, public Balancer, public Endpoint {
 public:
  static constexpr std::string_view type_name = "balancer";
  static constexpr std::string_view summary = "A load balancer.";
  struct Parameters {
    Zones zones;
    Reference targets;
    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(parameter<&P::zones>("zones", "Where it has nodes."),
                                parameter<&P::targets>("targets", "Its pool.", required, references("serving_pool")));
    }
  };
  Parameters given;
  void declare(Wiring& wiring) override { sites_ = wiring.sites(*this, given.zones); }
  void connect(Wiring& wiring) override {
    traffic::Router router;
    router.branches.resize(wiring.capability<ServingPool>(wiring.find(*this, given.targets))->stations().size(), 1.0);
    router_ = wiring.router(router);
  }
  std::vector<Site> sites() const override { return sites_; }
  std::optional<Port> port(std::string_view) const override {
    Port port;
    port.kind = Port::Kind::balance;
    port.router = router_;
    return port;
  }
  void unit_registered(World&, ServingPool::UnitId) override {}
  void unit_deregistered(World&, ServingPool::UnitId) override {}
  void unit_changed(World&, ServingPool::UnitId) override {}
  Probe probe(const World&, Depth) const override { return {}; }
  bool healthy_alias(const World&) const override { return true; }

 private:
  std::vector<Site> sites_;
  traffic::RouterId router_ = traffic::none;
};

class SmallStore final : public Model<SmallStore>, public DataStore {
 public:
  static constexpr std::string_view type_name = "store";
  static constexpr std::string_view summary = "A database.";
  struct Parameters {
    std::vector<ZoneName> zones;  ///< the first holds the writer; none: a regional service
    std::optional<Reference> copies;
    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(parameter<&P::zones>("zones", "Where it runs."),
                                parameter<&P::copies>("copies", "What it is a replica of.", references("data_store")));
    }
  };
  static constexpr FaultMode fault_modes[] = {{"crash", "It stops.", FaultMode::Scope::component, false},
                                              {"slow", "Queries take longer."}};
  static constexpr Measure measures[] = {{"repair_seconds", "s", "the time of a repair"},
                                         {"failed_share", "share", "the share of queries that failed"},
                                         {"rows", "rows", "the number of rows that were read"}};
  Parameters given;
  void declare(Wiring& wiring) override {
    for (const ZoneName& zone : given.zones) sites_.push_back(wiring.site(*this, zone));
    if (sites_.empty()) sites_.push_back(wiring.regional(*this));
    station_ = wiring.station({});
  }
  std::vector<Site> sites() const override { return sites_; }
  std::optional<Port> port(std::string_view) const override {
    Port port;
    port.stations = {station_};
    return port;
  }
  bool accepts_writes(const World&) const override { return true; }
  double write_rate(const World&) const override { return 0; }
  Site writer_site() const override { return sites_.front(); }
  Time stopped_at() const override { return {}; }
  void superseded(World&, ComponentId) override {}

 private:
  std::vector<Site> sites_;
  traffic::StationId station_ = traffic::none;
};

/// Something that launches need: a gateway, a registry; in one zone, or regional.
class SmallProvider final : public Model<SmallProvider>, public Provider {
 public:
  static constexpr std::string_view type_name = "provider";
  static constexpr std::string_view summary = "Something that others need.";
  struct Parameters {
    std::optional<ZoneName> zone;
    std::vector<Reference> needs;
    bool movable = false;
    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(parameter<&P::zone>("zone", "Where it is."),
                                parameter<&P::needs>("requires", "What it needs itself.", references("provider")),
                                parameter<&P::movable>("movable", "Whether it can be built anew in any zone."));
    }
  };
  static constexpr FaultMode fault_modes[] = {{"outage", "It does nothing."}};
  Parameters given;
  void declare(Wiring& wiring) override {
    if (given.movable) anywhere_ = wiring.sites(*this, Zones{});
    if (region() != no_domain) sites_ = {given.zone ? wiring.site(*this, *given.zone) : wiring.regional(*this)};
  }
  std::vector<Site> sites() const override { return given.movable ? anywhere_ : sites_; }
  std::vector<Site> parts() const override { return sites_; }
  bool provides(const World&, Site) const override { return true; }

 private:
  std::vector<Site> sites_, anywhere_;
};

/// Ways out of which one is enough.
class SmallRoutes final : public Model<SmallRoutes>, public Provider {
 public:
  static constexpr std::string_view type_name = "routes";
  static constexpr std::string_view summary = "Ways out.";
  struct Parameters {
    std::vector<Reference> ways;
    static ParameterTable parameters() {
      return parameter_table<Parameters>(
          parameter<&Parameters::ways>("ways", "One of them is enough.", references_any_of("provider")));
    }
  };
  Parameters given;
  bool provides(const World&, Site) const override { return true; }
};

/// An address space, and blocks that divide it.
class SmallNetwork final : public Model<SmallNetwork>, public Provider {
 public:
  static constexpr std::string_view type_name = "network";
  static constexpr std::string_view summary = "A network.";
  struct Parameters {
    CidrBlock cidr;
    static ParameterTable parameters() {
      return parameter_table<Parameters>(parameter<&Parameters::cidr>("cidr", "Its addresses.", required));
    }
  };
  Parameters given;
  bool provides(const World&, Site) const override { return true; }
};

class SmallSubnets final : public Model<SmallSubnets>, public Provider {
 public:
  static constexpr std::string_view type_name = "subnets";
  static constexpr std::string_view summary = "Parts of a network.";
  struct Parameters {
    std::vector<CidrBlock> cidrs;
    std::optional<Reference> network;
    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(parameter<&P::cidrs>("cidrs", "Their addresses."),
                                parameter<&P::network>("network", "What they divide.", references("provider")));
    }
  };
  Parameters given;
  bool provides(const World&, Site) const override { return true; }
};

/// Sends users to one of two endpoints.
class SmallNames final : public Model<SmallNames> {
 public:
  static constexpr std::string_view type_name = "names";
  static constexpr std::string_view summary = "Names of endpoints.";
  struct Parameters {
    std::vector<Reference> endpoints;
    static ParameterTable parameters() {
      return parameter_table<Parameters>(
          parameter<&Parameters::endpoints>("endpoints", "Where users go.", references("endpoint")));
    }
  };
  static constexpr FaultMode fault_modes[] = {{"control_plane_loss", "Records cannot be edited."}};
  Parameters given;
  void connect(Wiring& wiring) override {
    traffic::Router router;
    router.branches.resize(given.endpoints.size(), 1.0);
    router_ = wiring.router(router);
    for (const Reference& endpoint : given.endpoints) endpoints_.push_back(wiring.find(*this, endpoint));
  }
  std::optional<Port> port(std::string_view) const override {
    Port port;
    port.kind = Port::Kind::select;
    port.router = router_;
    port.endpoints = endpoints_;
    return port;
  }

 private:
  traffic::RouterId router_ = traffic::none;
  std::vector<ComponentId> endpoints_;
};

class SmallCatalogue final : public Catalogue {
 public:
  std::span<const ComponentType* const> types() const override {
    static const std::array all = {&component_type<SmallBalancer>(), &component_type<SmallNames>(),
                                   &component_type<SmallNetwork>(),  &component_type<SmallProvider>(),
                                   &component_type<SmallRegion>(),   &component_type<SmallRoutes>(),
                                   &component_type<SmallService>(),  &component_type<SmallStore>(),
                                   &component_type<SmallSubnets>(),  &component_type<SmallZone>()};
    return all;
  }
};

class SmallEnvironment final : public DesignEnvironment {
 public:
  const Catalogue& catalogue() const override { return catalogue_; }
  const LedgerEntry* claim(std::string_view) const override { return nullptr; }
  std::vector<std::string> claim_ids() const override { return {}; }
  const Document* design_document(std::string_view) const override { return nullptr; }
  std::vector<std::string> design_names() const override { return {}; }

 private:
  SmallCatalogue catalogue_;
};

inline std::string text_of(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) text += to_text(diagnostic) + "\n";
  return text;
}

/// The design that a text describes in the types above; the test fails with the diagnostics when it is none.
inline std::unique_ptr<const Design> small_design(const std::string& yaml) {
  Diagnostics diagnostics;
  std::unique_ptr<const Design> design;
  if (const auto document = parse_document("design.yaml", yaml, diagnostics))
    design = load_design(*document, SmallEnvironment(), diagnostics);
  INFO(text_of(diagnostics));
  REQUIRE(design);
  return design;
}

/// Two regions with one stack each behind one name; the second database copies the first.
inline const char* two_regions = R"(
design: twins
regions:
  east: {name: us-east-1, zones: [a, b], stack: web}
  west: {name: us-west-2, zones: [a, c], stack: web, with: {db: {zones: [c, a], copies: east.db}}}
stacks:
  web:
    front: {type: balancer, targets: web}
    web: {type: service, count: 4, egress: gateway, images: registry}
    db: {type: store, zones: [b, a]}
    gateway: {type: provider, zone: a}
    registry: {type: provider}
components:
  names: {type: names, endpoints: [east.front, west.front]}
journeys:
  order:
    path: [names, front, web, db]
    rate: {daily: {peak: 120 /s at 20:00 America/New_York, trough: 30 /s}}
  look: {path: [names, front, web], rate: 10 /s}
)";

}  // namespace windtunnel::testing
