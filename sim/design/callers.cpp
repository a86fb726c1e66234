// See callers.h.
#include "sim/design/callers.h"

#include <algorithm>

#include "sim/design/cost_sheet.h"
#include "sim/design/design.h"

namespace windtunnel {
namespace {

constexpr double month_seconds = UsageMeter::hours_per_month * 3600;

/// Zones in which a component answers, each as often as it has a part there: of a store the one that takes writes.
std::vector<DomainId> zones_of(const Component& component) {
  std::vector<DomainId> zones;
  const bool store = capability_of<DataStore>(component) != nullptr;
  for (const Site& part : component.parts()) {
    if (part.zone != no_domain) zones.push_back(part.zone);
    if (store && !zones.empty()) break;
  }
  return zones;
}

/// Whether requests end at it and others begin: it stands somewhere, or answers users under a name of its own.
bool calls_others(const Component& component) {
  return !component.parts().empty() || capability_of<Endpoint>(component) != nullptr;
}

}  // namespace

ZonePairs zone_pairs(const Design& design, ComponentId caller, ComponentId callee) {
  const DomainId region = design.component(callee).region();
  if (caller == no_component || region == no_domain || design.component(caller).region() != region) return {};
  const std::vector<DomainId> here = zones_of(design.component(caller)), there = zones_of(design.component(callee));
  std::size_t crossing = 0;
  for (const DomainId zone : here) crossing += there.size() - static_cast<std::size_t>(std::count(there.begin(), there.end(), zone));
  return {static_cast<double>(crossing), static_cast<double>(here.size() * there.size())};
}

JourneyCalls::JourneyCalls(const Design& design) {
  for (const JourneyDefinition& journey : design.journeys)
    if (!journey.structural) follow(design, design.network.journeys[journey.traffic].entry, no_component, journey.rate.mean());
}

void JourneyCalls::follow(const Design& design, traffic::VisitId id, ComponentId caller, double rate) {
  const traffic::Visit& visit = design.network.visits[id];
  if (visit.kind == traffic::Visit::Kind::select) return select(design, id, caller, rate);
  for (const ComponentId component : design.visit_components[id]) {
    if (!calls_others(design.component(component))) continue;
    note(design, caller, component, rate);
    stations_[component].insert(visit.stations.begin(), visit.stations.end());
    caller = component;
  }
  for (const traffic::Call& call : visit.calls) {
    const double missed = call.unless_hit == traffic::none ? 1 : 1 - design.network.caches[call.unless_hit].steady_hit_ratio;
    follow(design, call.visit, caller, rate * call.times * missed);
  }
}

void JourneyCalls::select(const Design& design, traffic::VisitId id, ComponentId caller, double rate) {
  const std::vector<traffic::Call>& ways = design.network.visits[id].calls;
  const std::vector<ComponentId>& passed = design.visit_components[id];
  const auto* users = passed.empty() ? nullptr : capability_of<UserPlaces>(design.component(passed.front()));
  for (std::size_t i = 0; i < ways.size(); ++i)
    follow(design, ways[i].visit, caller, rate * (users ? users->share(i) : 1 / static_cast<double>(ways.size())));
}

void JourneyCalls::note(const Design& design, ComponentId caller, ComponentId callee, double rate) {
  auto& known = calls_[callee];
  const auto found = std::find_if(known.begin(), known.end(), [&](const Calls& calls) { return calls.caller.component == caller; });
  if (found != known.end()) {
    found->rate += rate;
    return;
  }
  Caller from;
  from.component = caller;
  if (caller != no_component) from.region = design.component(caller).region();
  from.between_zones = zone_pairs(design, caller, callee).share();
  known.push_back({from, rate});
}

double JourneyCalls::served(ComponentId component) const {
  double rate = 0;
  if (const auto found = calls_.find(component); found != calls_.end())
    for (const Calls& calls : found->second) rate += calls.rate;
  return rate;
}

std::vector<Caller> JourneyCalls::to(ComponentId callee, const UsageMeter& usage) const {
  const auto found = calls_.find(callee);
  if (found == calls_.end()) return {};
  std::vector<Caller> callers;
  double sum = 0;
  for (const Calls& calls : found->second) {
    Caller caller = calls.caller;
    caller.share = calls.rate * month_seconds;
    if (const double nominal = served(caller.component); caller.component != no_component) {
      double measured = 0;
      for (const traffic::StationId station : stations_.at(caller.component)) measured += usage.completions(station);
      caller.share = nominal > 0 ? measured * calls.rate / nominal : 0;
    }
    sum += caller.share;
    callers.push_back(caller);
  }
  for (Caller& caller : callers) caller.share = sum > 0 ? caller.share / sum : 1 / static_cast<double>(callers.size());
  return callers;
}

}  // namespace windtunnel
