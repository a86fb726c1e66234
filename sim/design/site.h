// Where things are, what fails together, and what can reach what.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/kernel/time.h"

namespace windtunnel {

using ComponentId = std::uint32_t;
using DomainId = std::uint32_t;
inline constexpr std::uint32_t no_component = ~std::uint32_t{0};
inline constexpr std::uint32_t no_domain = ~std::uint32_t{0};

/// A failure domain: things in it fail together.
struct Domain {
  enum class Kind : std::uint8_t {
    zone,
    region,
    control_plane,  ///< of a region: launches, edits, promotions, creations
    global_control_plane,  ///< of a service that is steered from one place for the whole world: record edits
  };
  Kind kind = Kind::zone;
  std::string name;   ///< by rank, so that designs share storms: "primary.zone-1", "primary", "primary.control-plane", "dns.control-plane"
  std::string label;  ///< for people: "us-east-1a", "us-east-1"
  DomainId region = no_domain;  ///< of a zone or a regional control plane
  ComponentId component = no_component;  ///< the component whose fault modes hurt it
};

/// What is wrong with a domain right now. Causes that overlap are counted, so that one ending does not heal another.
struct DomainState {
  int down = 0;         ///< power is off or everything in it is gone: nothing in it runs
  int isolated = 0;     ///< nothing passes its border; inside, things run
  int no_capacity = 0;  ///< nothing new can be launched in it
  int impaired = 0;     ///< control planes: requests fail or hang
  double added_latency = 0;  ///< seconds on each crossing of its border or call inside it
  double loss = 0;           ///< share of packets' requests that vanish on the way in or out
};

/// Whether nobody can tell the two apart: what one cause has brought about does not come about once more by another.
inline bool fare_alike(const DomainState& a, const DomainState& b) {
  return (a.down > 0) == (b.down > 0) && (a.isolated > 0) == (b.isolated > 0) && (a.no_capacity > 0) == (b.no_capacity > 0) &&
         (a.impaired > 0) == (b.impaired > 0) && a.added_latency == b.added_latency && a.loss == b.loss;
}

/// A vantage point or the site of a unit. Without region: the internet (users, health checkers).
/// With a region and no zone: a regional service that no single zone can take down.
struct Site {
  DomainId region = no_domain;
  DomainId zone = no_domain;
  static constexpr Site internet() { return {}; }
  bool on_internet() const { return region == no_domain; }
  /// Whether it is part of a zone, or of a region that names no zone; everything is part of the internet.
  bool lies_in(Site place) const {
    return place.on_internet() || (region == place.region && (place.zone == no_domain || zone == place.zone));
  }
  friend bool operator==(Site, Site) = default;
};

/// How a request fares between two places.
struct Reach {
  bool connected = true;
  double added_latency = 0;
  double loss = 0;
};

}  // namespace windtunnel
