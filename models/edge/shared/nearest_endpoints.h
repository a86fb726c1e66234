// Users of several places over the endpoints of one name or address: each place is led to the nearest endpoint that may be
// used, and its users follow over time.
#pragma once

#include <fmt/format.h>

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "models/edge/shared/cached_answers.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// Copyable state of a model; one router for each place, with a branch for each endpoint.
class NearestEndpoints {
 public:
  /// Takes up the endpoints that `references` name, as many as one name can have, and says so where there are too few or too many.
  void connect(Wiring& wiring, const Component& owner, const std::vector<Reference>& references, const Reference& users) {
    if (references.size() < 2 || references.size() > CachedAnswers::limit)
      wiring.error(owner, "endpoints", fmt::format("2 to {} endpoints", CachedAnswers::limit));
    for (const Reference& reference : references)
      if (endpoints_.size() < CachedAnswers::limit) endpoints_.push_back(wiring.find(owner, reference));
    const auto* people = wiring.capability<UserPlaces>(wiring.find(owner, users));
    for (std::size_t p = 0; p < people->places(); ++p) {
      Place place;
      for (const ComponentId endpoint : endpoints_)
        place.latency.push_back(people->latency(p, wiring.component(endpoint).region()));
      traffic::Router router;
      router.branches.assign(endpoints_.size(), 0.0);
      router.branches[nearest(place, [](std::size_t) { return true; }).value_or(0)] = 1.0;
      routers_.push_back(wiring.router(router));
      places_.push_back(place);
    }
  }
  const std::vector<ComponentId>& endpoints() const { return endpoints_; }
  const std::vector<traffic::RouterId>& routers() const { return routers_; }  ///< by place
  Port port() const {
    Port port;
    port.kind = Port::Kind::select;
    port.router = routers_.front();
    port.by_place = routers_;
    port.endpoints = endpoints_;
    return port;
  }
  double requests(const UsageMeter& meter) const {
    double sum = 0;
    for (const traffic::RouterId router : routers_) sum += meter.requests(router);
    return sum;
  }

  /// Everybody is at the nearest of the endpoints for whose position `usable` is true; at the first where none is.
  template <class Usable>
  void start(Usable usable) {
    for (Place& place : places_) {
      place.led_to = nearest(place, usable).value_or(0);
      place.users.start(only(place.led_to));
    }
  }
  /// Leads users to the nearest that may be used now, all but the share `violators` within `time`; says whether any is led elsewhere.
  template <class Usable>
  bool lead(Time now, Usable usable, Duration time, double violators) {
    bool changed = false;
    for (Place& place : places_) {
      const std::size_t best = nearest(place, usable).value_or(0);
      if (best == place.led_to) continue;
      place.led_to = best;
      changed = true;
      place.users.change(now, only(best), time, violators);
    }
    return changed;
  }
  void drain_violators(Time now, Duration stay) {
    for (Place& place : places_) place.users.drain_violators(now, stay);
  }
  /// Whether all users are where they are led.
  bool settled(Time now) const {
    for (const Place& place : places_)
      if (!place.users.settled(now)) return false;
    return true;
  }
  /// Gives the routers the shares that hold now; without `answered` every request meets silence.
  void write(World& world, bool answered = true) const {
    traffic::Network& network = world.change_traffic();
    for (std::size_t p = 0; p < places_.size(); ++p) {
      traffic::Router& router = network.routers[routers_[p]];
      router.black_holed = answered ? 0 : 1;
      for (std::size_t i = 0; i < endpoints_.size(); ++i) router.branches[i] = answered ? places_[p].users.share(i) : traffic::Ramp(0);
    }
  }

 private:
  struct Place {
    std::vector<double> latency;  ///< of each endpoint
    std::size_t led_to = 0;
    CachedAnswers users;
  };
  template <class Usable>
  std::optional<std::size_t> nearest(const Place& place, Usable usable) const {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < endpoints_.size(); ++i)
      if (usable(i) && (!best || place.latency[i] < place.latency[*best])) best = i;
    return best;
  }
  std::span<const double> only(std::size_t endpoint) {
    scratch_ = {};
    scratch_[endpoint] = 1;
    return {scratch_.data(), endpoints_.size()};
  }

  std::vector<ComponentId> endpoints_;
  std::vector<Place> places_;
  std::vector<traffic::RouterId> routers_;
  std::array<double, CachedAnswers::limit> scratch_{};
};

}  // namespace windtunnel::models
