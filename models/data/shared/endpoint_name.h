// The name under which clients find a store: which of its places answers, and how clients follow when that moves.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// Two routers, for reads and for writes, with one branch for each place that may serve; copyable state of a model.
class EndpointName {
 public:
  /// Declares the routers; the first place answers.
  void declare(Wiring& wiring, traffic::StationId first) {
    stations_ = {first};
    traffic::Router router;
    router.branches = {1.0};
    read_ = wiring.router(router);
    write_ = wiring.router(router);
  }
  /// Adds the place of a replica, which may answer later.
  void add(Wiring& wiring, ComponentId replica, traffic::StationId station) {
    stations_.push_back(station);
    replicas_.push_back(replica);
    for (const traffic::RouterId router : {read_, write_}) wiring.network().routers[router].branches.push_back(0.0);
  }

  /// Lets clients come to a place: linearly over `drain`, while the rest still knocks where nobody answers.
  void follow(World& world, std::size_t place, Duration drain, traffic::Failure stale) const {
    for (const traffic::RouterId id : {read_, write_}) lead(world, id, place, drain, stale);
  }
  /// The same for writes alone, where reads have a name of their own.
  void follow_writes(World& world, std::size_t place, Duration drain, traffic::Failure stale) const {
    lead(world, write_, place, drain, stale);
  }
  /// Whoever is still on the way arrives within this time.
  void hasten(World& world, Duration time) const {
    const Time now = world.now(), end = now + time;
    const auto sooner = [&](traffic::Ramp& ramp) {
      if (ramp.end > end) ramp = traffic::Ramp(ramp.at(now), ramp.to, now, end);
    };
    for (const traffic::RouterId id : {read_, write_}) {
      traffic::Router& router = world.change_traffic().routers[id];
      for (traffic::Ramp& branch : router.branches) sooner(branch);
      sooner(router.refused);
      sooner(router.black_holed);
    }
  }
  /// Every write is refused until they follow again.
  void refuse_writes(World& world) const {
    traffic::Router& router = world.change_traffic().routers[write_];
    for (traffic::Ramp& branch : router.branches) branch = 0.0;
    router.refused = 1.0;
    router.black_holed = 0.0;
  }
  /// Spreads readers over places evenly: `serving` says to which of the first places the name leads (none: reads stay where
  /// they are). Readers of the others come away over `drain`, and fail until then where these are not `answering`; all
  /// readers fail where they have to `reconnect`.
  void spread_reads(World& world, std::span<const char> serving, std::span<const char> answering, Duration drain,
                    traffic::Failure stale, bool reconnect) const {
    double count = 0;
    for (const char serves : serving) count += serves ? 1 : 0;
    if (count == 0) return;
    const Time now = world.now(), end = now + drain;
    traffic::Router& router = world.change_traffic().routers[read_];
    double all = router.refused.at(now) + router.black_holed.at(now), stranded = all;
    for (const traffic::Ramp& branch : router.branches) all += branch.at(now);
    if (all <= 0) all = 1;
    for (std::size_t i = 0; i < router.branches.size(); ++i) {
      const bool serves = i < serving.size() && serving[i], answers = serves || (i < answering.size() && answering[i]);
      const double came = router.branches[i].at(now), share = answers && !reconnect ? came : 0;
      stranded += came - share;
      router.branches[i] = traffic::Ramp(share / all, serves ? 1 / count : 0.0, now, end);
    }
    const traffic::Ramp waiting(stranded / all, 0, now, end);
    router.refused = stale == traffic::Failure::refused ? waiting : traffic::Ramp(0.0);
    router.black_holed = stale == traffic::Failure::black_hole ? waiting : traffic::Ramp(0.0);
  }

  /// Writes answered without failure since the run began.
  double acknowledged_writes(const World& world) const { return answered(world, write_); }
  /// Share of writes among what was answered since the run began; 1 before anything was.
  double write_share(const World& world) const {
    const double writes = answered(world, write_), all = writes + answered(world, read_);
    return all > 0 ? writes / all : 1;
  }

  /// The place of a replica, from 1; 0 when this name knows no such replica.
  std::size_t place_of(ComponentId replica) const {
    for (std::size_t i = 0; i < replicas_.size(); ++i)
      if (replicas_[i] == replica) return i + 1;
    return 0;
  }
  /// The port of a path element: "write", or reads under "read" and under the bare name.
  std::optional<Port> port(std::string_view name) const {
    if (name == "write") return port(true);
    if (name == "read" || name.empty()) return port(false);
    return std::nullopt;
  }
  Port port(bool write) const {
    Port port;
    port.router = write ? write_ : read_;
    port.stations = stations_;
    port.write = write;
    return port;
  }
  traffic::RouterId read() const { return read_; }
  traffic::RouterId write() const { return write_; }
  const std::vector<traffic::StationId>& stations() const { return stations_; }

 private:
  static void lead(World& world, traffic::RouterId id, std::size_t place, Duration drain, traffic::Failure stale) {
    const Time now = world.now(), end = now + drain;
    const bool at_once = drain <= Duration{};
    traffic::Router& router = world.change_traffic().routers[id];
    for (traffic::Ramp& branch : router.branches) branch = 0.0;
    router.branches[place] = at_once ? traffic::Ramp(1.0) : traffic::Ramp(0, 1, now, end);
    const traffic::Ramp waiting = at_once ? traffic::Ramp(0.0) : traffic::Ramp(1, 0, now, end);
    router.refused = stale == traffic::Failure::refused ? waiting : traffic::Ramp(0.0);
    router.black_holed = stale == traffic::Failure::black_hole ? waiting : traffic::Ramp(0.0);
  }
  static double answered(const World& world, traffic::RouterId router) {
    const traffic::RouterTotals totals = world.traffic().router_totals(router);
    return totals.requests - totals.refused - totals.timed_out - totals.failed_behind;
  }
  std::vector<traffic::StationId> stations_;
  std::vector<ComponentId> replicas_;
  traffic::RouterId read_ = traffic::none, write_ = traffic::none;
};

}  // namespace windtunnel::models
