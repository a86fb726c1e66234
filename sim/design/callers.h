// Who sends a component its requests: what the paths of journeys and the usage of a month say together.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "sim/design/site.h"
#include "sim/traffic/network.h"

namespace windtunnel {

class Design;
class UsageMeter;

/// Pairs of a part of a caller and a part of what it calls, where each part calls all parts alike.
struct ZonePairs {
  double crossing = 0;  ///< pairs that lie in different zones of one region
  double all = 0;       ///< 0: in different regions, or no zone holds one of the two
  double share() const { return all > 0 ? crossing / all : 0; }
};
ZonePairs zone_pairs(const Design& design, ComponentId caller, ComponentId callee);

/// A part of the requests that reach a component.
struct Caller {
  ComponentId component = no_component;  ///< none: users
  DomainId region = no_domain;           ///< of the component; none: users, and what stands outside of all regions
  double share = 1;                      ///< of the requests that reach the callee
  double between_zones = 0;              ///< share of these that go from one zone of the callee's region into another
};

/// The calls that the journeys of a design make, at their mean rates. What only looks at requests on their way, and stands in
/// no zone, calls nobody itself; what is turned to only when something fails is not called.
class JourneyCalls {
 public:
  explicit JourneyCalls(const Design& design);

  /// Who calls a component, in the order of journeys; empty where no path reaches it. How often each component calls follows
  /// from what it served by the meter; users are counted by the journeys' rates alone, spread evenly over what a name leads to.
  std::vector<Caller> to(ComponentId callee, const UsageMeter& usage) const;

 private:
  struct Calls {
    Caller caller;    ///< its share is not set
    double rate = 0;  ///< per second
  };

  void follow(const Design& design, traffic::VisitId visit, ComponentId caller, double rate);
  void select(const Design& design, traffic::VisitId visit, ComponentId caller, double rate);
  void note(const Design& design, ComponentId caller, ComponentId callee, double rate);
  double served(ComponentId component) const;

  std::map<ComponentId, std::vector<Calls>> calls_;               // by callee
  std::map<ComponentId, std::set<traffic::StationId>> stations_;  // where what passes a component is counted
};

}  // namespace windtunnel
