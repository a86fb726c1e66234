// What models of Route 53 records derive from: endpoints under the checkers' eyes, edits by people, and users who follow
// the answers late.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "models/edge/shared/checker_fleet.h"
#include "models/edge/shared/global_control_plane.h"
#include "models/edge/shared/route53_records.h"
#include "models/ordered_operation.h"
#include "sim/design/component.h"

namespace windtunnel::models {

/// `Derived` is the model, whose `given` derives from Route53Records. It numbers its draws by `publish_time`, `edit_delay`
/// and, for each endpoint, from `first_probes` on, and its measure `propagation_seconds`.
template <class Derived>
class Route53Model : public Model<Derived>, public Operable, public Provider {
 public:
  enum Mode : std::uint16_t { control_plane_loss };
  static constexpr FaultMode fault_modes[] = {
      {"control_plane_loss", "Records cannot be edited; answers, health checks and routing by health go on."}};

  void declare(Wiring& wiring) override { control_plane_.declare(wiring, *this, records().control_plane_region); }
  void start(World& world) override {
    const CheckerRule rule = records().health_check ? records().health_check->rule() : CheckerRule();
    for (Side& side : sides_) side.fleet.start(rule);
    answer_as_at_first(world);
    update_routers(world);
  }
  void reference_changed(World& world, ComponentId component) override {
    for (std::size_t i = 0; i < sides_.size(); ++i)
      if (sides_[i].endpoint == component) look(world, i);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    switch (signal) {
      case checkers_due: return verdict_due(world, argument);
      case publish:
        publish_ = {};
        return answer_by_health(world);
      case record_changed:
        edit_ = {};
        decided_at_ = world.now();
        take_edit(world, argument);
        return order_.finish(world, true);
      case ttl_over: return caches_moved(world);
      default: return update_routers(world);
    }
  }

  bool strike(World& world, const Strike&) override {
    const bool worked = control_plane_.impair(world);
    if (world.telling()) world.tell(*this, "the DNS control plane is down: no record can be edited");
    world.condition_changed(*this);
    return worked;
  }
  void relent(World& world, const Strike&) override {
    control_plane_.restore(world);
    if (world.telling()) world.tell(*this, "the fault of the DNS control plane is over");
    world.condition_changed(*this);
  }
  Nature nature(std::uint16_t) const override { return {records().impairment_interval, records().impairment_duration}; }
  /// Someone who needs to edit records asks here; answers themselves never fail.
  bool provides(const World& world, Site) const override { return control_plane_.editable(world); }
  bool settled(const World& world) const override {
    for (const Side& side : sides_)
      if (!side.fleet.settled() || (side.served && (!side.alias || side.failing))) return false;
    return !publish_ && !edit_ && control_plane_.works(world);
  }

 protected:
  /// One endpoint, as Route 53 sees it.
  struct Side {
    ComponentId endpoint = no_component;
    bool checked = false;
    CheckerFleet fleet;
    EventHandle due;
    bool alias = true;     ///< health that an alias takes over
    bool failing = false;  ///< probes fail now
    bool served = false;   ///< has been well at some time: a standby without targets is at rest as it is
    Time changed;          ///< since when they fail, or succeed again
  };
  bool healthy(const Side& side) const {
    return (!side.checked || side.fleet.healthy()) && (!records().evaluate_target_health || side.alias);
  }

  // --- what differs between routing policies
  virtual void answer_as_at_first(World& world) = 0;
  /// The health that holds now reaches the name servers.
  virtual void answer_by_health(World& world) = 0;
  /// The edit that was begun with this argument reaches them.
  virtual void take_edit(World& world, std::uint64_t argument) = 0;
  /// The checkers have changed their mind about an endpoint, so long after it changed.
  virtual void judged(World& world, std::size_t side, double took) = 0;
  /// The time to live is over: clients that ignore it begin to come away.
  virtual void drain_violators(World& world) = 0;
  virtual void update_routers(World& world) = 0;

  // --- what they do alike
  Operable::Outcome begin_edit(World& world, std::string_view operation, std::uint64_t argument, ComponentId by, std::uint64_t ticket) {
    if (!control_plane_.editable(world)) return Outcome::unavailable;
    order_.begin(by, ticket);
    edit_ = world.after(*this, world.draw(*this, Derived::edit_delay, records().change_propagation), record_changed, Phase::act, argument);
    if (world.telling()) world.tell(*this, fmt::format("records are being edited: {}", operation));
    return Outcome::started;
  }
  /// Answers have changed: users follow.
  void lead_users(World& world, std::string_view text) {
    world.cancel(ttl_);
    world.cancel(violators_);
    ttl_ = world.after(*this, records().ttl, ttl_over, Phase::propagate);
    if (world.telling()) world.tell(*this, text);
    update_routers(world);
    world.condition_changed(*this);
  }

  std::vector<Side> sides_;
  EventHandle edit_;

 private:
  enum Signal : std::uint16_t { checkers_due, publish, record_changed, ttl_over, violators_gone };

  const Route53Records& records() const { return static_cast<const Derived&>(*this).given; }
  Stream& probes(World& world, std::size_t side) {
    return world.stream(*this, static_cast<std::uint16_t>(Derived::first_probes + side));
  }

  /// An endpoint has changed: how probes fare there from now on.
  void look(World& world, std::size_t index) {
    Side& side = sides_[index];
    const auto* endpoint = world.capability<Endpoint>(side.endpoint);
    const auto& check = records().health_check;
    const Endpoint::Probe probe = endpoint->probe(world, check ? check->depth() : Endpoint::Depth::answer);
    const bool failing = probe.success < 0.5;
    if (failing != side.failing) side.changed = world.now();
    side.failing = failing;
    const bool alias = endpoint->healthy_alias(world);
    if (alias != side.alias) {
      side.alias = alias;
      if (records().evaluate_target_health) health_changed(world, records().target_health_delay);
    }
    side.served |= alias && !failing;
    if (!side.checked) return;
    side.fleet.change(world.now(), probe.success, probe.silent, probes(world, index));
    wait_for_checkers(world, index);
  }
  void wait_for_checkers(World& world, std::size_t index) {
    Side& side = sides_[index];
    world.cancel(side.due);
    if (side.fleet.next() != Time::never())
      side.due = world.after(*this, side.fleet.next() - world.now(), checkers_due, Phase::notice, index);
  }
  void verdict_due(World& world, std::size_t index) {
    Side& side = sides_[index];
    side.due = {};
    const bool flipped = side.fleet.advance(world.now(), probes(world, index));
    wait_for_checkers(world, index);
    if (!flipped) return;
    judged(world, index, (world.now() - side.changed).seconds());
    health_changed(world, Duration{});
  }
  /// Answers change once the new health, which is known after `delay`, is published.
  void health_changed(World& world, Duration delay) {
    decided_at_ = world.now() + delay;
    if (world.pending(publish_)) return;
    const Duration publication = world.draw(*this, Derived::publish_time, records().publish_delay);
    publish_ = world.after(*this, delay + publication, publish, Phase::propagate);
  }
  void caches_moved(World& world) {
    ttl_ = {};
    world.publish(*this, Derived::propagation_seconds, (world.now() - decided_at_).seconds());
    drain_violators(world);
    violators_ = world.after(*this, records().violators_stay, violators_gone, Phase::propagate);
    if (world.telling()) world.tell(*this, "the time to live is over: only clients that ignore it still hold the old answer");
    update_routers(world);
  }

  GlobalControlPlane control_plane_;
  OrderedOperation order_;
  Time decided_at_;
  EventHandle publish_, ttl_, violators_;
};

}  // namespace windtunnel::models
