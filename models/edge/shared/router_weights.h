// Weights of a router while they are summed up over groups of users.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/design/world.h"

namespace windtunnel::models {

/// Every sum is over ramps that begin and end together, so it is a ramp itself.
class RouterWeights {
 public:
  explicit RouterWeights(std::size_t branches = 0) { wanted_.branches.resize(branches); }

  void clear() {
    std::fill(wanted_.branches.begin(), wanted_.branches.end(), traffic::Ramp(0));
    wanted_.refused = wanted_.failed_behind = wanted_.black_holed = traffic::Ramp(0);
  }
  /// A share of these users goes to a branch, fails at once (for want of a target, or by a target's answer), or meets silence.
  void send(std::size_t branch, const traffic::Ramp& users, double share) { add(wanted_.branches[branch], users, share); }
  void refuse(const traffic::Ramp& users, double share) { add(wanted_.refused, users, share); }
  void fail_behind(const traffic::Ramp& users, double share) {
    refuse(users, share);
    add(wanted_.failed_behind, users, share);
  }
  void lose(const traffic::Ramp& users, double share) { add(wanted_.black_holed, users, share); }

  /// Gives the router these weights. Where it has them already, traffic is not disturbed.
  void write(World& world, traffic::RouterId router) const {
    const traffic::Router& present = world.traffic().network().routers[router];
    const auto alike = [now = world.now()](const traffic::Ramp& a, const traffic::Ramp& b) { return a.goes_like(b, now); };
    const bool same = alike(present.refused, wanted_.refused) && alike(present.failed_behind, wanted_.failed_behind) &&
                      alike(present.black_holed, wanted_.black_holed) &&
                      std::equal(present.branches.begin(), present.branches.end(), wanted_.branches.begin(),
                                 wanted_.branches.end(), alike);
    if (!same) world.change_traffic().routers[router] = wanted_;
  }

 private:
  static void add(traffic::Ramp& sum, const traffic::Ramp& users, double share) {
    sum = traffic::Ramp(sum.from + users.from * share, sum.to + users.to * share, users.start, users.end);
  }
  traffic::Router wanted_;
};

}  // namespace windtunnel::models
