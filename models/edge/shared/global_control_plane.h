// The control plane of a global service: one place for all regions; what is configured goes on without it.
#pragma once

#include <string>

#include "models/region_label.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// Where the configuration of a global service is edited: it needs to work itself, and the region that it lives in, where
/// that is part of the design.
class GlobalControlPlane {
 public:
  void declare(Wiring& wiring, const Component& owner, const std::string& home) {
    domain_ = wiring.add_domain(owner, Domain::Kind::global_control_plane, "control-plane");
    if (const Region* region = region_labelled(wiring.design(), home)) home_ = region->control_plane;
  }
  bool works(const World& world) const { return world.domain(domain_).impaired == 0; }
  bool editable(const World& world) const {
    return works(world) && (home_ == no_domain || world.domain(home_).impaired == 0);
  }
  /// Says whether it worked until now.
  bool impair(World& world) const {
    const bool worked = works(world);
    ++world.change_domain(domain_).impaired;
    return worked;
  }
  void restore(World& world) const {
    DomainState& state = world.change_domain(domain_);
    if (state.impaired > 0) --state.impaired;
  }

 private:
  DomainId domain_ = no_domain, home_ = no_domain;
};

}  // namespace windtunnel::models
