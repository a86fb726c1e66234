// One architecture, read, checked, wired and sealed: immutable from here on, shared by all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/config/document.h"
#include "sim/design/claim.h"
#include "sim/design/component.h"
#include "sim/design/journey.h"
#include "sim/design/site.h"
#include "sim/traffic/network.h"

namespace windtunnel {

struct Region {
  std::string name;   ///< its rank in the design: "primary"
  std::string label;  ///< the provider's name: "us-east-1"
  std::string time_zone = "UTC";
  DomainId domain = no_domain;
  DomainId control_plane = no_domain;
  struct Zone {
    std::string name;  ///< as written: "a"
    DomainId domain = no_domain;
  };
  std::vector<Zone> zones;  ///< by rank
};

/// Where something of the design is written.
struct Written {
  std::string file;
  Position position;
};

/// The availability that the document promises, and the journeys that it speaks of.
struct SlaTarget {
  double target = 0;  ///< share of a year: 0.9999; 0: none is documented
  std::vector<std::uint32_t> journeys;  ///< indices into Design::journeys
};

class Design {
 public:
  std::string name, title, document, extends;
  std::vector<Region> regions;
  std::vector<Domain> domains;
  traffic::Network network;
  std::vector<JourneyDefinition> journeys;
  SlaTarget sla;
  std::vector<Claim> claims;
  std::vector<Assumption> assumptions;
  /// By visit of the network: the components that a request passes there, in order (a balancer and its pool share one).
  std::vector<std::vector<ComponentId>> visit_components;
  /// Files that it was read from (the base first) with the hashes of their text.
  std::vector<std::pair<std::string, std::string>> inputs;

  const std::vector<std::unique_ptr<Component>>& components() const { return components_; }
  const Component& component(ComponentId id) const { return *components_[id]; }
  /// By path ("primary.web"), or no_component.
  ComponentId find(std::string_view path) const;
  /// What a name means to a component of a region (or, with no_domain, to a global one): its own region's component
  /// first, then the exact path, then the only region that has one. no_component when there is none or several.
  ComponentId resolve(std::string_view name, DomainId from_region) const;
  /// All words that mean components, with and without their regions: what a misspelt one may have meant.
  std::vector<std::string> names() const;
  /// Components that hold a reference to this one.
  const std::vector<ComponentId>& referrers(ComponentId id) const { return referrers_[id]; }
  /// Whether a caller reaches a public service over the internet: no ServiceEndpoint in its region leads there. Users are on it.
  bool leaves_network(ComponentId caller, ComponentId service) const;
  /// Components that this one refers to, with the parameter path and the capability wanted.
  struct Link {
    ComponentId target = no_component;
    std::string parameter, capability;
    bool any_of = false;  ///< one of the components that the parameter lists is enough
  };
  const std::vector<Link>& links(ComponentId id) const { return links_[id]; }
  /// Components with units in a domain (or in a zone of a region).
  const std::vector<ComponentId>& members(DomainId id) const { return members_[id]; }
  const Written& written(ComponentId id) const { return written_[id]; }
  /// Every parameter of every component as (path, canonical text), sorted by path: what two designs are compared by.
  std::vector<std::pair<std::string, std::string>> parameters() const;
  std::optional<std::string> parameter(std::string_view path) const;
  /// The label of a site for people: "us-east-1a", "us-east-1", "internet".
  std::string label(Site site) const;

 private:
  friend class DesignBuilder;
  friend class Wiring;
  std::vector<std::unique_ptr<Component>> components_;
  std::vector<std::vector<ComponentId>> referrers_;
  std::vector<std::vector<Link>> links_;
  std::vector<std::vector<ComponentId>> members_;
  std::vector<Written> written_;
};

/// A claim of a ledger as its document states it.
struct LedgerEntry {
  std::string id, document, quote, kind, judged_by;
  int line = 0;
  std::vector<std::string> designs;
};

/// What the loader asks of the outside: types, claims, and files that designs extend.
class DesignEnvironment {
 public:
  virtual ~DesignEnvironment() = default;
  virtual const Catalogue& catalogue() const = 0;
  virtual const LedgerEntry* claim(std::string_view id) const = 0;
  /// Ids of all claims, for "did you mean".
  virtual std::vector<std::string> claim_ids() const = 0;
  /// The document of a design known by name (shipped, or given beside this one), or null.
  virtual const Document* design_document(std::string_view name) const = 0;
  virtual std::vector<std::string> design_names() const = 0;
};

/// Reads a design from its document and those that it extends; everything that is wrong goes to `diagnostics`, and
/// nothing is returned then. `changes` are parameter assignments ("primary.web.tasks.min", "4") applied last, or
/// values of assumptions ("assumptions.promotion", "1 h").
std::unique_ptr<const Design> load_design(const Document& document, const DesignEnvironment& environment, Diagnostics& diagnostics,
                                          const std::vector<std::pair<std::string, std::string>>& changes = {});

}  // namespace windtunnel
